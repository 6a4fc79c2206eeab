"""A fire is read as its charter says, judged by its gate, and that is noted; or a reading is done again."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Whole
from smallfires.fires.access import Right
from smallfires.fires.again import Again
from smallfires.fires.fire import Fire
from smallfires.fires.lesson import Lesson
from smallfires.verbs.again import again
from smallfires.verbs.learn_fire import learn_fire


def _read(asked: Asked) -> Lesson:
    with asked.bench() as ground:
        found = learn_fire(asked.desk, asked.slug, ground)
    assert found is not None
    return found


def _burning(fire: Fire) -> bool:
    return fire.burning


def _again(asked: Asked) -> Again:
    with asked.bench() as ground:
        return again(asked.desk, asked.slug, asked.values["number"], ground)


def _has(fire: Fire) -> bool:
    return bool(fire.reads)


READ = Deed(
    key="readings",
    says="Read a fire as its charter says, and note what was learned.",
    right=Right.LIGHT,
    fields=(),
    do=_read,
    on=_burning,
    long=True,
)
AGAIN = Deed(
    key="again",
    says="Do a reading again: the same to the last digit, or what has changed since. Nothing is noted.",
    right=Right.LIGHT,
    fields=(Whole(name="number", label="Which reading?", hint="1 for the first of the fire"),),
    do=_again,
    on=_has,
    long=True,
    notes=False,
)
