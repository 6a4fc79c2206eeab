"""What the test of an assumption showed."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Flag, Text, Whole
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.tested import tested


def _do(asked: Asked) -> Fire:
    told = asked.values
    return tested(asked.desk, asked.slug, told["assumption"], told["because"], holds=told["holds"])


def _on(fire: Fire) -> bool:
    return fire.burning and bool(fire.charter.risks)


TEST = Deed(
    key="tests",
    says="Note what the test of a riskiest assumption showed.",
    right=Right.LIGHT,
    fields=(
        Whole(name="assumption", label="Which assumption?", hint="1 for the first of the charter", most=100),
        Flag(
            name="holds",
            label="What did the test show?",
            yes="It holds.",
            no="It does not hold.",
            empty="Choose what the test showed.",
        ),
        Text(name="because", label="What was seen?", empty="Say in a sentence what was seen."),
    ),
    do=_do,
    about="because",
    on=_on,
    place=lambda texts: texts.get("assumption", ""),
)
