"""The truth about a run: why every step waited, and what every case and unit took.

All durations in seconds. The six causes add up to the wait exactly:

    hard            a wait that no better running removes
    extraneous      a delay that nobody needs, by the clock
    batching        on the pile, until it is cleared
    contention      in the queue, while the one who came to do it did what had been queued no later
    prioritisation  the same, with what had been queued later
    unavailability  in the queue, while that one was off duty

Source: the order of causes follows Lashkevich et al., "Unveiling the causes of waiting time in business processes from
event logs", Information Systems 126 (2024).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from smallfires.sim.calendar import WEEK
from smallfires.sim.jobs import Case, Job, Person
from smallfires.sim.organization import Organization

CAUSES = ("hard", "extraneous", "batching", "contention", "prioritisation", "unavailability")
"""Why a step truly waited."""


@dataclass(frozen=True)
class Truth:
    """What is true about a run, as three tables.

    Attributes:
        events: one row a step of every case, in the log or after its cut: ``case``, ``activity``, ``pass``,
            ``resource``, ``site``, ``type``, ``enabled``, ``start``, ``end``, ``touch``, ``work`` (on duty), ``wait``,
            one column for each of ``CAUSES``, ``in_log``.
        cases: one row a case: ``case``, ``site``, ``type``, ``arrived``, ``ended``, ``open`` at the cut, ``abandoned``,
            ``value``, ``cycle``, ``touch`` (union of its steps), ``wait`` (the rest of the cycle), ``rework`` (touch of
            every pass after the first), ``waste_free`` (first passes and hard waits alone, in their real overlap).
        units: one row a unit: ``site``, ``pace``, ``laxness``, ``cases`` (finished in the log), and the mean ``cycle``,
            ``touch``, ``wait`` and median ``cycle_median`` of those, NaN where there are none.
    """

    events: pa.Table
    cases: pa.Table
    units: pa.Table


def queue_wait(job: Job, place: int) -> tuple[int, int, int]:
    """Seconds of contention, prioritisation and unavailability of a job that was its person's ``place``-th."""
    if job.by is None:
        return 0, 0, 0
    contention = prioritisation = 0
    for before in reversed(job.by.done[:place]):
        if before.end <= job.queued:
            break
        seconds = before.end - max(job.queued, before.start)
        if before.queued <= job.queued:
            contention += seconds
        else:
            prioritisation += seconds
    return contention, prioritisation, job.start - job.queued - contention - prioritisation


def union(spans: Iterable[tuple[int, int]]) -> int:
    """Seconds that at least one of the spans (from, to) covers."""
    total, reached = 0, -(2**62)
    for since, to in sorted(spans):
        total += max(0, to - max(since, reached))
        reached = max(reached, to)
    return total


def waste_free(case: Case) -> int:
    """Seconds that the case takes with nothing but its first passes and their hard waits, in their real overlap."""
    done: dict[int, int] = {}
    reached: dict[int, int] = dict.fromkeys((id(job) for job in case.jobs), 0)
    for job in case.jobs:
        own = job.hard + job.end - job.start if job.task.number == 1 else 0
        done[id(job)] = reached[id(job)] + own
        for following in job.following:
            reached[id(following)] = max(reached[id(following)], done[id(job)])
    return max(done.values())


def truth_of(organization: Organization, cases: Sequence[Case]) -> Truth:
    """The truth about all cases, when they have been worked to their end."""
    table = _case_table(organization, cases)
    return Truth(_event_table(organization, cases), table, _unit_table(organization, table))


def log_table(organization: Organization, cases: Sequence[Case]) -> pa.Table:
    """The log as the house keeps it: steps that were over when it was cut, by end."""
    cut = organization.end * WEEK
    jobs = [job for case in cases for job in case.jobs if job.end <= cut]
    jobs.sort(key=lambda job: (job.end, job.start, job.case.number))
    done = {case.number for case in cases if _ended(case) <= cut}
    return pa.table(
        {
            "case": [name_case(organization, job.case.number) for job in jobs],
            "activity": [job.activity.name for job in jobs],
            "start": _moments(organization, [job.start for job in jobs]),
            "end": _moments(organization, [job.end for job in jobs]),
            "resource": pa.array([job.by.name if job.by else None for job in jobs], pa.string()),
            "site": [job.case.unit.name for job in jobs],
            "type": [job.case.kind.name for job in jobs],
            "cost": [cost(job) for job in jobs],
            "value": pa.array([job.case.value if job.case.number in done else None for job in jobs], pa.float64()),
        }
    )


def cost(job: Job) -> float:
    """What a step costs: its hours on duty, and what doing it once takes."""
    return round(job.activity.fixed + job.activity.hourly * job.work / 3600, 2)


def name_case(organization: Organization, number: int) -> str:
    """The case as the log names it, ``R-00042``."""
    return f"{organization.name[0].upper()}-{number + 1:05d}"


def _event_table(organization: Organization, cases: Sequence[Case]) -> pa.Table:
    jobs = [job for case in cases for job in case.jobs]
    places = {id(job): place for person in _people(jobs) for place, job in enumerate(person.done)}
    split = np.array([queue_wait(job, places.get(id(job), 0)) for job in jobs], np.int64).reshape(-1, 3)
    start, end, enabled = (_seconds(jobs, name) for name in ("start", "end", "enabled"))
    return pa.table(
        {
            "case": [name_case(organization, job.case.number) for job in jobs],
            "activity": [job.activity.name for job in jobs],
            "pass": [job.task.number for job in jobs],
            "resource": pa.array([job.by.name if job.by else None for job in jobs], pa.string()),
            "site": [job.case.unit.name for job in jobs],
            "type": [job.case.kind.name for job in jobs],
            "enabled": _moments(organization, enabled),
            "start": _moments(organization, start),
            "end": _moments(organization, end),
            "touch": end - start,
            "work": _seconds(jobs, "work"),
            "wait": start - enabled,
            "hard": _seconds(jobs, "hard"),
            "extraneous": _seconds(jobs, "delay"),
            "batching": _seconds(jobs, "queued") - _seconds(jobs, "ready"),
            **dict(zip(CAUSES[3:], split.T, strict=True)),
            "in_log": end <= organization.end * WEEK,
        }
    )


def _case_table(organization: Organization, cases: Sequence[Case]) -> pa.Table:
    cut = organization.end * WEEK
    arrived = np.array([case.arrived for case in cases], np.int64)
    ended = np.array([_ended(case) for case in cases], np.int64)
    touch = np.array([union((job.start, job.end) for job in case.jobs) for case in cases], np.int64)
    cycle = ended - np.array([min(job.start for job in case.jobs) for case in cases], np.int64)
    repeats = [[job.end - job.start for job in case.jobs if job.task.number > 1] for case in cases]
    return pa.table(
        {
            "case": [name_case(organization, case.number) for case in cases],
            "site": [case.unit.name for case in cases],
            "type": [case.kind.name for case in cases],
            "arrived": _moments(organization, arrived),
            "ended": _moments(organization, ended),
            "open": ended > cut,
            "abandoned": [case.abandoned for case in cases],
            "value": [case.value for case in cases],
            "cycle": cycle,
            "touch": touch,
            "wait": cycle - touch,
            "rework": np.array([sum(spans) for spans in repeats], np.int64),
            "waste_free": np.array([waste_free(case) for case in cases], np.int64),
        }
    )


def _unit_table(organization: Organization, cases: pa.Table) -> pa.Table:
    site, finished = np.asarray(cases["site"]), ~np.asarray(cases["open"])
    figures = {name: np.asarray(cases[name], float) for name in ("cycle", "touch", "wait")}
    chosen = [finished & (site == unit.name) for unit in organization.units]
    means = {name: [_mean(values[pick]) for pick in chosen] for name, values in figures.items()}
    return pa.table(
        {
            "site": [unit.name for unit in organization.units],
            "pace": [unit.pace for unit in organization.units],
            "laxness": [unit.laxness for unit in organization.units],
            "cases": [int(pick.sum()) for pick in chosen],
            **means,
            "cycle_median": [float(np.median(figures["cycle"][p])) if p.any() else float("nan") for p in chosen],
        }
    )


def _mean(values: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _ended(case: Case) -> int:
    return max(job.end for job in case.jobs)


def _people(jobs: Sequence[Job]) -> list[Person]:
    return list({id(job.by): job.by for job in jobs if job.by}.values())


def _seconds(jobs: Sequence[Job], name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([getattr(job, name) for job in jobs], np.int64)


def _moments(organization: Organization, seconds: Sequence[int] | np.ndarray[Any, np.dtype[np.int64]]) -> pa.Array:
    monday = np.datetime64(organization.monday, "us").astype(np.int64)
    return pa.array(np.asarray(seconds, np.int64) * 1_000_000 + monday, pa.timestamp("us", "UTC"))
