"""Who may see a fire."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed, Problems, Values
from smallfires.faces.deeds.fields import Flag, Names
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.share import share


def _do(asked: Asked) -> Fire:
    return share(asked.desk, asked.slug, asked.values["people"], everyone=asked.values["everyone"])


def _wrong(values: Values, fire: Fire) -> Problems:
    if values.get("everyone") and values.get("people"):
        return {"people": "Everybody may see it then: leave this empty, or choose the other one."}
    return {}


SHARE = Deed(
    key="shares",
    says="Say who may see a fire.",
    right=Right.ADMIN,
    owners=True,
    fields=(
        Flag(
            name="everyone",
            label="Who may see it?",
            yes="Everybody.",
            no="Some only.",
            empty="Choose one of the two.",
        ),
        Names(name="people", label="Who else, if only some?", hint="names, with commas between them", needed=False),
    ),
    do=_do,
    wrong=_wrong,
)
