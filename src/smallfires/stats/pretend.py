"""Checks on the user's own history: the same method where nothing was changed, and without each unit in turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from smallfires.stats.permutation import Permutation
from smallfires.stats.picking import stood_out
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import Recipe
from smallfires.stats.shown import Seen
from smallfires.stats.synthetic import fit

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

MOST_DATES = 8
"""Pretend dates, the latest ones."""
MOST_GROUPS = 400
"""Pretend pilots at each of them."""
MOST_LEFT_OUT = 60
"""Others that are left out in turn: those with most weight. Of very many, none of the rest matters by itself."""
HARDLY = 0.05
"""Alarms that chance shows more rarely than this are no chance."""


@dataclass(frozen=True)
class Dates:
    """Pretend dates in a history.

    Attributes:
        starts: (dates,) the periods at which each pretend pilot starts; their windows do not overlap.
        window: how many periods each lasts.
    """

    starts: tuple[int, ...]
    window: int

    @classmethod
    def of(cls, before: int, after: int) -> Dates:
        """As many as there is room for, each with half of the history, or more, before it."""
        window = max(1, min(after, before // 4))
        first = max(3, before // 2)
        starts = range(before - window, first - 1, -window)
        return cls(tuple(sorted(starts[:MOST_DATES])), window)


@dataclass(frozen=True)
class Alarms:
    """What the lit units showed at pretend dates.

    Attributes:
        values: (dates,) the figures.
        alarms: at how many dates chance was ruled out, wrongly.
        widened: by how much pretend figures have to be enlarged for no more alarms than chance explains.
    """

    values: Floats
    alarms: int
    widened: float

    @property
    def said(self) -> tuple[str, ...]:
        """Why and by how much the interval is widened, as a sentence; none where it is not."""
        if self.widened <= 1:
            return ()
        return (
            f"At {self.alarms} of {self.values.size} earlier dates, when nothing was changed, this would have cried wolf; the "
            f"interval is {self.widened:.2g} times as wide for it.",
        )


def alarms(
    y: Floats, dates: Dates, groups: Bools, recipe: Recipe, level: float, counts: Floats | None = None
) -> Alarms:
    """Run the method on the lit units at pretend dates.

    Args:
        y: (units, periods) the history, complete.
        dates: the pretend dates.
        groups: (assignments, units) the true one first.
        recipe: the estimator that decides.
        level: of the interval.
        counts: (units,) how much each counts in its group's mean; None where all count the same.
    """
    pilots = (Pilots.of(y[:, : start + dates.window], start, groups, counts=counts) for start in dates.starts)
    found = (fit(some, recipe).value for some in pilots)
    return tallied((Permutation.of(one, np.r_[1.0, np.zeros(one.size - 1)]) for one in found), level)


def tallied(tests: Iterable[Permutation], level: float) -> Alarms:
    """How often tests at pretend dates cried wolf, and what is to be done about it.

    Args:
        tests: one a date.
        level: of the interval.
    """
    values, excess = [], []
    for test in tests:
        reach = (np.subtract(*test.interval(level)[::-1])) / 2
        values.append(test.value)
        excess.append(abs(test.value) / reach if reach > 0 else 1.0)
    over = np.sort(np.array(excess))[::-1]
    called = int((over > 1).sum())
    allowed = next(few for few in range(over.size + 1) if round(bdtrc(few, over.size, 1 - level), 12) < HARDLY)
    return Alarms(np.array(values), called, max(1.0, float(over[allowed])) if called > allowed else 1.0)


def rebound(y: Floats, dates: Dates, size: int, highest: bool, recipe: Recipe, counts: Floats | None = None) -> float:
    """How units that stood out moved by themselves: the mean figure of those that were picked for it at pretend dates.

    Args:
        y: (units, periods) the history, complete.
        dates: the pretend dates.
        size: how many units are picked.
        highest: whether those with the highest level just before are picked, or the lowest.
        recipe: the estimator that decides.
        counts: (units,) how much each counts in its group's mean; None where all count the same.

    Source: regression to the mean, Galton (1886), Journal of the Anthropological Institute 15: 246-263; in pilots:
        Ashenfelter (1978), Review of Economics and Statistics 60: 47-57.
    """
    found = []
    for start in dates.starts:
        group = np.zeros((1, len(y)), dtype=bool)
        group[0, stood_out(y, start, dates.window, size, highest)] = True
        found.append(fit(Pilots.of(y[:, : start + dates.window], start, group, counts=counts), recipe).value[0])
    return float(np.mean(found))


def without_each(pilots: Pilots, weights: Floats, recipe: Recipe, seen: Seen | None = None) -> tuple[Codes, Floats]:
    """The figure of the true assignment without each unit that matters, one at a time.

    Args:
        pilots: the assignments, the true one first.
        weights: (units,) weights of the others in the true one.
        recipe: the estimator that decides.
        seen: what single units showed in this history before; saves time and changes nothing.

    Returns:
        (some,) places of the units, and (some,) the figures.
    """
    group = pilots.groups[0]
    donors = np.flatnonzero((weights > 0) & (int(pilots.donors[0].sum()) > 1))
    donors = np.sort(donors[np.argsort(-weights[donors], kind="stable")[:MOST_LEFT_OUT]])
    lit = np.flatnonzero(group) if group.sum() > 1 else np.zeros(0, dtype=np.int64)
    index = np.concatenate([donors, lit])
    if not index.size:
        return index, np.zeros(0)
    out = np.zeros((index.size, group.size), dtype=bool)
    out[np.arange(index.size), index] = True
    kept = ~group & ~out
    return index, fit(replace(pilots, groups=group & ~out, donors=kept, steady=kept), recipe, seen=seen).value
