"""The ladder: how far today's way of working can be run better, and so what a target asks for.

A rung is a level of the measure that better running alone could reach: *typical* (today), *best seen* (the best unit
in house), *waste-free* (no waiting, no repeats) and *floor* (that, at the best pace, with the waits nobody can remove).
Where the target lies between the rungs decides between optimizing and transforming.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
        return next((rung for rung in self.rungs if rung.step is step), None)


@dataclass(frozen=True)
class Answer:
    """Optimize or transform?

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
