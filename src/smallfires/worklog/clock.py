"""The clock on the wall of a time zone, for many moments at once, summer time included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.worklog.hours import WEEK

Ints = NDArray[np.int64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Clock:
    """A zone's clock over a span of time.

    Attributes:
        offset: how far it is ahead of UTC at the beginning, microseconds.
        changes: moments (microseconds since 1970 UTC) at which it is set, how far it is ahead before, and after.
    """

    offset: int
    changes: tuple[tuple[int, int, int], ...]

    @classmethod
    def over(cls, zone: str, *moments: Ints) -> Clock:
        """The clock of a zone, from the first of these moments to the last."""
        filled = [times for times in moments if times.size]
        if not filled:
            return cls(0, ())
        clock = clock_of(zone)
        first, last = min(int(times.min()) for times in filled), max(int(times.max()) for times in filled)
        return cls(_ahead(clock, first), tuple(_changes(clock, first, last)))

    def local(self, moment: Ints) -> Ints:
        """What the clock shows, as microseconds since 1970 local."""
        ahead = np.full(moment.size, self.offset, dtype=np.int64)
        for change, _, new in self.changes:
            ahead[moment >= change] = new
        return moment + ahead


def clock_of(zone: str) -> tzinfo:
    """The zone of that name.

    Raises:
        UsageError: there is no such zone.
    """
    if zone.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise UsageError(f'"{zone}" is not a time zone.', 'Give its IANA name, such as "Europe/Amsterdam".') from None


def _ahead(clock: tzinfo, moment: int) -> int:
    ahead = (_EPOCH + timedelta(microseconds=moment)).astimezone(clock).utcoffset() or timedelta()
    return int(ahead / timedelta(microseconds=1))


def _changes(clock: tzinfo, first: int, last: int) -> list[tuple[int, int, int]]:
    """Every change of the clock between two moments, found by halving each week in which it changed."""
    found = []
    for week in range(first, last if clock is not UTC else first, WEEK):
        low, high = week, min(week + WEEK, last)
        old, new = _ahead(clock, low), _ahead(clock, high)
        while old != new and high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _ahead(clock, middle) == old else (low, middle)
        if old != new:
            found.append((high, old, new))
    return found
