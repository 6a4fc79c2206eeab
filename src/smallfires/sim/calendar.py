"""A working week: when somebody is on duty, and when a piece of work that pauses off duty is done.

Moments are whole seconds since the organization's first Monday, 0:00.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise

from smallfires.errors import UsageError

HOUR = 3600
DAY = 24 * HOUR
WEEK = 7 * DAY


@dataclass(frozen=True)
class Week:
    """The same shifts every week.

    Attributes:
        shifts: (from, to) in seconds since Monday 0:00, in order and apart from each other, at least one.
    """

    shifts: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        edges = [edge for shift in self.shifts for edge in shift]
        if not edges or edges[0] < 0 or edges[-1] > WEEK or any(a >= b for a, b in pairwise(edges)):
            raise UsageError(
                f"The shifts {self.shifts} are not in order inside one week.",
                "Give (from, to) in seconds, apart from each other.",
            )
        starts = [shift[0] for shift in self.shifts]
        done = list(accumulate((to - since for since, to in self.shifts), initial=0))
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_done", done)

    @classmethod
    def of(cls, days: str, *hours: tuple[float, float]) -> Week:
        """Shifts at the same hours on several days, Monday being 0: ``Week.of("01234", (8, 16.5))``."""
        return cls(
            tuple(
                (int(day) * DAY + round(since * HOUR), int(day) * DAY + round(to * HOUR))
                for day in days
                for since, to in hours
            )
        )

    @property
    def hours(self) -> float:
        """Hours of work in a week."""
        return self._total / HOUR

    @property
    def _total(self) -> int:
        done: list[int] = self.__dict__["_done"]
        return done[-1]

    def open_at(self, moment: int) -> bool:
        """Whether work goes on at that moment; a shift holds its first second and not its last."""
        return self.next_open(moment) == moment

    def next_open(self, moment: int) -> int:
        """The first moment from ``moment`` on at which work goes on."""
        week, rest = divmod(moment, WEEK)
        starts: list[int] = self.__dict__["_starts"]
        at = bisect_right(starts, rest) - 1
        if at >= 0 and rest < self.shifts[at][1]:
            return moment
        after = starts[at + 1] if at + 1 < len(starts) else WEEK + starts[0]
        return week * WEEK + after

    def worked(self, moment: int) -> int:
        """Seconds on duty between moment 0 and ``moment``."""
        week, rest = divmod(moment, WEEK)
        starts: list[int] = self.__dict__["_starts"]
        done: list[int] = self.__dict__["_done"]
        at = bisect_right(starts, rest) - 1
        inside = 0 if at < 0 else done[at] + min(rest, self.shifts[at][1]) - starts[at]
        return week * self._total + inside

    def finish(self, moment: int, work: int) -> int:
        """When ``work`` seconds on duty are done, begun at ``moment``; it pauses off duty."""
        if work <= 0:
            return moment
        done: list[int] = self.__dict__["_done"]
        week, rest = divmod(self.worked(moment) + work - 1, self._total)
        at = bisect_right(done, rest) - 1
        return week * WEEK + self.shifts[at][0] + rest - done[at] + 1


OFFICE = Week.of("01234", (8, 12), (13, 17))
"""Monday to Friday, 8 to 17, an hour off at noon."""
FIELD = Week.of("01234", (7.5, 12), (12.5, 16))
"""Monday to Friday, 7:30 to 16, half an hour off."""
MORNINGS = Week.of("01234", (8, 12.5))
"""Part-time: Monday to Friday, mornings."""
LONG_DAYS = Week.of("012345", (8, 13), (13.5, 18))
"""Monday to Saturday, 8 to 18."""
