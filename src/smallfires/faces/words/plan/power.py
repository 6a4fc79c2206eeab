"""How the chance to detect grows with the effect, in words."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.plan.terms import Terms, often
from smallfires.fires.plan import Power
from smallfires.fires.quantity import say_chance
from smallfires.fires.wording import listed

_SELDOM, _NEARLY_ALWAYS = 0.3, 0.955
"""How often the effects are told that the sentence names, beside the one that is wanted."""
_MOST_ROWS = 21
LEAST = 3
"""Points below which there is no curve."""


def section(say: Terms) -> Section | None:
    """The power curve of the chosen pilot."""
    curve = say.curve
    if len(curve) < LEAST or say.plan.chosen is None:
        return None
    return Section(
        key="power",
        title="The larger the effect, the more often it is told",
        sentences=(_spoken(say, curve), _nothing_there(say)),
        table=table(say, curve[:: -(-len(curve) // _MOST_ROWS)]),
        spoken=True,
    )


def table(say: Terms, points: tuple[Power, ...]) -> Table:
    """Points of the curve."""
    rows = tuple(_row(say, point) for point in points)
    return Table("How often each effect would be told from chance", _columns(say), rows)


def _columns(say: Terms) -> tuple[Column, ...]:
    first = (Column(f"a {say.move} of", "text"),)
    unit = (Column("that is", least=76),) if say.in_percent else ()
    return (*first, *unit, Column("is told"), Column("may well be"))


def _row(say: Terms, point: Power) -> tuple[str, ...]:
    unit = (say.amount(point.effect),) if say.in_percent else ()
    span = f"{100 * point.low:.0f} to {100 * point.high:.0f} in 100"
    return say.size(point.effect), *unit, say_chance(point.power), span


def _spoken(say: Terms, curve: tuple[Power, ...]) -> str:
    """As in: ``A fall of 5 % is told 3 times in 10, one of 9 % 8 times in 10``."""
    wanted, found = say.plan.wanted.power, say.plan.chosen.detectable if say.plan.chosen else None
    told: dict[str, str] = {}
    for share in sorted({_SELDOM, wanted, _NEARLY_ALWAYS}):
        point = next((point for point in curve if point.power >= share), None)
        if share == wanted and found is not None:
            told.setdefault(say.size(found.effect), often(wanted))
        elif point is not None and point.effect:
            told.setdefault(say.size(point.effect), often(point.power, wanted))
    (first, rate), *others = told.items() or [("", "")]
    if not first:
        return ""
    return (
        listed([f"A {say.move} of {first} is told {rate}", *(f"one of {size} {rate}" for size, rate in others)]) + "."
    )


def _nothing_there(say: Terms) -> str:
    """How often wolf is cried, in this pilot."""
    chosen = say.plan.chosen
    if chosen is None or not chosen.alarms.pilots:
        return ""
    alarms, promised = chosen.alarms, 1 - say.plan.wanted.level
    share = say_chance(alarms.share).replace(" in ", " of ")
    lead = f"Where nothing was changed, it cried wolf in {share} pretend pilots"
    return f"{lead}; {100 * promised:.0f} in 100 are what it allows itself."
