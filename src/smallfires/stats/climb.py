"""The ladder out of cases: each rung with its interval, and the odds of where a target lies between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.fires.ladder import Odds
from smallfires.stats import resample
from smallfires.stats.shrink import Posterior, shrink
from smallfires.stats.standardise import Standardised, standardise

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FEWEST = 5
"""Complete cases below which nothing is said about what is typical."""


@dataclass(frozen=True)
class CaseColumns:
    """Cases as columns, all (cases,).

    Attributes:
        cycle: the measure, in its unit (seconds for durations); of open cases any number.
        waste_free: the same without waste but with the hard waits, or None where unknown.
        floor: the same at the best pace, or None where unknown.
        weight: ``survival.completion_weights``, or ones; 0 for open cases.
        unit: codes of the units that are compared, -1 unknown.
        type: codes of case types, -1 unknown.
        cluster: codes of what is resampled as a whole, where that is not ``unit``.
    """

    cycle: Floats
    waste_free: Floats | None
    floor: Floats | None
    weight: Floats
    unit: Codes
    type: Codes
    cluster: Codes | None = None


@dataclass(frozen=True)
class Level:
    """A rung's level with its interval, in the measure's unit, and how many complete cases stand behind it."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True)
class UnitTable:
    """Units side by side, best first, all (units,); figures in the measure's unit."""

    code: Codes
    cases: Codes
    raw: Floats
    standardised: Floats
    shrunk: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Climb:
    """The rungs, the units behind *best seen*, and where the target lies.

    Attributes:
        typical: today.
        best_seen, waste_free, floor: the other rungs, None where the data cannot show them.
        units: the comparison, None where fewer than two units take part.
        raw_best: the best raw figure of any unit, before shrinking.
        spread: standard deviation of true figures between units, in the measure's unit.
        left_out: units with too few cases.
        odds: where the target lies; None without a target.
        notes: what belongs beside the answer, as sentences.
    """

    typical: Level
    best_seen: Level | None
    waste_free: Level | None
    floor: Level | None
    units: UnitTable | None
    raw_best: float | None
    spread: float | None
    left_out: int
    odds: Odds | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Best:
    """The units, compared."""

    compared: Standardised
    posterior: Posterior
    less: bool

    def back(self, scaled: Floats) -> Floats:
        """From the working scale to the measure's unit."""
        return np.exp(scaled) if self.compared.ratio else scaled

    @property
    def place(self) -> int:
        """Of the best unit."""
        return self.posterior.best(self.less)

    def table(self, level: float) -> UnitTable:
        """All units, best first."""
        mean = self.posterior.mean
        order = np.argsort(mean if self.less else -mean, kind="stable")
        low, high = (self.back(end)[order] for end in self.posterior.interval(level))
        c = self.compared
        return UnitTable(
            c.code[order], c.cases[order], c.raw[order], c.figure[order], self.back(mean)[order], low, high
        )

    def spread(self) -> float:
        """Tau in the measure's unit."""
        middle = float(self.back(np.array([self.posterior.mean.mean()]))[0])
        return self.posterior.spread * (middle if self.compared.ratio else 1.0)

    def raw(self) -> float:
        """What luck makes look best."""
        return float(self.compared.raw.min() if self.less else self.compared.raw.max())


def climb(
    cases: CaseColumns,
    *,
    target: float | None,
    statistic: str,
    level: float = 0.9,
    draws: int = 1000,
    rng: np.random.Generator,
    less_is_better: bool = True,
    smallest: int = FEWEST,
) -> Climb:
    """Make the ladder.

    Typical, waste-free and floor come from one joint bootstrap; best seen from the posterior of the best unit. In each
    draw the rungs are put in order (a unit cannot be better than the best), and the target is placed among them.

    Args:
        cases: the cases.
        target: the level wanted, in the measure's unit, or None.
        statistic: ``median`` or ``mean``, the same for every rung.
        level: of the intervals.
        draws: of the bootstrap and of the posterior.
        rng: the only source of chance.
        less_is_better: the direction of the measure.
        smallest: units with fewer complete cases stay out of the comparison.

    Returns:
        The climb.

    Raises:
        TooLittleData: fewer than ``FEWEST`` cases are complete.
        UsageError: an unknown statistic.
    """
    done = int((cases.weight > 0).sum())
    if done < FEWEST:
        raise TooLittleData(
            f"{_counted(done)} too few to say what is typical: {FEWEST} are the least.",
            "Wait for more, give a longer log, or name the activities that end a case with --ends.",
        )
    columns = [column for column in (cases.cycle, cases.waste_free, cases.floor) if column is not None]
    cluster = cases.unit if cases.cluster is None else cases.cluster
    drawn = resample.bootstrap(columns, cases.weight, statistic, cluster=cluster, draws=draws, rng=rng)
    centres = [resample.typical(column, cases.weight, statistic) for column in columns]
    levels = iter([_level(c, d, level, done) for c, d in zip(centres, drawn.T, strict=True)])
    typical = next(levels)
    waste_free = next(levels) if cases.waste_free is not None else None
    floor = next(levels) if cases.floor is not None else None
    best = _compare(cases, statistic, less_is_better, smallest)
    rungs = _rungs(drawn, best, cases, rng)
    table = best.table(level) if best else None
    return Climb(
        typical=typical,
        best_seen=None if table is None else _first(table),
        waste_free=waste_free,
        floor=floor,
        units=table,
        raw_best=best.raw() if best else None,
        spread=best.spread() if best else None,
        left_out=_left_out(cases, best),
        odds=None if target is None else _odds(target, rungs, less_is_better),
        notes=_notes(cases, cluster, best),
    )


def _counted(done: int) -> str:
    return {0: "No case is complete, and that is", 1: "One complete case is"}.get(done, f"{done} complete cases are")


def _level(value: float, draws: Floats, level: float, cases: int) -> Level:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Level(value, float(min(low, value)), float(max(high, value)), cases)


def _first(table: UnitTable) -> Level:
    return Level(float(table.shrunk[0]), float(table.low[0]), float(table.high[0]), int(table.cases[0]))


def _compare(cases: CaseColumns, statistic: str, less: bool, smallest: int) -> _Best | None:
    compared = standardise(cases.cycle, cases.weight, cases.unit, cases.type, statistic, smallest=smallest)
    if compared is None:
        return None
    usual = compared.spread / 2 or float(np.ptp(compared.scaled)) or 1e-9
    return _Best(compared, shrink(compared.scaled, compared.error, usual), less)


def _rungs(drawn: Floats, best: _Best | None, cases: CaseColumns, rng: np.random.Generator) -> dict[str, Floats]:
    """Draws of each rung by name, from today on; only those that there are."""
    rungs = {"typical": drawn[:, 0]}
    if best:
        rungs["best_seen"] = best.back(best.posterior.draw(best.place, len(drawn), rng))
    if cases.waste_free is not None:
        rungs["waste_free"] = drawn[:, 1]
    if cases.floor is not None:
        rungs["floor"] = drawn[:, -1]
    return rungs


def _odds(target: float, rungs: dict[str, Floats], less: bool) -> Odds:
    """Shares of draws in which the target lies at or beyond each rung, the first that it reaches."""
    sign = 1.0 if less else -1.0
    open_ = np.ones(rungs["typical"].size, dtype=bool)
    shares = {}
    for name, draws in rungs.items():
        here = open_ & (sign * target >= sign * draws)
        shares[name] = float(here.mean())
        open_ &= ~here
    return Odds(**shares, beyond=float(open_.mean()))


def _left_out(cases: CaseColumns, best: _Best | None) -> int:
    if best:
        return best.compared.left_out
    units = np.unique(cases.unit[(cases.weight > 0) & (cases.unit >= 0)]).size
    return units if units > 1 else 0


def _notes(cases: CaseColumns, cluster: Codes, best: _Best | None) -> tuple[str, ...]:
    notes = []
    clusters = np.unique(cluster[(cluster >= 0) & (cases.weight > 0)]).size
    if 1 < clusters < resample.FEW:
        notes.append(
            f"With {clusters} units only, cases are resampled, and intervals widened to the differences between units."
        )
    if best and not best.compared.ratio:
        notes.append("Some figures are zero or negative, so units are compared by difference and not by ratio.")
    return tuple(notes)
