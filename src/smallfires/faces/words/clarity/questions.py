"""The questions one by one: what is believed instead, and which sentence of the brief to write anew."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.clarity import Belief, Clarity, Understood

_BELIEVED = {
    "intent": "that they are asked “{}”",
    "measure": "that success is “{}”",
    "effect": "of that figure: “{}”",
    "worse": "that this may get worse: “{}”",
}
_NAMED = {
    "intent": "what is asked",
    "measure": "the figure",
    "effect": "which way and how far",
    "worse": "what may get worse",
}


def section(clarity: Clarity) -> Section | None:
    """How many answered each as the charter does, and what the others believe."""
    if not clarity.questions:
        return None
    answered = clarity.everyone.answered
    rows = tuple((one.text, f"{one.matched} of {answered}") for one in clarity.questions)
    beliefs = (
        () if clarity.solo else tuple(_belief(one, one.belief, answered) for one in clarity.questions if one.belief)
    )
    columns = (Column("question", "text"), Column("understood"))
    return Section("asked", "Question by question", (), Table("Questions of the teach-back", columns, rows), beliefs)


def _belief(question: Understood, belief: Belief, answered: int) -> str:
    """What some believe instead, as in: 4 of 11 believe that success is “Tickets”."""
    if belief.unknown:
        do, were = ("does", "was") if belief.count == 1 else ("do", "were")
        return f"{belief.count} of {answered} {do} not know, or {were} not told: {_NAMED[question.name]}."
    text = belief.text[:1].lower() + belief.text[1:] if question.name == "intent" else belief.text
    believe = "believes" if belief.count == 1 else "believe"
    return f"{belief.count} of {answered} {believe} {_BELIEVED[question.name].format(text)}."


def rewrite(clarity: Clarity) -> Section | None:
    """Sentences of the brief that were not understood."""
    if not clarity.rewrite:
        return None
    heading = "The sentence to write anew" if len(clarity.rewrite) == 1 else "The sentences to write anew"
    told = "Too few read this as it is meant. Change the charter, and the brief changes with it."
    return Section("rewrite", heading, (told,), items=tuple(f"“{one.sentence}”" for one in clarity.rewrite))
