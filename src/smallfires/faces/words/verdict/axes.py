"""Both axes: is the work done the right way, does it bring the outcome, and where this fire stands."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.verdict import Verdict

HERE = "◆ this fire"
WAYS = ((True, "better"), (None, "not known"), (False, "worse"))
"""What may be known of an axis, and what its column or row is called."""
PLACES = {
    (True, True): "right way, right thing",
    (True, False): "bureaucracy",
    (False, True): "outcome, not the right way",
    (False, False): "neither",
}
"""What each place is called, by way and thing."""


def section(verdict: Verdict) -> Section:
    """A small table of the places, this fire's marked, and what is known of both axes."""
    named = (verdict.named,) if verdict.named else ()
    return Section(
        key="axes",
        title="The right way, and the right thing",
        sentences=(verdict.right_thing.sentence, verdict.right_way.sentence, *named),
        table=_table(verdict),
        spoken=True,
    )


def _table(verdict: Verdict) -> Table:
    """Outcome down, the way of working across; what is not known has its own row or column only where the fire is there."""
    across = [(known, said) for known, said in WAYS if known is not None or verdict.right_way.better is None]
    down = [(known, said) for known, said in WAYS if known is not None or verdict.right_thing.better is None]
    here = verdict.right_way.better, verdict.right_thing.better
    rows = tuple(
        (f"outcome {said}", *(_cell((way, thing), (way, thing) == here) for way, _ in across)) for thing, said in down
    )
    columns = (Column("", "text"), *(Column(f"work {said}", "text") for _, said in across))
    return Table("Where this fire stands", columns, rows)


def _cell(place: tuple[bool | None, bool | None], here: bool) -> str:
    way, thing = place
    called = "" if way is None or thing is None else PLACES[way, thing]
    return " ".join(part for part in (HERE if here else "", f"({called})" if here and called else called) if part)
