"""When each resource was at work, as the union of its steps, and sums over any span of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.intervals import before, running_maximum, starts_of
from smallfires.worklog.calendars import Calendars

Ints = NDArray[np.int64]


class Busy:
    """The steps of every known resource in the order of their starts.

    Attributes:
        order: places of these steps in the arrays given. Shape (known,).
        start: microseconds, in this order. Shape (known,).
        end: likewise.
        enabled: likewise.
        batch: which batch each is in. Shape (known,).
        reach: the latest end so far of the resource's steps. Shape (known,).
    """

    def __init__(self, resource: Ints, enabled: Ints, start: Ints, end: Ints, batch: Ints) -> None:
        known = np.flatnonzero(resource >= 0)
        self.order = known[np.lexsort((start[known], resource[known]))]
        self.start, self.end, self.enabled = start[self.order], end[self.order], enabled[self.order]
        self.batch = batch[self.order]
        self._resource = resource[self.order]
        self._first = starts_of(self._resource)
        self._codes = self._resource[self._first]
        group = np.cumsum(self._first) - 1
        self._moments, rank = np.unique(self.start, return_inverse=True)
        self._keys = group * (self._moments.size + 1) + rank
        self._begins = np.append(np.flatnonzero(self._first), self.order.size)
        self.reach = running_maximum(group, self.end)
        self._since = np.maximum(self.start, before(self.reach, self._first, self.start))
        self._until = np.maximum(self._since, self.end)
        self._total = np.concatenate(([0], np.cumsum(self._until - self._since)))

    def rank(self, places: Ints) -> Ints:
        """Where these steps, all of known resources, stand in ``order``."""
        ranks = np.empty(self.order.max(initial=-1) + 1, dtype=np.int64)
        ranks[self.order] = np.arange(self.order.size)
        return ranks[places]

    def place(self, resource: Ints, moment: Ints) -> Ints:
        """The place of the resource's first step that starts at or after the moment."""
        group = np.searchsorted(self._codes, resource)
        rank = np.searchsorted(self._moments, moment)
        return np.searchsorted(self._keys, group * (self._moments.size + 1) + rank)

    def over(self, resource: Ints, place: Ints, moment: Ints) -> Ints:
        """How far the resource's steps before that place reach beyond the moment, microseconds."""
        begin = self._begins[np.searchsorted(self._codes, resource)]
        reach = self.reach[np.maximum(place - 1, 0)]
        return np.where(place > begin, np.maximum(reach - moment, 0), 0)

    def until(self, resource: Ints, place: Ints, moment: Ints) -> Ints:
        """Time at work up to the moment, from a common start, by the steps before that place; they start by it."""
        return self._total[place] - self.over(resource, place, moment)

    def closed_until(self, calendars: Calendars, resource: Ints, place: Ints, moment: Ints) -> Ints:
        """The part of ``until`` that lies outside the resource's calendar."""
        outside = calendars.closed(self._resource, self._since, self._until)
        total = np.concatenate(([0], np.cumsum(outside)))
        over = self.over(resource, place, moment)
        return total[place] - calendars.closed(resource, moment, moment + over)
