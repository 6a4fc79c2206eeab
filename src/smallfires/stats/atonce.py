"""Many pretend pilots of one window at once, where reading each by itself would take long.

A permutation test fits every assignment that it compares the true one with. In a history in which nothing was changed each of
them may stand for the true one, so that one fit gives as many pretend pilots as it has assignments, each with its own interval.

Each way gives None where it is not for the trial: then pilots are read one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import comb, floor
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.stats import synthetic
from smallfires.stats.arrangements import arranged, count
from smallfires.stats.designs.parallel import NEARLY_ALL, Parallel
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import MANY, Rollout
from smallfires.stats.lotunits import LotOfUnits
from smallfires.stats.noise import expected_errors
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import first_lit
from smallfires.stats.permutation import ends, lot, needed
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.staircases import Ground, Staircases
from smallfires.stats.synthetic import RECIPES, Pilots
from smallfires.stats.trials import Trial

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_Any = TypeVar("_Any", np.bool_, np.int64)

TAIL = 4
"""Of the assignments that are compared, so many lie beyond the level; the true reading takes more assignments, so that its ends
are less a matter of chance."""
SLOW_TAIL = 2
"""The same where there are more periods before than units, so that weights of periods take long to find."""
ENOUGH = 3
"""Times as many are drawn, where not all can be listed, so that enough of them differ."""
IN_TURN = 12
"""How many of them stand for the true one, where each takes its own time."""


@dataclass(frozen=True)
class Ends:
    """Intervals of pretend pilots.

    Attributes:
        low, high: (pilots,) their ends, on the scale of the estimate.
        smallest_p: the smallest p-value that one of them could ever show.
    """

    low: Floats
    high: Floats
    smallest_p: float


def in_turn(figures: Floats, slopes: Floats, scale: Floats, level: float) -> tuple[Floats, Floats]:
    """The intervals that the permutation test gives where each of the first assignments is the true one in turn.

    Args:
        figures: (assignments,) the estimates.
        slopes: (rows, assignments) by how much each falls for an effect of one in the units of the first, second, ...
        scale: (assignments,) what figures are divided by before they are compared.
        level: of the intervals.

    Returns:
        (rows,) low ends, and (rows,) high ends.
    """
    rows = np.arange(len(slopes))
    low, high = ends(figures[rows, None], figures[None], slopes, scale / scale[rows, None])
    low[rows, rows], high[rows, rows] = -np.inf, np.inf
    number = needed(level, figures.size)
    return np.partition(low, number - 1, axis=1)[:, number - 1], np.partition(high, -number, axis=1)[:, -number]


def parallel(trial: Trial, history: Panel, start: int, rng: np.random.Generator) -> Ends:
    """Pretend pilots of the parallel design in one window; one where units are named.

    Left out, as against the true reading: that the interval is widened where earlier dates cried wolf.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Parallel)
    panel = trial.pilot(history, start, rng)
    problem = design.misfit(panel)
    if problem:
        raise TooLittleData(problem)
    ready = prepared(panel, design).whole()
    lit = ready.panel.ever_lit
    slow = (ready.panel.start or 0) > lit.size
    tail = SLOW_TAIL if slow and not trial.named else TAIL
    ways = min(comb(lit.size, int(lit.sum())), design.permutations)
    groups = _drawn(lit, ways, design, rng, tail)
    pilots = _pilots(ready, groups, lit if trial.named else None)
    fits = synthetic.fit(pilots, RECIPES[design.decider])
    slopes = _slopes(pilots, fits.omega, groups[:1] if trial.named else groups)
    scale = expected_errors(pilots, fits.omega) if design.studentised else np.ones(len(groups))
    low, high = in_turn(fits.value, slopes, scale, design.level)
    return Ends(low, high, _mirrored(lit) / ways)


def _enough(lit: Bools) -> bool:
    """Whether lit units are kept out of what pretend pilots are compared with, see ``designs.parallel``."""
    others = int((~lit).sum())
    return others - int(lit.sum()) >= NEARLY_ALL * others


def _pilots(ready: Prepared, groups: Bools, named: Bools | None) -> Pilots:
    """As the true reading compares them; where the true ones are drawn, with all others."""
    pilots = Pilots.of(ready.panel.y, ready.panel.start or 0, groups, named, ready.weights)
    return replace(pilots, donors=pilots.steady) if named is not None and _enough(named) else pilots


def _slopes(pilots: Pilots, omega: Floats, lit: Bools) -> Floats:
    """(rows, assignments) by how much each estimate falls for an effect of one in the lit units of each row."""
    moved = pilots.shares if _enough(lit[0]) else pilots.shares - omega
    return np.asarray(lit @ moved.T)


def rollout(trial: Trial, history: Panel, start: int, rng: np.random.Generator) -> Ends | None:
    """Pretend pilots of the rollout design in one window; None where units are named, or so many that coins tell chance.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Rollout)
    if trial.named or design.studentised or design.inference == "bootstrap" or len(history.units) >= MANY:
        return None
    ready = _prepared(design, trial.pilot(history, start, rng))
    firsts = _distinct(arranged(first_lit(ready.panel), design.permutations, rng)[0], design.level, rng)
    before = np.arange(len(ready.panel.periods))
    figures, slopes = np.zeros(0), []
    for first in firsts[:IN_TURN]:
        lit = before >= first[:, None]
        found = Staircases.of(Ground(ready.panel.y, lit, ready.weights, design.never), firsts).mean()
        figures = found[:, 0]
        slopes.append(found[:, 1])
    if np.isnan(figures).any():
        return None
    low, high = in_turn(figures, np.array(slopes), np.ones(figures.size), design.level)
    return Ends(low, high, 1 / min(count(firsts[0]), design.permutations))


def randomised(trial: Trial, history: Panel, start: int, rng: np.random.Generator) -> Ends:
    """Pretend pilots of a lot over units in one window, without the path that a full reading shows; one where units are named.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Randomised)
    ready = _prepared(design, trial.pilot(history, start, rng))
    units = LotOfUnits(ready, design.adjust or "cuped", design.permutations, design.seed)
    if trial.named:
        low, high = units.test.interval(design.level)
        return Ends(np.array([low]), np.array([high]), units.test.smallest_p)
    lit = ready.panel.ever_lit
    ways = min(comb(lit.size, int(lit.sum())), design.permutations)
    figures, slopes = units.in_turn(_drawn(lit, ways, design, rng), IN_TURN)
    return Ends(*in_turn(figures, slopes, np.ones(figures.size), design.level), _mirrored(lit) / ways)


def _mirrored(lit: Bools) -> int:
    """How many assignments are as extreme as the true one, whatever the effect: it, and the one that mirrors it."""
    return 2 if 2 * int(lit.sum()) == lit.size else 1


def _prepared(design: Rollout | Randomised, panel: Panel) -> Prepared:
    problem = design.misfit(panel)
    if problem:
        raise TooLittleData(problem)
    return prepared(panel, design)


def _drawn(lit: Bools, ways: int, design: Parallel | Randomised, rng: np.random.Generator, tail: int = TAIL) -> Bools:
    """(some, units) different groups of as many units, the true one first: enough for the level, out of so many ways."""
    enough = ways if ways < design.permutations else min(ways, ENOUGH * _most(design.level, tail))
    return _distinct(lot(lit, enough, rng).groups, design.level, rng, tail)


def _distinct(drawn: NDArray[_Any], level: float, rng: np.random.Generator, tail: int = TAIL) -> NDArray[_Any]:
    """(some, units) different ones of the assignments drawn, the true one first: as many as leave just less than the level's
    share of them beyond it.

    Args:
        drawn: (assignments, units) the true one first.
        level: of the intervals.
        rng: picks them.
        tail: how many lie beyond the level.
    """
    others = np.unique(drawn, axis=0)
    others = others[(others != drawn[0]).any(axis=1)]
    return np.concatenate([drawn[:1], others[rng.permutation(len(others))[: _most(level, tail)]]])


def _most(level: float, tail: int) -> int:
    """Assignments that the true one is compared with."""
    return floor(round(tail / (1 - level), 9))


WAYS: Mapping[str, Callable[[Trial, Panel, int, np.random.Generator], Ends | None]] = MappingProxyType(
    {"parallel": parallel, "rollout": rollout, "randomised": randomised}
)
"""Designs that have such a way, by their names in the registry."""
