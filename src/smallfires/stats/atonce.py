"""Many pretend pilots of one window at once, where reading each by itself would take long.

A permutation test fits every assignment that it compares the true one with. In a history in which nothing was changed each of
them may stand for the true one, so that one fit gives as many pretend pilots as it has assignments, each with its own interval.

Each way gives None where it is not for the trial: then pilots are read one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import comb, floor
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.stats import synthetic
from smallfires.stats.arrangements import arranged, count
from smallfires.stats.chances import Bootstrapped
from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.parallel import NEARLY_ALL, Parallel
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.forecast import mean_seen
from smallfires.stats.lotunits import LotOfUnits
from smallfires.stats.noise import expected_errors
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import first_lit
from smallfires.stats.permutation import at_place, ends, lot, needed, placed
from smallfires.stats.pilots import Pilots
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.recipes import RECIPES
from smallfires.stats.staircases import Ground, Staircases
from smallfires.stats.trials import Trial, Window

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]
_Any = TypeVar("_Any", np.bool_, np.int64)

TAIL = 8
"""Of the assignments that are compared, so many lie beyond the level."""
SLOW_TAIL = 4
"""The same where there are more periods before than units, so that weights of periods take long to find."""
CHEAP_TAIL = 20
"""The same where no weights have to be found."""
ENOUGH = 3
"""Times as many are drawn, where not all can be listed, so that enough of them differ."""
EACH = 8
"""Pretend pilots in a window, where each is read by itself."""
IN_TURN = 12
"""How many of them stand for the true one, where each takes its own time."""


@dataclass(frozen=True)
class Ends:
    """Intervals of pretend pilots.

    Attributes:
        low, high: (pilots,) their ends, on the scale of the estimate: as far apart as those of the true reading will be.
        smallest_p: the smallest p-value that one of them could ever show.
        cried: (pilots,) whether wolf was cried: whether zero was beyond the interval that the pretend one had by itself.
        value: (pilots,) the estimates, where intervals reach as far as that of the pilot to come, whatever happens until then;
            None where they reach as far as it was restless.
    """

    low: Floats
    high: Floats
    smallest_p: float
    cried: Bools
    value: Floats | None = None

    @classmethod
    def of(cls, ends: Iterable[tuple[float, float]], smallest_p: float) -> Ends:
        """Those of single readings."""
        low, high = np.array(list(ends)).T
        return cls(low, high, smallest_p, (low > 0) | (high < 0))

    def today(self, unrest: float) -> Ends:
        """The same where units are so many times as restless as they were then."""
        if self.value is None:
            return replace(self, low=unrest * self.low, high=unrest * self.high)
        more = (unrest - 1) * self.value
        return replace(self, low=self.low + more, high=self.high + more, value=unrest * self.value)


def in_turn(
    figures: Floats, slopes: Floats, level: float, reads: int, scale: Floats | None = None
) -> tuple[Floats, Floats, Bools]:
    """The intervals that the permutation test gives where each of the first assignments is the true one in turn.

    Args:
        figures: (assignments,) the estimates.
        slopes: (rows, assignments) by how much each falls for an effect of one in the units of the first, second, ...
        level: of the intervals.
        reads: how many assignments the true reading takes.
        scale: (assignments,) what figures are divided by before they are compared; None where all count the same.

    Returns:
        (rows,) low ends, (rows,) high ends, and (rows,) whether wolf is cried, which these few tell as often as the level says.
    """
    rows = np.arange(len(slopes))
    ratio = np.ones((1, 1)) if scale is None else scale / scale[rows, None]
    low, high = ends(figures[rows, None], figures[None], slopes, ratio)
    low[rows, rows], high[rows, rows] = -np.inf, np.inf
    place = placed(level, reads, figures.size)
    as_extreme = ((low <= 0) & (high >= 0)).sum(axis=1)
    return at_place(low, place), -at_place(-high, place), as_extreme < needed(level, figures.size)


def parallel(trial: Trial, window: Window) -> Ends:
    """Pretend pilots of the parallel design in one window; one where units are named.

    Left out, as against the true reading: that the interval is widened where earlier dates cried wolf.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Parallel)
    panel = window.pilot(trial)
    problem = design.misfit(panel)
    if problem:
        raise TooLittleData(problem)
    ready = prepared(panel, design).whole()
    lit = ready.panel.ever_lit
    slow = (ready.panel.start or 0) > lit.size
    tail = SLOW_TAIL if slow and not trial.named else TAIL
    ways = min(comb(lit.size, int(lit.sum())), design.permutations)
    groups = _drawn(lit, ways, design, window.rng, tail)
    pilots = _pilots(ready, groups, lit if trial.named else None)
    fits = synthetic.fit(pilots, RECIPES[design.decider], seen=window.seen)
    slopes = _slopes(pilots, fits.omega, groups[:1] if trial.named else groups)
    scale = expected_errors(pilots, fits.omega) if design.studentised else None
    low, high, cried = in_turn(fits.value, slopes, design.level, ways, scale)
    return Ends(low, high, _mirrored(lit) / ways, cried)


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


def rollout(trial: Trial, window: Window) -> Ends | None:
    """Pretend pilots of the rollout design in one window, without the path that a full reading shows; None where staircases are
    studentised.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Rollout)
    if design.studentised:
        return None
    ready = _prepared(design, window.pilot(trial))
    first, ground = first_lit(ready.panel), design.ground(ready.panel, ready.weights)
    if design.bootstraps(first, len(ready.panel.periods)):
        pilots = _staircases(trial, window, window.rng.permuted(np.tile(first, (IN_TURN, 1)), axis=1))
        return _by_coins(design, ground, pilots)
    drawn = arranged(first, design.permutations, window.rng)[0]
    firsts = _distinct(drawn, design.level, window.rng, CHEAP_TAIL)
    return _by_staircases(design, ground, _staircases(trial, window, firsts[:IN_TURN]), firsts)


def _staircases(trial: Trial, window: Window, drawn: Codes) -> Codes:
    """(pilots, units) first lit periods of pretend pilots: those drawn, or as many of the named units."""
    if not trial.named:
        return drawn
    return np.stack([first_lit(window.pilot(trial)) for _ in drawn])


def _by_coins(design: Rollout, ground: Ground, pilots: Codes) -> Ends:
    """The intervals of staircases (pilots, units) by the bootstrap."""
    tests = [Bootstrapped(ground, first, design.permutations, design.seed).simple().test() for first in pilots]
    return Ends.of((test.interval(design.level) for test in tests), tests[0].smallest_p)


def _by_staircases(design: Rollout, ground: Ground, pilots: Codes, others: Codes) -> Ends | None:
    """The intervals of staircases (pilots, units) among others (assignments, units); None where one of them tells nothing."""
    reads, found = min(count(pilots[0]), design.permutations), []
    lit = np.arange(ground.y.shape[1]) >= pilots[:, :, None]
    means = Staircases.of(replace(ground, lit=lit), np.concatenate([pilots, others])).mean()
    for at, first in enumerate(pilots):
        compared = means[np.r_[at, len(pilots) + np.flatnonzero((others != first).any(axis=1))]]
        told = ~np.isnan(compared[:, 0])
        if not told[0]:
            return None
        found.append(in_turn(compared[told, 0], compared[None, told, 1 + at], design.level, reads))
    low, high, cried = (np.concatenate(part) for part in zip(*found, strict=True))
    return Ends(low, high, 1 / reads, cried)


def randomised(trial: Trial, window: Window) -> Ends:
    """Pretend pilots of a lot over units in one window, without the path that a full reading shows; one where units are named.

    Raises:
        TooLittleData: the window does not fit the design.
    """
    design = trial.design
    assert isinstance(design, Randomised)
    ready = _prepared(design, window.pilot(trial))
    units = LotOfUnits(ready, design.adjust or "cuped", design.permutations, design.seed)
    if trial.named:
        return Ends.of([units.test.interval(design.level)], units.test.smallest_p)
    lit = ready.panel.ever_lit
    ways = min(comb(lit.size, int(lit.sum())), design.permutations)
    figures, slopes = units.in_turn(_drawn(lit, ways, design, window.rng, CHEAP_TAIL), IN_TURN)
    low, high, cried = in_turn(figures, slopes, design.level, ways)
    return Ends(low, high, _mirrored(lit) / ways, cried)


def before_after(trial: Trial, window: Window) -> Ends | None:
    """Pretend pilots of before and after in one window, with the interval that the history as a whole gives: the pilot to come
    has more of a past to judge by than a pretend one; None where the window is too early for that.

    Raises:
        TooLittleData: the history does not fit the design.
    """
    design = trial.design
    assert isinstance(design, BeforeAfter)
    ahead, found = _ahead(window.history, trial.periods), []
    for _ in range(1 if trial.named else EACH):
        past = replace(design, looks=None).rehearsed(ahead.burning(trial.lit(ahead, window.rng)), window.start)
        if past is None:
            return None
        found.append(past)
    value, reach = np.array([(past.error, past.reach) for past in found]).T
    cried = np.array([past.cried for past in found])
    return Ends(value - reach, value + reach, max(past.smallest_p for past in found), cried, value)


def _ahead(history: Panel, periods: int) -> Panel:
    """The history with periods to come, in which every unit is as usual."""
    y, n = (np.repeat(mean_seen(table)[:, None], periods, axis=1) for table in (history.y, history.n))
    x = None if history.x is None else np.repeat(history.x[:, -1:], periods, axis=1)
    return Panel(
        np.hstack([history.y, y]),
        np.hstack([history.n, n]),
        np.pad(history.lit, ((0, 0), (0, periods))),
        history.units,
        (*history.periods, *(f"+{number}" for number in range(1, periods + 1))),
        None if history.x is None or x is None else np.concatenate([history.x, x], axis=1),
        history.covariates,
    )


def _mirrored(lit: Bools) -> int:
    """How many assignments are as extreme as the true one, whatever the effect: it, and the one that mirrors it."""
    return 2 if 2 * int(lit.sum()) == lit.size else 1


def _prepared(design: Rollout | Randomised, panel: Panel) -> Prepared:
    problem = design.misfit(panel)
    if problem:
        raise TooLittleData(problem)
    return prepared(panel, design)


def _drawn(lit: Bools, ways: int, design: Parallel | Randomised, rng: np.random.Generator, tail: int) -> Bools:
    """(some, units) different groups of as many units, the true one first: enough for the level, out of so many ways."""
    enough = ways if ways < design.permutations else min(ways, ENOUGH * _most(design.level, tail))
    return _distinct(lot(lit, enough, rng).groups, design.level, rng, tail)


def _distinct(drawn: NDArray[_Any], level: float, rng: np.random.Generator, tail: int) -> NDArray[_Any]:
    """(some, units) different ones of the assignments drawn, the true one first: as many as leave just less than the level's
    share of them beyond it.

    Args:
        drawn: (assignments, units) the true one first.
        level: of the intervals.
        rng: picks them.
        tail: how many lie beyond the level.
    """
    others = _different(drawn)
    others = others[(others != drawn[0]).any(axis=1)]
    return np.concatenate([drawn[:1], others[rng.permutation(len(others))[: _most(level, tail)]]])


def _different(rows: NDArray[_Any]) -> NDArray[_Any]:
    """The rows that differ, in their order; taken as text of so many bytes, which numpy sorts many times as quickly."""
    text = np.ascontiguousarray(rows.astype("u1" if rows.dtype == np.bool_ else ">u4"))
    first = np.unique(text.view(f"S{text.shape[1] * text.itemsize}").ravel(), return_index=True)[1]
    return rows[first]


def _most(level: float, tail: int) -> int:
    """Assignments that the true one is compared with."""
    return floor(round(tail / (1 - level), 9))


WAYS: Mapping[str, Callable[[Trial, Window], Ends | None]] = MappingProxyType(
    {"parallel": parallel, "rollout": rollout, "randomised": randomised, "before-after": before_after}
)
"""Designs that have such a way, by their names in the registry."""
