"""Why steps waited: for a batch to gather, a busy resource, the resource's working hours, or for no reason seen.

For a step that was enabled at ``en`` and started at ``s``, done by resource r, with ``ref`` the moment at which the
last member of its batch was enabled (``en`` where it is in no batch):

- batching is [en, ref];
- while r was at work on other steps in [ref, s], it is contention where such a step was enabled by ``ref`` (first come,
  first served; within one batch: by ``en``), else prioritisation;
- unavailability is what of [ref, s] falls outside r's calendar;
- the rest is unexplained: extraneous to the resources of the house.

Source: Lashkevich et al. (2024), Why am I waiting? Data-driven analysis of waiting times in business processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.batches import batches
from smallfires.worklog.busy import Busy
from smallfires.worklog.calendars import Calendars
from smallfires.worklog.contention import Spans, contention, pairs

Ints = NDArray[np.int64]
Some = Ints | NDArray[np.bool_] | None

Order = Literal["usual", "opposite"]


@dataclass(frozen=True)
class Work:
    """Steps as arrays of one length, in any order; times in microseconds.

    Attributes:
        resource: code, -1 where unknown. Shape (steps,).
        activity: code. Shape (steps,).
        enabled: -1 where nothing enabled the step; then it did not wait. Shape (steps,).
        start: shape (steps,).
        end: shape (steps,).
    """

    resource: Ints
    activity: Ints
    enabled: Ints
    start: Ints
    end: Ints

    @property
    def since(self) -> Ints:
        """When each step could have begun: its enabling, or its start where none is known or it comes later."""
        return np.where(self.enabled >= 0, np.minimum(self.enabled, self.start), self.start)


@dataclass(frozen=True)
class Causes:
    """What each step waited for, microseconds; the five add up to its wait exactly. Each of shape (steps,)."""

    batching: Ints
    contention: Ints
    prioritisation: Ints
    unavailability: Ints
    unexplained: Ints


def causes(work: Work, calendars: Calendars | None, order: Order = "usual", only: Some = None) -> Causes:
    """Split the wait of each step by cause.

    Args:
        work: all steps of every resource that is asked about.
        calendars: working hours; without them nothing is unavailability.
        order: which cause has it where they overlap. ``usual``: batching, contention, prioritisation, unavailability,
            and the rest is unexplained. ``opposite``: batching, unavailability, and all the rest is unexplained, as a
            step may be held back for its own reasons while its resource works on others. The truth lies between them.
        only: the steps that are asked about, as places or as a mask; all where None.

    Returns:
        The causes of the steps asked about, in their order. A step of an unknown resource waits unexplained.
    """
    asked, since = _asked(work, only), work.since
    busy, ready, spans, waits = _waits(work, asked)
    parts = np.zeros((3, asked.size), dtype=np.int64)
    if waits.size:
        parts[:, waits] = _usual(busy, spans, calendars) if order == "usual" else _opposite(spans, calendars)
    rest = (work.start - ready)[asked] - parts.sum(axis=0)
    return Causes((ready - since)[asked], parts[0], parts[1], parts[2], rest)


def pairs_needed(work: Work, only: Some = None) -> Ints:
    """How many other steps must be looked at, one by one, to split each step's wait; 0 for most. Shape (steps,).

    Only where a resource did, during one wait, both steps that came first and steps that came later do contention and
    prioritisation have to be told apart step by step.
    """
    asked = _asked(work, only)
    busy, _, spans, waits = _waits(work, asked)
    needed = np.zeros(asked.size, dtype=np.int64)
    if waits.size:
        needed[waits] = pairs(busy, spans)
    return needed


def _asked(work: Work, only: Some) -> Ints:
    if only is None:
        return np.arange(work.start.size)
    return np.flatnonzero(only) if only.dtype == np.bool_ else only.astype(np.int64)


def _waits(work: Work, asked: Ints) -> tuple[Busy, Ints, Spans, Ints]:
    """The resources' steps, when each step's batch was ready, and those asked about that then waited for a resource."""
    since, start = work.since, work.start
    found = batches(work.resource, work.activity, since, start, work.end)
    busy = Busy(work.resource, since, start, work.end, found.head)
    waits = np.flatnonzero((start > found.ready)[asked] & (work.resource[asked] >= 0))
    step = asked[waits]
    who, ref, until, head = work.resource[step], found.ready[step], start[step], found.head[step]
    places = (busy.place(who, moment) for moment in (ref, start[head], until))
    return busy, found.ready, Spans(who, since[step], ref, until, head, *places), waits


def _opposite(spans: Spans, calendars: Calendars | None) -> Ints:
    nothing = np.zeros(spans.ref.size, dtype=np.int64)
    away = calendars.closed(spans.resource, spans.ref, spans.start) if calendars else nothing
    return np.stack((nothing, nothing, away))


def _usual(busy: Busy, spans: Spans, calendars: Calendars | None) -> Ints:
    """Contention, prioritisation and unavailability of each span; shape (3, spans)."""
    worked = busy.until(spans.resource, spans.high, spans.start) - busy.until(spans.resource, spans.low, spans.ref)
    first = contention(busy, spans, worked)
    away = np.zeros(worked.size, dtype=np.int64)
    if calendars:
        away += calendars.closed(spans.resource, spans.ref, spans.start)
        away -= busy.closed_until(calendars, spans.resource, spans.high, spans.start)
        away += busy.closed_until(calendars, spans.resource, spans.low, spans.ref)
    return np.stack((first, worked - first, away))
