"""Pretend dates, in words: how often the method cries wolf when nothing was changed."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.effect import Pretended
from smallfires.fires.quantity import many

FEW = 8
"""Pretend dates below which their alarms say little."""


def said(found: Pretended | None) -> str:
    """How often it would have cried wolf, beside how often it may."""
    if found is None or not found.dates:
        return ""
    count = len(found.dates)
    lead = f"At {many(count, 'earlier date')}, when nothing was changed, the same method would {_cried(found.alarms)}"
    if found.widened > 1:
        return f"{lead}. That is more than it promises, so the interval was made {found.widened:.2g} times as wide."
    if count < FEW:
        return f"{lead}; so few dates say little."
    return f"{lead}; at {found.promised * 100:g} % of them it may."


def _cried(alarms: int) -> str:
    if not alarms:
        return "never have cried wolf"
    return f"have cried wolf {'once' if alarms == 1 else 'twice' if alarms == 2 else f'{alarms} times'}"


def section(say: Terms) -> Section | None:
    """What was found at each, where there are enough to look at."""
    found = say.effect.diagnostics.pretended
    if found is None or len(found.dates) < FEW:
        return None
    rows = tuple((name(date), say.say(value)) for date, value in zip(found.dates, found.values, strict=True))
    return Section(
        key="dates",
        title="At dates when nothing was changed",
        sentences=("The same method, at earlier dates: all it finds there is chance.",),
        table=Table("What the method finds where there is nothing", _COLUMNS, rows),
    )


_COLUMNS = (Column("pretend date", "text"), Column("effect found"))
