"""Rollout: units changed one after another, a staircase. Each step is compared with those whose turn had not come yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Effect, Figure, Point
from smallfires.stats import grouptime
from smallfires.stats.arrangements import arranged, count, smallest_p
from smallfires.stats.design import Asked
from smallfires.stats.grouptime import Average, Steps
from smallfires.stats.panel import Panel
from smallfires.stats.permutation import Permutation
from smallfires.stats.saying import at_least, diagnostics, first_lit, in_percent

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

MANY = 50
"""Units from which on the bootstrap is used."""
MANY_A_STEP = 10
"""Units that each step, and those never lit, need for it."""
SOURCE = "Callaway and Sant'Anna (2021), Journal of Econometrics 225: 200-230"


@dataclass(frozen=True)
class _Ready:
    """A panel without what cannot be used.

    Attributes:
        panel: the units that were seen before they were lit.
        first: (units,) their first lit period.
        dropped: labels of the units lit from the start.
    """

    panel: Panel
    first: Codes
    dropped: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rollout(Asked):
    """A staircase of starts. A lot of ``assign`` is spread over a half of the periods.

    Attributes:
        compare: ``not yet`` compares with all units whose turn had not come, ``never`` with those never lit only.
        inference: ``permutation`` of the staircase over the units, ``bootstrap`` of the units' influences, or ``auto``:
            the bootstrap where units are many.
        steps: for ``assign``, how many steps.

    Raises:
        UsageError: a setting that is none.
    """

    compare: str = "not yet"
    inference: str = "auto"
    steps: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.compare not in ("not yet", "never"):
            raise UsageError(f'"{self.compare}" is nobody to compare with.', "Use not yet or never.")
        if self.inference not in ("auto", "permutation", "bootstrap"):
            raise UsageError(f'"{self.inference}" is no way to infer.', "Use auto, permutation or bootstrap.")
        if self.steps < 1:
            raise UsageError(f"{self.steps} steps are none.", "Take one at the least.")

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "rollout"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        if not panel.lit.any():
            return "No unit was lit in any period: say which units changed, and when."
        if panel.lit[:, 0][panel.ever_lit].all():
            names = ", ".join(np.array(panel.units)[panel.ever_lit][:3])
            return f"{names} burnt from the first period, {panel.periods[0]}, on: give at least one period before."
        ready = _ready(panel)
        first, periods = ready.first, len(panel.periods)
        if self.compare == "never" and not (first == periods).any():
            return "Every unit was lit in the end, so none is left that never was: compare with those not yet lit."
        if not grouptime.steps(ready.panel.y, first, never=self.compare == "never").value.size:
            return (
                "No lit unit has another to compare it with, seen before and after: "
                "add units that are not lit, or lit later."
            )
        return None

    def hopeless(self, first: Codes) -> str | None:
        """Why such a staircase could never tell anything, with what would help; None where it could.

        Args:
            first: (units,) the first lit period of each unit.
        """
        ways = count(first)
        if 1 / ways < round(1 - self.level, 12):
            return None
        return (
            f"{first.size} units can be put on this staircase in {ways} ways only: no effect, however large, can be told "
            f"from chance at {self.level:.0%}. Add units, or light them in more steps."
        )

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> Bools:
        """(units, periods): a staircase of ``size`` units over the last periods of the history.

        Args:
            history: the panel without any change.
            size: how many units are lit by the end.
            rng: draws the units and their order.
        """
        units, periods = history.y.shape
        order = rng.permutation(units)[: min(size, units)]
        steps = max(1, min(self.steps, order.size))
        horizon = min(self.horizon or periods // 2, periods - 1)
        starts = np.linspace(periods - horizon, periods, steps, endpoint=False).astype(np.int64)
        lit = np.zeros((units, periods), dtype=bool)
        for group, start in zip(np.array_split(order, steps), starts, strict=True):
            lit[group, start:] = True
        return lit

    def estimate(self, panel: Panel) -> Effect:
        """The effect: the mean over all lit units and periods that can be told.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
            UsageError: a unit went back to the old way.

        Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225: 200-230.
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        ready = _ready(panel)
        found = grouptime.steps(ready.panel.y, ready.first, never=self.compare == "never")
        bootstrap = self._bootstraps(ready.first, len(panel.periods))
        test, least, all_of_them = self._bootstrap(found) if bootstrap else self._permuted(ready)
        average = grouptime.simple(found)
        effect = Figure(average.value, *test.interval(self.level))
        last = panel.lit & ~np.isnan(panel.y)
        notes = (
            *_dropped(ready),
            *_untold(ready, found),
            _how(bootstrap, all_of_them, test.figures.size),
        )
        return Effect(
            design=self.name,
            method=f"group-time effects against units {'never' if self.compare == 'never' else 'not yet'} lit",
            source=SOURCE,
            unit=effect,
            percent=in_percent(effect, float(panel.y[last].mean())),
            level=self.level,
            p=test.p(),
            smallest_p=least,
            lacking=None if bootstrap else self.hopeless(ready.first),
            evidence="strong" if self.picked == "lot" else "fair",
            worthwhile=self.worthwhile,
            probability=self._probability(test),
            path=self._path(ready, found),
            lit=tuple(np.array(ready.panel.units)[ready.panel.ever_lit].tolist()),
            others=tuple(np.array(ready.panel.units)[~ready.panel.ever_lit].tolist()),
            beside=self._beside(ready, found),
            diagnostics=diagnostics(test.figures[1:], exhaustive=all_of_them),
            assumptions=(
                "Without the change, units lit earlier and later would have moved alike.",
                "No unit changed its ways before its turn came.",
                "One unit's change does not move the others.",
            ),
            notes=notes,
        )

    def _bootstraps(self, first: Codes, periods: int) -> bool:
        sizes = np.unique(first, return_counts=True)[1]
        enough = first.size >= MANY and int(sizes.min()) >= MANY_A_STEP and bool((first == periods).any())
        return self.inference == "bootstrap" or (self.inference == "auto" and enough)

    def _permuted(self, ready: _Ready) -> tuple[Permutation, float, bool]:
        """Other units could have had each place on the staircase."""
        firsts, all_of_them = arranged(ready.first, self.permutations, np.random.default_rng(self.seed))
        y = ready.panel.y
        never = self.compare == "never"
        figures = grouptime.simple_of_all(y, firsts, never=never)
        pattern = np.where(np.isnan(y), np.nan, ready.panel.lit)
        slopes = grouptime.simple_of_all(pattern, firsts, never=never)
        told = ~np.isnan(figures)
        return Permutation.of(figures[told], slopes[told]), smallest_p(slopes[told]), all_of_them

    def _bootstrap(self, found: Steps) -> tuple[Permutation, float, bool]:
        """Each unit's influence kept or turned round by a coin.

        Source: Callaway and Sant'Anna (2021), algorithm 1 (multiplier bootstrap, Rademacher weights).
        """
        rng = np.random.default_rng(self.seed)
        average = grouptime.simple(found)
        draws = np.empty(self.permutations)
        for at in range(0, self.permutations, 256):
            part = draws[at : at + 256]
            part[:] = (1.0 - 2.0 * rng.integers(0, 2, (part.size, found.units))) @ average.influence / found.units
        figures, slopes = np.append(average.value, draws), np.append(1.0, np.zeros(self.permutations))
        return Permutation.of(figures, slopes), smallest_p(slopes), False

    def _probability(self, test: Permutation) -> float | None:
        return at_least(test, self.worthwhile, self.less_is_better)

    def _beside(self, ready: _Ready, found: Steps) -> tuple[Beside, ...]:
        """Other averages, and the other group to compare with."""
        rows = [("mean over units", grouptime.by_group(found)), ("mean over time since lit", grouptime.dynamic(found))]
        never = self.compare == "never"
        other = grouptime.steps(ready.panel.y, ready.first, never=not never)
        if other.value.size:
            rows.append((f"against units {'not yet' if never else 'never'} lit", grouptime.simple(other)))
        return tuple(Beside(name, one.value, _normal_p(one), one.error) for name, one in rows)

    def _path(self, ready: _Ready, found: Steps) -> tuple[Point, ...]:
        """Observed and expected by period, on average over the units lit by then whose effect can be told."""
        points = []
        for period in np.unique(found.period):
            average = grouptime.in_period(found, int(period))
            groups = found.group[found.period == period]
            ours = ready.panel.y[np.isin(ready.first, groups), period]
            observed = float(np.nanmean(ours))
            reach = float(ndtri(0.5 + self.level / 2)) * average.error
            effect = Figure(average.value, average.value - reach, average.value + reach)
            points.append(Point(ready.panel.periods[period], observed, observed - average.value, effect, True))
        return tuple(points)


def _normal_p(one: Average) -> float:
    return float(2 * ndtr(-abs(one.value) / one.error)) if one.error > 0 else float(one.value == 0)


def _ready(panel: Panel) -> _Ready:
    """Without the units that were lit from the start, of which nothing is known before; sorted, so that order is nothing."""
    order = np.argsort(np.array(panel.units), kind="stable")
    first = first_lit(panel)[order]
    dropped = tuple(np.array(panel.units)[order[first == 0]].tolist())
    return _Ready(panel.only(order[first > 0]), first[first > 0], dropped)


def _dropped(ready: _Ready) -> tuple[str, ...]:
    if not ready.dropped:
        return ()
    return (f"Lit from the first period on, and left out: {', '.join(ready.dropped)}.",)


def _untold(ready: _Ready, found: Steps) -> tuple[str, ...]:
    """Lit groups and periods without anyone left to compare them with."""
    periods = len(ready.panel.periods)
    groups = np.unique(ready.first[ready.first < periods])
    lost = int(sum(periods - group for group in groups)) - found.value.size
    if not lost:
        return ()
    return (f"{lost} steps of the staircase had no unit left to compare them with, and were left out.",)


def _how(bootstrap: bool, all_of_them: bool, tried: int) -> str:
    if bootstrap:
        return f"Chance was told from {tried - 1} bootstrap draws over the units."
    return f"The staircase was put on other units in {'all' if all_of_them else 'a sample of'} {tried} ways."
