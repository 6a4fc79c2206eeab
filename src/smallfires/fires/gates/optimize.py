"""The gate of an optimization: it must not hurt what works, and has to be worth while."""

from __future__ import annotations

from smallfires.fires.charter import Charter
from smallfires.fires.gates.common import DONE, NO_USE, broken, done, kept
from smallfires.fires.gates.decided import Case
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.gates.figures import amount, better, moved, ranged
from smallfires.fires.quantity import say_chance, say_level
from smallfires.fires.verdict import Condition, Decision, Verdict

WORTHWHILE, TOLD, HOPELESS = "worthwhile", "told", "not worthwhile"


def judge(charter: Charter, evidence: Evidence) -> Verdict:
    """The verdict on an optimization."""
    conditions = (
        _worthwhile(charter, evidence),
        _told(evidence),
        *(kept(rail) for rail in evidence.guardrails),
        *((done(charter, evidence),) if charter.adoption else ()),
        *(broken(rail) for rail in evidence.guardrails),
        _hopeless(charter, evidence),
    )
    found = conditions[0]
    return Case(
        charter,
        evidence,
        conditions,
        telling=f"{found.sentence} At {say_chance(charter.gates.put_out)} or less it is put out.",
        untold=evidence.cannot or (evidence.effect.lacking or "" if evidence.effect else ""),
        may_lack=(DONE,),
        doubts=tuple(_doubts(charter, conditions)),
    ).verdict()


def _worthwhile(charter: Charter, evidence: Evidence) -> Condition:
    likely, limit = evidence.likely, charter.gates.spread
    if likely is None:
        why = evidence.cannot or "How probable a worthwhile effect is cannot be worked out yet."
        return Condition(WORTHWHILE, Decision.SPREAD, None, None, limit, why)
    said = f"The chance that the effect is worthwhile ({charter.success.worthwhile} or more) is {say_chance(likely.shrunk)}"
    alone = (
        f" with what {likely.fires} other fires did, {say_chance(likely.raw)} as this one reads" if likely.fires else ""
    )
    asked = f"to spread it takes {say_chance(limit)}"
    return Condition(
        WORTHWHILE, Decision.SPREAD, likely.shrunk >= limit, likely.shrunk, limit, f"{said}{alone}; {asked}."
    )


def _told(evidence: Evidence) -> Condition:
    """Better than nothing, however often it was looked at."""
    effect, measure = evidence.effect, evidence.measure
    if effect is None:
        return Condition(TOLD, Decision.SPREAD, None, None, 0.0, evidence.cannot)
    percent = effect.percent is not None
    gain = better(effect.percent or effect.unit, measure)
    met = gain.low > 0
    said = moved(measure, -gain.value, amount(abs(gain.value), measure, percent=percent))
    between = f"{ranged(gain, measure, percent=percent)} at {say_level(effect.level)}, however often one looks"
    tail = "" if met else ", so that chance alone may do it"
    return Condition(TOLD, Decision.SPREAD, met, gain.value, 0.0, f"{said} ({between}){tail}.")


def _hopeless(charter: Charter, evidence: Evidence) -> Condition:
    """So improbable that more periods would be wasted."""
    likely, limit = evidence.likely, charter.gates.put_out
    if likely is None or (likely.below is None and likely.shrunk <= limit):
        why = evidence.cannot or "Whether the effect is too small to be worthwhile cannot be told yet."
        return Condition(HOPELESS, Decision.PUT_OUT, None, None, limit, why)
    low = likely.shrunk <= limit
    said = f"The chance that the effect is worthwhile ({charter.success.worthwhile} or more) is {say_chance(likely.shrunk)}"
    if low and likely.below:
        tail = f"at {say_chance(limit)} or less a fire is put out"
    elif low:
        tail = "a later look may still say otherwise, so that it is not put out for it yet"
    else:
        tail = f"it is put out at {say_chance(limit)} or less"
    return Condition(HOPELESS, Decision.PUT_OUT, low and bool(likely.below), likely.shrunk, limit, f"{said}; {tail}.")


def _doubts(charter: Charter, conditions: tuple[Condition, ...]) -> list[str]:
    use = next((one for one in conditions if one.name == DONE), None)
    return [NO_USE] if use is None or use.met is None else []
