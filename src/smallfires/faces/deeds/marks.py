"""The owner reads what people will do, in their own words and without their names."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Choice, Option, Text
from smallfires.fires.access import Right
from smallfires.fires.clarity import Clarity
from smallfires.fires.fire import Fire
from smallfires.verbs.mark import mark

OPTIONS = (Option("match", "It fits"), Option("partly", "It fits in part"), Option("no", "It does not fit"))


def _do(asked: Asked) -> Clarity:
    return mark(asked.desk, asked.slug, asked.values["code"], asked.values["mark"])


def _on(fire: Fire) -> bool:
    return fire.round > 0


MARK = Deed(
    key="marks",
    says="Mark whether somebody's own words fit what is asked. Only the owner does.",
    right=Right.LIGHT,
    fields=(
        Text(name="code", label="Which words", hint="their code, as the clarity has it", longest=40),
        Choice(name="mark", label="Does it fit what is asked?", options=OPTIONS, empty="Choose one of the three."),
    ),
    do=_do,
    on=_on,
)
