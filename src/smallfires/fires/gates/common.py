"""Conditions that both gates ask: guardrails, and whether the new way is really in use."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.fires.adoption import Adopted
from smallfires.fires.charter import Charter, Risk
from smallfires.fires.effect import Figure
from smallfires.fires.gates.evidence import Evidence, Guarded
from smallfires.fires.gates.figures import amount, moved, ranged
from smallfires.fires.quantity import say_share
from smallfires.fires.verdict import Condition, Decision
from smallfires.fires.wording import clause, say_day, sentence

DONE = "done"
RAIL = "guardrail: "
BROKEN = "guardrail broken: "
NO_USE = "Whether the new way is really in use is not known."


def kept(rail: Guarded) -> Condition:
    """Whether a guardrail surely got no worse than its margin: what spreading an optimization needs."""
    if rail.worse is None:
        return Condition(RAIL + rail.measure.name, Decision.SPREAD, None, None, rail.margin, rail.cannot)
    met = rail.worse.high <= rail.margin
    tail = "even the worst that it may be is inside" if met else "it may yet be beyond"
    return _railed(rail, RAIL, Decision.SPREAD, met, f"{tail} its margin of {_margin(rail)}")


def broken(rail: Guarded, leads_to: Decision = Decision.PUT_OUT) -> Condition:
    """Whether a guardrail is surely worse than its margin."""
    if rail.worse is None:
        return Condition(BROKEN + rail.measure.name, leads_to, None, None, rail.margin, rail.cannot)
    met = rail.worse.low > rail.margin
    tail = "even the least that it may be is beyond" if met else "it is not known to be beyond"
    return _railed(rail, BROKEN, leads_to, met, f"{tail} its margin of {_margin(rail)}")


def _railed(rail: Guarded, name: str, leads_to: Decision, met: bool, tail: str) -> Condition:
    worse = rail.worse
    assert worse is not None
    said = moved(rail.measure, worse.value, amount(abs(worse.value), rail.measure, percent=rail.percent))
    gain = Figure(-worse.value, -worse.high, -worse.low)
    between = f" ({ranged(gain, rail.measure, percent=rail.percent)})"
    return Condition(name + rail.measure.name, leads_to, met, worse.value, rail.margin, f"{said}{between}; {tail}.")


def _margin(rail: Guarded) -> str:
    return amount(rail.margin, rail.measure, percent=rail.percent)


def done(charter: Charter, evidence: Evidence) -> Condition:
    """Whether enough of the eligible cases are worked the new way."""
    limit, found = charter.gates.done, _in_use(evidence)
    if found is None:
        why = getattr(evidence.adopted, "reason", "")
        return Condition(DONE, Decision.SPREAD, None, None, limit, f"{NO_USE} {why}".strip())
    met = found.value >= limit
    said = f"{'' if met else 'Only '}{say_share(found.value)} of the eligible cases are worked the new way"
    return Condition(DONE, Decision.SPREAD, met, found.value, limit, f"{said}; {say_share(limit)} are asked for.")


def _in_use(evidence: Evidence) -> Figure | None:
    """The share at the milestone where the data reach it, else since the start."""
    adopted = evidence.adopted
    if not isinstance(adopted, Adopted):
        return None
    milestone = adopted.milestone
    if milestone is not None and milestone.due and milestone.found is not None:
        return milestone.found
    return adopted.share


def overdue(charter: Charter, evidence: Evidence) -> Iterator[str]:
    """Assumptions whose test was due and has no result, each as a sentence."""
    known = {one.risk for one in evidence.tested}
    for place, risk in enumerate(charter.risks, 1):
        if place not in known and risk.by < evidence.clock.today:
            yield (
                f'The test of "{clause(risk.assumption)}" was due on {say_day(risk.by)} and has no result: '
                f"{clause(risk.test)}."
            )


def assumption(charter: Charter, evidence: Evidence, place: int, risk: Risk) -> Condition:
    """Whether one of the riskiest assumptions failed; its last result counts."""
    results = [one for one in evidence.tested if one.risk == place]
    said = f'"{clause(risk.assumption)}"'
    if not results:
        due = f"It is to be tested by {say_day(risk.by)}: {clause(risk.test)}."
        return Condition(
            f"risk {place}", Decision.PUT_OUT, None, None, None, f"Whether {said} holds is not known. {due}"
        )
    last = results[-1]
    seen = f" {sentence(last.because)}" if last.because else ""
    outcome = "holds" if last.holds else "does not hold"
    return Condition(f"risk {place}", Decision.PUT_OUT, not last.holds, None, None, f"{said} {outcome}.{seen}")
