"""Briefs and clarities for the tests of the faces: usual ones, bare ones, and hostile ones."""

from __future__ import annotations

from dataclasses import replace

from tests.faces.sample import HOSTILE
from tests.fires.burning import (
    NAMES,
    OPTIMIZE,
    TRANSFORM,
    answered,
    asking,
    briefed,
    fire,
    understood,
)

from smallfires.fires.acts import Drafted
from smallfires.fires.brief import Brief, brief_of
from smallfires.fires.charter import Bounds, Charter, Guardrail, Hypothesis, Person, Risk, Scope
from smallfires.fires.clarity import Clarity, clarity

LONG = "word " * 60 + "x" * 80
TICKETS = {name: {"measure": "tickets"} for name in NAMES[:4]}


def hostile(charter: Charter = TRANSFORM) -> Charter:
    """A charter in whose every text stands what could harm a page."""
    return replace(
        charter,
        title=HOSTILE[0],
        of=HOSTILE[1],
        owner=HOSTILE[0],
        hypothesis=Hypothesis(because=HOSTILE[0], change=HOSTILE[1], will=HOSTILE[0], seen=""),
        scope=Scope(units=tuple(HOSTILE)),
        people=(Person(name=HOSTILE[0], act=HOSTILE[1]), *OPTIMIZE.people[:4]),
        bounds=Bounds(fixed=tuple(HOSTILE), free=tuple(HOSTILE)),
        success=replace(charter.success, measure=HOSTILE[0]),
    )


def endless(charter: Charter = TRANSFORM) -> Charter:
    """A charter that says far too much."""
    return replace(
        charter,
        title=LONG,
        hypothesis=Hypothesis(because=LONG, change=LONG, will=LONG, seen=LONG),
        bounds=Bounds(fixed=(LONG,) * 30, free=(LONG,) * 30),
        guardrails=tuple(Guardrail(measure=f"{LONG} {n}", less_is_better=True, margin="5%") for n in range(20)),
        risks=tuple(Risk(assumption=LONG, test=LONG, by=charter.horizon.end) for _ in range(3)),
        people=(Person(name="Bo", act=LONG * 3, share=0.3),),
    )


def spoken(charter: Charter = OPTIMIZE, words: str = "I ask first") -> Clarity:
    """Everyone has answered, with words."""
    given = [
        answered(charter, one.name, TICKETS.get(one.name), words=f"{words} {n}") for n, one in enumerate(charter.people)
    ]
    return clarity(fire(Drafted(charter), briefed(charter), *given, slug=charter.slug))


BRIEFS: dict[str, Brief] = {
    "brief: optimize": brief_of(OPTIMIZE, "Bo"),
    "brief: transform": brief_of(TRANSFORM, "Bo"),
    "brief: for the wall": brief_of(TRANSFORM),
    "brief: bare": brief_of(replace(OPTIMIZE, people=(), guardrails=(), bounds=Bounds())),
    "brief: hostile": brief_of(hostile(), HOSTILE[0]),
    "brief: endless": brief_of(endless(), "Bo"),
}
CLARITIES: dict[str, Clarity] = {
    "clarity: clear": clarity(understood(OPTIMIZE, {})),
    "clarity: unclear": replace(spoken(), asked_of=200, interval=(0.35, 0.9)),
    "clarity: few": clarity(understood(OPTIMIZE, TICKETS, silent=NAMES[3:])),
    "clarity: none": clarity(fire(Drafted(OPTIMIZE))),
    "clarity: sent": clarity(understood(OPTIMIZE, {}, silent=NAMES)),
    "clarity: small team": clarity(understood(asking(3), {"Amira": {"worse": "nobody"}})),
    "clarity: solo": clarity(understood(replace(OPTIMIZE, people=()), {})),
    "clarity: hostile": spoken(hostile(), HOSTILE[0]),
}
CLARITIES["clarity: again"] = replace(
    CLARITIES["clarity: clear"], round=2, before=CLARITIES["clarity: unclear"].everyone
)
EVERY: dict[str, Brief | Clarity] = {**BRIEFS, **CLARITIES}
