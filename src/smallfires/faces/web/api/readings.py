"""What was learned: the readings of a fire."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.faces.web.api.call import Answer, Asking, Call, Gives
from smallfires.faces.web.api.paging import PAGED, after, behind, part
from smallfires.faces.web.api.records import ReadingGlance, ReadingList
from smallfires.faces.web.board.readings import lesson, reading
from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.lesson import Lesson

GROUP = "Readings"


def _glances(fire: Fire) -> Iterator[ReadingGlance]:
    for noted in fire.reads:
        if isinstance(noted.fact, acts.Read):
            said = str(noted.fact.lesson.get("verdict", {}).get("sentence", ""))
            yield ReadingGlance(noted.fact.number, noted.at, noted.who, noted.fact.decision, said)


def _all(asking: Asking) -> Answer:
    found = tuple(_glances(asking.desk.fire(asking.path["slug"])))
    here = after(found, lambda one: one.number, behind(asking))
    return Answer(ReadingList(*part(asking, here, lambda one: one.number)))


def _one(asking: Asking) -> Answer:
    fire = asking.desk.fire(asking.path["slug"])
    return Answer(lesson(asking.desk, fire.slug, reading(fire, asking.path["number"])))


CALLS = (
    Call(
        path="/fires/{slug}/readings",
        key="listReadings",
        group=GROUP,
        says="The readings of a fire at a glance, the first first.",
        query=PAGED,
        do=_all,
        gives=(Gives("A part of the readings.", ReadingList),),
    ),
    Call(
        path="/fires/{slug}/readings/{number}",
        key="getReading",
        group=GROUP,
        says="What one reading taught: the verdict, both axes, the effect with its doubt, and what it rests on.",
        do=_one,
        gives=(Gives("The reading.", Lesson),),
    ),
)
