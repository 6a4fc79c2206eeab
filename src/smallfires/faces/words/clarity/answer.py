"""Whether it is clear, in a few words, and what is missing."""

from __future__ import annotations

from smallfires.faces.words.page import Verdict
from smallfires.fires.clarity import LEAST, Clarity
from smallfires.fires.quantity import many, say_level


def verdict(clarity: Clarity) -> Verdict:
    """Whether it is clear."""
    after = ("Nothing in its clarity keeps the fire from being lit.",) if not clarity.missing else ()
    return Verdict(headline(clarity), (*clarity.missing, *after, *_before(clarity)), _chance(clarity))


def _before(clarity: Clarity) -> tuple[str, ...]:
    """How it was when they were asked the round before."""
    if clarity.before is None:
        return ()
    return (f"When they were asked before, {clarity.before.matched} of {clarity.before.asked} understood.",)


def headline(clarity: Clarity) -> str:
    """The answer in a few words."""
    everyone = clarity.everyone
    if not clarity.round:
        return "Nobody has been asked yet."
    if not clarity.current:
        return "What is asked has changed: ask again."
    if clarity.solo:
        return _solo(clarity)
    if not everyone.answered:
        return f"None of the {many(everyone.asked, 'person', 'people')} asked has answered yet."
    if not clarity.told:
        have = "has" if everyone.answered == 1 else "have"
        return f"{everyone.answered} of {everyone.asked} {have} answered."
    lead = "It is not clear yet" if clarity.missing else "It is clear"
    return f"{lead}: {everyone.matched} of {everyone.asked} understood what is asked."


def _solo(clarity: Clarity) -> str:
    if not clarity.everyone.answered:
        return "You have not answered yet."
    return "Your answers do not match your charter yet." if clarity.missing else "It is clear to you."


def _chance(clarity: Clarity) -> str:
    """What a sample says about all."""
    if clarity.interval is None or not clarity.told:
        return ""
    low, high = (f"{100 * limit:.0f}" for limit in clarity.interval)
    return (
        f"Those asked are {clarity.everyone.asked} of {clarity.asked_of:,}. Had all been asked, anything from {low} to {high} % "
        f"might have understood (at {say_level(0.95)})."
    )


def doubts(clarity: Clarity) -> tuple[str, ...]:
    """What belongs beside the answer."""
    found = [clarity.note] if clarity.note and clarity.round else []
    answered = clarity.everyone.answered
    if answered and not clarity.solo and answered < LEAST:
        more = "" if clarity.told else " How many understood is told once they have, or all who were asked."
        found.append(
            f"Nothing is shown by question before {LEAST} people have answered: it could be one person's answer.{more}"
        )
    return tuple(found)
