"""What must not get worse, and whether it did."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.gates.evidence import Guarded
from smallfires.fires.gates.figures import amount, span
from smallfires.fires.lesson import Lesson

COLUMNS = (Column("measure", "name"), Column("worse by"), Column("interval", "text", least=70), Column("allowed"))


def section(record: Lesson) -> Section | None:
    """Each guardrail with its margin; None where the charter has none."""
    rails = record.evidence.guardrails
    if not rails:
        return None
    return Section(
        "guardrails",
        "What must not get worse",
        ("Below zero, it got better. The intervals hold however often one looks.",),
        Table("Guardrails", COLUMNS, tuple(map(_row, rails))),
        tuple(filter(None, map(_said, rails))),
    )


def _said(rail: Guarded) -> str:
    """Why it is not known, or why its figure is not to be believed as it stands; empty where neither is so."""
    worse = rail.worse
    if worse is None or worse.low <= worse.value <= worse.high:
        return rail.cannot
    return (
        f"The figure of {name(rail.measure.name)} lies outside its interval: what the fire did to it has not stayed the same on "
        "the way. The interval holds for an effect that does; look at the weeks one by one."
    )


def _row(rail: Guarded) -> tuple[str, ...]:
    limit = amount(rail.margin, rail.measure, percent=rail.percent)
    if rail.worse is None:
        return name(rail.measure.name), "not known", "–", limit
    value = amount(rail.worse.value, rail.measure, percent=rail.percent)
    return name(rail.measure.name), value, span(rail.worse, rail.measure, percent=rail.percent), limit
