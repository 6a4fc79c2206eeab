"""The ladder: how far today's way of working can be run better, and so what a target asks for.

A rung is a level of the measure that better running alone could reach: *typical* (today), *best seen* (the best unit
in house), *waste-free* (no waiting, no repeats) and *floor* (that, at the best pace, with the waits nobody can remove).
Where the target lies between the rungs decides between optimizing and transforming.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

SURE = 0.8
"""How probable a call has to be to be made: four to one, so that a wrong one is the exception."""
SETTLED_BY = 0.8416
"""Standard errors between a target and a rung at which their order is ``SURE``: the normal quantile of 0.8."""
HOPELESS = 100
"""Where it would take more than so many times the cases there are, more cases are no advice."""


class Step(StrEnum):
    """The names of the rungs, from today downwards."""

    TYPICAL = "typical"
    BEST_SEEN = "best seen"
    WASTE_FREE = "waste-free"
    FLOOR = "floor"


class Call(StrEnum):
    """What the target asks for."""

    REACHED = "reached already"
    OPTIMIZE = "optimize"
    OPTIMIZE_WASTE = "optimize: the wastes have to go"
    LIMIT = "optimize to the limit, or transform"
    TRANSFORM = "transform"
    TOO_CLOSE = "too close to call"
    CANNOT_TELL = "cannot tell"
    NO_TARGET = "no target given"


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder.

    Attributes:
        step: which rung.
        value: its level, in the ladder's unit.
        low: lower end of its interval, in the same unit.
        high: upper end of its interval.
        cases: how many cases stand behind it.
        declared: whether it rests on touch times that people declared, rather than on measured ones.
        raw: best seen only: the level before shrinking, which luck makes look better than it is.
        who: best seen only: the unit it belongs to.
    """

    step: Step
    value: float
    low: float
    high: float
    cases: int
    declared: bool = False
    raw: float | None = None
    who: str | None = None


@dataclass(frozen=True)
class Ladder:
    """The rungs in order, from today to the floor.

    Attributes:
        rungs: those that the data can show; typical always, the others where known.
        measure: what is measured, in the user's words (``duration``, ``cost``, or a column's name).
        unit: ``seconds`` for durations, else the measure's own unit, or empty.
        statistic: ``median`` or ``mean``; the same for every rung.
        less_is_better: the direction.
        level: the level of the intervals, 0.9 for 90 %.
        missing: for each rung that is not there, why not, as a sentence.
    """

    rungs: tuple[Rung, ...]
    measure: str
    unit: str
    statistic: str
    less_is_better: bool
    level: float
    missing: Mapping[Step, str]

    def rung(self, step: Step) -> Rung | None:
        """The rung of that name, or None where the data cannot show it."""
        return next((rung for rung in self.rungs if rung.step == step), None)


@dataclass(frozen=True)
class Answer:
    """Optimize or transform, with its doubt.

    Attributes:
        call: the answer.
        probability: of the answer's side of the question; of the leading call where it is too close to call.
        probabilities: of every call that has any, from the bootstrap (adds up to 1); empty where nothing was resampled.
        leaning: where too close to call, the call with the highest probability.
        settle: where too close to call or untold, what data would settle it, as a sentence.
    """

    call: Call
    probability: float
    probabilities: Mapping[Call, float]
    leaning: Call | None = None
    settle: str = ""


@dataclass(frozen=True)
class Odds:
    """Probabilities of where the target lies, from today downwards; they add up to 1.

    Each is the chance that the rung is the first that the target does not go beyond. A rung that the data cannot show
    has none.

    Attributes:
        typical: the target is no better than today's typical.
        best_seen: better than that, and no better than best seen.
        waste_free: better than all before, and no better than waste-free.
        floor: better than all before, and no better than the floor.
        beyond: better than every rung there is.
    """

    typical: float
    beyond: float
    best_seen: float = 0.0
    waste_free: float = 0.0
    floor: float = 0.0


def decide(
    target: float | None, ladder: Ladder, odds: Odds | None = None, *, cases_per_week: float | None = None
) -> Answer:
    """Answer whether to optimize or to transform.

    Args:
        target: the level wanted, in the ladder's unit, or None.
        ladder: the rungs.
        odds: where the target lies, from resampling; None places it by the rungs' values alone.
        cases_per_week: complete cases a week, to say what would settle a close call in weeks too.

    Returns:
        The call where it has a probability of ``SURE`` or more, else that it is too close, what it leans to and what
        would settle it.
    """
    if target is None:
        return Answer(Call.NO_TARGET, 1.0, {}, settle="Say which level is wanted.")
    chances = _calls(odds or _placed(target, ladder), ladder)
    leading = max(chances, key=lambda call: chances[call])
    shown = chances if odds else {}
    if chances[leading] >= SURE:
        need = _needed(ladder) if leading is Call.CANNOT_TELL else ""
        return Answer(leading, chances[leading], shown, settle=need)
    settle = _settle(target, ladder, odds or _placed(target, ladder), chances, cases_per_week)
    return Answer(Call.TOO_CLOSE, chances[leading], shown, leaning=leading, settle=settle)


def _placed(target: float, ladder: Ladder) -> Odds:
    """Certainty about the first rung that the target does not go beyond."""
    sign = 1 if ladder.less_is_better else -1
    for rung in ladder.rungs:
        if sign * target >= sign * rung.value:
            return _certain(rung.step)
    return Odds(typical=0.0, beyond=1.0)


def _certain(step: Step) -> Odds:
    return Odds(
        typical=float(step is Step.TYPICAL),
        best_seen=float(step is Step.BEST_SEEN),
        waste_free=float(step is Step.WASTE_FREE),
        floor=float(step is Step.FLOOR),
        beyond=0.0,
    )


def _calls(odds: Odds, ladder: Ladder) -> dict[Call, float]:
    """Probability of each call that has any. Below the last rung there is, only a floor says to transform."""
    below = Call.TRANSFORM if ladder.rung(Step.FLOOR) else Call.CANNOT_TELL
    every = {
        Call.REACHED: odds.typical,
        Call.OPTIMIZE: odds.best_seen,
        Call.OPTIMIZE_WASTE: odds.waste_free,
        Call.LIMIT: odds.floor,
        below: odds.beyond,
    }
    return {call: chance for call, chance in every.items() if chance > 0}


def _needed(ladder: Ladder) -> str:
    """What would show the rungs that are not there."""
    if ladder.rung(Step.WASTE_FREE) is None:
        return (
            "The target is better than anything seen here, and how much of the time is waste is not known: "
            "give the start times of the steps, or declare their touch times (low, usual, high)."
        )
    return "The floor is not known: give start times for the steps, or declare their touch times (low, usual, high)."


def _settle(target: float, ladder: Ladder, odds: Odds, chances: Mapping[Call, float], per_week: float | None) -> str:
    """Which rung the target is too close to, and what would tell them apart."""
    rung = _boundary(ladder, odds)
    either = _same_side(chances)
    return (
        f"The target is too close to {rung.step.value} ({_said(rung)}). {_more(target, rung, ladder, per_week)}{either}"
    )


def _said(rung: Rung) -> str:
    return "today's level" if rung.step is Step.TYPICAL else f"a rung that rests on {rung.cases} cases"


def _boundary(ladder: Ladder, odds: Odds) -> Rung:
    """The rung whose order with the target is least certain."""
    by_step = {
        Step.TYPICAL: odds.typical,
        Step.BEST_SEEN: odds.best_seen,
        Step.WASTE_FREE: odds.waste_free,
        Step.FLOOR: odds.floor,
    }
    behind, doubt = 0.0, {}
    for rung in ladder.rungs:
        behind += by_step[rung.step]
        doubt[rung.step] = abs(behind - 0.5)
    return min(ladder.rungs, key=lambda rung: doubt[rung.step])


def _more(target: float, rung: Rung, ladder: Ladder, per_week: float | None) -> str:
    """How many more cases: standard errors shrink with the root of their number."""
    halves = {0.8: 1.2816, 0.9: 1.6449, 0.95: 1.96, 0.99: 2.5758}
    error = (rung.high - rung.low) / 2 / halves.get(ladder.level, 1.6449)
    apart = abs(target - rung.value)
    times = (SETTLED_BY * error / apart) ** 2 if apart > 0 else float("inf")
    if times > HOPELESS:
        return "More cases will hardly tell them apart: take the target as being at that level, or move it."
    more = max(1, ceil(rung.cases * max(times - 1, 0.1)))
    of = " of that unit" if rung.step is Step.BEST_SEEN else ""
    weeks = f", some {max(1, ceil(more / per_week))} weeks at today's pace" if per_week and not of else ""
    return f"About {_rounded(more)} more complete cases{of} would settle it{weeks}."


def _rounded(count: int) -> int:
    """To two digits: it is a rough number."""
    step = int(10 ** max(0, len(str(count)) - 2))
    return int(ceil(count / step) * step)


def _same_side(chances: Mapping[Call, float]) -> str:
    """What is sure although the call is not."""
    optimize = sum(chances.get(call, 0.0) for call in (Call.OPTIMIZE, Call.OPTIMIZE_WASTE))
    if optimize >= SURE:
        return " It is optimize either way: open is only whether someone here does it already."
    return ""
