"""Batches: steps that a resource let gather, and then worked off together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.intervals import first_above, last_from, starts_of

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Batches:
    """The batch of each step; a step that is in none is alone in its own.

    Attributes:
        ready: when the last member was enabled, microseconds. Shape (steps,).
        head: place of the member that began first. Shape (steps,).
    """

    ready: Ints
    head: Ints


def batches(resource: Ints, activity: Ints, enabled: Ints, start: Ints, end: Ints) -> Batches:
    """Find the batches.

    By start, steps of one resource and activity join a batch while they were enabled before the batch began, and begin
    no later than all of it so far ended; a batch has at least two. Ties of start: first enabled, first in.

    Args:
        resource: codes, -1 for unknown: such steps are in no batch. Shape (steps,).
        activity: codes. Shape (steps,).
        enabled: microseconds, at or before the start. Shape (steps,).
        start: microseconds. Shape (steps,).
        end: microseconds. Shape (steps,).

    Source: Lashkevich et al. (2024), Why am I waiting? Data-driven analysis of waiting times in business processes.
    """
    found = Batches(enabled.copy(), np.arange(resource.size))
    known = np.flatnonzero(resource >= 0)
    order = known[np.lexsort((enabled[known], start[known], activity[known], resource[known]))]
    if order.size:
        groups = starts_of(resource[order], activity[order])
        heads = np.flatnonzero(_heads(groups, enabled[order], start[order], end[order]))
        sizes = np.diff(np.append(heads, order.size))
        found.ready[order] = np.repeat(np.maximum.reduceat(enabled[order], heads), sizes)
        found.head[order] = np.repeat(order[heads], sizes)
    return found


def _heads(groups: NDArray[np.bool_], enabled: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Which steps begin a batch (or stand alone): those reached from a group's first by going from batch to batch."""
    following = np.append(_following(groups, enabled, start, end), groups.size)
    heads = np.append(groups, True)
    reached = np.flatnonzero(groups)
    while reached.size:
        reached = following[heads]
        reached = reached[~heads[reached]]
        heads[reached] = True
        following = following[following]
    return heads[:-1]


def _following(groups: NDArray[np.bool_], enabled: Ints, start: Ints, end: Ints) -> Ints:
    """For each step as the head of a batch, the first step after it that is not of that batch."""
    places = np.arange(groups.size)
    first = np.flatnonzero(groups)
    stop = np.append(first[1:], groups.size)[np.cumsum(groups) - 1]
    following = places + 1
    inside = np.flatnonzero(following < stop)
    after = inside + 1
    open_ = inside[(enabled[after] <= start[inside]) & (start[after] <= end[inside])]
    if not open_.size:
        return following
    late = first_above(enabled, open_ + 1, start[open_])
    running = last_from(end, places - 1, start)
    gap = first_above(-running, open_ + 1, -open_)
    following[open_] = np.minimum(np.minimum(late, gap), stop[open_])
    return following
