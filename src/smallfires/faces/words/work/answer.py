"""Optimize or transform: the answer in plain words, with its doubt."""

from __future__ import annotations

from collections.abc import Callable

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Verdict
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.fires.ladder import Call, Rung, Step
from smallfires.fires.quantity import say_chance
from smallfires.fires.wording import capital, listed
from smallfires.fires.work import Trend, WorkReading

SAID = {
    Call.REACHED: "reached already",
    Call.OPTIMIZE: "optimize",
    Call.OPTIMIZE_WASTE: "optimize, and the waste has to go",
    Call.LIMIT: "optimize to the limit, or transform",
    Call.TRANSFORM: "transform",
    Call.TOO_CLOSE: "too close to call",
    Call.CANNOT_TELL: "cannot tell",
    Call.NO_TARGET: "no target",
}
"""Every call in the words of a sentence."""

GLOSS = "To optimize is to run today's way of working better. To transform is to work in a different way."


def verdict(reading: WorkReading) -> Verdict:
    """The headline, the reason and the chance."""
    speak = _SPEAKERS[reading.answer.call]
    sentences = (text.strip() for text in speak(reading, terms(reading)))
    return Verdict(_headline(reading), tuple(filter(None, sentences)), _chance(reading))


def _headline(reading: WorkReading) -> str:
    answer = reading.answer
    if answer.call is Call.TOO_CLOSE and answer.leaning is not None:
        return f"Too close to call, leaning to: {SAID[answer.leaning]}."
    if answer.call is Call.NO_TARGET:
        return "How far can this work be run better?"
    if answer.call is Call.CANNOT_TELL:
        return "These data cannot tell."
    return capital(SAID[answer.call]) + "."


def _chance(reading: WorkReading) -> str:
    answer = reading.answer
    ranked = sorted(answer.probabilities.items(), key=lambda pair: -pair[1])
    if not ranked or answer.call in (Call.NO_TARGET, Call.CANNOT_TELL):
        return ""
    if answer.call is Call.TOO_CLOSE:
        return "Chances: " + "; ".join(f"{SAID[call]}, {say_chance(p)}" for call, p in ranked if p >= 0.01) + "."
    others = [f"{SAID[call]} ({say_chance(p)})" for call, p in ranked if call is not answer.call and p >= 0.01]
    rest = f" Otherwise: {'; '.join(others)}." if others else ""
    return f"Chance that this is right, as far as these data can show: {say_chance(answer.probability)}.{rest}"


def _wanted(reading: WorkReading, say: Terms) -> str:
    return say.say(reading.target.value) if reading.target else "the target"


def _today(reading: WorkReading, say: Terms) -> str:
    typical = reading.ladder.rung(Step.TYPICAL)
    return f"Today {say.takes()} {say.say(typical.value)}." if typical else ""


def _transform(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    wanted, floor = _wanted(reading, say), reading.ladder.rung(Step.FLOOR)
    if floor:
        first = (
            f"{wanted} is {say.beyond} what today's way of working can reach, however well it is run: "
            f"even at its best {say.takes(would=True)} {say.at(floor)}."
        )
        return first, _today(reading, say) + " To get there, the work has to be done in a different way."
    if reading.trend and not say.of_cases:
        return _limits(reading.trend, say), f"{wanted} lies outside. As it is, the work will not get there."
    return f"{wanted} is {say.beyond} what today's way of working can reach.", _today(reading, say)


def _limits(trend: Trend, say: Terms) -> str:
    """Between which limits a series moves by itself."""
    low, high = trend.lower[-1], trend.upper[-1]
    steady = "is steady" if trend.stable else "is not steady"
    return (
        f"{quoted(say.ladder.measure)} {steady}: by its own ups and downs it moves {say.between(low, high)}, "
        f"around {say.say(trend.centre)}."
    )


def _limit(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    wanted, free = _wanted(reading, say), reading.ladder.rung(Step.WASTE_FREE)
    floor = reading.ladder.rung(Step.FLOOR)
    without = f"Without any waiting or repeats {say.takes(would=True)} {say.at(free)}." if free else ""
    best = f" Only with every step at its best pace as well would it come to {say.at(floor)}." if floor else ""
    return (
        f"{wanted} can be reached on paper only. {without}{best}",
        _if_removable(reading),
        "Aim for it by running today's way nearly perfectly, or find a different way of working.",
    )


def _optimize_waste(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    wanted, free = _wanted(reading, say), reading.ladder.rung(Step.WASTE_FREE)
    best = reading.ladder.rung(Step.BEST_SEEN)
    nobody = f"Nobody here is at {wanted} yet" + (f"; the best are at {say.say(best.value)}." if best else ".")
    allows = (
        f"But the work allows it: without waiting and repeats {say.takes(would=True)} {say.at(free)}." if free else ""
    )
    listed_below = "What has to go is listed under “Where the time goes”, the largest first." if reading.wastes else ""
    return f"{nobody} {allows}", _if_removable(reading), listed_below


def _if_removable(reading: WorkReading) -> str:
    """The catch, where nobody has said yet which waits cannot be removed."""
    if not reading.transitions or any(transition.hard for transition in reading.transitions):
        return ""
    return (
        "This takes every wait for one that better running can remove. If some cannot be, such as a customer's reply, "
        "say which (--hard): the answer may change."
    )


def _optimize(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    best, wanted = reading.ladder.rung(Step.BEST_SEEN), _wanted(reading, say)
    if best:
        return _someone(reading, say, best), _today(reading, say) + f" {_ask(reading, wanted)}"
    if reading.trend and not say.of_cases:
        return _limits(reading.trend, say), _steady(reading.trend, wanted)
    return f"{wanted} is within what today's way of working reaches.", _today(reading, say)


def _someone(reading: WorkReading, say: Terms, best: Rung) -> str:
    by = reading.comparison.by if reading.comparison else ""
    who = name(best.who) if best.who else "the best of the house"
    done = f"It has been done here before, in {who}" if by == "period" else f"Someone here does it already: {who}"
    fair = "the mix of cases and plain luck taken out"
    return f"{done}, where {say.takes()} {say.at(best)}, {fair}."


def _ask(reading: WorkReading, wanted: str) -> str:
    different = bool(reading.comparison and reading.comparison.differences)
    return f"{wanted} asks the others for no more than that" + (
        "; what the best do differently is listed below." if different else "."
    )


def _steady(trend: Trend, wanted: str) -> str:
    if trend.stable:
        return (
            f"{wanted} lies inside these limits, so it is hit at times and missed at times, by chance. "
            "Make the work more even, and it will be hit more often."
        )
    return "Something particular happened at the marked points. Find out what, and keep it or stop it, before all else."


def _reached(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    typical = reading.ladder.rung(Step.TYPICAL)
    now = f"Today {say.takes()} {say.at(typical)}: " if typical else ""
    return (
        f"{now}{_wanted(reading, say)} asks for no more than that.",
        "Keep it, or set a target that is worth a change.",
    )


def _too_close(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    near = _nearest(reading, say)
    return f"{_wanted(reading, say)} lies so near a boundary that the data cannot say on which side.{near}", (
        f"What would settle it: {reading.answer.settle}" if reading.answer.settle else ""
    )


def _nearest(reading: WorkReading, say: Terms) -> str:
    """The rung nearest to the target, as the boundary that matters."""
    if reading.target is None or not reading.ladder.rungs:
        return ""
    wanted = reading.target.value
    rung = min(reading.ladder.rungs, key=lambda rung: abs(rung.value - wanted))
    return f" The nearest is {BOUNDARY[rung.step]}: {say.at(rung)}."


BOUNDARY = {
    Step.TYPICAL: "today's level",
    Step.BEST_SEEN: "the best seen here",
    Step.WASTE_FREE: "the work without waiting and repeats",
    Step.FLOOR: "the floor of today's way of working",
}
"""Each rung in the words of a sentence."""


def _cannot_tell(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    known = [BOUNDARY[rung.step] for rung in reading.ladder.rungs]
    unknown = [BOUNDARY[step] for step in Step if step in reading.ladder.missing]
    gap = f" Known: {listed(known)}. Not known: {listed(unknown)}." if unknown and known else ""
    return (
        f"Whether {_wanted(reading, say)} asks to optimize or to transform stays open.{gap}",
        _today(reading, say),
        f"What would settle it: {reading.answer.settle}" if reading.answer.settle else "",
    )


def _no_target(reading: WorkReading, say: Terms) -> tuple[str, ...]:
    typical, floor = reading.ladder.rung(Step.TYPICAL), reading.ladder.rung(Step.FLOOR)
    now = f"Today {say.takes()} {say.at(typical)}." if typical else ""
    end = (
        f" However well today's way is run, {say.takes(would=True)} no {_less(say)} than {say.at(floor)}."
        if floor
        else ""
    )
    example = "--target 5d" if say.is_time else "--target with a number"
    return now + end, f"Say what you want to reach ({example}), and you will read whether to optimize or to transform."


def _less(say: Terms) -> str:
    return "less" if say.ladder.less_is_better else "more"


_SPEAKERS: dict[Call, Callable[[WorkReading, Terms], tuple[str, ...]]] = {
    Call.REACHED: _reached,
    Call.OPTIMIZE: _optimize,
    Call.OPTIMIZE_WASTE: _optimize_waste,
    Call.LIMIT: _limit,
    Call.TRANSFORM: _transform,
    Call.TOO_CLOSE: _too_close,
    Call.CANNOT_TELL: _cannot_tell,
    Call.NO_TARGET: _no_target,
}
