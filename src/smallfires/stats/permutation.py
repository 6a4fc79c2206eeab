"""How often chance alone does as much: the lot drawn again, and again, with groups of the same size.

The p-value and the interval come out of one test. An effect of size t is tested by taking it out of the lit cells; each
pretend pilot then has a figure that is linear in t, so that the values of t for which it is at least as extreme as the true
one are an interval around the estimate, known exactly. The p-value of t is the share of intervals that hold it, and the
confidence interval is where that share is not below 1 − level. So the two can never contradict each other.

Source: Fisher (1935), The Design of Experiments, chapter 3; Abadie, Diamond and Hainmueller (2010), JASA 105: 493-505;
    inversion: Rosenbaum (2002), Observational Studies, section 2.6; samples of all assignments: Phipson and Smyth (2010),
    Statistical Applications in Genetics and Molecular Biology 9: 39.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TIE = 1e-9
"""Figures this close, as a share of the largest, are the same: chance gets the benefit."""
THIRD = 1 / 3
"""By which the median of a share differs from its mean."""


@dataclass(frozen=True)
class Lot:
    """Assignments of the same size.

    Attributes:
        groups: (assignments, units) which units each takes; the true one first.
        exhaustive: whether these are all there are.
    """

    groups: Bools
    exhaustive: bool


def lot(group: Bools, most: int, rng: np.random.Generator) -> Lot:
    """All assignments of the group's size where there are at most ``most`` of them, else a sample.

    Args:
        group: (units,) the true one.
        most: assignments, with the true one.
        rng: the only source of chance; not asked where all can be enumerated.
    """
    units, size = group.size, int(group.sum())
    if comb(units, size) <= most:
        every = np.zeros((comb(units, size), units), dtype=bool)
        index = np.array(list(combinations(range(units), size)))
        np.put_along_axis(every, index, True, axis=1)
        same = (every == group).all(axis=1)
        return Lot(np.vstack([group[None], every[~same]]), exhaustive=True)
    drawn = np.zeros((most - 1, units), dtype=bool)
    index = np.argsort(rng.random((most - 1, units)), axis=1)[:, :size]
    np.put_along_axis(drawn, index, True, axis=1)
    return Lot(np.vstack([group[None], drawn]), exhaustive=False)


@dataclass(frozen=True)
class Permutation:
    """The test of any effect.

    Attributes:
        value: the estimate.
        figures: (assignments,) the figure of each, the true one first.
        slopes: (assignments,) by how much each figure falls when an effect of one is taken out of the lit cells.
        scale: (assignments,) what each figure is divided by before they are compared.
        low, high: (assignments,) the effects between which each is at least as extreme as the true one.
    """

    value: float
    figures: Floats
    slopes: Floats
    scale: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, figures: Floats, slopes: Floats, scale: Floats | None = None, widened: float = 1.0) -> Permutation:
        """The test out of the figures.

        Args:
            figures: (assignments,) estimates, the true one first.
            slopes: (assignments,) by how much each falls for an effect of one; 1 for the first.
            scale: (assignments,) expected errors, where these differ; else all count the same.
            widened: by how much pretend figures are enlarged.
        """
        scale = np.ones(figures.size) if scale is None else scale
        low, high = ends(figures[0], figures, slopes, scale / (scale[0] * widened))
        low[0], high[0] = -np.inf, np.inf
        return cls(float(figures[0]), figures, slopes, scale, low, high)

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that is possible: the true assignment, and any that mirrors it, count whatever the effect."""
        return float(np.mean(np.isneginf(self.low) & np.isposinf(self.high)))

    def p(self, effect: float = 0.0) -> float:
        """How often chance does at least as much, had the effect been this."""
        return float(np.mean((self.low <= effect) & (effect <= self.high)))

    def interval(self, level: float) -> tuple[float, float]:
        """The effects whose p-value is not below 1 − level; infinite where there are too few assignments to tell."""
        number = needed(level, self.figures.size)
        return float(np.sort(self.low)[number - 1]), float(np.sort(self.high)[-number])

    def probability(self, at_least: float) -> float:
        """That the effect is ``at_least`` so large: the share of assignments that say so by the same test, one-sided.

        Source: confidence distributions, Xie and Singh (2013), International Statistical Review 81: 3-39; ties count half.
        """
        off = (self.figures - self.slopes * at_least) / self.scale
        tie = TIE * float(np.abs(off).max())
        return float(np.mean(off < off[0] - tie) + np.mean(np.abs(off - off[0]) <= tie) / 2)


def intervals(
    figures: Floats, slopes: Floats, level: float, scale: Floats | None = None, widened: float = 1.0
) -> tuple[Floats, Floats]:
    """(tests,) low and (tests,) high ends of what ``Permutation.of`` and its interval give for each of several rows of figures
    (tests, assignments); all at once, which is quicker.
    """
    scale = np.ones(slopes.size) if scale is None else scale
    low, high = ends(figures[:, :1], figures, slopes[None], (scale / (scale[0] * widened))[None])
    low[:, 0], high[:, 0] = -np.inf, np.inf
    number = needed(level, slopes.size)
    return np.sort(low)[:, number - 1], np.sort(high)[:, -number]


def needed(level: float, many: int) -> int:
    """How many of so many assignments have to be at least as extreme for an effect not to be called."""
    return max(1, ceil(round((1 - level) * many, 9)))


def placed(level: float, reads: int, compared: int) -> float:
    """The place, from the furthest and between two where it is no whole number, at which an interval out of fewer assignments
    ends as far out as that of the true reading.

    An end is where a small share of assignments lies beyond it. Out of few, that share is a matter of chance and skewed: the
    place whose share is right on average lies too far out mostly, so that a plan would tell less than the reading does. The
    place is taken at which the share is as often too large as too small.

    Args:
        level: of the intervals.
        reads: how many assignments the true reading takes.
        compared: how many are taken here.

    Source: Hope (1968), Journal of the Royal Statistical Society B 30: 582-598 (what a test loses by few assignments); Hyndman
        and Fan (1996), The American Statistician 50: 361-365, definition 8 (the place whose median is right).
    """
    beyond = (needed(level, reads) - 1 - THIRD) / (reads - 1 + THIRD)
    return max(0.0, round(beyond * (compared - 1 + THIRD) + THIRD, 9))


def at_place(figures: Floats, place: float) -> Floats:
    """(rows,) of figures (rows, many), those at a place from the smallest on, which is 0; between two as far as it is."""
    first, part = int(place), place % 1
    parted = np.partition(figures, [first, first + 1] if part else first, axis=1)
    return np.asarray((1 - part) * parted[:, first] + part * parted[:, first + 1] if part else parted[:, first])


def ends(value: float | Floats, figures: Floats, slopes: Floats, ratio: Floats) -> tuple[Floats, Floats]:
    """Where |figure − slope t| ≥ ratio |value − t|: the stretch of t that holds the value itself.

    Each side of the inequality is a V; they meet where figure − slope t is plus or minus ratio (value − t). All four may be
    arrays of any shapes that go together, with assignments along the last axis.
    """
    size = np.abs(figures).max(axis=-1, keepdims=True)
    over = np.stack([ratio * value - figures, ratio * value + figures])
    under = np.stack([ratio - slopes, ratio + slopes])
    parallel = np.abs(under) <= TIE
    meet = np.divide(over, under, out=np.full(over.shape, np.nan), where=~parallel)
    always = (parallel & (np.abs(over) <= TIE * size)).any(axis=0)
    before = ~parallel & (meet <= value)
    low = np.where(before, meet, -np.inf).max(axis=0)
    high = np.where(~parallel & ~before, meet, np.inf).min(axis=0)
    same = ~parallel.any(axis=0) & (ratio > np.abs(slopes))
    low = np.where(same, meet.min(axis=0), np.where(always, -np.inf, low))
    high = np.where(same, meet.max(axis=0), np.where(always, np.inf, high))
    return low - TIE * size, high + TIE * size
