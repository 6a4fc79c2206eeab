"""A charter is declared: for a new fire, or anew for one that is not lit yet. Nothing is asked of anybody by that."""

from __future__ import annotations

from smallfires.faces.deeds.charter import CHARTER
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.fires.access import Right
from smallfires.fires.checkup import Checkup
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import early
from smallfires.verbs.draft import draft


def _do(asked: Asked) -> Checkup:
    with asked.bench() as ground:
        fire, found = draft(asked.desk, asked.values["charter"], ground, of=asked.slug)
    return Checkup("", fire.charter, fire.charter.seal(), found)


def _on(fire: Fire) -> bool:
    return early(fire)


DRAFT = Deed(
    key="drafts",
    says="Declare a new fire by its charter.",
    right=Right.LIGHT,
    fields=(CHARTER,),
    do=_do,
    about="charter",
    long=True,
)
REDRAFT = Deed(
    key="drafts",
    says="Declare the charter of a fire anew, before it is lit.",
    right=Right.LIGHT,
    fields=(CHARTER,),
    do=_do,
    about="charter",
    on=_on,
    long=True,
)
