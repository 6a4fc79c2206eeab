"""The units of the house in words: who is best, by how much, and what they do differently."""

from __future__ import annotations

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.fires.quantity import many, say_count, say_duration
from smallfires.fires.wording import capital
from smallfires.fires.work import Comparison, Difference, UnitFigure, WorkReading


def section(reading: WorkReading) -> Section | None:
    """Who is best, and what they do differently."""
    comparison = reading.comparison
    if comparison is None or not comparison.units:
        return None
    say = terms(reading)
    best = comparison.units[0]
    return Section(
        key="units",
        title=f"What {name(best.name, 40)} does differently" if comparison.differences else "Side by side",
        sentences=(_fair(comparison, say), _left_out(comparison)),
        items=tuple(_difference(difference) for difference in comparison.differences),
        table=Table(f"Side by side, by {name(comparison.by)}", _COLUMNS, tuple(_row(u, say) for u in comparison.units)),
    )


_COLUMNS = (
    Column("", "name"),
    Column("fair figure"),
    Column("lies between", least=70),
    Column("as it shows"),
    Column("cases"),
)


def _row(unit: UnitFigure, say: Terms) -> tuple[str, ...]:
    return (
        name(unit.name),
        say.say(unit.shrunk),
        say.span(unit.low, unit.high),
        say.say(unit.raw),
        say_count(unit.cases),
    )


def _fair(comparison: Comparison, say: Terms) -> str:
    best, last = comparison.units[0], comparison.units[-1]
    if best is last:
        return ""
    return (
        f"Compared by {quoted(comparison.by)}, from {say.say(best.shrunk)} to {say.say(last.shrunk)}. "
        "The fair figure takes out easier cases and plain luck; nobody should be judged by the other one."
    )


def _left_out(comparison: Comparison) -> str:
    return f"{many(comparison.left_out, 'other')} had too few cases to compare." if comparison.left_out else ""


def _difference(difference: Difference) -> str:
    """One difference, such as ``Waits less before “Approve”: 17 h a case instead of 1.9 days; 22 h of the gap``."""
    best, rest = say_duration(difference.best), say_duration(difference.rest)
    gain = difference.contribution
    effect = f"{say_duration(abs(gain))} of the {'gap' if gain >= 0 else 'gap the other way'}"
    return f"{capital(difference.what)}: {best} a case instead of {rest}; {effect}."
