"""Who was served first while a step waited for a busy resource: those who came before it, or those who came after.

Sums over a resource's steps tell both apart for most waits. Only where one wait saw both kinds are the steps looked at
one by one, in chunks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.intervals import before, first_above, running_maximum, spread, starts_of
from smallfires.worklog.busy import Busy

Ints = NDArray[np.int64]

CHUNK = 1_000_000
"""Pairs that are looked at together: about 100 MB."""


@dataclass(frozen=True)
class Spans:
    """Waits for a resource, each from when the step's batch was ready. All of shape (spans,).

    Attributes:
        resource: who was waited for.
        enabled: when the step was enabled.
        ref: from when on the resource was waited for: when the batch was ready.
        start: until when.
        batch: which batch the step is in.
        low: place in ``Busy`` of the resource's first step that starts at or after ``ref``.
        first: place of the first that starts at or after the batch did.
        high: place of the first that starts at or after the end of the wait.
    """

    resource: Ints
    enabled: Ints
    ref: Ints
    start: Ints
    batch: Ints
    low: Ints
    first: Ints
    high: Ints

    def __getitem__(self, some: Ints) -> Spans:
        columns = (getattr(self, name)[some] for name in self.__dataclass_fields__)
        return Spans(*columns)


def contention(busy: Busy, spans: Spans, worked: Ints, split: NDArray[np.bool_] | None = None) -> Ints:
    """Time in each span in which the resource was at work on steps that came first.

    First came what was enabled by ``ref``; within the step's own batch, what was enabled by when the step itself was.

    Args:
        busy: the resources' steps.
        spans: the waits.
        worked: time in each span in which the resource was at work on any step, microseconds.
        split: which spans may be looked at step by step; the others that need it are given all of ``worked``.

    Returns:
        Microseconds, exact. Shape (spans,).
    """
    since = _in_question(busy, spans)
    plain = busy.until(spans.resource, since, spans.ref) - busy.until(spans.resource, spans.low, spans.ref)
    reach = spans.ref + busy.over(spans.resource, since, spans.ref)
    found = np.where(since < spans.high, plain + np.minimum(reach, spans.start) - spans.ref, worked)
    needed = _mixed(busy, spans, since)
    mixed = np.flatnonzero(needed if split is None else needed & split)
    found = found if split is None else np.where(needed & ~split, worked, found)
    for chunk in _chunks((spans.high - since)[mixed]):
        some = mixed[chunk]
        found[some] += _gained(busy, spans[some], since[some], reach[some])
    return found


def pairs(busy: Busy, spans: Spans) -> Ints:
    """How many steps must be looked at one by one for each span; 0 for most."""
    since = _in_question(busy, spans)
    return np.where(_mixed(busy, spans, since), spans.high - since, 0)


def _in_question(busy: Busy, spans: Spans) -> Ints:
    """Place from which on a step of the resource may have come later; all before it in the span came first."""
    later = first_above(busy.enabled, spans.low, spans.ref)
    own = np.where(spans.enabled < spans.ref, np.maximum(spans.first, spans.low), spans.high)
    return np.minimum(np.minimum(later, own), spans.high)


def _mixed(busy: Busy, spans: Spans, since: Ints) -> NDArray[np.bool_]:
    """Whether a step that came first may follow one that came later."""
    mixed: NDArray[np.bool_] = first_above(-busy.enabled, since, -spans.ref - 1) < spans.high
    return mixed


def _chunks(sizes: Ints) -> Iterator[slice]:
    """Runs of spans whose pairs together stay within ``CHUNK``; at least one span each."""
    done, ends = 0, np.cumsum(sizes)
    while done < sizes.size:
        spent = int(ends[done - 1]) if done else 0
        stop = max(done + 1, int(np.searchsorted(ends, spent + CHUNK, side="right")))
        yield slice(done, stop)
        done = stop


def _gained(busy: Busy, spans: Spans, since: Ints, reach: Ints) -> Ints:
    """What the steps from ``since`` on that came first add to the time already covered up to ``reach``."""
    counts = spans.high - since
    span = np.repeat(np.arange(counts.size), counts)
    place = np.repeat(since, counts) + spread(counts)
    limit = np.where(busy.batch[place] == spans.batch[span], spans.enabled[span], spans.ref[span])
    came_first = busy.enabled[place] <= limit
    span, place = span[came_first], place[came_first]
    end = np.minimum(busy.end[place], spans.start[span])
    so_far = before(running_maximum(span, end), starts_of(span), reach[span])
    covered = np.maximum(np.maximum(so_far, reach[span]), busy.start[place])
    gained = np.concatenate(([0], np.cumsum(np.maximum(end - covered, 0))))
    edges = np.searchsorted(span, np.arange(counts.size + 1))
    return gained[edges[1:]] - gained[edges[:-1]]
