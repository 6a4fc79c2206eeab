"""The decision in one word with its sentence, what the fire would have to be called, and when an answer is expected."""

from __future__ import annotations

from smallfires.faces.words.page import Section
from smallfires.faces.words.page import Verdict as Said
from smallfires.fires.verdict import Decision, Verdict
from smallfires.fires.wording import capital, say_day

GLOSS = (
    "A verdict is what the gate of the charter's intent says; its figures were declared before the fire was lit. People decide, "
    "with the verdict or against it."
)
UNTOLD = "Could not be told."
NEXT = {
    Decision.SPREAD: "The next act is to spread it: to say who gets the new way, and when.",
    Decision.PUT_OUT: "The next act is to put it out, and to go back to the old way.",
    Decision.KEEP: "Nothing has to be done until then but to let it burn, and to read it.",
    Decision.EARLY: "Nothing can be concluded before.",
}


def said(verdict: Verdict) -> Said:
    """The answer as it is shown first."""
    return Said(headline(verdict), (_reason(verdict),) if _reason(verdict) else (), "")


def headline(verdict: Verdict) -> str:
    """The decision in a word: ``Keep burning.``; at the end of a horizon that did not tell, that."""
    return UNTOLD if verdict.sentence.startswith(UNTOLD) else f"{capital(verdict.decision.value)}."


def _reason(verdict: Verdict) -> str:
    """Its sentence without the decision, which stands above it."""
    return verdict.sentence.removeprefix(headline(verdict)).strip()


def relabelled(verdict: Verdict) -> Section | None:
    """That the shift contradicts the declared intent; None where it does not."""
    if not verdict.relabel:
        return None
    return Section("relabel", "What was expected, and what it was", (verdict.relabel,))


def ahead(verdict: Verdict) -> Section:
    """What comes next, and when an answer is expected."""
    by = verdict.answer_by
    if headline(verdict) == UNTOLD:
        told: tuple[str, ...] = ("Amend the horizon, put it out, or light another fire that can tell.",)
    elif by is None and verdict.decision is Decision.EARLY:
        told = ("As it stands, no answer can be expected: change the design by an amendment, or put it out.",)
    else:
        expected = f"An answer is expected by {say_day(by)}." if by else ""
        told = tuple(filter(None, (expected, NEXT[verdict.decision])))
    return Section("next", "What comes next", told)
