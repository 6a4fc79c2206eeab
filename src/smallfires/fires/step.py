"""What comes next in the life of a fire: one thing, for whoever looks at it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from smallfires.fires import acts
from smallfires.fires.clarity import Clarity, clarity
from smallfires.fires.fire import Fire, Stage, overridden
from smallfires.fires.verdict import Decision


class Step(StrEnum):
    """What comes next."""

    BRIEF = "send the brief"
    ASK = "send the brief again"
    ANSWER = "answer"
    WAIT = "wait for answers"
    REWRITE = "write anew what was misread"
    LIGHT = "light it"
    BURN = "let it burn"
    READ = "read it"
    DECIDE = "decide"


def step(fire: Fire, today: date, found: Clarity | None = None) -> Step | None:
    """What comes next; None where it is over.

    Args:
        fire: as it is.
        today: the day.
        found: its clarity, where that is known already.
    """
    if fire.over:
        return None
    found = found or clarity(fire)
    if fire.burning:
        return _burning(fire, today, found)
    if not found.missing or overridden(fire):
        return Step.LIGHT
    return Step.BRIEF if fire.stage is Stage.DRAFTED else _briefed(found)


def _briefed(found: Clarity) -> Step:
    if not found.current:
        return Step.ASK
    if found.waiting:
        return Step.ANSWER if found.solo else Step.WAIT
    return Step.REWRITE


def _burning(fire: Fire, today: date, found: Clarity) -> Step:
    if found.round and not found.current:
        return Step.ASK
    read = fire.last_read
    if read is None:
        return Step.READ if fire.charter.horizon.start <= today else Step.BURN
    since = [noted.number for noted in fire.diary if isinstance(noted.fact, acts.Decided)]
    settled = bool(since) and since[-1] > fire.reads[-1].number
    ended = fire.charter.horizon.end < today
    if not settled and (ended or read.decision in (Decision.SPREAD, Decision.PUT_OUT)):
        return Step.DECIDE
    return Step.READ
