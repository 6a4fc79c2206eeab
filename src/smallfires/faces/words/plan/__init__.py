"""What a pilot could tell, in plain words: what can be detected, by the smallest pilot, who is lit and when."""

from __future__ import annotations

from smallfires.faces.words import source
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, made
from smallfires.faces.words.plan import after, answer, options, power, refused, rests, who
from smallfires.faces.words.plan.doubts import doubts
from smallfires.faces.words.plan.terms import Terms
from smallfires.fires.plan import Plan

_PARTS = (who.section, after.section, power.section, options.section, refused.section, rests.section, rests.assumed)


def page(plan: Plan) -> Page:
    """The plan as a page."""
    say = Terms(plan)
    return made(
        title=_title(say),
        said=answer.verdict(plan),
        gloss=answer.GLOSS,
        doubts=doubts(say),
        sections=(
            *(part(say) for part in _PARTS),
            source.recognised(plan.source),
            source.settings(plan.settings),
        ),
        footer=source.footer(plan.source, plan.version),
    )


def _title(say: Terms) -> str:
    by = f", by {name(say.plan.per, 30)}" if say.plan.per else ""
    return f"What could a pilot tell? {name(say.plan.measure.name, 40)}{by}, from {name(say.plan.source.name)}"
