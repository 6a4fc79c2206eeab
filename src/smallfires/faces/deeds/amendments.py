"""A frozen charter is changed, field by field, for everybody to see."""

from __future__ import annotations

from smallfires.faces.deeds.charter import CHARTER
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Text
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.amend import amend


def _do(asked: Asked) -> Fire:
    with asked.bench() as ground:
        return amend(asked.desk, asked.slug, asked.values["charter"], asked.values["reason"], ground)


def _on(fire: Fire) -> bool:
    return fire.burning


AMEND = Deed(
    key="amendments",
    says="Change the frozen charter of a fire that burns. Every field that differs is noted, with the reason.",
    right=Right.LIGHT,
    fields=(
        CHARTER,
        Text(name="reason", label="Why is it changed? The ledger keeps it.", empty="Say in a sentence why."),
    ),
    do=_do,
    about="reason",
    on=_on,
    long=True,
)
