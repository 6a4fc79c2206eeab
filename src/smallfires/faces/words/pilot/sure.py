"""How sure, in words: the fit before, pretend dates, what one unit alone decides."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Section
from smallfires.faces.words.pilot import dates, picked
from smallfires.faces.words.pilot.terms import Terms, say_times
from smallfires.fires.quantity import many, say_number

POOR = 2.0
"""So many times the usual distance before the start, and the fit is called poor."""

EVIDENCE = {
    "strong": "The evidence is strong: a lot decided who worked the new way.",
    "fair": "The evidence is fair: others are compared with, but no lot decided who worked the new way.",
    "weak": "The evidence is weak: there is only the past to compare with, and whatever else happened then looks the same.",
}
"""How far each design carries."""


def section(say: Terms) -> Section:
    """What to look at before believing the effect."""
    found = say.effect.diagnostics
    return Section(
        key="sure",
        title="How sure is this?",
        sentences=(EVIDENCE.get(say.effect.evidence, ""),),
        items=tuple(
            filter(
                None,
                (_fit(say), dates.said(found.pretended), _without(say), _own_noise(say), picked.said(say), _looks(say)),
            )
        ),
    )


def _fit(say: Terms) -> str:
    """How near what was expected came before the start, beside pretend pilots."""
    found = say.effect.diagnostics
    if not (found.fit_before > 0 and say.effect.others):
        return ""
    usual = f"usual for pretend pilots is {say.say(found.fit_usual)}"
    return f"Before the start, what was expected was off by {say.say(found.fit_before)} in a typical {say.period}; {usual}."


def poor_fit(say: Terms) -> str:
    """Where the fit before is much worse than usual."""
    found = say.effect.diagnostics
    if not (say.effect.others and found.fit_before > POOR * found.fit_usual > 0):
        return ""
    times = say_number(round(found.fit_before / found.fit_usual, 1))
    return (
        f"Before the start, what was expected fits {say.who} {times} times worse than it fits pretend pilots: no mix of the "
        "others moves alike, so what would have been is a guess."
    )


def _without(say: Terms) -> str:
    """Between which figures the effect moves when any one unit is left out."""
    found = say.effect.diagnostics.without
    if len(found) < 2:
        return ""
    low, high = (pick(found, key=lambda one: one.value) for pick in (min, max))
    return (
        f"Leave out any one unit, and the effect stays between {say.say(low.value)} (without {name(low.unit, 40)}) and "
        f"{say.say(high.value)} (without {name(high.unit, 40)})."
    )


def turned(say: Terms) -> str:
    """The units without any one of which the effect would turn around."""
    effect = say.effect
    names = [name(one.unit, 40) for one in effect.diagnostics.without if one.value * effect.unit.value < 0]
    if not names or not effect.told:
        return ""
    some = [*names[:3], *([f"one of {len(names) - 3} others"] if len(names) > 3 else [])]
    return f"Leave out {' or '.join(some)}, and the effect goes the other way: it rests on single units."


def _own_noise(say: Terms) -> str:
    p = say.effect.diagnostics.studentised
    if p is None or _same(say, p) is False:
        return ""
    return f"Each pretend pilot measured by its own ups and downs, chance does as much {say_times(p, say.alpha)}."


def uneven(say: Terms) -> str:
    """Where units that vary differently would change what can be told."""
    p = say.effect.diagnostics.studentised
    if p is None or say.effect.lacking or _same(say, p):
        return ""
    could = "could not" if say.effect.told else "could"
    return (
        f"Some units vary much more than others. Each measured by its own ups and downs, the effect {could} be told from "
        f"chance (as much {say_times(p, say.alpha)})."
    )


def _same(say: Terms, p: float) -> bool:
    return (p < say.alpha) == say.effect.told


_EVERY_LOOK = ("parallel", "rollout", "randomised")
"""Designs that can be read again and again."""


def _looks(say: Terms) -> str:
    """Whether it may be looked at again and again."""
    looks = say.reading.settings.get("looks", "")
    if looks.isdigit():
        on_the_way = f"on the way to {looks} cases" if say.of_cases else f"after each of {many(int(looks), say.period)}"
        return f"It may be looked at {on_the_way}: the interval allows for that."
    if say.effect.design not in _EVERY_LOOK:
        return ""
    return "It is meant to be read once, at an end that was set before. Whoever looks more often says so with --looks."
