"""The effect itself, in words: where the true one lies, beside none at all and beside a worthwhile one."""

from __future__ import annotations

from math import isfinite

from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.terms import Terms, bounded
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import say_share


def section(say: Terms) -> Section | None:
    """The figure and its interval, in the measure's unit and in percent; nothing where no end is known."""
    effect = say.effect
    if not bounded(effect.unit):
        return None
    return Section(
        key="effect",
        title="Where the true effect lies",
        sentences=(_lies(say), _worthwhile(say)),
        table=Table("The effect", _COLUMNS, _rows(say)),
        spoken=True,
    )


_COLUMNS = (Column("", "text"), Column("effect"), Column("lies between"))


def _rows(say: Terms) -> tuple[tuple[str, ...], ...]:
    unit = say.effect.unit
    rows = [(f"in {say.amounts.called}", say.say(unit.value), say.span(unit.low, unit.high))]
    return (*rows, ("in percent", *_percent(say.figure))) if say.in_percent else tuple(rows)


def _percent(figure: Figure) -> tuple[str, str]:
    value, low, high = (say_share(part / 100) for part in (figure.value, figure.low, figure.high))
    if not isfinite(figure.low):
        return value, f"at most {high}"
    return value, f"{low.removesuffix(' %')} to {high}" if isfinite(figure.high) else f"at least {low}"


def _lies(say: Terms) -> str:
    unit = say.effect.unit
    span = say.span(unit.low, unit.high)
    lead = f"The figure is {say.say(unit.value)}; the true effect {'lies between' if ' to ' in span else 'is'} {span}"
    side = "Zero is not among these." if say.effect.told else "Zero is among these, so there may be no effect at all."
    return f"{lead.replace(' to ', ' and ', 1)}. {side}"


def _worthwhile(say: Terms) -> str:
    """On which side of the worthwhile effect the interval lies."""
    worth, unit = say.effect.worthwhile, say.effect.unit
    if not worth:
        return ""
    called = f"What would be worthwhile, {say.say(worth)},"
    nearer, further = (unit.high, unit.low) if worth < 0 else (unit.low, unit.high)
    if abs(nearer) >= abs(worth) and nearer * worth > 0:
        return f"{called} is surpassed by all of it."
    reached = further <= worth if worth < 0 else further >= worth
    return (
        f"{called} lies inside: it may be reached, and may be missed."
        if reached
        else f"{called} lies outside: it is not reached."
    )
