"""Working hours by resource: given by people, or mined from the log, and how much of a span falls outside them.

A calendar is one week that repeats, on the clock of one time zone. Weeks are kept as edges (a moment at which work
begins or stops) of all calendars in one sorted array, so that a million spans are answered by one search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.worklog.clock import Clock, clock_of
from smallfires.worklog.hours import WEEK, Week, week_of

Ints = NDArray[np.int64]

HOUR = 3_600_000_000
_HOURS = WEEK // HOUR
_MONDAY = 3 * 24 * HOUR  # 1970 began on a Thursday, three days into its week
EVERYONE = "*"


@dataclass(frozen=True)
class Calendars:
    """The working week of every resource.

    Attributes:
        edges: moments at which work begins or stops, as calendar * WEEK + microseconds since Monday 0:00, sorted; every
            calendar has one at its 0. Shape (edges,).
        working: whether the time after the edge is worked. Shape (edges,).
        closed_before: microseconds of that calendar's week before the edge that are not worked. Shape (edges,).
        of_resource: calendar of each resource code; the last entry is for all others. Shape (resources + 1,).
        zone: the clock on which the weeks run.
        mined: whether they were found in the log, and not given by people. Then they are partly circular: an hour in
            which the resource never worked looks closed, whatever the reason was.
    """

    edges: Ints
    working: NDArray[np.bool_]
    closed_before: Ints
    of_resource: Ints
    zone: str
    mined: bool

    @classmethod
    def parse(cls, text: str, zone: str = "UTC") -> Calendars:
        """One calendar for all resources, from text such as ``Mon-Fri 9:00-17:00; Sat 9-12``.

        Raises:
            UsageError: the text or the zone cannot be understood.
        """
        return cls.by_resource({EVERYONE: text}, (), zone)

    @classmethod
    def by_resource(cls, texts: Mapping[str, str], names: Sequence[str], zone: str = "UTC") -> Calendars:
        """A calendar for each named resource; ``*`` stands for all others, who without it are always at work.

        Args:
            texts: working hours by resource name.
            names: the resources' names by code.
            zone: an IANA name such as ``Europe/Amsterdam``.

        Raises:
            UsageError: hours or the zone cannot be understood, or a resource is not in the log.
        """
        clock_of(zone)
        unknown = sorted(set(texts) - {EVERYONE} - set(names))
        if unknown:
            raise UsageError(
                f'There are working hours for "{unknown[0]}", but no such resource is in the log.',
                'Use the names of the log, or "*" for everyone else.',
            )
        weeks = [week_of(text) for text in texts.values()]
        place = {name: index for index, name in enumerate(texts)}
        other = place.get(EVERYONE, len(weeks))
        of_resource = [place.get(name, other) for name in (*names, EVERYONE)]
        return _assemble([*weeks, ((0, WEEK),)], np.array(of_resource, dtype=np.int64), zone)

    @classmethod
    def mine(cls, resource: Ints, start: Ints, end: Ints, zone: str = "UTC") -> Calendars:
        """Weekly calendars by the hour, from when each resource started and ended its own steps.

        An hour of the week is worked if the resource was ever seen to start or end something in it. Resources that are
        unknown (-1) have none and count as always at work.

        Args:
            resource: codes. Shape (steps,).
            start: microseconds. Shape (steps,).
            end: microseconds. Shape (steps,).
            zone: the clock on which the hours are counted.
        """
        seen = np.flatnonzero(resource >= 0)
        resources = int(resource.max(initial=-1)) + 1
        hours = np.zeros((resources + 1, _HOURS), dtype=bool)
        for times in (start[seen], end[seen]):
            hours[resource[seen], _into_week(Clock.over(zone, times).local(times)) // HOUR] = True
        hours[~hours.any(axis=1)] = True
        return _from_hours(hours, zone)

    def of(self, resource: Ints) -> Calendars:
        """The same calendars under other codes: code i has the calendar of ``resource[i]``. Shape (codes,)."""
        last = self.of_resource.size - 1
        known = np.where((resource >= 0) & (resource < last), resource, last)
        return replace(self, of_resource=np.append(self.of_resource[known], self.of_resource[last]))

    def closed(self, resource: Ints, since: Ints, until: Ints) -> Ints:
        """Microseconds between two moments that lie outside the resource's calendar.

        Args:
            resource: codes. Shape (spans,).
            since: microseconds since 1970 UTC. Shape (spans,).
            until: at or after ``since``. Shape (spans,).

        Returns:
            Exact microseconds, also across changes of summer time. Shape (spans,).
        """
        last = self.of_resource.size - 1
        known = (resource >= 0) & (resource < last)
        calendar = self.of_resource[np.where(known, resource, last)]
        clock = Clock.over(self.zone, since, until)
        return self._closed_until(calendar, until, clock) - self._closed_until(calendar, since, clock)

    def _closed_until(self, calendar: Ints, moment: Ints, clock: Clock) -> Ints:
        """Closed time up to each moment, from a common start; what a changed clock repeats or skips is taken out."""
        total = self._by_local_clock(calendar, clock.local(moment))
        for change, old, new in clock.changes:
            jump = self._by_local_clock(calendar, np.full(calendar.size, change + new))
            jump -= self._by_local_clock(calendar, np.full(calendar.size, change + old))
            total -= np.where(moment >= change, jump, 0)
        return total

    def _by_local_clock(self, calendar: Ints, local: Ints) -> Ints:
        within = _into_week(local)
        weeks = (local + _MONDAY - within) // WEEK
        edge = np.searchsorted(self.edges, calendar * WEEK + within, side="right") - 1
        since_edge = np.where(self.working[edge], 0, calendar * WEEK + within - self.edges[edge])
        total: Ints = weeks * self._closed_a_week[calendar] + self.closed_before[edge] + since_edge
        return total

    @property
    def _closed_a_week(self) -> Ints:
        last = np.append(np.flatnonzero(self.edges[1:] // WEEK != self.edges[:-1] // WEEK), self.edges.size - 1)
        rest = WEEK - self.edges[last] % WEEK
        whole: Ints = self.closed_before[last] + np.where(self.working[last], 0, rest)
        return whole


def _into_week(local: Ints) -> Ints:
    into: Ints = np.mod(local + _MONDAY, WEEK)
    return into


def _from_hours(hours: NDArray[np.bool_], zone: str) -> Calendars:
    """Calendars from hours worked, shape (calendars, 168); calendar i is that of resource i."""
    turns = np.ones(hours.shape, dtype=bool)
    turns[:, 1:] = hours[:, 1:] != hours[:, :-1]
    closed = np.cumsum(~hours, axis=1, dtype=np.int64) - ~hours
    calendar, hour = np.nonzero(turns)
    edges = calendar * WEEK + hour * HOUR
    return Calendars(edges, hours[turns], closed[turns] * HOUR, np.arange(hours.shape[0]), zone, mined=True)


def _assemble(weeks: Sequence[Week], of_resource: Ints, zone: str) -> Calendars:
    edges = [edge for index, week in enumerate(weeks) for edge in _edges(index * WEEK, week)]
    moments, working, closed = zip(*edges, strict=True)
    columns = np.array(moments, dtype=np.int64), np.array(working), np.array(closed, dtype=np.int64)
    return Calendars(*columns, of_resource, zone, mined=False)


def _edges(monday: int, week: Week) -> list[tuple[int, bool, int]]:
    """Each moment at which work begins or stops, whether it begins, and how much of the week was closed before it."""
    edges = [] if week[0][0] == 0 else [(monday, False, 0)]
    closed, free_since = 0, 0
    for begin, stop in week:
        closed += begin - free_since
        free_since = stop
        edges.append((monday + begin, True, closed))
        if stop < WEEK:
            edges.append((monday + stop, False, closed))
    return edges
