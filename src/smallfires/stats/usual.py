"""How wrong forecasts usually are, and whether one is more wrong than that: once, or at any of several looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.effect import Figure
from smallfires.stats.saying import LEAST_P, by_student

Floats = NDArray[np.float64]

DRAWS = 9999
"""Draws of all looks together, where the past is too short for ranks."""


@dataclass(frozen=True)
class Usual:
    """How wrong forecasts usually are.

    Attributes:
        error: root mean square of the errors at pretend dates, or at the later half of them, in the measure's unit.
        freedom: its degrees of freedom.
    """

    error: float
    freedom: float


def usual(errors: Floats, ahead: int) -> Usual:
    """The usual error of pretend dates, or of their later half where that was larger: much grows as it goes.

    Args:
        errors: (dates,) of pretend dates in a row; NaN where unseen.
        ahead: periods that each looks ahead, so that neighbours overlap.
    """
    seen = errors[~np.isnan(errors)]
    if not seen.size:
        return Usual(float("nan"), 1.0)
    squares = np.square(seen)
    error = float(np.sqrt(max(squares.mean(), squares[squares.size // 2 :].mean())))
    return Usual(error, freedom(seen.size, ahead, memory(errors, ahead)))


def freedom(dates: int, ahead: int, remembered: float = 0.0) -> float:
    """Degrees of freedom of a mean square over dates in a row, whose windows overlap; 1 at the least.

    Two windows go along as far as they share periods, and as far as the next one remembers. So the sum of squares varies as
    that of fewer that have nothing to do with each other.

    Args:
        dates: in a row.
        ahead: periods in a window.
        remembered: how far two windows go along of which one begins where the other ends, a correlation.

    Source: Satterthwaite (1946), Biometrics Bulletin 2: 110-114; Box (1954), Annals of Mathematical Statistics 25: 290-302
        (sums of squares that go along with each other); Bayley and Hammersley (1946), Supplement to the Journal of the Royal
        Statistical Society 8: 184-197 (how many independent values a series with memory is worth).
    """
    apart = np.arange(1, dates)
    whole, part = np.divmod(apart / ahead, 1.0)
    along = remembered**whole * (1 - part * (1 - remembered))
    shared = dates + 2 * float(((dates - apart) * np.square(along)).sum())
    return max(1.0, dates**2 / shared)


def memory(errors: Floats, ahead: int) -> float:
    """How far errors go along with those of the windows next to theirs, a correlation; 0 at the least.

    Neighbouring dates share all periods but one. What they go along beyond that is what windows remember of each other: the
    correlation falls from 1 to theirs in as many steps as there are periods ahead.

    Args:
        errors: (dates,) of pretend dates in a row; NaN where unseen.
        ahead: periods that each looks ahead.
    """
    both = ~np.isnan(errors[1:]) & ~np.isnan(errors[:-1])
    after, before = errors[1:][both], errors[:-1][both]
    size = float(np.sqrt((after @ after) * (before @ before)))
    if after.size < 2 or size == 0:
        return 0.0
    return min(1.0, max(0.0, 1 - ahead * (1 - float(after @ before) / size)))


def windows(dates: int, ahead: int) -> int:
    """How many windows of dates in a row do not overlap."""
    return (dates - 1 + ahead) // ahead if dates else 0


def running_means(errors: Floats) -> Floats:
    """(dates, looks) the mean error up to each period ahead, out of (dates, periods ahead); NaN where none was seen."""
    seen = ~np.isnan(errors)
    total, count = np.where(seen, errors, 0.0).cumsum(axis=1), seen.cumsum(axis=1)
    means: Floats = np.divide(total, count, out=np.full(errors.shape, np.nan), where=count > 0)
    return means


@dataclass(frozen=True)
class Compared:
    """Whether a forecast was more wrong than usual.

    Attributes:
        value: what came less what was forecast, in the measure's unit.
        usual: error and its degrees of freedom.
        sizes: how wrong forecasts were at pretend dates, or could be by chance, in the measure's unit, largest first; the
            value's rank among them decides. Empty where Student's t does.
        level: of the interval.
    """

    value: float
    usual: Usual
    sizes: Floats
    level: float

    @cached_property
    def _needed(self) -> int:
        """The rank that has to be surpassed."""
        return max(0, ceil(round((1 - self.level) * (self.sizes.size + 1), 9)) - 1)

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that is possible."""
        return 1 / (self.sizes.size + 1) if self.sizes.size else LEAST_P

    def p(self, effect: float = 0.0) -> float:
        """How often chance does at least as much, had the effect been this."""
        off = abs(self.value - effect)
        if self.sizes.size:
            return (1 + int((self.sizes >= off).sum())) / (self.sizes.size + 1)
        return by_student(off, self.usual.error, self.usual.freedom, self.level)[1]

    @property
    def figure(self) -> Figure:
        """The value with the interval of all effects whose p-value is not below 1 − level.

        Source: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World (conformal prediction);
            Chernozhukov, Wüthrich and Zhu (2021), JASA 116: 1849-1864 (for one treated series).
        """
        if not self.sizes.size:
            return by_student(self.value, self.usual.error, self.usual.freedom, self.level)[0]
        reach = float(self.sizes[self._needed - 1]) if self._needed else np.inf
        return Figure(self.value, self.value - reach, self.value + reach)


def once(value: float, errors: Floats, ahead: int, widened: float, level: float) -> Compared:
    """The test of one look: by rank, where there are dates enough whose windows do not overlap, else by Student's t.

    Args:
        value: what came less what was forecast.
        errors: (dates,) the same at pretend dates in a row; NaN where unseen.
        ahead: periods that each looks ahead.
        widened: by how much pretend errors are enlarged.
        level: of the interval.
    """
    found = usual(errors, ahead)
    sizes = widened * np.sort(np.abs(errors[~np.isnan(errors)]))[::-1]
    if not _ranked(sizes.size, ahead, level):
        sizes = np.zeros(0)
    return Compared(value, Usual(widened * found.error, found.freedom), sizes, level)


def _ranked(dates: int, ahead: int, level: float) -> bool:
    """Whether a rank among windows that do not overlap could be told from chance."""
    return windows(dates, ahead) + 1 >= round(1 / round(1 - level, 12), 9)


def at_all_looks(values: Floats, errors: Floats, widened: float, level: float, rng: np.random.Generator) -> Compared:
    """The test of all looks together: the largest of the errors at any planned look, each in its own usual size.

    Args:
        values: (looks so far,) what came less what was forecast, on average up to each look.
        errors: (dates, planned looks) the same at pretend dates in a row; NaN where unseen.
        widened: by how much pretend errors are enlarged.
        level: of all looks together.
        rng: draws the looks where the past is too short for ranks.

    Source: Westfall and Young (1993), Resampling-Based Multiple Testing (the largest of several statistics); Bretz, Genz and
        Hothorn (2001), Biometrical Journal 43: 645-656 (the same of Student's t).
    """
    planned = errors.shape[1]
    each = np.array([usual(column, planned).error for column in errors.T])
    if not (each > 0).any():
        return Compared(float(values[-1]), Usual(0.0, 1.0), np.zeros(0), level)
    each = np.where(each > 0, each, np.nanmax(each))
    scaled = errors / each
    complete = ~np.isnan(scaled).all(axis=1)
    free = usual(errors[:, -1], planned).freedom
    if _ranked(int(complete.sum()), planned, level):
        largest = np.nanmax(np.abs(scaled[complete]), axis=1)
    else:
        largest = _drawn(np.nan_to_num(scaled), free, rng)
    now = widened * float(each[values.size - 1])
    return Compared(float(values[-1]), Usual(now, free), now * np.sort(largest)[::-1], level)


def _drawn(scaled: Floats, free: float, rng: np.random.Generator) -> Floats:
    """(draws,) the largest of all looks by chance, where looks go along as they did at pretend dates (dates, looks)."""
    rows = rng.normal(size=(DRAWS, len(scaled))) @ scaled / np.sqrt(len(scaled))
    spread = np.sqrt(rng.chisquare(free, DRAWS) / free)
    return np.asarray(np.abs(rows).max(axis=1) / spread)
