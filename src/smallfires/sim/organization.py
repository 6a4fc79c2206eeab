"""An organization whose waste is known: its sites, people, case types, activities and flow.

All durations are in hours unless they say otherwise. Whatever happens by chance is drawn from the seed alone, so the
same organization always gives the same log, to the last byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from smallfires.errors import UsageError
from smallfires.sim.calendar import OFFICE, Week
from smallfires.sim.flow import Flow, activities_of

if TYPE_CHECKING:
    from smallfires.sim.run import Run


@dataclass(frozen=True)
class Spread:
    """A lognormal duration.

    Attributes:
        usual: its median, in hours.
        sigma: standard deviation of its logarithm; 0 for a fixed duration.
        most: never longer than this, in hours; None for no limit.
    """

    usual: float
    sigma: float = 0.0
    most: float | None = None

    def draw(self, rng: np.random.Generator, factor: float = 1.0) -> int:
        """One duration, ``factor`` times as long as usual, in whole seconds."""
        hours = 0.0 if self.usual <= 0 else exp(log(self.usual * factor) + self.sigma * float(rng.standard_normal()))
        return round(3600 * (hours if self.most is None else min(hours, self.most)))


@dataclass(frozen=True)
class Batch:
    """Work that is put on a pile, and done together.

    Attributes:
        size: done as soon as this many are on the pile.
        weekday: and in any case on this day of the week (Monday is 0), if the pile is not empty; None for no such day.
        hour: at this hour.
    """

    size: int
    weekday: int | None = None
    hour: float = 9.0


@dataclass(frozen=True)
class Activity:
    """What is done in one step.

    Attributes:
        name: as the log names it.
        role: who does it; None for somebody outside the house (a customer, a supplier): no queue, no resource.
        touch: working time, which pauses off duty.
        by_type: factor of the touch time for some case types; 1 for the others.
        hard: a wait before it that no better running removes (a reply, a legal period), by the clock.
        delay: a wait before it that nobody needs (a timer, a habit), by the clock.
        batch: how it is piled up, or None.
        hourly: cost of an hour of work.
        fixed: cost of doing it once.
    """

    name: str
    role: str | None = None
    touch: Spread = Spread(0.0)
    by_type: Mapping[str, float] = field(default_factory=dict)
    hard: Spread = Spread(0.0)
    delay: Spread = Spread(0.0)
    batch: Batch | None = None
    hourly: float = 0.0
    fixed: float = 0.0


@dataclass(frozen=True)
class CaseType:
    """A kind of case.

    Attributes:
        name: as the log names it.
        value: what a case brings when it is finished; abandoned cases bring nothing.
        spread: standard deviation of the value's logarithm.
        priority: cases of a higher one are taken first.
    """

    name: str
    value: float = 1.0
    spread: float = 0.0
    priority: int = 0


@dataclass(frozen=True)
class Staff:
    """People of one role on one calendar."""

    role: str
    count: int
    calendar: Week = OFFICE


@dataclass(frozen=True)
class Unit:
    """A site or a team.

    Attributes:
        name: as the log names it.
        staff: its people; a role may have several calendars.
        mix: weight of each case type among its cases.
        size: weight among the units of all arrivals.
        pace: factor of all touch times; below 1 is faster.
        laxness: factor of the chance of repeats and of all delays that nobody needs; below 1 is more disciplined.
        batches: its own way of piling up some activities; None for not piling up at all.
    """

    name: str
    staff: tuple[Staff, ...]
    mix: Mapping[str, float]
    size: float = 1.0
    pace: float = 1.0
    laxness: float = 1.0
    batches: Mapping[str, Batch | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrivals:
    """How cases come in.

    Attributes:
        per_week: expected in a usual week.
        weekdays: weight of each day, Monday first.
        hours: (from, to) of the day.
        season: size of the yearly swing, 0.2 for ±20 %.
        peak: week of the year (0 to 51) in which the season is at its highest.
        trend: growth a week, 0.01 for 1 %.
        shift: (week, factor): from that week on, this many times as many; None for no shift.
    """

    per_week: float
    weekdays: tuple[float, ...] = (1.3, 1.15, 1.1, 1.05, 1.0, 0.3, 0.1)
    hours: tuple[float, float] = (8.0, 19.0)
    season: float = 0.0
    peak: float = 2.0
    trend: float = 0.0
    shift: tuple[int, float] | None = None

    def expected(self, week: int) -> float:
        """How many cases are expected in that week of the log."""
        season = 1 + self.season * float(np.cos(2 * np.pi * (week - self.peak) / 52))
        factor = self.shift[1] if self.shift and week >= self.shift[0] else 1.0
        return self.per_week * season * (1 + self.trend) ** week * factor


@dataclass(frozen=True)
class Change:
    """The work itself changes, for cases that come in from a week on.

    Attributes:
        week: the first one.
        pace: factor of all touch times.
        delay: factor of all delays that nobody needs.
        units: names of those that change; all of them where there are none.
        flow: the new way; None where the old one stays.
        strain: by how much touch times are longer at first, until the new way is learned: 0.5 for half as long again.
        learned: weeks until it is, evenly.
    """

    week: int
    pace: float = 1.0
    delay: float = 1.0
    units: tuple[str, ...] = ()
    flow: Flow | None = None
    strain: float = 0.0
    learned: float = 1.0

    def holds(self, unit: str, week: float) -> bool:
        """Whether a case that came to a unit in that week is worked so."""
        return week >= self.week and (not self.units or unit in self.units)

    def touch(self, week: float) -> float:
        """The factor of touch times, for a case that came in then."""
        return self.pace * (1 + self.strain * max(0.0, 1 - (week - self.week) / self.learned))


@dataclass(frozen=True)
class Organization:
    """All that is true about the work, before chance.

    Attributes:
        name: of the file that it is written to.
        title: what it is, for a heading.
        seed: of all chance.
        units, types, activities: the pieces, each with its own name.
        flow: the process.
        arrivals: of cases.
        weeks: how long the log runs; what is not done by then is open.
        more: weeks after these, in which it runs on: the cases of the weeks before are the same with or without them.
        monday: the first Monday, UTC.
        change: of the way of working, or None.
        hard: transitions (source, target) whose wait no better running removes.
        targets: durations to read the log with: one that better running reaches, one that it does not.
    """

    name: str
    title: str
    seed: int
    units: tuple[Unit, ...]
    types: tuple[CaseType, ...]
    activities: tuple[Activity, ...]
    flow: Flow
    arrivals: Arrivals
    weeks: int
    more: int = 0
    monday: datetime = datetime(2026, 1, 5)
    change: Change | None = None
    hard: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        known = {activity.name for activity in self.activities}
        flows = (self.flow, *([self.change.flow] if self.change and self.change.flow else []))
        for name in (name for flow in flows for name in activities_of(flow)):
            if name not in known:
                raise UsageError(f"The flow does {name!r}, which is no activity.", f"Name one of {sorted(known)}.")
        for unit in self.units:
            self._check(unit)

    def _check(self, unit: Unit) -> None:
        roles = {staff.role for staff in unit.staff if staff.count}
        lacking = {a.role for a in self.activities if a.role} - roles
        if lacking:
            raise UsageError(f"{unit.name} has nobody for {sorted(lacking)}.", "Give it staff for every role.")
        strange = set(unit.mix) - {kind.name for kind in self.types}
        if strange or not unit.mix:
            raise UsageError(
                f"The mix of {unit.name} has unknown types {sorted(strange)}.", "Name types of the organization."
            )

    @property
    def end(self) -> int:
        """The week at whose beginning the log is cut."""
        return self.weeks + self.more

    def run(self) -> Run:
        """Let it work, and give back the log with the truth about it."""
        from smallfires.sim.run import run

        return run(self)
