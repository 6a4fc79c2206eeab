"""Randomised: a lot decided which cases, clusters or units got the new way. The strongest evidence there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Picked, Point
from smallfires.fires.quantity import many, say_share
from smallfires.stats import telling
from smallfires.stats.anytime import look
from smallfires.stats.chances import least_p
from smallfires.stats.design import Asked
from smallfires.stats.difference import ADJUST, Difference, by_case, by_cluster
from smallfires.stats.lotunits import LotOfUnits
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import drawn_block, no_block
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.saying import LEAST_P, as_large, at_least, by_student, diagnostics
from smallfires.stats.sums import Moments, Sums, about_means, without_clusters

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEW = 40
"""Units or clusters up to which the figure is shown without each of them."""
LEAST = 20
"""Cases each way, or clusters, before an interval for every day says anything: it rests on large numbers."""
BROKEN = 0.001
"""A p-value of the lot's own shares below which it was not kept. Source: Fabijan et al. (2019), KDD, 2156-2164."""
SOURCES = {
    "none": "Neyman (1923); degrees of freedom: Welch (1947), Biometrika 34: 28-35",
    "cuped": "Deng, Xu, Kohavi and Walker (2013), WSDM",
    "lin": "Lin (2013), Annals of Applied Statistics 7: 295-318",
}
WORDS = {
    "none": "difference in means",
    "cuped": "difference in means, adjusted for the time before",
    "lin": "difference in means, adjusted for the time before in each arm",
}
REDRAWN = "the lot drawn again: Fisher (1935); Rosenbaum (2002), Statistical Science 17: 286-304"
"""The source of the test of a lot over units."""


@dataclass(frozen=True, kw_only=True)
class Randomised(Asked):
    """A lot over cases, clusters or units. A lot of ``assign`` is lit for a third of the periods.

    Looks are periods, of a panel; of cases they are the number of cases that there will be, however often it is looked.

    Attributes:
        adjust: how the time before is used: ``none``, ``cuped`` or ``lin``; None takes the best that the data can bear.
        share: of the cases that the lot was to give the new way, to check that it did; None where not said.

    Raises:
        UsageError: a setting that is none.
    """

    adjust: str | None = None
    share: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.adjust is not None and self.adjust not in ADJUST:
            raise UsageError(f'"{self.adjust}" is no way to adjust.', f"Use one of {', '.join(ADJUST)}.")
        if self.share is not None and not 0 < self.share < 1:
            raise UsageError(f"A share of {self.share:g} is no lot.", "Give one between 0 and 1, such as 0.5.")
        if self.picked not in (None, "lot"):
            raise UsageError(
                f'They were picked as "{self.picked}", so that no lot decided.', "Use the design parallel, or say lot."
            )

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "randomised"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        uneven = no_block(panel, before=False)
        if uneven:
            return uneven
        lit, start = panel.ever_lit, panel.start or 0
        seen = ~np.isnan(panel.y[:, start:]).all(axis=1)
        ours, theirs = int((lit & seen).sum()), int((~lit & seen).sum())
        if min(ours, theirs) < 2:
            return (
                f"From {panel.periods[start]} on, {many(ours, 'lit unit')} and {many(theirs, 'other')} have a value: how units "
                f"differ by themselves cannot be seen. It takes two of each at the least, {max(0, 2 - ours)} more lit ones and "
                f"{max(0, 2 - theirs)} more others; with one lit unit use parallel."
            )
        return None

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> Bools:
        """(units, periods) of the history: ``size`` units drawn by lot, lit in its last periods.

        Raises:
            UsageError: no such number of units can be lit while others remain.
        """
        units, periods = history.y.shape
        if not 0 < size < units:
            raise UsageError(f"{size} of {units} units cannot be lit.", "Light at least one, and leave at least one.")
        return drawn_block(history, size, self.horizon or max(1, periods // 3), rng)

    def hopeless(self, units: int, size: int) -> str | None:
        """Why a lot over units could never be told from chance, with what would help; None where it could."""
        return telling.hopeless(units, size, self.level)

    def estimate(self, panel: Panel) -> Effect:
        """The effect of a lot that was drawn over the panel's units, told from chance by the lot drawn again.

        Each unit counts once, whatever its number of cases, or by its cases where these are to count the same.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
            UnreadableValue: with ``percent``, a value that is not above zero; names unit and period.
            UsageError: more looks than planned.
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        ready = prepared(panel, self)
        problem = self.misfit(ready.panel)
        if problem:
            raise TooLittleData(f"{' '.join(ready.notes)} {problem}")
        return _OfUnits(self, LotOfUnits(ready, self.adjust or "cuped", self.permutations, self.seed)).effect()

    def estimate_cases(self, sums: Sums, notes: Sequence[str] = (), clusters: Sequence[str] = ()) -> Effect:
        """The effect of a lot that was drawn over cases, or over clusters of them. Each case counts the same.

        The percentage is the ratio of both means, with an interval of its own.

        Args:
            sums: of the cases, see ``sums.add_up``.
            notes: what was done to the data, each a sentence.
            clusters: names of the clusters, by their codes.

        Raises:
            TooLittleData: an arm has no case, or too few to see their spread.
            EmptyData: no case has a measure.
            UsageError: a season, which cases have not.
        """
        if self.season > 1:
            raise UsageError("Cases drawn by lot have no season.", "Leave the season out, or give a measure by period.")
        moments = about_means(sums if sums.clustered else without_clusters(sums))
        return _OfCases(self, sums, moments, tuple(notes), tuple(clusters)).effect()

    def record(
        self,
        found: Difference,
        figures: tuple[Figure, Figure | None],
        p: float,
        smallest_p: float,
        lacking: str | None,
        probable: float | None,
        diagnosed: Diagnostics,
        beside: tuple[Beside, ...],
        notes: Sequence[str],
        path: tuple[Point, ...] = (),
        lit: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
        source: str | None = None,
    ) -> Effect:
        """The effect, out of what was found."""
        return Effect(
            design=self.name,
            method=WORDS[found.adjusted] + ("" if self.looks is None else ", to be looked at on the way"),
            source=source or SOURCES[found.adjusted],
            unit=figures[0],
            percent=figures[1],
            level=self.level,
            p=p,
            smallest_p=smallest_p,
            lacking=lacking,
            evidence="strong",
            worthwhile=self.worthwhile,
            probability=probable,
            path=path,
            lit=lit,
            others=others,
            beside=beside if self.beside else (),
            diagnostics=replace(diagnosed, picked=Picked("lot", None, None, True) if self.picked else None),
            assumptions=(
                "A lot decided who worked the new way, and it was kept.",
                "What one does does not move the measure of another.",
            ),
            notes=tuple(notes),
        )


def _balance(apart: Difference | None, value: float, which: str) -> list[str]:
    """How far the sides were apart before the lot, as a person understands it.

    Args:
        apart: by how much, on the scale of the estimate; None where that is not known.
        value: the same in the measure's unit.
        which: whose they are.
    """
    if apart is None or not apart.error > 0:
        return []
    _, p = by_student(apart.value, apart.error, apart.freedom, 0.95)
    said = f"Before, {which} were at {abs(value):.3g} {'more' if value > 0 else 'less'} than the others on average; "
    often = (
        f"{100 * p:.0f} times in 100"
        if p >= 0.01
        else f"{1000 * p:.1g} times in 1000"
        if p >= BROKEN
        else "hardly ever"
    )
    doubt = "" if p >= BROKEN else " Find out whether the lot was kept before believing the effect."
    return [f"{said}a lot sets them so far apart {often}.{doubt}"]


@dataclass(frozen=True)
class _OfUnits:
    """A lot over units on its way to an effect."""

    design: Randomised
    units: LotOfUnits

    @property
    def ready(self) -> Prepared:
        return self.units.ready

    @property
    def panel(self) -> Panel:
        return self.units.panel

    @cached_property
    def test(self) -> Permutation | Peeking:
        """The test that draws the lot again: of the end, or of all looks together."""
        if self.design.looks is None:
            return self.units.test
        start, end = self.units.start, len(self.panel.periods)
        drawn = self.units.redrawn(range(start + 1, end + 1))
        return Peeking(drawn.figures, drawn.slopes, self.design.looks, self.design.level)

    def effect(self) -> Effect:
        """The record."""
        design, found, panel, test = self.design, self.units.found, self.panel, self.test
        figure = Figure(found.value, *test.interval(design.level))
        worthwhile = None if design.worthwhile is None else self.ready.scaled(design.worthwhile)
        probable = at_least(test, worthwhile, design.less_is_better)
        lacking = telling.lacking(test, panel.ever_lit, len(self.units.lot.groups), design.level)
        lit, others = (tuple(np.array(panel.units)[side].tolist()) for side in (panel.ever_lit, ~panel.ever_lit))
        return design.record(
            found, (self.ready.unit(figure), self.ready.in_percent(figure)), test.p(), least_p(test), lacking, probable,
            self._diagnostics(), self._beside(), self._notes(), self._path(), lit, others,
            f"{SOURCES[found.adjusted].split(';')[0]}; {REDRAWN}",
        )  # fmt: skip

    def _beside(self) -> tuple[Beside, ...]:
        """What Student's t says of it, and with looks on the way, what one look does."""
        found, level = self.units.found, self.design.level
        value, error = self._unit(found.value), self.factor * found.error
        student = by_student(found.value, found.error, found.freedom, level)[1]
        by_t = Beside("the same, by Student's t", value, student, error)
        if isinstance(self.test, Permutation):
            return (by_t,)
        return (Beside("the same, looked at once only", value, self.test.last.p(), error), by_t)

    @cached_property
    def factor(self) -> float:
        """What a small figure on the scale of the estimate is in the measure's unit."""
        return self.ready.observed if self.ready.percent else 1.0

    def _unit(self, value: float) -> float:
        return self.ready.unit(Figure(value, value, value)).value

    def _diagnostics(self) -> Diagnostics:
        apart, figures = self.units.apart, self.test.figures
        drawn = self.factor * (figures if figures.ndim == 1 else figures[:, -1])[1:]
        before, usual = (0.0, 0.0) if apart is None else (abs(apart.value), apart.error * HALF)
        found = diagnostics(
            drawn, exhaustive=self.units.lot.exhaustive, fit_before=self.factor * before, fit_usual=self.factor * usual
        )
        return replace(found, without=self._without() if self.design.checks else ())

    def _without(self) -> tuple[LeftOut, ...]:
        lit, since = self.panel.ever_lit, self.units.since(len(self.panel.periods))
        seen = ~np.isnan(since)
        sides = {True: int((seen & lit).sum()), False: int((seen & ~lit).sum())}
        if seen.sum() > FEW:
            return ()
        left = [unit for unit in np.flatnonzero(seen) if sides[bool(lit[unit])] > 2]
        return tuple(
            LeftOut(self.panel.units[unit], self._unit(self.units.of(since, int(unit)).value)) for unit in left
        )

    def _notes(self) -> list[str]:
        panel = self.panel
        notes = [f"{int(panel.ever_lit.sum())} units were lit by lot, {int((~panel.ever_lit).sum())} were not."]
        apart = self.units.apart
        notes += _balance(apart, self._unit(apart.value) if apart else 0.0, "the lit units")
        if np.isnan(panel.y).any():
            notes.append(f"{many(int(np.isnan(panel.y).sum()), 'cell')} without a value were left out.")
        return [*notes, *self.ready.notes]

    def _path(self) -> tuple[Point, ...]:
        """Observed by period, and what would have been: the others, from the same distance as before."""
        panel, lit, weights = self.panel, self.panel.ever_lit, self.ready.weights
        measured = panel.y + self.ready.taken
        points = []
        for period, label in enumerate(panel.periods):
            seen = ~np.isnan(panel.y[:, period])
            ours, theirs = seen & lit, seen & ~lit
            if not (ours.any() and theirs.any()):
                continue
            observed = float(weights[ours] @ measured[ours, period] / weights[ours].sum())
            if period >= self.units.start and min(ours.sum(), theirs.sum()) >= 2:
                points.append(self._lit(label, period, observed))
                continue
            off = float(weights[ours] @ panel.y[ours, period] / weights[ours].sum())
            off -= float(weights[theirs] @ panel.y[theirs, period] / weights[theirs].sum())
            points.append(
                Point(label, self._back(observed), self._back(observed - off), None, period >= self.units.start)
            )
        return tuple(points)

    def _lit(self, label: str, period: int, observed: float) -> Point:
        """A lit period, by the same test."""
        measured = self.panel.y[:, period]
        one = self.units.of(measured, adjust=self.units.found.adjusted)
        figure = Figure(one.value, *self.units.test_of(measured, one.adjusted).interval(self.design.level))
        seen = self._back(observed)
        return Point(label, seen, self._back(observed - one.value), self.ready.unit(figure, seen), lit=True)

    def _back(self, value: float) -> float:
        return float(self.ready.back(np.array([value]))[0])


HALF = 0.6744897501960817
"""Standard errors that half of all differences lie within."""


@dataclass(frozen=True)
class _OfCases:
    """A lot over cases, or clusters of them, on its way to an effect."""

    design: Randomised
    sums: Sums
    moments: Moments
    notes: tuple[str, ...]
    clusters: tuple[str, ...]

    def _of(self, moments: Moments, adjust: str | None) -> Difference:
        if self.sums.clustered:
            return by_cluster(moments, adjust or "cuped")
        return by_case(moments, adjust or "lin")

    @cached_property
    def found(self) -> Difference:
        return self._of(self.moments, self.design.adjust)

    def effect(self) -> Effect:
        """The record."""
        design, found = self.design, self.found
        figure, p = by_student(found.value, found.error, found.freedom, design.level)
        beside: tuple[Beside, ...] = ()
        notes = self._notes()
        if design.looks is not None:
            beside = (Beside("the same, looked at once only", found.value, p, found.error),)
            figure, p = self._anytime(notes)
        reach = (figure.high - figure.value) / found.error if found.error > 0 else 0.0
        diagnosed = replace(
            diagnostics(np.zeros(0), exhaustive=False), without=self._without() if design.checks else ()
        )
        apart = self._apart
        if apart is not None:
            diagnosed = replace(diagnosed, fit_before=abs(apart.value), fit_usual=HALF * apart.error)
        probable = as_large(design.worthwhile, found.value, found.error, found.freedom, design.less_is_better)
        return design.record(
            found, (figure, found.in_percent(reach)), p, LEAST_P, None, probable, diagnosed, beside, notes
        )

    def _anytime(self, notes: list[str]) -> tuple[Figure, float]:
        found, design, least = self.found, self.design, min(_sizes(self.moments))
        if least < LEAST:
            notes.append(f"The smaller side has {least:.0f} so far; looking on the way begins with {LEAST}.")
            return Figure(found.value, -inf, inf), 1.0
        share = self.sums.cases / (design.looks or 1)
        held = look(found.value, found.error, share, level=design.level, freedom=found.freedom)
        return Figure(found.value, held.low, held.high), max(held.p, LEAST_P)

    @cached_property
    def _apart(self) -> Difference | None:
        """How far the ways were apart in what was known before; None where nothing was."""
        some = self.moments
        if not (some.xx > 0).any():
            return None
        nothing = np.zeros(some.n.size)
        known = replace(some, centre_y=some.centre_x, y=some.x, yy=some.xx, x=nothing, xy=nothing, xx=nothing)
        return self._of(known, "none")

    def _without(self) -> tuple[LeftOut, ...]:
        """The figure without each cluster, where these are few."""
        names = np.unique(self.moments.cluster)
        arms = [np.unique(self.moments.cluster[self.moments.arm == arm]).size for arm in (0, 1)]
        if not self.sums.clustered or names.size > FEW:
            return ()
        left = []
        for code in names:
            gone = self.moments.cluster == code
            if arms[int(self.moments.arm[gone][0])] > 2:
                one = by_cluster(_only(self.moments, ~gone), self.found.adjusted)
                left.append(LeftOut(self.clusters[code] if self.clusters else f"cluster {code}", one.value))
        return tuple(left)

    def _notes(self) -> list[str]:
        sums, share, apart = self.sums, self.design.share, self._apart.value if self._apart else 0.0
        ours, theirs = int(sums.n[sums.arm == 1].sum()), int(sums.n[sums.arm == 0].sum())
        notes = [
            f"{many(ours, 'case')} had the new way, {theirs:,} the old.",
            *_balance(self._apart, apart, "the new way's cases"),
        ]
        if self.found.left_out:
            notes.append(f"Left out, in strata where all went one way: {many(self.found.left_out, 'case')}.")
        if share is not None and not sums.clustered:
            p = 2 * min(bdtr(ours, ours + theirs, share), bdtr(theirs, ours + theirs, 1 - share))
            if p < BROKEN:
                notes.append(
                    f"The lot was to give the new way to {say_share(share)} of the cases, and {say_share(ours / (ours + theirs))}"
                    " had it: the lot was not kept, or cases are missing on one side. Find out before believing the effect."
                )
        return [*notes, *self.notes]


def _only(moments: Moments, kept: Bools) -> Moments:
    names = ("arm", "stratum", "cluster", "n", "y", "yy", "x", "xy", "xx")
    return replace(moments, **{name: getattr(moments, name)[kept] for name in names})


def _sizes(sums: Moments) -> tuple[float, float]:
    """How many each way: clusters where there are any, else cases."""
    if (sums.cluster >= 0).any():
        arm = np.array([np.unique(sums.cluster[sums.arm == side]).size for side in (0, 1)])
    else:
        arm = np.array([sums.n[sums.arm == side].sum() for side in (0, 1)])
    return float(arm[0]), float(arm[1])
