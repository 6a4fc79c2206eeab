"""Many staircases over one panel at once: the one that was, and those that a lot could have drawn in its place.

Each has its figure, and its slope: by how much the figure falls when an effect of one is taken out of the lit cells. Both are
the same weighted sums of cells, of the measure and of the pattern of what was lit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """What staircases are put on.

    Attributes:
        y: (units, periods) the measure, NaN where unseen.
        lit: (units, periods) what was truly lit; or several patterns (patterns, units, periods), each of which gives a slope.
        weights: (units,) how much each unit counts in a mean over units.
        never: whether lit units are compared with those never lit only, rather than with all not lit by then.
    """

    y: Floats
    lit: Bools
    weights: Floats
    never: bool = False

    def until(self, end: int) -> Ground:
        """What was known when so many periods were over."""
        return Ground(self.y[:, :end], self.lit[..., :end], self.weights, self.never)

    def others(self, firsts: Codes, group: int, period: int) -> Bools:
        """(staircases, units) whom a group is compared with in a period."""
        return firsts == self.y.shape[1] if self.never else firsts > max(group, period)


@dataclass(frozen=True)
class Staircases:
    """Effects by group and period of many staircases, whose groups begin in the same periods.

    Attributes:
        group, period: (steps,) the group's first lit period, and the period.
        size: (staircases, steps) how much the group counts.
        value: (staircases, steps, 1 + patterns) its effect in the period, and the slope of that; NaN where it cannot be told.
    """

    group: Codes
    period: Codes
    size: Floats
    value: Floats

    @classmethod
    def of(cls, ground: Ground, firsts: Codes, *, ahead: bool = False) -> Staircases:
        """Every step of every staircase.

        Args:
            ground: what they are put on.
            firsts: (staircases, units) the first lit period of each unit; the number of periods for those never lit, and
                −1 for those that are left out.
            ahead: whether the periods before each group's last one before it was lit are asked for, in place of those since:
                nothing was lit then, so that any difference is chance or a trend of its own.
        """
        rows = [_step(ground, firsts, group, period) for group, period in _steps(ground, firsts, ahead)]
        steps = np.array(list(_steps(ground, firsts, ahead)), dtype=np.int64).reshape(-1, 2)
        if not rows:
            patterns = ground.lit[..., 0, 0].size
            return cls(steps[:, 0], steps[:, 1], np.zeros((len(firsts), 0)), np.zeros((len(firsts), 0, 1 + patterns)))
        size, value = (np.stack(parts, axis=1) for parts in zip(*rows, strict=True))
        return cls(steps[:, 0], steps[:, 1], size, value)

    @property
    def told(self) -> Bools:
        """(staircases, steps) which can be told."""
        return ~np.isnan(self.value[:, :, 0])

    def mean(self, kept: Bools | None = None) -> Floats:
        """(staircases, 1 + patterns) the mean over some steps, all where None, as groups count; NaN where none can be told."""
        counts = np.where(self.told, self.size, 0.0) * (1.0 if kept is None else kept)
        return _mean(counts, self.value)

    def by_group(self) -> Floats:
        """(staircases, 2) the mean over units of each one's mean over its lit periods."""
        return self._mean_of([self.group == group for group in np.unique(self.group)], sized=True)

    def since_lit(self) -> Floats:
        """(staircases, 2) the mean over numbers of periods since lit of the mean effect at each."""
        age = self.period - self.group
        return self._mean_of([age == each for each in np.unique(age)], sized=False)

    def _mean_of(self, parts: list[Bools], *, sized: bool) -> Floats:
        means = np.stack([self.mean(part) for part in parts], axis=1)
        known = ~np.isnan(means[:, :, 0])
        size = np.stack([self.size[:, part].max(axis=1) for part in parts], axis=1)
        return _mean(np.where(known, size if sized else 1.0, 0.0), means)

    def apart(self) -> Floats:
        """(staircases,) how far the groups were from their others ahead of being lit, around their level: root mean square."""
        square, many = np.zeros((2, len(self.value)))
        for group in np.unique(self.group):
            here = self.group == group
            off, told = np.nan_to_num(self.value[:, here, 0]), self.told[:, here]
            seen = told.sum(axis=1) + 1
            level = off.sum(axis=1) / seen
            size = self.size[:, here].max(axis=1)
            square += size * (np.where(told, off - level[:, None], 0.0) ** 2).sum(axis=1) + size * level**2
            many += size * seen
        return np.asarray(np.sqrt(np.divide(square, many, out=np.full(many.size, np.nan), where=many > 0)))


def parts(ground: Ground, firsts: Codes, only: int | None = None) -> tuple[Floats, Floats]:
    """(staircases, units) how much each unit counts in the mean over all steps: as a lit one, and as one to compare with.

    Args:
        ground: what staircases are put on.
        firsts: (staircases, units) the first lit period of each unit.
        only: the period whose steps are asked for; all where None.
    """
    ours, theirs = np.zeros((2, *firsts.shape))
    total = np.zeros((len(firsts), 1))
    for group, period in _steps(ground, firsts, ahead=False):
        if only not in (None, period):
            continue
        counts = ground.weights * _seen(ground, group, period)
        lit, others = (firsts == group) * counts, ground.others(firsts, group, period) * counts
        sums = lit.sum(axis=1, keepdims=True), others.sum(axis=1, keepdims=True)
        size = ((firsts == group) @ ground.weights)[:, None] * ((sums[0] > 0) & (sums[1] > 0))
        ours += size * lit / np.where(sums[0] > 0, sums[0], 1)
        theirs += size * others / np.where(sums[1] > 0, sums[1], 1)
        total += size
    return ours / np.where(total > 0, total, 1), theirs / np.where(total > 0, total, 1)


def _steps(ground: Ground, firsts: Codes, ahead: bool) -> Iterator[tuple[int, int]]:
    periods = ground.y.shape[1]
    for group in map(int, np.unique(firsts[(firsts > 0) & (firsts < periods)])):
        yield from ((group, period) for period in (range(group - 1) if ahead else range(group, periods)))


def _seen(ground: Ground, group: int, period: int) -> Bools:
    """(units,) which are seen in the period and in the last one before the group was lit."""
    return np.asarray(~np.isnan(ground.y[:, period] + ground.y[:, group - 1]))


def _step(ground: Ground, firsts: Codes, group: int, period: int) -> tuple[Floats, Floats]:
    """(staircases,) how much the group counts, and (staircases, 1 + patterns) its effect in the period with the slopes."""
    seen = _seen(ground, group, period)
    change = np.where(seen, ground.y[:, period] - ground.y[:, group - 1], 0.0)
    burnt = ground.lit[..., period] * 1.0 - ground.lit[..., group - 1]
    terms = np.column_stack([seen, change, (seen * burnt).T]) * ground.weights[:, None]
    lit = (firsts == group) * 1.0
    ours, theirs = lit @ terms, ground.others(firsts, group, period) * 1.0 @ terms
    told = (ours[:, :1] > 0) & (theirs[:, :1] > 0)
    ours, theirs = (side[:, 1:] / np.where(told, side[:, :1], 1) for side in (ours, theirs))
    return lit @ ground.weights, np.where(told, ours - theirs, np.nan)


def _mean(counts: Floats, values: Floats) -> Floats:
    """(staircases, values) the weighted mean over the middle of three dimensions; NaN where nothing counts."""
    total = counts.sum(axis=1)[:, None]
    summed = np.einsum("as,asv->av", counts, np.nan_to_num(values))
    return np.asarray(np.divide(summed, total, out=np.full(summed.shape, np.nan), where=total > 0))
