"""Letting an organization work: a discrete-event simulation with people, calendars, queues and piles.

Every moment is a whole second since the organization's first Monday. The only loop is over events in the order of time,
so who waits for whom is generated and never assumed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from heapq import heappop, heappush
from itertools import count
from math import log
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smallfires.sim.calendar import DAY, HOUR, WEEK
from smallfires.sim.flow import Flow, Plan, Task, Unroller
from smallfires.sim.jobs import Case, Job, Person, Pool
from smallfires.sim.organization import Batch, CaseType, Organization, Unit
from smallfires.sim.people import name_people
from smallfires.sim.truth import Truth, log_table, truth_of

_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class Run:
    """What an organization did.

    Attributes:
        organization: whose log it is.
        log: ``case``, ``activity``, ``start``, ``end`` (microseconds, UTC), ``resource``, ``site``, ``type``, ``cost``
            and ``value``, by end; only steps that were over when the log was cut. ``value`` is NULL for open cases.
        truth: what nobody can see in the log.
    """

    organization: Organization
    log: pa.Table
    truth: Truth

    def until(self, day: date) -> Run:
        """The same run with its log as it stood at the beginning of a day: steps that were over, values of cases that were."""
        moment = pa.scalar(datetime.combine(day, time(), UTC), self.log.schema.field("end").type)
        over = pc.less(self.log["end"], moment)
        later = self.log.filter(pc.invert(over))["case"].unique()
        log = self.log.filter(over)
        at = log.schema.get_field_index("value")
        nothing = pa.scalar(None, log.schema.field("value").type)
        value = pc.if_else(pc.is_in(log["case"], later), nothing, log["value"])
        return replace(self, log=log.set_column(at, log.schema.field("value"), value))


class House:
    """The people at work, and the clock."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._rng = np.random.default_rng(organization.seed)
        self._activities = {activity.name: activity for activity in organization.activities}
        self._pools = self._hire()
        self._events: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = count()
        self._piles: dict[tuple[str, str], list[Job]] = defaultdict(list)
        self.cases: list[Case] = []

    def work(self) -> list[Case]:
        """All cases, worked to their end."""
        whole = self._organization
        for weeks in (
            range(whole.weeks),
            range(whole.weeks, whole.end),
        ):  # later cases are drawn last, so that earlier ones stay
            for moment in arrivals(whole, self._rng, weeks):
                self._receive(moment)
        while self._events:
            moment, _, happen = heappop(self._events)
            happen(moment)
        return self.cases

    def _hire(self) -> dict[tuple[str, str], Pool]:
        pools: dict[tuple[str, str], Pool] = {}
        names = name_people(self._rng)
        for unit in self._organization.units:
            for staff in unit.staff:
                pool = pools.setdefault((unit.name, staff.role), Pool([]))
                pool.people.extend(Person(next(names), staff.calendar) for _ in range(staff.count))
        return pools

    def _at(self, moment: int, happen: Callable[[int], None]) -> None:
        heappush(self._events, (moment, next(self._order), happen))

    def _receive(self, moment: int) -> None:
        organization, rng = self._organization, self._rng
        unit = _weighted(rng, organization.units, [unit.size for unit in organization.units])
        kind = _weighted(rng, organization.types, [unit.mix.get(kind.name, 0.0) for kind in organization.types])
        case = Case(len(self.cases), unit, kind, moment)
        unroller = Unroller(rng, unit.laxness)
        unroller.run(self._flow(unit, moment))
        self._fill(case, unroller.plan)
        self.cases.append(case)
        for job in case.jobs:
            if not job.missing:
                self._at(moment, lambda now, job=job: self._enable(job, now))  # type: ignore[misc]

    def _flow(self, unit: Unit, moment: int) -> Flow:
        """The way in which the unit works a case that comes in then."""
        change = self._organization.change
        changed = change is not None and change.holds(unit.name, moment / WEEK)
        return change.flow if changed and change and change.flow else self._organization.flow

    def _fill(self, case: Case, plan: Plan) -> None:
        case.abandoned = plan.abandoned
        case.value = 0.0 if plan.abandoned else _value(case.kind, self._rng)
        by_task: dict[int, Job] = {}
        for task in plan.tasks:
            job = by_task[id(task)] = self._job(case, task)
            case.jobs.append(job)
            for before in task.after:
                by_task[id(before)].following.append(job)

    def _job(self, case: Case, task: Task) -> Job:
        activity, rng, change = self._activities[task.activity], self._rng, self._organization.change
        pace = case.unit.pace * activity.by_type.get(case.kind.name, 1.0)
        delay = case.unit.laxness
        week = case.arrived / WEEK
        if change and change.holds(case.unit.name, week):
            pace, delay = pace * change.touch(week), delay * change.delay
        work = activity.touch.draw(rng, pace)
        return Job(
            case, task, activity, work, activity.hard.draw(rng), activity.delay.draw(rng, delay), len(task.after)
        )

    def _enable(self, job: Job, now: int) -> None:
        job.enabled = now
        self._at(now + job.hard + job.delay, lambda moment: self._make_ready(job, moment))

    def _make_ready(self, job: Job, now: int) -> None:
        job.ready = job.queued = now
        name = job.activity.name
        batch = job.case.unit.batches.get(name, job.activity.batch)
        if job.activity.role is None:
            self._outside(job, now)
        elif batch is None:
            self._queue([job], now)
        else:
            self._pile((job.case.unit.name, name), job, batch, now)

    def _outside(self, job: Job, now: int) -> None:
        job.start = now
        self._at(now + job.work, lambda moment: self._finish(job, moment))

    def _pile(self, key: tuple[str, str], job: Job, batch: Batch, now: int) -> None:
        pile = self._piles[key]
        pile.append(job)
        if len(pile) >= batch.size:
            self._clear(key, now)
        elif len(pile) == 1 and batch.weekday is not None:
            at = batch.weekday * DAY + round(batch.hour * HOUR)
            due = now + (at - now) % WEEK
            self._at(due, lambda moment: self._due(key, pile, moment))

    def _due(self, key: tuple[str, str], pile: list[Job], now: int) -> None:
        if self._piles.get(key) is pile:
            self._clear(key, now)

    def _clear(self, key: tuple[str, str], now: int) -> None:
        group = self._piles.pop(key)
        for job in group:
            job.queued = now
        self._queue(group, now)

    def _queue(self, group: list[Job], now: int) -> None:
        first = group[0]
        assert first.activity.role is not None
        pool = self._pools[first.case.unit.name, first.activity.role]
        priority = max(job.case.kind.priority for job in group)
        heappush(pool.queue, (-priority, now, next(self._order), group))
        self._serve(pool, now)

    def _serve(self, pool: Pool, now: int) -> None:
        idle = [person for person in pool.people if not person.busy]
        for person in idle:
            if pool.queue and person.calendar.open_at(now):
                self._take(pool, person, heappop(pool.queue)[3], now)
        off = [person.calendar.next_open(now) for person in idle if not person.busy]
        if pool.queue and off and (pool.wakes is None or min(off) < pool.wakes or pool.wakes <= now):
            pool.wakes = min(off)
            self._at(pool.wakes, lambda moment: self._serve(pool, moment))

    def _take(self, pool: Pool, person: Person, group: list[Job], now: int) -> None:
        person.busy = True
        for job in group:
            job.by, job.start = person, person.calendar.next_open(now)
            now = person.calendar.finish(job.start, job.work)
            person.done.append(job)
            self._at(now, lambda moment, job=job: self._finish(job, moment))  # type: ignore[misc]
        self._at(now, lambda moment: self._release(pool, person, moment))

    def _release(self, pool: Pool, person: Person, now: int) -> None:
        person.busy = False
        self._serve(pool, now)

    def _finish(self, job: Job, now: int) -> None:
        job.end = now
        for following in job.following:
            following.missing -= 1
            if not following.missing:
                self._enable(following, now)


def run(organization: Organization) -> Run:
    """Let an organization work to the end of its weeks; cases that are not done by then stay open in the log."""
    cases = House(organization).work()
    truth = truth_of(organization, cases)
    return Run(organization, log_table(organization, cases), truth)


def arrivals(organization: Organization, rng: np.random.Generator, weeks: range) -> list[int]:
    """The moments at which cases come in, in order: a Poisson process by weekday, within the hours of arrival."""
    coming = organization.arrivals
    days = np.asarray(coming.weekdays) / np.sum(coming.weekdays)
    since, to = (round(hour * HOUR) for hour in coming.hours)
    moments: list[int] = []
    for week in weeks:
        for day, number in enumerate(rng.poisson(coming.expected(week) * days)):
            moments.extend(week * WEEK + day * DAY + int(second) for second in rng.integers(since, to, number))
    return sorted(moments)


def _weighted(rng: np.random.Generator, things: tuple[_Thing, ...], weights: list[float]) -> _Thing:
    total = np.cumsum(weights)
    return things[int(np.searchsorted(total, rng.random() * total[-1], side="right"))]


def _value(kind: CaseType, rng: np.random.Generator) -> float:
    return 0.0 if kind.value <= 0 else round(float(np.exp(log(kind.value) + kind.spread * rng.standard_normal())), 2)
