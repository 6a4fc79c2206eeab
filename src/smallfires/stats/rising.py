"""Whether an effect goes up from period to period, and where that leads: a line through the periods after a dip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from smallfires.fires.effect import Effect, Figure
from smallfires.stats.panel import Panel
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation
from smallfires.stats.saying import by_student

Floats = NDArray[np.float64]

LEAST = 3
"""Periods from which on a line is drawn; two make one without any error."""
MOST_ALIKE = 0.9
"""The largest correlation of one period's error with the next that is reckoned with."""


@dataclass(frozen=True)
class ByPeriod:
    """The effect in each lit period, for every assignment.

    Attributes:
        figures: (assignments, lit periods) on the scale of the estimate, the true one first.
        slopes: (assignments,) by how much each falls when an effect of one is taken out of the lit cells.
        widened: by how much pretend figures are enlarged.
        factor: what a small figure on that scale is in the measure's unit.
    """

    figures: Floats
    slopes: Floats
    widened: float
    factor: float


@runtime_checkable
class TellsPeriods(Protocol):
    """A design that knows the effect in each period for every assignment."""

    def by_period(self, panel: Panel) -> ByPeriod:
        """The effect in each lit period."""


@dataclass(frozen=True)
class Line:
    """A line through the effects by period; all so that above zero is better, in the measure's unit.

    Attributes:
        rise: in each period.
        ahead: its mean over all periods until the end of the horizon.
        upward: probability that it rises.
        short: probability that it does not come to more than what is hoped.
        sure: whether it does not by an interval that holds at every look.
        method, source: how that was found.
    """

    rise: Figure
    ahead: Figure
    upward: float
    short: float
    sure: bool
    method: str
    source: str


def towards(periods: int, end: int) -> tuple[Floats, Floats]:
    """(periods,) what each period counts in the rise of the line of least squares, and in the line's mean over all periods
    until the end: what the gate will judge there, if it goes on like this.

    Args:
        periods: how many are known; period 1 is the first.
        end: the last period.
    """
    off = np.arange(1, periods + 1) - (periods + 1) / 2
    rise = off / np.square(off).sum()
    return rise, 1 / periods + (end - periods) / 2 * rise


def by_lot(found: ByPeriod, planned: int, hoped: float, level: float, error: float, *, less_is_better: bool) -> Line:
    """The line, and how often chance alone draws another: the same assignments that tell the effect itself.

    Args:
        found: the effect by period, at least ``LEAST`` of them.
        planned: periods after the dip until the end of the horizon.
        hoped: the gain that it has to come to, in the measure's unit.
        level: of the intervals.
        error: the probability with which it may wrongly be called short, at all looks together.
        less_is_better: the direction of the measure.

    Source: permutation as in ``permutation``; a line is a weighted mean of periods, so that the same assignments tell it.
    """
    sign = -1.0 if less_is_better else 1.0
    gains, bound = sign * found.figures, hoped / found.factor
    many = gains.shape[1]
    rise, ahead = towards(many, planned)
    risen = Permutation.of(gains @ rise, found.slopes, widened=found.widened)
    come = Permutation.of(gains @ ahead, found.slopes, widened=found.widened)
    return Line(
        rise=_figure(risen, level, found.factor),
        ahead=_figure(come, level, found.factor),
        upward=risen.probability(0.0),
        short=1 - come.probability(bound),
        sure=_peeked(found, gains, planned, 1 - 2 * error).interval(1 - 2 * error)[1] < bound,
        method="a line through the periods after the dip; chance by the same lot drawn again",
        source="Fisher (1935), The Design of Experiments, chapter 3",
    )


def _peeked(found: ByPeriod, gains: Floats, planned: int, level: float) -> Peeking:
    """Where the line came to at every look so far."""
    looks = range(LEAST, gains.shape[1] + 1)
    come = np.stack([gains[:, :many] @ towards(many, planned)[1] for many in looks], axis=1)
    slopes = np.repeat(found.slopes[:, None], come.shape[1], axis=1)
    come[1:] *= found.widened
    slopes[1:] *= found.widened
    return Peeking(come, slopes, max(planned - LEAST + 1, come.shape[1]), level)


def _figure(test: Permutation, level: float, factor: float) -> Figure:
    low, high = test.interval(level)
    return Figure(factor * test.value, factor * low, factor * high)


def by_line(effect: Effect, planned: int, hoped: float, error: float, *, less_is_better: bool, scatter: float) -> Line:
    """The line by least squares, its error enlarged where one period's error goes on into the next.

    Args:
        effect: with its path by period, at least ``LEAST`` of them lit.
        planned: periods after the dip until the end of the horizon.
        hoped: the gain that it has to come to, in the measure's unit.
        error: the probability with which it may wrongly be called short; shared among the looks.
        less_is_better: the direction of the measure.
        scatter: standard error of the effect's mean, in the measure's unit.

    Source: effective number of periods, Santer et al. (2000), Journal of Geophysical Research 105: 7337-7356.
    """
    told = [point.effect.value for point in effect.path if point.lit and point.effect is not None]
    gains = (-1.0 if less_is_better else 1.0) * np.array(told)
    many = gains.size
    rise, ahead = towards(many, planned)
    off = np.arange(1, many + 1) - (many + 1) / 2
    rest = gains - gains.mean() - (gains @ rise) * off
    alike = _alike(rest)
    freedom = max(1.0, many * (1 - alike) / (1 + alike) - 2)
    noise = float(rest @ rest) / freedom
    error_rise = float(np.sqrt(noise * (rise @ rise)))
    level_error = max(scatter, float(np.sqrt(noise / many)))
    error_ahead = float(np.hypot(level_error, (planned - many) / 2 * error_rise))
    value, come = float(gains @ rise), float(gains @ ahead)
    reached = _above(come - hoped, error_ahead, freedom)
    share = error / max(1, planned - LEAST + 1)
    return Line(
        rise=by_student(value, error_rise, freedom, effect.level)[0],
        ahead=by_student(come, error_ahead, freedom, effect.level)[0],
        upward=_above(value, error_rise, freedom),
        short=1 - reached,
        sure=reached <= share,
        method="a line through the periods after the dip; errors that go on are counted as fewer periods",
        source="Santer et al. (2000), Journal of Geophysical Research 105: 7337-7356",
    )


def _alike(rest: Floats) -> float:
    """How much of one period's error goes on into the next; what so few periods hide is added."""
    total = float(rest @ rest)
    found = float(rest[1:] @ rest[:-1]) / total if total > 0 else 0.0
    return float(np.clip(found + (1 + 4 * found) / rest.size, 0.0, MOST_ALIKE))


def _above(off: float, error: float, freedom: float) -> float:
    """The probability that what is so far above zero truly is."""
    return float(stdtr(freedom, off / error)) if error > 0 else float(off > 0)
