"""Spread it, keep it burning, or put it out."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed, Problems, Values
from smallfires.faces.deeds.fields import Choice, Names, Option, Text
from smallfires.fires.access import Right
from smallfires.fires.charter import Intent
from smallfires.fires.fire import Fire
from smallfires.fires.verdict import Decision
from smallfires.verbs.decide import decide

OPTIONS = (
    Option(str(Decision.SPREAD), "Spread it", "Others get the new way, too. The fire is over."),
    Option(str(Decision.KEEP), "Keep it burning", "It goes on, and is read again."),
    Option(str(Decision.PUT_OUT), "Put it out", "Back to the old way. The fire is over; nothing of it is lost."),
)


def _do(asked: Asked) -> Fire:
    told = asked.values
    return decide(
        asked.desk, asked.slug, told["decision"], told["reason"], relabel=told["relabel"], units=told["units"]
    )


def _wrong(values: Values, fire: Fire) -> Problems:
    found: Problems = {}
    if values.get("units") and values.get("decision") != Decision.SPREAD:
        found["units"] = "Name units only where it is spread, or leave this empty."
    if values.get("relabel") == fire.charter.intent:
        found["relabel"] = "It was declared so: leave this empty, or choose the other one."
    return found


def _on(fire: Fire) -> bool:
    return fire.burning


DECIDE = Deed(
    key="decisions",
    says="Decide on a fire that burns, with its verdict or against it.",
    right=Right.APPROVE,
    fields=(
        Choice(name="decision", label="What do you decide?", options=OPTIONS, empty="Choose one of the three."),
        Text(name="reason", label="Why? The ledger keeps it for everybody to read.", empty="Say in a sentence why."),
        Names(
            name="units",
            label="Where it is spread, if it is",
            hint="units, with commas between them; may be empty",
            needed=False,
        ),
        Choice(
            name="relabel",
            label="What it in fact was",
            options=tuple(Option(str(one), f"Otherwise: to {one}") for one in Intent),
            needed=False,
        ),
    ),
    do=_do,
    about="reason",
    on=_on,
    wrong=_wrong,
)
