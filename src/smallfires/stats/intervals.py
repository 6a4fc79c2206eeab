"""Searches and sums over many intervals at once, without a loop over them.

Places are 0-based positions in an array; times are integers (microseconds), so that every sum is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_LEAST = np.iinfo(np.int64).min


def starts_of(*keys: Ints) -> NDArray[np.bool_]:
    """Whether each place is the first of its group, for arrays sorted by these keys."""
    first = np.ones(keys[0].size, dtype=bool)
    first[1:] = ~np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    return first


def before(values: Ints, first: NDArray[np.bool_], nothing: Ints) -> Ints:
    """The value one place earlier, or ``nothing`` at the first place of a group."""
    return np.where(first, nothing, np.concatenate((values[:1], values[:-1])))


def running_maximum(group: Ints, values: Ints) -> Ints:
    """The largest value so far within each group; ``group`` ascends from 0."""
    distinct, rank = np.unique(values, return_inverse=True)
    keys = group * distinct.size + rank
    np.maximum.accumulate(keys, out=keys)
    largest: Ints = distinct[keys - group * distinct.size]
    return largest


def spread(counts: Ints) -> Ints:
    """0, 1, ... within each of the runs of these lengths, one after another."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - counts, counts)


def first_above(values: Ints, since: Ints, limit: Ints) -> Ints:
    """For each query, the first place at or after ``since`` whose value is above ``limit``; ``values.size`` if none.

    A tree of maxima is climbed and descended by all queries together: about 2 log2(size) passes.
    """
    levels = _maxima(values)
    place, found = _climb(levels, since, limit)
    for level in range(len(levels) - 1, 0, -1):
        down = np.flatnonzero(found >= level)
        left = place[down] * 2
        place[down] = left + (levels[level - 1][left] <= limit[down])
    return np.where(found >= 0, place, values.size)


def last_from(values: Ints, until: Ints, limit: Ints) -> Ints:
    """For each query, the last place at or before ``until`` whose value is at least ``limit``; -1 if none."""
    last = values.size - 1
    return last - first_above(values[::-1], last - until, limit - 1)


def _maxima(values: Ints) -> list[Ints]:
    """The values, then the larger of each two, and so on up to the largest of all."""
    size = 1 << max(0, int(values.size - 1).bit_length())
    levels = [np.full(size, _LEAST)]
    levels[0][: values.size] = values
    while levels[-1].size > 1:
        levels.append(levels[-1].reshape(-1, 2).max(axis=1))
    return levels


def _climb(levels: list[Ints], since: Ints, limit: Ints) -> tuple[Ints, Ints]:
    """The node to descend into: its place and its level, -1 where there is none."""
    place, found = since.astype(np.int64), np.full(since.size, -1)
    todo = np.arange(since.size)
    for level, maxima in enumerate(levels):
        now = place[todo]
        alone = (now % 2 == 1) if maxima.size > 1 else (now == 0)
        hit = alone.copy()
        hit[alone] = maxima[now[alone]] > limit[todo[alone]]
        found[todo[hit]] = level
        todo, now = todo[~hit], now[~hit]
        place[todo] = (now + 1) // 2
    return place, found
