"""How units were picked: whether those that stood out would have moved as far by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.effect import Picked

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

BY_LEVEL = ("worst", "best")
"""Ways to pick that go by the measure itself, so that what comes next is no surprise."""


class Test(Protocol):
    """A test of any effect."""

    @property
    def value(self) -> float:
        """The estimate."""

    def p(self, effect: float = 0.0) -> float:
        """The p-value of an effect."""


def stood_out(y: Floats, start: int, window: int, size: int, highest: bool) -> Codes:
    """(size,) the units that were furthest out just before a date, the furthest first.

    Args:
        y: (units, periods) the measure, NaN where unseen.
        start: the date, a period.
        window: over how many periods before it.
        size: how many units.
        highest: whether those at the top stood out, or those at the bottom.
    """
    recent = y[:, max(0, start - window) : start]
    seen = ~np.isnan(recent)
    level = np.where(seen, recent, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    level = np.where(seen.any(axis=1), -level if highest else level, np.inf)
    return np.argsort(level, kind="stable")[:size].astype(np.int64)


def judged(
    how: str | None,
    moved: Callable[[bool], float | None],
    test: Test,
    level: float,
    less_is_better: bool,
    factor: float = 1.0,
) -> Picked | None:
    """What the way of picking explains.

    Args:
        how: the units were picked; None where not said.
        moved: how far units moved by themselves that were picked for the highest level in the past (True), or the lowest;
            None where the history is too short. On the scale of the estimate.
        test: of the effect, on the same scale.
        level: of the interval.
        less_is_better: the direction of the measure.
        factor: from the scale of the estimate to the measure's unit.

    Source: regression to the mean, Galton (1886), Journal of the Anthropological Institute 15: 246-263; in pilots:
        Ashenfelter (1978), Review of Economics and Statistics 60: 47-57.
    """
    if how is None:
        return None
    if how not in BY_LEVEL:
        return Picked(how, None, None, True if how == "lot" else None)
    rebound = moved((how == "worst") == less_is_better)
    if rebound is None:
        return Picked(how, None, None, None)
    share = rebound / test.value if test.value else None
    return Picked(how, factor * rebound, share, test.p(rebound) < round(1 - level, 12))
