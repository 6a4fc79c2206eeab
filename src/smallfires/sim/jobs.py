"""What moves through the house: cases, their jobs, and the people who do them."""

from __future__ import annotations

from dataclasses import dataclass, field

from smallfires.sim.calendar import Week
from smallfires.sim.flow import Task
from smallfires.sim.organization import Activity, CaseType, Unit


@dataclass(eq=False, slots=True)
class Case:
    """One case: what it is, and when it came in."""

    number: int
    unit: Unit
    kind: CaseType
    arrived: int
    value: float = 0.0
    abandoned: bool = False
    jobs: list[Job] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Job:
    """A task on its way through the house; moments in seconds, set as they happen.

    Attributes:
        enabled: the tasks before it were all done.
        ready: its own hard wait and delay were over.
        queued: it left the pile, and stood in the queue.
        hard, delay: seconds of the wait between ``enabled`` and ``ready``.
        work: seconds on duty that it takes.
        missing: how many tasks before it are not done.
    """

    case: Case
    task: Task
    activity: Activity
    work: int
    hard: int
    delay: int
    missing: int
    following: list[Job] = field(default_factory=list)
    enabled: int = 0
    ready: int = 0
    queued: int = 0
    start: int = 0
    end: int = 0
    by: Person | None = None


@dataclass(eq=False, slots=True)
class Person:
    """Somebody of the house, with all that they did, in order."""

    name: str
    calendar: Week
    done: list[Job] = field(default_factory=list)
    busy: bool = False


@dataclass(eq=False, slots=True)
class Pool:
    """The people of one role at one unit, and the queue in front of them (priority, moment, order, group)."""

    people: list[Person]
    queue: list[tuple[int, int, int, list[Job]]] = field(default_factory=list)
    wakes: int | None = None
