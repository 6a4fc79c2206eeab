"""The search for the smallest fire that can teach: trials are judged on the history, and the cheapest that tell are put first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.plan import Candidate, Detectable, Power, Refused
from smallfires.fires.quantity import say_share
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.designs.switchback import Switchback
from smallfires.stats.detectable import Simulated
from smallfires.stats.panel import Panel
from smallfires.stats.power import WINDOWS, most_units, simulate
from smallfires.stats.shown import Seen
from smallfires.stats.trials import Trial

Codes = NDArray[np.int64]

POINTS = 41
"""Points of a power curve."""
ROUND = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32, 40, 52, 64, 80, 100)
"""Numbers of units and of periods that people plan with."""
EVIDENCE = {
    "switchback": "strong",
    "randomised": "strong",
    "parallel": "strong",
    "rollout": "strong",
    "before-after": "weak",
}


@dataclass(frozen=True)
class Aim:
    """What a pilot shall be able to tell.

    Attributes:
        upwards: the direction of the effect that is hoped for.
        power: how often it shall be told.
        worthwhile: the effect, in the measure's unit, with its sign; None where not said.
        usual: the usual level, in the measure's unit.
        percent: whether effects are ratios.
        above_zero: whether the measure is never below zero, so that it cannot fall by more than all.
    """

    upwards: bool
    power: float
    worthwhile: float | None
    usual: float
    percent: bool
    above_zero: bool = False

    def possible(self, effect: float) -> bool:
        """Whether there can be such an effect."""
        return isfinite(effect) and not (self.above_zero and effect <= -self.usual)

    def size(self, effect: float) -> float:
        """The size of an effect in the measure's unit, on the scale of the estimate; infinite where nothing would be left."""
        if not self.percent:
            return abs(effect)
        left = 1 + effect / self.usual
        return abs(float(np.log(left))) if left > 0 else inf

    def effect(self, size: float) -> float:
        """The effect of a size on the scale of the estimate, in the measure's unit, with its sign."""
        signed = size if self.upwards else -size
        if not self.percent:
            return signed
        with np.errstate(over="ignore"):
            return self.usual * float(np.expm1(signed))

    def in_percent(self, effect: float) -> float | None:
        """An effect in percent of the usual level; None where that is not above zero."""
        return 100 * effect / self.usual if self.usual > 0 else None


@dataclass(frozen=True)
class Judged:
    """A trial and what it could tell.

    Attributes:
        trial: the trial.
        simulated: its pretend pilots.
        candidate: the record.
    """

    trial: Trial
    simulated: Simulated
    candidate: Candidate


def judge(
    trial: Trial, history: Panel, aim: Aim, *, windows: int = WINDOWS, seed: int = 0, seen: Seen | None = None
) -> Judged | Refused:
    """What a trial could tell, by pretend pilots in the history; or why it could not tell anything.

    Args:
        trial: the trial.
        history: a panel in which nothing is lit.
        aim: what it shall tell.
        windows: of the past, at the most.
        seed: of all that is drawn by lot.
        seen: what single units showed in this history before, for other trials; saves time and changes nothing.

    Raises:
        UnreadableValue: with ``percent``, a value that is not above zero.
    """
    try:
        why = hopeless(trial, history)
        if why is None:
            simulated = simulate(trial, history, windows=windows, seed=seed, seen=seen)
            if simulated.smallest_p < round(1 - trial.asked.level, 12):
                return Judged(trial, simulated, _candidate(trial, history, simulated, aim))
            why = (
                f"So few assignments are there that chance alone does anything with p = {simulated.smallest_p:.3g}: no effect, "
                "however large, can be told from it. Light more units, or find more to compare with."
            )
    except (TooLittleData, UsageError) as problem:
        why = str(problem)
    return Refused(trial.design.name, trial.size, trial.periods, why)


def hopeless(trial: Trial, history: Panel) -> str | None:
    """Why a trial could never tell anything, with what would help; None where it could, or where that is not known before."""
    design, units = trial.design, len(history.units)
    if history.constant.all():
        return (
            "In the history no unit's measure ever changes, so how much chance does by itself cannot be seen. Give a longer "
            "history, or a finer measure: one that is counted or timed, and not rounded."
        )
    if isinstance(design, Parallel | Randomised) and trial.size < units:
        return design.hopeless(units, trial.size)
    if isinstance(design, Switchback):
        block = trial.block or 1
        return design.hopeless(trial.size * (trial.periods // (2 * block)), block)
    if isinstance(design, Rollout) and len(history.periods) > trial.periods:
        lit = trial.drawn(history, 0)
        return design.hopeless(np.where(lit.any(axis=1), lit.argmax(axis=1), lit.shape[1]))
    return None


def _candidate(trial: Trial, history: Panel, simulated: Simulated, aim: Aim) -> Candidate:
    worthwhile = None if aim.worthwhile is None else simulated.power(aim.size(aim.worthwhile), aim.upwards)
    return Candidate(
        design=trial.design.name,
        size=trial.size,
        units=trial.named,
        periods=trial.periods,
        block=trial.block,
        steps=trial.steps,
        cost=trial.cost,
        evidence=_evidence(trial),
        detectable=_detectable(simulated, aim),
        power=worthwhile,
        reaches=None if worthwhile is None else worthwhile.share >= aim.power,
        alarms=simulated.alarms,
        smallest_p=simulated.smallest_p,
        notes=_notes(trial, simulated, len(history.units)),
    )


def _evidence(trial: Trial) -> str:
    """How far the design carries: strong only where a lot decides."""
    found = EVIDENCE[trial.design.name]
    return "fair" if found == "strong" and trial.named and not trial.turns else found


def _detectable(simulated: Simulated, aim: Aim) -> Detectable | None:
    here, least, most = (aim.effect(size) for size in simulated.detectable(aim.power, aim.upwards))
    if not aim.possible(here):
        return None
    return Detectable(here, aim.in_percent(here), least, most)


def _notes(trial: Trial, simulated: Simulated, units: int) -> tuple[str, ...]:
    notes = []
    if units > most_units(trial):
        notes.append(
            f"Pretend pilots were lit among {most_units(trial)} of the {units:,} units, drawn anew in each window of the past: "
            "all of them would take long, and change little."
        )
    promised = 1 - trial.asked.level
    if simulated.alarms.low > promised:
        notes.append(
            f"On this history it cried wolf in {say_share(simulated.alarms.share)} of the pretend pilots, and promises "
            f"{say_share(promised)}: something moves the units together that it does not see."
        )
    if trial.block:
        notes.append("It can only be lit where the change can be turned off again, and soon leaves no trace.")
    if trial.design.name == "before-after":
        notes.append("Weak evidence: anything else that happens at the same time looks just the same.")
    return tuple(notes)


def _trusted(judged: Judged) -> bool:
    """Whether it cries wolf no more often than it promises, as far as the history shows, and has others to compare with."""
    level = judged.trial.asked.level
    return judged.candidate.evidence != "weak" and judged.candidate.alarms.low <= 1 - level


def ranked(found: Iterable[Judged]) -> list[Judged]:
    """Those that reach the wanted power first, the cheapest ahead; then the others, those with most power ahead. What cannot
    be trusted stands behind what can, each time.
    """

    def place(one: Judged) -> tuple[float, ...]:
        candidate = one.candidate
        size = inf if candidate.detectable is None else abs(candidate.detectable.effect)
        if candidate.reaches:
            return 0, not _trusted(one), candidate.cost, size
        power = 0.0 if candidate.power is None else candidate.power.share
        return 1, not _trusted(one), -power, size, candidate.cost

    return sorted(found, key=place)


def sharpest(found: Sequence[Judged]) -> Judged | None:
    """The trial that tells the smallest effect; one that can be trusted, where there is any; None where nothing is told."""

    def place(one: Judged) -> tuple[float, ...]:
        told = one.candidate.detectable
        return not _trusted(one), abs(told.effect) if told else inf, one.candidate.cost

    return min((one for one in found if one.candidate.detectable), key=place, default=None)


def curve(judged: Judged, aim: Aim) -> tuple[Power, ...]:
    """How power grows with the effect: from none to well beyond what is told nearly always."""
    sizes = np.maximum(judged.simulated.thresholds(aim.upwards), 0)
    sizes = sizes[np.isfinite(sizes)]
    if not sizes.size:
        return ()
    worth = 0.0 if aim.worthwhile is None else aim.size(aim.worthwhile)
    most = max(1.2 * float(np.quantile(sizes, 0.98)), 1.2 * worth if isfinite(worth) else 0.0)
    points = []
    for size in np.linspace(0.0, most, POINTS):
        rate, effect = judged.simulated.power(float(size), aim.upwards), aim.effect(float(size))
        points.append(Power(effect, aim.in_percent(effect), rate.share, rate.low, rate.high))
    return tuple(points)


def some(least: int, most: int, many: int) -> tuple[int, ...]:
    """So many numbers that people plan with, from the least to the most, or as many as there are."""
    every = [number for number in ROUND if least <= number <= most] or [max(1, min(least, most))]
    at = np.unique(np.linspace(0, len(every) - 1, min(many, len(every))).round().astype(np.int64))
    return tuple(every[place] for place in at)
