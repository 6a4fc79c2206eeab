"""Waste in words: where the time goes, and what each part costs the typical case."""

from __future__ import annotations

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.fires.ladder import Step
from smallfires.fires.quantity import say_count, say_share
from smallfires.fires.work import Waste, WorkReading

CAUSES = {
    "batching": "saved up for a batch",
    "contention": "in line, others first",
    "prioritisation": "later cases went first",
    "unavailability": "outside working hours",
    "unexplained": "reason not in the log",
}
"""Why work waits, as a reader would say it."""

WASTES = {
    "rework": "Done again",
    "handoffs": "Handed to someone else",
    "ping-pong": "Back and forth between two",
    "abandoned": "Effort that brought nothing",
}
"""The other wastes, by kind."""


def label(waste: Waste) -> str:
    """A waste in plain words."""
    _, _, rest = waste.name.partition(": ")
    if waste.kind == "waiting":
        return f"Waiting: {CAUSES.get(rest, name(rest))}" if rest else "Waiting"
    if waste.kind == "step":
        return f"Changes nothing: {name(rest or waste.name)}"
    return WASTES.get(waste.kind, name(waste.name))


def section(reading: WorkReading) -> Section | None:
    """Where the time goes, largest first."""
    if not reading.wastes:
        return None
    say = terms(reading)
    rows = sorted(reading.wastes, key=lambda waste: -waste.share)
    return Section(
        key="waste",
        title="Where the time goes",
        sentences=(
            _first(rows[0], reading, say),
            "Each line says what would be gained at most, if that waste alone were gone. "
            "They overlap: do not add the gains up.",
        ),
        table=Table(
            "Waste, by its share of the time that cases take", _COLUMNS, tuple(_row(w, say) for w in rows), True
        ),
    )


_COLUMNS = (
    Column("waste", "name"),
    Column("share of time"),
    Column("lies between", least=90),
    Column("if gone, down to"),
    Column("cases", least=70),
    Column("where", "text", least=110),
)


def _row(waste: Waste, say: Terms) -> tuple[str, ...]:
    gain = "–" if waste.drops_to is None else say.say(waste.drops_to)
    return label(waste), say_share(waste.share), _span(waste), gain, say_count(waste.cases), waste.detail


def _span(waste: Waste) -> str:
    """The interval of its share, or nothing where the share is exact."""
    if waste.low is None or waste.high is None or say_share(waste.low) == say_share(waste.high):
        return ""
    return f"{say_share(waste.low).removesuffix(' %')} to {say_share(waste.high)}"


def _first(waste: Waste, reading: WorkReading, say: Terms) -> str:
    typical = reading.ladder.rung(Step.TYPICAL)
    lead = f"The largest part is {quoted(label(waste), 90)}, {say_share(waste.share)} of the time."
    if typical is None or waste.drops_to is None or say.say(waste.drops_to) == say.say(typical.value):
        return lead
    instead = f"{say.say(waste.drops_to)} instead of {say.say(typical.value)}"
    return f"{lead} If it were gone, {say.takes(would=True)} {instead}."
