"""Both axes: is the work done the right way, and does it bring the outcome? And what the two together are called."""

from __future__ import annotations

from smallfires.fires.axes import Kept, RightWay
from smallfires.fires.charter import Charter, Intent
from smallfires.fires.effect import Figure
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.gates.figures import amount, better, moved, ranged
from smallfires.fires.quantity import say_share
from smallfires.fires.shift import Answer, Shift
from smallfires.fires.verdict import Axis

BUREAUCRACY = "Efficient and no outcome: the work is done better, and what it is for is not. That is bureaucracy."
BROKEN_RULES = "Outcome by breaking rules: what was wanted came, and a rule is kept by fewer cases than before."


def right_way(found: RightWay | None) -> Axis:
    """Rules kept, and efficiency."""
    if found is None:
        return Axis(
            None,
            "Whether the work is done the right way is not known: there is no log that rules and efficiency could be read from.",
        )
    signs = [rule.better for rule in found.rules]
    sentences = [_rule(rule) for rule in found.rules if rule.better is not None]
    if found.efficiency is not None:
        change = found.efficiency.change
        signs.append(_sign(change))
        sentences.append(_efficiency(change))
    steady = sum(rule.better is None for rule in found.rules)
    if steady:
        sentences.append(
            f"{steady} of {len(found.rules)} rules {'is' if steady == 1 else 'are'} kept as before, as far as can be told."
        )
    if not signs:
        return Axis(
            None, " ".join(found.notes) or "No rule was asked, and the log has no starts to read efficiency from."
        )
    return Axis(False if False in signs else True if True in signs else None, " ".join(sentences))


def _sign(change: Figure) -> bool | None:
    return None if change.low <= 0 <= change.high else change.value > 0


def _rule(rule: Kept) -> str:
    shares = [say_share(side.value) for side in (rule.before, rule.after) if side is not None]
    more = "more" if rule.better else "fewer"
    return f'"{rule.sentence}" is kept by {more} cases{f" ({shares[0]} before, {shares[1]} since)" if len(shares) == 2 else ""}.'


def _efficiency(change: Figure) -> str:
    size = f"{abs(100 * change.value):.2g} points of 100"
    if _sign(change) is None:
        return "The share of the time in which somebody works is as before, as far as can be told."
    return f"The share of the time in which somebody works {'rose' if change.value > 0 else 'fell'} by {size}."


def right_thing(evidence: Evidence) -> Axis:
    """The outcome: after the dip where it is over and can be read, else since the start."""
    end, measure = evidence.end_state, evidence.measure
    gain, when = (end.gain, " after the dip") if end is not None and end.gain is not None else (None, "")
    percent = False
    if gain is None:
        if evidence.effect is None:
            return Axis(None, evidence.cannot or f"Nothing is known yet of {measure.name}.")
        figure = evidence.effect.percent or evidence.effect.unit
        percent, gain = evidence.effect.percent is not None, better(figure, measure)
    said = moved(measure, -gain.value, amount(abs(gain.value), measure, percent=percent))
    told = _sign(gain)
    tail = "" if told is not None else ", which chance alone may do"
    return Axis(told, f"{said}{when}{tail} ({ranged(gain, measure, percent=percent)}).")


def named(charter: Charter, evidence: Evidence, way: Axis, thing: Axis) -> str:
    """What both axes together are called; empty where they are not called anything."""
    if way.better and _no_outcome(charter, evidence, thing):
        return BUREAUCRACY
    found = evidence.right_way
    if thing.better and found is not None and any(rule.better is False for rule in found.rules):
        return BROKEN_RULES
    return ""


def _no_outcome(charter: Charter, evidence: Evidence, thing: Axis) -> bool:
    """Whether it is known that the outcome does not come; a dip that was declared says nothing about it."""
    if charter.intent is Intent.TRANSFORM:
        return evidence.end_state is not None and evidence.end_state.gain is not None and thing.better is False
    likely = evidence.likely
    hopeless = likely is not None and likely.shrunk <= charter.gates.put_out
    return thing.better is False or (hopeless and not thing.better)


def relabel(charter: Charter, evidence: Evidence) -> str:
    """What the fire would have to be called, and why, where the shift contradicts the declared intent; empty otherwise."""
    shift = evidence.shift
    if not isinstance(shift, Shift):
        return ""
    if charter.intent is Intent.TRANSFORM and shift.answer is Answer.SAME:
        return _offer(
            "transform", "optimize", "all of the change that can be told is the same ways done better or worse"
        )
    if charter.intent is Intent.OPTIMIZE and shift.answer is Answer.DIFFERENT:
        return _offer("optimize", "transform", "the change comes from different ways")
    return ""


def _offer(declared: str, shown: str, why: str) -> str:
    said = f"It was declared to {declared}, and {why}: by what it did, it was to {shown}."
    return f"{said} It can be called so; the frozen charter stays as it was."
