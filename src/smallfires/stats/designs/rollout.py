"""Rollout: units changed one after another, a staircase. Each step is compared with those whose turn had not come yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Picked, Point, Pretended
from smallfires.fires.quantity import many, say_level
from smallfires.stats import cohorts, picking, pretend
from smallfires.stats.arrangements import count
from smallfires.stats.chances import Bootstrapped, Chances, Drawn, Permuted, least_p, many_enough, together, too_early
from smallfires.stats.design import Asked
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import first_lit, lit_throughout, nothing_lit, only_throughout, went_back
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.saying import at_least, shares
from smallfires.stats.staircases import Ground, Staircases, parts

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

FEW_ENOUGH = 20_000
"""Units times pretend staircases up to which another method is worked out beside."""
AFFORDED = 100
"""Pretend staircases for that."""
USUAL = 200
"""Pretend staircases that show how others fit before."""
LEFT_OUT = 500
"""Units that are left out, one at a time."""
SOURCE = "Callaway and Sant'Anna (2021), Journal of Econometrics 225: 200-230"
ASSUMPTIONS = (
    "Without the change, units lit earlier and later would have moved alike.",
    "No unit changed its ways before its turn came.",
    "One unit's change does not move the others.",
)


@dataclass(frozen=True, kw_only=True)
class Rollout(Asked):
    """A staircase of starts. A lot of ``assign`` is spread over a half of the periods.

    Attributes:
        compare: ``not yet`` compares with all units whose turn had not come, ``never`` with those never lit only.
        inference: ``permutation`` of the staircase over the units, ``bootstrap`` of the units' influences, or ``auto``:
            the bootstrap where units are many.
        steps: for ``assign``, how many steps.
        studentised: whether pretend staircases are compared after division by their expected errors; for units whose
            measure varies very differently. Chance is then told by permutation.

    Raises:
        UsageError: a setting that is none.
    """

    compare: str = "not yet"
    inference: str = "auto"
    steps: int = 3
    studentised: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.compare not in ("not yet", "never"):
            raise UsageError(f'"{self.compare}" is nobody to compare with.', "Use not yet or never.")
        if self.inference not in ("auto", "permutation", "bootstrap"):
            raise UsageError(f'"{self.inference}" is no way to infer.', "Use auto, permutation or bootstrap.")
        if self.steps < 1:
            raise UsageError(f"{self.steps} steps are none.", "Take one at the least.")
        if self.studentised and self.inference == "bootstrap":
            raise UsageError(
                "The bootstrap knows how differently units vary already.", "Leave studentised out, or use permutation."
            )

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "rollout"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        problem = nothing_lit(panel) or only_throughout(panel) or went_back(panel)
        if problem:
            return problem
        kept = panel.only(~panel.lit[:, 0])
        first = first_lit(kept)
        if self.compare == "never" and not (first == len(panel.periods)).any():
            return "Every unit was lit in the end, so none is left that never was: compare with those not yet lit."
        if not Staircases.of(self.ground(kept), first[None]).told.any():
            return (
                "No lit unit has another to compare it with, seen before and after: "
                "add units that are not lit, or lit later."
            )
        return None

    def ground(self, panel: Panel, weights: Floats | None = None) -> Ground:
        """What staircases are put on; (units,) weights are all the same where None."""
        return Ground(panel.y, panel.lit, np.ones(len(panel.units)) if weights is None else weights, self.never)

    @property
    def never(self) -> bool:
        """Whether lit units are compared with those never lit only."""
        return self.compare == "never"

    def bootstraps(self, first: Codes, periods: int) -> bool:
        """Whether chance is told by the bootstrap: it was asked for, or units are many, see ``chances.many_enough``."""
        if self.inference == "auto" and not self.studentised:
            return many_enough(first, periods)
        return self.inference == "bootstrap"

    def hopeless(self, first: Codes) -> str | None:
        """Why such a staircase could never tell anything, with what would help; None where it could.

        Args:
            first: (units,) the first lit period of each unit.
        """
        ways = count(first)
        if 1 / ways < round(1 - self.level, 12):
            return None
        return (
            f"{first.size} units can be put on this staircase in {many(ways, 'way')} only: no effect, however large, can be told "
            f"from chance at {say_level(self.level)}. Add units, or light them in more steps."
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
            TooLittleData: the panel does not fit; the message is that of ``misfit``; or see ``prepare.prepared``.
            UnreadableValue: with ``percent``, a value that is not above zero.

        Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225: 200-230.
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        dropped = lit_throughout(panel)
        panel = panel.only(~panel.lit[:, 0])
        ready = prepared(panel.only(np.argsort(np.array(panel.units), kind="stable")), self)
        problem = self.misfit(ready.panel)
        if problem:
            raise TooLittleData(f"{' '.join(ready.notes)} {problem}")
        return _Reading(self, ready, dropped).effect()


@dataclass(frozen=True)
class _Reading:
    """One panel on its way to an effect.

    Attributes:
        design: what is asked.
        ready: the units that were seen before they were lit, in the order of their labels.
        dropped: labels of the units lit from the start.
    """

    design: Rollout
    ready: Prepared
    dropped: tuple[str, ...]

    @property
    def panel(self) -> Panel:
        return self.ready.panel

    @cached_property
    def first(self) -> Codes:
        return first_lit(self.panel)

    @cached_property
    def ground(self) -> Ground:
        return self.design.ground(self.panel, self.ready.weights)

    @cached_property
    def start(self) -> int:
        return int(self.first.min())

    @cached_property
    def true(self) -> Staircases:
        """The steps of the true staircase alone."""
        return Staircases.of(self.ground, self.first[None])

    @cached_property
    def bootstraps(self) -> bool:
        """Whether units are many, or so it was asked."""
        return self.design.bootstraps(self.first, len(self.panel.periods))

    @cached_property
    def chances(self) -> Chances:
        return self._chances(self.ground, self.first, self.design.permutations)

    def _chances(self, ground: Ground, first: Codes, most: int) -> Chances:
        if self.bootstraps:
            return Bootstrapped(ground, first, most, self.design.seed)
        return Permuted.of(ground, first, most, np.random.default_rng(self.design.seed))

    @cached_property
    def test(self) -> Permutation | Peeking:
        planned = self.design.looks
        if planned is None:
            return self._by_error(self.chances.simple()).test(self._widened)
        ends = range(self.start + 1, len(self.panel.periods) + 1)
        looks = [self._by_error(self.chances.simple(end), end) for end in ends]
        return together(looks, planned, self.design.level, self._widened)

    def _by_error(self, drawn: Drawn, end: int | None = None, only: int | None = None) -> Drawn:
        return drawn.divided(self.chances.scale(end, only)) if self.design.studentised else drawn

    @property
    def _widened(self) -> float:
        return self.alarms.widened if self.alarms else 1.0

    @cached_property
    def observed(self) -> float:
        """What was measured on average in the lit cells whose effect can be told, in the measure's unit."""
        told = self.true.told[0]
        cells = np.zeros(self.panel.y.shape, dtype=bool)
        for group, period in zip(self.true.group[told], self.true.period[told], strict=True):
            cells[self.first == group, period] = True
        return replace(self.ready, panel=self.panel.burning(cells)).observed

    def effect(self) -> Effect:
        """The record."""
        design, test, panel = self.design, self.test, self.panel
        figure = Figure(test.value, *test.interval(design.level))
        return Effect(
            design=design.name,
            method=f"group-time effects against units {'never' if design.never else 'not yet'} lit",
            source=SOURCE,
            unit=self.ready.unit(figure, self.observed),
            percent=self.ready.in_percent(figure, self.observed),
            level=design.level,
            p=test.p(),
            smallest_p=least_p(test),
            lacking=self._lacking(),
            evidence="strong" if design.picked == "lot" else "fair",
            worthwhile=design.worthwhile,
            probability=self._probability(),
            path=(*self._before(), *self._since()),
            lit=tuple(np.array(panel.units)[panel.ever_lit].tolist()),
            others=tuple(np.array(panel.units)[~panel.ever_lit].tolist()),
            beside=tuple(self._beside()) if design.beside else (),
            diagnostics=self._diagnostics(),
            assumptions=ASSUMPTIONS,
            notes=self._notes(),
        )

    def _lacking(self) -> str | None:
        hopeless = None if self.bootstraps else self.design.hopeless(self.first)
        return hopeless or too_early(self.test, self.design.level)

    def _probability(self) -> float | None:
        worthwhile = self.design.worthwhile
        bound = None if worthwhile is None else self.ready.scaled(worthwhile, self.observed)
        return at_least(self.test, bound, self.design.less_is_better)

    def _before(self) -> Iterator[Point]:
        """Observed and expected by period before any unit was lit, on average over all that were lit later."""
        ahead = Staircases.of(self.ground, self.first[None], ahead=True)
        groups = np.unique(self.true.group[self.true.told[0]])
        for period in range(self.start):
            base = float(self.ready.weights[np.isin(self.first, groups[groups == period + 1])].sum())
            here = (ahead.period == period) & np.isin(ahead.group, groups) & ahead.told[0]
            size = float(ahead.size[0, here].sum())
            if size + base > 0:
                gap = float(ahead.size[0, here] @ ahead.value[0, here, 0]) / (size + base)
                yield from self._point(period, groups, gap, None)

    def _since(self) -> Iterator[Point]:
        """The same since then, on average over the units lit by then whose effect can be told, with the effect."""
        for period in np.unique(self.true.period[self.true.told[0]]):
            groups = self.true.group[self.true.told[0] & (self.true.period == period)]
            test = self._by_error(self.chances.at(int(period)), only=int(period)).test(self._widened)
            yield from self._point(int(period), groups, test.value, test)

    def _point(self, period: int, groups: Codes, gap: float, test: Permutation | None) -> Iterator[Point]:
        """The point of a period, if any unit of these groups is seen in it."""
        measured = self.panel.y[:, period] + self.ready.taken[:, period]
        seen = np.isin(self.first, groups) & ~np.isnan(measured)
        if not seen.any():
            return
        mean = np.average(measured[seen], weights=self.ready.weights[seen])
        observed, expected = map(float, self.ready.back(np.array([mean, mean - gap])))
        figure = None
        if test:
            figure = self.ready.unit(Figure(test.value, *test.interval(self.design.level)), observed)
        yield Point(self.panel.periods[period], observed, expected, figure, test is not None)

    def _beside(self) -> Iterator[Beside]:
        """Other averages, the other units to compare with, and another method."""
        for name, drawn in self.chances.beside():
            if not np.isnan(drawn.figures[0]):
                test = drawn.test()
                yield Beside(name, self._value(test.value), test.p(), self._factor * drawn.error)
        most = min(self.design.permutations, AFFORDED, FEW_ENOUGH // self.first.size)
        if most > 1:
            yield from self._by_cohort(most)

    def _by_cohort(self, most: int) -> Iterator[Beside]:
        rng = np.random.default_rng(self.design.seed)
        figures = cohorts.by_cohort(self.panel, self.ready.weights, most, rng)
        if figures is not None and figures.size > 1:
            error = float(np.sqrt(np.square(figures[1:]).mean()))
            p = Permutation.of(figures, np.zeros(figures.size)).p()
            yield Beside(cohorts.TITLE, self._value(float(figures[0])), p, self._factor * error)

    def _value(self, value: float) -> float:
        """A figure without an interval in the measure's unit."""
        return self.ready.unit(Figure(value, value, value), self.observed).value

    @property
    def _factor(self) -> float:
        """What a small figure on the scale of the estimate is in the measure's unit."""
        return self.observed if self.ready.percent else 1.0

    def _diagnostics(self) -> Diagnostics:
        drawn = self.chances.simple()
        ours, theirs = (part[0] for part in parts(self.ground, self.first[None]))
        firsts = self.chances.firsts[:USUAL] if isinstance(self.chances, Permuted) else self._shuffled()
        rest = replace(self.ground, y=self.panel.y - self.test.value * self.panel.lit)
        apart = self._factor * Staircases.of(rest, firsts, ahead=True).apart()
        base = np.bincount(self.true.group - 1, self.true.size[0] * self.true.told[0], len(self.panel.periods))
        scale = self.chances.scale()
        return Diagnostics(
            fit_before=float(apart[0]),
            fit_usual=float(np.median(apart[1:])) if apart.size > 1 else float(apart[0]),
            units=shares(self.panel.units, theirs),
            periods=shares(self.panel.periods, base / base.sum()),
            placebos=tuple(np.sort(self._factor * drawn.test().figures[1:]).tolist()),
            exhaustive=self.chances.exhaustive,
            without=self._without(ours + theirs) if self.design.checks else (),
            studentised=None if scale is None else drawn.divided(scale).test(self._widened).p(),
            pretended=self._pretended(),
            picked=self._picked(),
        )

    def _shuffled(self) -> Codes:
        rng = np.random.default_rng(self.design.seed)
        drawn = rng.permuted(np.tile(self.first, (USUAL, 1)), axis=1)
        return np.vstack([self.first[None], drawn])

    def _without(self, counted: Floats) -> tuple[LeftOut, ...]:
        """The figure without each of the units that count most."""
        index = np.argsort(-counted, kind="stable")[: min(LEFT_OUT, int((counted > 0).sum()))]
        firsts = np.tile(self.first, (index.size, 1))
        firsts[np.arange(index.size), index] = -1
        values = Staircases.of(self.ground, firsts).mean()[:, 0]
        found = ((self.panel.units[at], float(value)) for at, value in zip(index, values, strict=True))
        return tuple(LeftOut(unit, self._value(value)) for unit, value in found if not np.isnan(value))

    @cached_property
    def dates(self) -> pretend.Dates:
        return pretend.Dates.of(self.start, len(self.panel.periods) - self.start)

    def _at_date(self, date: int, first: Codes) -> tuple[Ground, Codes] | None:
        """The staircase begun at a pretend date, and what it is put on; None where it tells nothing."""
        end, never = date + self.dates.window, len(self.panel.periods)
        then = np.where(first < never, np.minimum(date + first - self.start, end), end)
        ground = replace(self.ground.until(end), lit=np.arange(end) >= then[:, None])
        return (ground, then) if Staircases.of(ground, then[None]).told.any() else None

    @cached_property
    def pretends(self) -> dict[int, Permutation]:
        """The tests at the pretend dates."""
        found = {}
        for date in self.dates.starts if self.design.checks else ():
            at = self._at_date(date, self.first)
            if at is not None:
                chances = self._chances(*at, min(self.design.permutations, pretend.MOST_GROUPS))
                drawn = chances.simple()
                found[date] = (drawn.divided(chances.scale()) if self.design.studentised else drawn).test()
        return found

    @cached_property
    def alarms(self) -> pretend.Alarms | None:
        return pretend.tallied(self.pretends.values(), self.design.level) if self.pretends else None

    def _pretended(self) -> Pretended | None:
        found = self.alarms
        if found is None:
            return None
        labels = tuple(self.panel.periods[at] for at in self.pretends)
        values = tuple(float(self._factor * value) for value in found.values)
        return Pretended(labels, values, found.alarms, round(1 - self.design.level, 12), found.widened)

    def _picked(self) -> Picked | None:
        design = self.design
        return picking.judged(design.picked, self._moved, self.test, design.level, design.less_is_better, self._factor)

    def _moved(self, highest: bool) -> float | None:
        """How far units moved by themselves that stood out before a pretend date, where the furthest out are lit first."""
        places, found = np.sort(self.first[self.panel.ever_lit]), []
        for date in self.dates.starts:
            out = picking.stood_out(self.panel.y, date, self.dates.window, places.size, highest)
            first = np.full(self.first.size, len(self.panel.periods))
            first[out] = places
            at = self._at_date(date, first)
            if at is not None:
                found.append(float(Staircases.of(at[0], at[1][None]).mean()[0, 0]))
        return float(np.mean(found)) if found else None

    def _notes(self) -> tuple[str, ...]:
        notes = [*self.ready.notes]
        if self.dropped:
            notes.append(f"Lit from the first period on, and left out: {', '.join(self.dropped)}.")
        groups = np.unique(self.first[self.first < len(self.panel.periods)])
        lost = int(sum(len(self.panel.periods) - group for group in groups)) - int(self.true.told.sum())
        if lost:
            notes.append(
                f"{many(lost, 'step')} of the staircase had no unit left to compare with, and went into no figure."
            )
        if groups.size > 1:
            notes.append(
                "Each point of the path is the mean of the units lit by then: it may jump where others join them."
            )
        notes.append(_how(self.bootstraps, self.chances.exhaustive, self.test.figures.shape[0]))
        return (*notes, *(self.alarms.said if self.alarms else ()))


def _how(bootstrap: bool, all_of_them: bool, tried: int) -> str:
    if bootstrap:
        return f"Chance was told from {tried - 1:,} bootstrap draws over the units."
    return f"The staircase was put on other units in {'all' if all_of_them else 'a sample of'} {tried:,} ways."
