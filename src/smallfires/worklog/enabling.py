"""What a step waited for: the latest end among the case's earlier steps that it is not concurrent with.

Most steps waited for the one right before them. The rest (an overlap, or a concurrent neighbour) are searched here.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def enabled_by(
    case: Ints, activity: Ints, start: Ints, end: Ints, searched: Ints, pairs: Iterable[tuple[int, int]]
) -> Ints:
    """The place of the step that enabled each searched step, −1 where none did.

    Of the earlier steps of its case that ended by its start and are not concurrent with it, the last one.

    Args:
        case, activity, start, end: (steps,), in the order of ``steps``; without starts give the ends as starts.
        searched: (searched,), places of the steps to search for.
        pairs: concurrent activities, each pair both ways.

    Returns:
        (searched,) places.

    Source: the enabling of Lashkevich et al. (2024), Why am I waiting? Data-driven analysis of waiting times.
    """
    first = np.searchsorted(case, case[searched], side="left")
    last = _last_ended(end, start[searched], first, searched) - 1
    found = np.where(last >= first, last, -1)
    partners = _partners(pairs)
    places = np.arange(case.size)
    for own, others in partners.items():
        rows = np.flatnonzero((activity[searched] == own) & (found >= 0))
        if rows.size:
            allowed = np.maximum.accumulate(np.where(np.isin(activity, others), -1, places))
            candidate = allowed[found[rows]]
            found[rows] = np.where(candidate >= first[rows], candidate, -1)
    return found


def _last_ended(end: Ints, by: Ints, low: Ints, high: Ints) -> Ints:
    """First place in [low, high) whose end is after ``by``, or high: a binary search in every case at once."""
    low, high = low.copy(), high.copy()
    while (open_ := low < high).any():
        middle = (low + high) // 2
        ended = open_ & (end[np.where(open_, middle, 0)] <= by)
        low = np.where(ended, middle + 1, low)
        high = np.where(open_ & ~ended, middle, high)
    return low


def _partners(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    partners: dict[int, list[int]] = {}
    for own, other in pairs:
        partners.setdefault(own, []).append(other)
    return partners
