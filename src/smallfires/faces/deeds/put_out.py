"""A fire that was never lit is given up; one that burns is put out."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Text
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.put_out import put_out


def _do(asked: Asked) -> Fire:
    return put_out(asked.desk, asked.slug, asked.values["reason"])


def _on(fire: Fire) -> bool:
    return not fire.burning and not fire.over


PUT_OUT = Deed(
    key="put-out",
    says="Give up a fire that was never lit.",
    right=Right.LIGHT,
    fields=(
        Text(name="reason", label="Why? The ledger keeps it for everybody to read.", empty="Say in a sentence why."),
    ),
    do=_do,
    about="reason",
    on=_on,
)
