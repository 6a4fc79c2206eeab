"""Other methods, in words: what they say of the same pilot. They never decide."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.doubts import methods
from smallfires.faces.words.pilot.terms import Terms, say_times


def section(say: Terms) -> Section | None:
    """The figures side by side, the deciding one first."""
    effect = say.effect
    if not effect.beside:
        return None
    agree = "" if methods(say) or not effect.can_tell else "They come to the same."
    lead = f"What decides is {effect.method}, whatever the others say."
    own = (effect.method, say.say(effect.unit.value), say_times(effect.p, say.alpha))
    others = ((one.method, say.say(one.value), say_times(one.p, say.alpha)) for one in effect.beside)
    return Section(
        key="beside",
        title="What other methods say",
        sentences=(f"{lead} They show how much the answer depends on the method. {agree}",),
        table=Table("The same pilot, by other methods", _COLUMNS, (own, *others)),
    )


_COLUMNS = (
    Column("method", "text"),
    Column("effect"),
    Column("chance does as much", "text"),
)
