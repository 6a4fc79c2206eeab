"""What the effect rests on, in words: the units and periods that count, and what has to be true."""

from __future__ import annotations

from smallfires.faces.words.measured import plural
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.quantity import many, say_share
from smallfires.fires.wording import capital, listed


def section(say: Terms) -> Section | None:
    """The units that what would have been is put together from."""
    units = say.effect.diagnostics.units
    if not units:
        return None
    rows = tuple((name(share.label), say_share(share.weight)) for share in units)
    half, total = 0, 0.0
    for share in units:
        half, total = half + 1, total + share.weight
        if total >= 0.5:
            break
    first = (
        f"{many(half, 'unit')} make up half of it."
        if half > 1
        else f"{name(units[0].label)} alone makes up half of it."
    )
    return Section(
        key="rests",
        title="What it is compared with",
        sentences=(f"What would have been is put together from {say.units(len(units))}. {first}", _periods(say)),
        table=Table("What would have been, by unit", _COLUMNS, rows, bars=True),
    )


_COLUMNS = (Column("unit", "name"), Column("share"))


def _periods(say: Terms) -> str:
    """The periods before the start that count most."""
    periods = say.effect.diagnostics.periods
    if not periods:
        return ""
    shown = listed([f"{name(share.label)} ({say_share(share.weight)})" for share in periods[:4]])
    most = " most" if len(periods) > 4 else ""
    return f"Of the {plural(say.period)} before the start, these count{most}: {shown}."


def assumed(say: Terms) -> Section:
    """How it was worked out, and what has to be true for it."""
    effect = say.effect
    why = say.reading.why_design
    how = f"{capital(effect.method)}. Described in: {effect.source}."
    return Section(
        "assumed",
        "What has to be true",
        sentences=("No data can show these; whoever knows the work can judge them.", why, how),
        items=effect.assumptions,
    )
