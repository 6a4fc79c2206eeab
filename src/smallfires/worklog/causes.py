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


class Asked:
    """Steps that are asked about, with what their causes are worked out from: sorted once, asked as often as needed.

    Args:
        work: all steps of every resource that is asked about.
        only: the steps that are asked about, as places or as a mask; all where None.
    """

    def __init__(self, work: Work, only: Some = None) -> None:
        since, start = work.since, work.start
        places = _places(work, only)
        found = batches(work.resource, work.activity, since, start, work.end)
        self._busy = Busy(work.resource, since, start, work.end, found.head)
        self._batching, self._rest = (found.ready - since)[places], (start - found.ready)[places]
        waits = np.flatnonzero((self._rest > 0) & (work.resource[places] >= 0))
        self._waits = waits[
            np.argsort(self._busy.rank(places[waits]))
        ]  # neighbours ask for neighbours: searches are fast
        step = places[self._waits]
        who, ref, until, head = work.resource[step], found.ready[step], start[step], found.head[step]
        low, first, high = (self._busy.place(who, moment) for moment in (ref, start[head], until))
        self._spans = Spans(who, since[step], ref, until, head, low, first, high)

    def causes(
        self, calendars: Calendars | None, order: Order = "usual", split: NDArray[np.bool_] | None = None
    ) -> Causes:
        """The causes of the steps asked about, in their order.

        Args:
            calendars: working hours; without them nothing is unavailability.
            order: as in ``causes``.
            split: mask of the steps asked about whose contention may be told apart from prioritisation step by step;
                all where None. Others that need it are given both as contention.
        """
        parts = np.zeros((3, self._rest.size), dtype=np.int64)
        if self._waits.size and order == "usual":
            parts[:, self._waits] = self._usual(calendars, None if split is None else split[self._waits])
        elif self._waits.size:
            parts[2, self._waits] = self._away(calendars)
        return Causes(self._batching, parts[0], parts[1], parts[2], self._rest - parts.sum(axis=0))

    def pairs(self) -> Ints:
        """How many other steps must be looked at, one by one, to split each wait; 0 for most."""
        needed = np.zeros(self._rest.size, dtype=np.int64)
        if self._waits.size:
            needed[self._waits] = pairs(self._busy, self._spans)
        return needed

    def _usual(self, calendars: Calendars | None, split: NDArray[np.bool_] | None) -> Ints:
        busy, spans = self._busy, self._spans
        worked = busy.until(spans.resource, spans.high, spans.start) - busy.until(spans.resource, spans.low, spans.ref)
        first = contention(busy, spans, worked, split)
        away = self._away(calendars)
        if calendars:
            away -= busy.closed_until(calendars, spans.resource, spans.high, spans.start)
            away += busy.closed_until(calendars, spans.resource, spans.low, spans.ref)
        return np.stack((first, worked - first, away))

    def _away(self, calendars: Calendars | None) -> Ints:
        """What of each wait for a resource lies outside its calendar."""
        spans = self._spans
        if not calendars:
            return np.zeros(spans.ref.size, dtype=np.int64)
        return calendars.closed(spans.resource, spans.ref, spans.start)


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
    return Asked(work, only).causes(calendars, order)


def pairs_needed(work: Work, only: Some = None) -> Ints:
    """How many other steps must be looked at, one by one, to split each step's wait; 0 for most. Shape (steps,).

    Only where a resource did, during one wait, both steps that came first and steps that came later do contention and
    prioritisation have to be told apart step by step.
    """
    return Asked(work, only).pairs()


def _places(work: Work, only: Some) -> Ints:
    if only is None:
        return np.arange(work.start.size)
    return np.flatnonzero(only) if only.dtype == np.bool_ else only.astype(np.int64)
