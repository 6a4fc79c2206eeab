"""What is due on a fire, and when: the dates of its charter, as far as they still matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from smallfires.fires import acts
from smallfires.fires.fire import Fire


@dataclass(frozen=True)
class Due:
    """Something that is due.

    Attributes:
        on: the day.
        what: what is due then, as a clause: ``light it``, ``test: tenants pick up the phone``, ``decide``.
        act: whether somebody has to act: then it stays due when the day has passed.
    """

    on: date
    what: str
    act: bool


def agenda(fire: Fire) -> tuple[Due, ...]:
    """Everything that is due on a fire, the earliest first; nothing where it is over."""
    if fire.burning:
        return tuple(sorted(_burning(fire), key=lambda due: due.on))
    return () if fire.over else (Due(fire.charter.horizon.start, "light it", True),)


def next_due(fire: Fire, today: date) -> Due | None:
    """What is due next: the earliest that somebody still has to do, or that is still to come."""
    return upcoming(agenda(fire), today)


def upcoming(dues: Iterable[Due], today: date) -> Due | None:
    """The same of an agenda, the earliest first."""
    return next((due for due in dues if due.act or due.on >= today), None)


def _burning(fire: Fire) -> Iterator[Due]:
    charter = fire.charter
    yield from _tests(fire)
    if charter.budget:
        yield Due(charter.budget.until, "end of the dip", False)
    if charter.adoption:
        yield Due(charter.adoption.by, "milestone of adoption", False)
    if charter.success.by < charter.horizon.end:
        yield Due(charter.success.by, "success has to show", False)
    yield Due(charter.horizon.end, "decide", True)


def _tests(fire: Fire) -> Iterator[Due]:
    """The riskiest assumptions that nobody has tested."""
    done = {noted.fact.risk for noted in fire.diary if isinstance(noted.fact, acts.Tested)}
    for place, risk in enumerate(fire.charter.risks, 1):
        if place not in done:
            yield Due(risk.by, f"test assumption {place}", True)


def days_burning(fire: Fire, today: date) -> int | None:
    """Days from the fire's start, that day included; until it was over; None where it was never lit.

    A fire that was lit late burns from its start all the same: that is when people began to work the new way.
    """
    return None if fire.lit is None else burnt(fire.charter.horizon.start, over_on(fire) or today)


def burnt(start: date, end: date) -> int:
    """Days from the one to the other, both included; 0 where the second is before the first."""
    return max(0, (end - start).days + 1)


def over_on(fire: Fire) -> date | None:
    """The day on which it was spread or put out; None where it was not."""
    ends = [noted.at for noted in fire.diary if isinstance(noted.fact, acts.Spread | acts.PutOut)]
    return date.fromisoformat(ends[-1][:10]) if ends else None
