"""The verb ``decide``: someone decides on a fire that burns, with the verdict or against it, and says why."""

from __future__ import annotations

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.fires.acts import Decided, Fact
from smallfires.fires.charter import Intent
from smallfires.fires.fire import Fire
from smallfires.fires.verdict import Decision
from smallfires.verbs.allowed import because, burning
from smallfires.verbs.desk import Desk

DECISIONS = (Decision.SPREAD, Decision.KEEP, Decision.PUT_OUT)
"""What can be decided; *too early* is for verdicts only."""


def decide(
    desk: Desk, slug: str, decision: str, reason: str, *, relabel: str = "", units: tuple[str, ...] = ()
) -> Fire:
    """Decide on a fire. Against the verdict it may be, and the ledger says so.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        decision: ``spread``, ``keep burning`` or ``put out``.
        reason: why.
        relabel: the intent that the fire is said to have had; the frozen charter stays as it was. Empty for none.
        units: to which it is spread; empty where that is not said.

    Raises:
        NotYet: the fire is not lit, or over.
        UsageError: there is no such fire, decision or intent, or no reason.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = burning(desk.fire(slug), "decide on it")
    chosen, why = _decision(decision), because(reason)
    if units and chosen is not Decision.SPREAD:
        raise UsageError(f'Units are named, and the decision is "{chosen}".', "Name units only where it is spread.")
    read = fire.last_read
    made = Decided(
        chosen, why, read.number if read else 0, read.decision if read else "", _label(fire, relabel)
    )  # fmt: skip
    desk.note(fire, made, *_following(chosen, why, units))
    return desk.fire(slug)


def _decision(text: str) -> Decision:
    found = next((one for one in DECISIONS if one == " ".join(text.lower().replace("-", " ").split())), None)
    if found is None:
        raise UsageError(f'"{text}" is no decision.', f"It is one of: {', '.join(DECISIONS)}.")
    return found


def _label(fire: Fire, relabel: str) -> str:
    """The other intent."""
    if not relabel:
        return ""
    if relabel not in tuple(Intent):
        raise UsageError(f'"{relabel}" is no intent.', "It is optimize or transform.")
    if relabel == fire.charter.intent:
        raise UsageError(f'"{fire.slug}" was declared to {relabel}: that needs no other label.', "Leave it out.")
    return relabel


def _following(decision: Decision, reason: str, units: tuple[str, ...]) -> tuple[Fact, ...]:
    """What a decision does to the fire, beside being noted."""
    if decision is Decision.SPREAD:
        return (acts.Spread(reason, units),)
    return (acts.PutOut(),) if decision is Decision.PUT_OUT else ()
