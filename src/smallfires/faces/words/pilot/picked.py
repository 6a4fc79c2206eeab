"""How the units were picked, in words: whether that alone could explain the effect."""

from __future__ import annotations

from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.effect import Picked
from smallfires.fires.quantity import say_share

_DOUBTS = {
    "volunteers": "The lit units volunteered. Volunteers may have been about to change anyway, and data cannot check that.",
    "worst": "The lit units were picked at their worst, and what is at its worst tends to get better by itself.",
    "best": "The lit units were picked at their best, and what is at its best tends to get worse by itself.",
}


def doubt(say: Terms) -> str:
    """Why the way of picking casts a doubt, with the check it passed or failed; empty where it does not."""
    picked = say.effect.diagnostics.picked
    if picked is None or picked.how not in _DOUBTS:
        return ""
    return f"{_DOUBTS[picked.how]} {_checked(picked, say)}".strip()


def _checked(picked: Picked, say: Terms) -> str:
    """What units picked like that did in the past."""
    if picked.how == "volunteers":
        return ""
    if picked.rebound is None:
        return "Whether that explains the effect could not be checked: the history is too short."
    moved = f"Units picked like that in the past moved by {say.say(picked.rebound)} on their own"
    if picked.share is not None and picked.share <= 0:
        return f"{moved}, which is the other way: it explains nothing of the effect."
    share = "" if picked.share is None else f", {say_share(picked.share)} of the effect"
    if picked.passed:
        return f"{moved}{share}; the effect stands without that."
    return f"{moved}{share}; that and chance could be all there is."


def said(say: Terms) -> str:
    """How they were picked, in a sentence, where that is no doubt; or the question."""
    picked = say.effect.diagnostics.picked
    if not say.effect.others or say.effect.design == "randomised":
        return ""
    if picked is None:
        return (
            "It was not said how the lit units were picked. Volunteers, or those at their worst, may change by themselves: "
            "say so with --picked, and it is checked as far as data can."
        )
    return _HARMLESS.get(picked.how, "")


_HARMLESS = {
    "lot": "The lit units were picked by lot, so nobody's choice explains the effect.",
    "hand": "The lit units were picked by hand. That is fair only if whoever picked them did not know what was coming.",
}
