"""A charter is read for what could not be lit, and for words that make people guess. Nothing is noted."""

from __future__ import annotations

from smallfires.faces.deeds.charter import CHARTER
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.fires.access import Right
from smallfires.fires.checkup import Checkup
from smallfires.verbs.draft import check


def _do(asked: Asked) -> Checkup:
    with asked.bench() as ground:
        told = asked.values.get("charter") or asked.desk.fire(asked.slug).charter
        charter, found = check(asked.desk, told, ground, of=asked.slug)
    return Checkup("", charter, charter.seal(), found)


CHECK = Deed(
    key="checks",
    says="Say whether a charter could be lit, and which of its words make people guess.",
    right=Right.LIGHT,
    fields=(CHARTER,),
    do=_do,
    about="charter",
    long=True,
    notes=False,
)
CHECK_FIRE = Deed(
    key="checks",
    says="Say whether the charter of a fire could be lit as it stands, and which of its words make people guess.",
    right=Right.LIGHT,
    fields=(),
    do=_do,
    long=True,
    notes=False,
)
