"""From figures to the record that every design gives: percent, and probabilities."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from smallfires.fires.effect import Diagnostics, Figure, Share
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation

Floats = NDArray[np.float64]

LEAST_P = 1e-300
"""Nothing is less probable than computer numbers can tell from zero."""


def in_percent(effect: Figure, observed: float) -> Figure | None:
    """An effect in percent of what would have been without it; None where that is not above zero, or what was measured below.

    Each end is a percentage of what would have been if it were the effect: observed less the effect. So zero stays zero.

    Args:
        effect: in the measure's unit.
        observed: the mean that was measured where it was lit.
    """
    if observed < 0 or not observed - effect.value > 0:
        return None
    low, value, high = (_percent(part, observed) for part in (effect.low, effect.value, effect.high))
    return Figure(value, low, high)


def _percent(effect: float, observed: float) -> float:
    if effect == -inf:
        return -100.0
    would = observed - effect
    return 100 * effect / would if would > 0 else inf


def by_student(value: float, error: float, freedom: float, level: float) -> tuple[Figure, float]:
    """The interval and the p-value of Student's t, from one error.

    Args:
        value: the figure.
        error: its standard error, in the same unit.
        freedom: its degrees of freedom.
        level: of the interval.

    Returns:
        The interval, and p, which is never below ``LEAST_P``.
    """
    tail = round(1 - level, 12) / 2
    reach = -float(stdtrit(freedom, tail)) * error
    p = float(2 * stdtr(freedom, -abs(value) / error)) if error > 0 else float(value == 0)
    return Figure(value, value - reach, value + reach), max(p, LEAST_P)


def as_large(
    worthwhile: float | None, value: float, error: float, freedom: float, less_is_better: bool
) -> float | None:
    """The probability that the effect is at least the worthwhile one, in the direction of that one's sign.

    Source: the confidence distribution of Student's t; Xie and Singh (2013), International Statistical Review 81: 3-39.
    """
    if worthwhile is None:
        return None
    upwards = worthwhile > 0 or (worthwhile == 0 and not less_is_better)
    off = (value - worthwhile) * (1 if upwards else -1)
    return float(stdtr(freedom, off / error)) if error > 0 else float(off >= 0)


def at_least(test: Permutation | Peeking, worthwhile: float | None, less_is_better: bool) -> float | None:
    """The probability that the effect is at least the worthwhile one, in the direction of that one's sign.

    Args:
        test: of the effect.
        worthwhile: on the scale of the test, infinite where no effect can reach it; None where not said.
        less_is_better: the direction where the worthwhile effect is zero.
    """
    if worthwhile is None:
        return None
    more = test.probability(worthwhile) if np.isfinite(worthwhile) else 0.0
    return more if worthwhile > 0 or (worthwhile == 0 and not less_is_better) else 1 - more


def diagnostics(placebos: Floats, *, exhaustive: bool, fit_before: float = 0.0, fit_usual: float = 0.0) -> Diagnostics:
    """What to look at, where no units or periods are weighted.

    Args:
        placebos: figures of pretend pilots, in the measure's unit, in any order.
        exhaustive: whether these are all there can be.
        fit_before: how far observed and expected were apart before, in the measure's unit.
        fit_usual: the same of the pretend pilots, at the median.
    """
    figures = tuple(np.sort(placebos[np.isfinite(placebos)]).tolist())
    return Diagnostics(fit_before, fit_usual, (), (), figures, exhaustive)


def shares(labels: tuple[str, ...], weights: Floats) -> tuple[Share, ...]:
    """How much each counts, the furthest from zero first, without those that do not.

    Args:
        labels: of units or periods.
        weights: one each, adding up to 1.
    """
    order = np.argsort(-np.abs(weights), kind="stable")
    return tuple(Share(labels[at], float(weights[at])) for at in order if weights[at])
