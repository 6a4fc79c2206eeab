"""What comes next for a fire, in a sentence for whoever looks at its page."""

from __future__ import annotations

from collections.abc import Mapping

from smallfires.fires.clarity import Clarity
from smallfires.fires.step import Step

SAYS: Mapping[Step, str] = {
    Step.BRIEF: "Look at the page that everyone asked will get, and send it. Nobody has been asked anything yet.",
    Step.ASK: "What is asked has changed since the brief went out: it has to be confirmed anew.",
    Step.ANSWER: "You are the only one asked: answer the five questions about your own charter.",
    Step.REWRITE: "All have answered, and it is not clear yet. See which sentence to write anew, then ask again.",
    Step.LIGHT: "Nothing keeps it from being lit. Its charter is then frozen, its lot is drawn, and it burns.",
    Step.BURN: "It is lit. It can be read as soon as its first day has come.",
    Step.READ: "The method was declared before anything could be seen: read it as often as you like.",
    Step.DECIDE: "The verdict advises, people decide.",
}
_FEW = 5


def says(step: Step, clarity: Clarity | None) -> str:
    """What comes next, and why."""
    if step is Step.WAIT and clarity is not None:
        everyone = clarity.everyone
        names = ", ".join(clarity.waiting[:_FEW])
        more = f" and {len(clarity.waiting) - _FEW} more" if len(clarity.waiting) > _FEW else ""
        have = "has" if everyone.answered == 1 else "have"
        return f"{everyone.answered} of {everyone.asked} {have} answered. Still to come: {names}{more}."
    return SAYS.get(step, "")
