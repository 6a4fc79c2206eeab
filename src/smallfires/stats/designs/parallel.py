"""Some units changed at once, others did not: what would have been is put together from the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Picked, Point, Pretended
from smallfires.stats import pretend, synthetic, telling
from smallfires.stats.chances import least_p
from smallfires.stats.design import Asked
from smallfires.stats.noise import expected_errors
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import drawn_block, no_block
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Lot, Permutation, intervals, lot
from smallfires.stats.picking import judged
from smallfires.stats.pilots import Pilots
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.recipes import RECIPES, Recipe
from smallfires.stats.rising import ByPeriod
from smallfires.stats.saying import shares
from smallfires.stats.shown import Seen
from smallfires.stats.synthetic import Fits

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEARLY_ALL = 0.9
"""Lit units are kept out of what pretend pilots are compared with while this share of their others remains. With less, a
pretend pilot would be noisier than the true one, which is no fair comparison."""
MOST_BESIDE = 100
"""Assignments for methods that are shown beside the one that decides."""
MANY = 300
"""Units from which on weights without a ridge are not shown beside: so many others fit anything, in many ways."""
ASSUMPTIONS = (
    "Who was picked does not depend on what was coming.",
    "Nothing else happened to the lit units alone, or to the others alone, since the start.",
    "The others were not changed by the pilot.",
    "Units that moved together before the start would have gone on moving together.",
)


@dataclass(frozen=True, kw_only=True)
class Parallel(Asked):
    """The parallel design.

    Attributes:
        decider: the estimator that decides, a name in ``recipes.RECIPES``.
        studentised: whether pretend pilots are compared after division by their expected errors; for units whose measure
            varies very differently.

    Raises:
        UsageError: a setting that is none.
    """

    decider: str = "stacked"
    studentised: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.decider not in RECIPES:
            raise UsageError(f'"{self.decider}" is not an estimator.', f"Use one of {', '.join(RECIPES)}.")

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "parallel"

    def misfit(self, panel: Panel) -> str | None:
        """Why the panel is none for this design; None where it is."""
        if len(panel.units) < 2:
            return (
                f"There is one unit only, {panel.units[0]}: it has nothing to be compared with. Use before and after."
            )
        return no_block(panel) or _nothing_to_learn(panel, panel.start or 0)

    def hopeless(self, units: int, size: int) -> str | None:
        """Why a pilot with so many lit units could never be told from chance, with what would help; None where it could."""
        return telling.hopeless(units, size, self.level)

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> Bools:
        """(units, periods) of the history: so many units drawn by lot, lit in its last periods.

        Raises:
            UsageError: no such number of units can be lit while others remain, or no such number of periods.
        """
        units, periods = history.y.shape
        horizon = self.horizon or max(1, periods // 3)
        if not 0 < size < units:
            raise UsageError(f"{size} of {units} units cannot be lit.", "Light at least one, and leave at least one.")
        if horizon > periods - 2:
            raise UsageError(
                f"{horizon} of {periods} periods cannot be lit.", "Leave at least two periods before the start."
            )
        return drawn_block(history, size, horizon, rng)

    def estimate(self, panel: Panel) -> Effect:
        """The effect of the pilot.

        Raises:
            TooLittleData: the panel does not fit, see ``misfit``; or a lit unit has too few values, or never changes; or see
                ``prepare.prepared``.
            UnreadableValue: with ``percent``, a value that is not above zero.
        """
        return self._read(panel).effect()

    def by_period(self, panel: Panel) -> ByPeriod:
        """The effect in each lit period, for every assignment.

        Raises:
            TooLittleData, UnreadableValue: as ``estimate``.
        """
        return self._read(panel).by_period()

    def _read(self, panel: Panel) -> _Reading:
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        ready = prepared(panel, self).whole()
        problem = self.misfit(ready.panel)
        if problem:
            raise TooLittleData(f"{' '.join(ready.notes)} {problem}")
        return _Reading(self, ready)


def _nothing_to_learn(panel: Panel, start: int) -> str | None:
    """Why a block of lit cells has nothing to be compared with; None where it has."""
    lit = panel.ever_lit
    if lit.all():
        return f"All {lit.size} units are lit from {panel.periods[start]} on: there are none to compare them with."
    if start < 2:
        few = f"{panel.periods[0]} is the only period" if start else "There is no period"
        return f"{few} before the start in {panel.periods[start]}; two are the least, ten are better."
    if panel.constant.all():
        value = panel.y[~np.isnan(panel.y)][0]
        return f"Every unit is at {value:g} in every period, from {panel.units[0]} on: nothing varies."
    return None


@dataclass(frozen=True)
class _Reading:
    """One panel on its way to an effect."""

    design: Parallel
    ready: Prepared

    @property
    def panel(self) -> Panel:
        return self.ready.panel

    @cached_property
    def before(self) -> int:
        return self.panel.start or 0

    @property
    def recipe(self) -> Recipe:
        return RECIPES[self.design.decider]

    @cached_property
    def lot(self) -> Lot:
        return lot(self.panel.ever_lit, self.design.permutations, np.random.default_rng(self.design.seed))

    @cached_property
    def pilots(self) -> Pilots:
        lit = self.panel.ever_lit
        pilots = Pilots.of(self.panel.y, self.before, self.lot.groups, lit, self.ready.weights)
        if (~lit).sum() - lit.sum() < NEARLY_ALL * (~lit).sum():
            return pilots
        return replace(pilots, donors=pilots.steady)

    @cached_property
    def fits(self) -> Fits:
        return synthetic.fit(self.pilots, self.recipe, seen=self.seen)

    @cached_property
    def seen(self) -> Seen:
        return Seen()

    @cached_property
    def alarms(self) -> pretend.Alarms | None:
        dates = self.dates
        if not (self.design.checks and dates.starts):
            return None
        groups = self._some(pretend.MOST_GROUPS).groups
        return pretend.alarms(self.panel.y, dates, groups, self.recipe, self.design.level, self.ready.weights)

    @cached_property
    def dates(self) -> pretend.Dates:
        return pretend.Dates.of(self.before, len(self.panel.periods) - self.before)

    @cached_property
    def test(self) -> Permutation | Peeking:
        if self.design.looks is None:
            return self._test(self.fits, self.fits.value)
        return self._peeking(self.design.looks)

    def _test(self, fits: Fits, figures: Floats, *, studentised: bool | None = None) -> Permutation:
        scale = self._scale(fits) if (self.design.studentised if studentised is None else studentised) else None
        return Permutation.of(figures, self._slopes(fits), scale, self._widened)

    def _peeking(self, planned: int) -> Peeking:
        """The test of all looks so far, each at what was known by then."""
        fits = [self.fits]
        for end in range(len(self.panel.periods) - 1, self.before, -1):
            fits.insert(0, synthetic.fit(self.pilots.until(end), self.recipe, near=fits[0]))
        figures = np.stack([one.value for one in fits], axis=1)
        slopes = np.stack([self._slopes(one) for one in fits], axis=1)
        if self.design.studentised:
            scale = np.stack([self._scale(one) for one in fits], axis=1)
            figures, slopes = figures / scale * scale[0], slopes / scale * scale[0]
        figures[1:] *= self._widened
        slopes[1:] *= self._widened
        return Peeking(figures, slopes, planned, self.design.level)

    def _slopes(self, fits: Fits, pilots: Pilots | None = None) -> Floats:
        shares = (pilots or self.pilots).shares
        return np.asarray((shares - fits.omega)[:, self.panel.ever_lit].sum(axis=1))

    def _scale(self, fits: Fits) -> Floats:
        return expected_errors(self.pilots, fits.omega)

    @property
    def _widened(self) -> float:
        return self.alarms.widened if self.alarms else 1.0

    def by_period(self) -> ByPeriod:
        """The gaps of the lit periods."""
        return ByPeriod(self.fits.gap[:, self.before :], self._slopes(self.fits), self._widened, self._factor)

    def effect(self) -> Effect:
        """The record."""
        design, test, panel = self.design, self.test, self.panel
        figure = Figure(test.value, *test.interval(design.level))
        worthwhile = design.worthwhile
        return Effect(
            design=design.name,
            method=self.recipe.title,
            source=self.recipe.source,
            unit=self.ready.unit(figure),
            percent=self.ready.in_percent(figure),
            level=design.level,
            p=test.p(),
            smallest_p=least_p(test),
            lacking=telling.lacking(test, panel.ever_lit, len(self.lot.groups), design.level),
            evidence="strong" if design.picked == "lot" else "fair",
            worthwhile=worthwhile,
            probability=None if worthwhile is None else self._probability(worthwhile),
            path=self._path(),
            lit=_labels(panel, panel.ever_lit),
            others=_labels(panel, ~panel.ever_lit),
            beside=self._beside() if design.beside else (),
            diagnostics=self._diagnostics(),
            assumptions=ASSUMPTIONS,
            notes=self._notes(),
        )

    @cached_property
    def _factor(self) -> float:
        """What a small figure on the scale of the estimate is in the measure's unit."""
        return self.ready.observed if self.design.percent else 1.0

    def _probability(self, worthwhile: float) -> float:
        """That the effect is at least worthwhile, in the direction of the worthwhile one's sign."""
        bound = self.ready.scaled(worthwhile)
        more = self.test.probability(bound) if np.isfinite(bound) else 0.0
        return more if worthwhile > 0 or (worthwhile == 0 and not self.design.less_is_better) else 1 - more

    def _path(self) -> tuple[Point, ...]:
        back, gap = self.ready.back, self.fits.gap[0]
        observed = self.pilots.shares[0] @ (self.panel.y + self.ready.taken)
        seen, expected = back(observed), back(observed - gap)
        return tuple(
            Point(label, float(seen[at]), float(expected[at]), figure, at >= self.before)
            for at, (label, figure) in enumerate(zip(self.panel.periods, self._band(seen), strict=True))
        )

    def _band(self, seen: Floats) -> Iterator[Figure | None]:
        """The effect in each period, by the same test, in the measure's unit; None before the start."""
        fits, asked = self.fits, self.design
        gaps = fits.gap[:, self.before :].T
        scale = self._scale(fits) if asked.studentised else None
        low, high = intervals(gaps, self._slopes(fits), asked.level, scale, self._widened)
        yield from [None] * self.before
        for at, ends in enumerate(zip(gaps[:, 0], low, high, strict=True)):
            yield self.ready.unit(Figure(*map(float, ends)), float(seen[self.before + at]))

    def _some(self, most: int) -> Pilots:
        """The true assignment and so many at most of the others, drawn by lot: enough for what does not decide."""
        many = len(self.lot.groups)
        if many <= most:
            return self.pilots
        drawn = np.random.default_rng(self.design.seed).choice(many - 1, most - 1, replace=False)
        return self.pilots.some(np.r_[0, drawn + 1])

    def _beside(self) -> tuple[Beside, ...]:
        found, pilots = [], self._some(MOST_BESIDE)
        many = len(self.panel.units) > MANY
        for recipe in RECIPES.values():
            if recipe is not self.recipe and not (many and recipe.fit_units and not recipe.ridge):
                fits = synthetic.fit(pilots, recipe)
                test = Permutation.of(fits.value, self._slopes(fits, pilots))
                found.append(Beside(recipe.title, self._value(test.value), test.p(), self._factor * _spread(test)))
        return tuple(found)

    def _value(self, value: float) -> float:
        """A figure without an interval in the measure's unit."""
        return self.ready.unit(Figure(value, value, value)).value

    def _diagnostics(self) -> Diagnostics:
        fits, factor = self.fits, self._factor
        before = fits.gap[:, : self.before]
        apart = factor * np.sqrt(np.square(before - before.mean(axis=1, keepdims=True)).mean(axis=1))
        return Diagnostics(
            fit_before=float(apart[0]),
            fit_usual=float(np.median(apart[1:])) if apart.size > 1 else float(apart[0]),
            units=shares(self.panel.units, fits.omega[0]),
            periods=shares(self.panel.periods, fits.lam[0]),
            placebos=tuple(float(value) for value in np.sort(factor * fits.value[1:])),
            exhaustive=self.lot.exhaustive,
            without=self._without() if self.design.checks else (),
            studentised=self._test(fits, fits.value, studentised=True).p(),
            pretended=self._pretended(factor),
            picked=self._picked(factor),
        )

    def _without(self) -> tuple[LeftOut, ...]:
        index, values = pretend.without_each(self.pilots, self.fits.omega[0], self.recipe, self.seen)
        return tuple(
            LeftOut(self.panel.units[at], self._value(float(value))) for at, value in zip(index, values, strict=True)
        )

    def _pretended(self, factor: float) -> Pretended | None:
        found = self.alarms
        if found is None:
            return None
        labels = tuple(self.panel.periods[at] for at in self.dates.starts)
        values = tuple(float(factor * value) for value in found.values)
        return Pretended(labels, values, found.alarms, round(1 - self.design.level, 12), found.widened)

    def _picked(self, factor: float) -> Picked | None:
        def moved(highest: bool) -> float | None:
            size = int(self.panel.ever_lit.sum())
            if not self.dates.starts:
                return None
            return pretend.rebound(self.panel.y, self.dates, size, highest, self.recipe, self.ready.weights)

        asked = self.design
        return judged(asked.picked, moved, self.test, asked.level, asked.less_is_better, factor)

    def _notes(self) -> tuple[str, ...]:
        return self.ready.notes + (self.alarms.said if self.alarms else ())


def _spread(test: Permutation) -> float:
    """Standard deviation of pretend figures around zero."""
    return float(np.sqrt(np.square(test.figures[1:]).mean())) if test.figures.size > 1 else float("nan")


def _labels(panel: Panel, which: Bools) -> tuple[str, ...]:
    return tuple(panel.units[at] for at in np.flatnonzero(which))
