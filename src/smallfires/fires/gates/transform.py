"""The gate of a transformation: it may disrupt on its way, inside what was declared, and has to show something new."""

from __future__ import annotations

from smallfires.fires.charter import Charter
from smallfires.fires.gates.common import assumption, broken, done
from smallfires.fires.gates.decided import Case
from smallfires.fires.gates.evidence import EndState, Evidence, Loss, Slope
from smallfires.fires.gates.figures import amount, moved
from smallfires.fires.quantity import many, say_chance
from smallfires.fires.verdict import Condition, Decision, Verdict
from smallfires.fires.wording import say_day

BUDGET, END, SURE, SLOPE = "budget", "end state", "end state at every look", "slope"
EVEN = 0.5
"""The probability from which on an end state is more likely to beat the old way than not."""
NOT_OPTIMISED = (
    "What the old way gives when it is run as well as it can be is not known: the worthwhile effect stands in its "
    "place."
)


def judge(charter: Charter, evidence: Evidence) -> Verdict:
    """The verdict on a transformation."""
    safe = [rail for rail in evidence.guardrails if rail.safety]
    others = [rail for rail in evidence.guardrails if not rail.safety]
    conditions = (
        _end_state(charter, evidence),
        _sure(charter, evidence.end_state),
        done(charter, evidence),
        *(_unbroken(broken(rail)) for rail in others),
        *((_budget(evidence.loss),) if evidence.loss else ()),
        *(broken(rail) for rail in safe),
        *(assumption(charter, evidence, place, risk) for place, risk in enumerate(charter.risks, 1)),
        _slope(charter, evidence.slope, evidence.end_state),
    )
    return Case(
        charter, evidence, conditions, telling=_so_far(charter, evidence, conditions),
        untold=_untold(evidence), doubts=tuple(_doubts(evidence)),
    ).verdict()  # fmt: skip


def _unbroken(condition: Condition) -> Condition:
    """A guardrail that is no matter of safety keeps a transformation from being spread, and does not put it out."""
    met = None if condition.met is None else not condition.met
    name = condition.name.replace(" broken", "")
    return Condition(name, Decision.SPREAD, met, condition.value, condition.limit, condition.sentence)


def _end_state(charter: Charter, evidence: Evidence) -> Condition:
    """Whether the new way beats the old one run as well as it can be."""
    end, limit = evidence.end_state, charter.gates.spread
    if end is None:
        return Condition(END, Decision.SPREAD, None, None, limit, _in_dip(charter, evidence))
    if end.beats is None:
        return Condition(END, Decision.SPREAD, None, None, limit, end.cannot)
    way = "the old way run as well as it can be" if end.optimised else "today's way by a worthwhile effect"
    after = many(end.periods, "period")
    said = f"After {after} beyond the dip, the chance that the new way beats {way} is {say_chance(end.beats)}"
    today = f" (today's way as it is: {say_chance(end.beats_today)})" if end.beats_today is not None else ""
    asked = f"to spread it takes {say_chance(limit)}"
    return Condition(END, Decision.SPREAD, end.beats >= limit, end.beats, limit, f"{said}{today}; {asked}.")


def _in_dip(charter: Charter, evidence: Evidence) -> str:
    until = f" The dip is declared to end on {say_day(charter.budget.until)}." if charter.budget else ""
    return f"What the new way gives in the end is not to be seen yet.{until}"


def _sure(charter: Charter, end: EndState | None) -> Condition:
    """The same by an interval that holds however often one looks."""
    if end is None or end.sure is None or end.gain is None:
        return Condition(SURE, Decision.SPREAD, None, None, None, "Whether that holds at every look is not known yet.")
    said = "That holds however often one looks" if end.sure else "A later look may still say otherwise"
    return Condition(SURE, Decision.SPREAD, end.sure, end.gain.value, end.needed, f"{said}.")


def _budget(loss: Loss) -> Condition:
    """Whether more was surely lost than declared."""
    if loss.lost is None:
        return Condition(BUDGET, Decision.PUT_OUT, None, None, loss.allowed, loss.cannot)
    met = loss.lost.low > loss.allowed
    return Condition(BUDGET, Decision.PUT_OUT, met, loss.lost.value, loss.allowed, _spent(loss, met))


def _spent(loss: Loss, over: bool) -> str:
    """How much was lost: ``Orders fell by 6 % so far, which is inside the 8 % that was declared``."""
    assert loss.lost is not None
    size, allowed = (
        amount(value, loss.measure, percent=loss.percent) for value in (abs(loss.lost.value), loss.allowed)
    )
    of = (
        f" of what is usual until {say_day(loss.until)}"
        if loss.percent
        else f" a period, on average until {say_day(loss.until)}"
    )
    said = f"{moved(loss.measure, loss.lost.value, size)}{of} so far"
    if loss.lost.value <= 0:
        return f"{said}: nothing is lost of the {allowed} that was declared."
    least = amount(max(loss.lost.low, 0.0), loss.measure, percent=loss.percent)
    if over:
        return f"{said}, {least} at least, which is more than the {allowed} that was declared."
    if loss.lost.value > loss.allowed:
        return f"{said}, which looks like more than the {allowed} that was declared, and may yet be chance ({least} at least)."
    return f"{said}, which is inside the {allowed} that was declared."


def _slope(charter: Charter, slope: Slope | None, end: EndState | None) -> Condition:
    """Whether it is known that nothing leads upward any more to what was declared, and the end state does not win as it is."""
    limit = charter.gates.put_out
    if slope is None or slope.none is None:
        why = slope.cannot if slope else "The dip is not over: a slope is not asked for yet."
        return Condition(SLOPE, Decision.PUT_OUT, None, None, limit, why)
    wins = end is not None and end.beats is not None and end.beats >= EVEN
    met = slope.none >= limit and bool(slope.sure) and not wins
    declared = f"to the {charter.success.worthwhile} that was declared by {say_day(charter.horizon.end)}"
    said = f"The chance that no slope upward leads {declared} is {say_chance(slope.none)}"
    return Condition(SLOPE, Decision.PUT_OUT, met, slope.none, limit, f"{said}; {_tail(slope, limit, wins=wins)}.")


def _tail(slope: Slope, limit: float, *, wins: bool) -> str:
    """Why that puts it out, or does not."""
    if slope.none is None or slope.none < limit:
        return f"from {say_chance(limit)} on it is put out"
    if wins:
        return "it is not put out for it, since as it is it beats the old way more likely than not"
    return "a fire is put out for it" if slope.sure else "a later look may still say otherwise"


def _so_far(charter: Charter, evidence: Evidence, conditions: tuple[Condition, ...]) -> str:
    """What is known where it goes on: the budget during the dip, the end state after it."""
    end, loss = evidence.end_state, evidence.loss
    lead = conditions[0].sentence
    if end is not None and end.beats is not None:
        missing = [one.sentence for one in conditions[1:3] if not one.met and conditions[0].met]
        return " ".join([lead, *missing])
    if loss is not None and loss.lost is not None:
        return f"{_spent(loss, over=False)} {lead}"
    return lead


def _untold(evidence: Evidence) -> str:
    """Why neither the loss nor the end state can be told; empty where one of them can."""
    loss, end = evidence.loss, evidence.end_state
    if (loss is not None and loss.lost is not None) or (end is not None and end.beats is not None):
        return ""
    return (end.cannot if end else "") or (loss.cannot if loss else "") or evidence.cannot


def _doubts(evidence: Evidence) -> list[str]:
    end, loss = evidence.end_state, evidence.loss
    doubts = [NOT_OPTIMISED] if end is not None and not end.optimised else []
    if loss is not None and loss.lost is None:
        doubts.append(f"How much of the disruption budget is used up is not known. {loss.cannot}".strip())
    return doubts
