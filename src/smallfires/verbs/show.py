"""The verb ``show``: one fire with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from smallfires.fires import acts
from smallfires.fires.agenda import agenda
from smallfires.fires.clarity import clarity
from smallfires.fires.diary import line
from smallfires.fires.fire import Fire
from smallfires.fires.outline import outline
from smallfires.fires.overview import glance
from smallfires.fires.story import Date, Proof, Story
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk


def show(desk: Desk, slug: str) -> Story:
    """A fire's charter, clarity, verdict, agenda and diary.

    Raises:
        UsageError: there is none of this name.
    """
    return story(desk.fire(slug), desk.today)


def story(fire: Fire, today: date) -> Story:
    """The same of a fire that was read, as of this day."""
    read = fire.last_read
    return Story(
        glance=glance(outline(fire), today),
        today=today,
        charter=fire.charter,
        seal=fire.charter.seal(),
        clarity=replace(clarity(fire), words=()) if fire.round else None,
        reading=read.number if read else 0,
        sentence=str(read.lesson.get("verdict", {}).get("sentence", "")) if read else "",
        agenda=tuple(Date(due.on, due.what, due.act and due.on < today) for due in agenda(fire)),
        proofs=tuple(_proofs(fire)),
        diary=tuple(map(line, fire.diary)),
        version=VERSION,
    )


def _proofs(fire: Fire) -> Iterator[Proof]:
    """The last test of each assumption counts."""
    done = {noted.fact.risk: noted.fact for noted in fire.diary if isinstance(noted.fact, acts.Tested)}
    for place, risk in enumerate(fire.charter.risks, 1):
        seen = done.get(place)
        yield Proof(risk.assumption, risk.test, risk.by, seen.holds if seen else None, seen.because if seen else "")
