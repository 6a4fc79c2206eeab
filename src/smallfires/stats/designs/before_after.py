"""Before and after: one unit, or a few, no lot and at best some others that go along. Weak evidence, always.

A usual before-and-after test takes every drift for an effect. Here the change at the real date is held against what the same
forecast got wrong at earlier dates, when nothing was changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Point, Pretended
from smallfires.fires.quantity import many
from smallfires.stats.design import Asked
from smallfires.stats.forecast import LEAST, OF, Controls, Forecasts, forecasts, mean_seen, one_forecast
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import drawn_block, no_block
from smallfires.stats.picking import judged
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.saying import as_large
from smallfires.stats.usual import Compared, Usual, at_all_looks, once, running_means, usual

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

WINDOWS = 2
"""Stretches as long as the pilot that the history needs after its first periods."""
TRIED = 8
"""Pretend dates that are needed before anything else is learnt from them: whether to widen, how the measure rebounds."""
PLAIN = "mean of its own past"


@dataclass(frozen=True, kw_only=True)
class BeforeAfter(Asked):
    """A forecast from the past, and pretend dates. A lot of ``assign`` is lit for a fifth of the periods."""

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "before-after"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        return no_block(panel) or self._unseen(panel, panel.start or 0)

    def _unseen(self, panel: Panel, start: int) -> str | None:
        """Why the lit units are too little known; None where they are known enough."""
        ahead = max(len(panel.periods) - start, self.looks or 0)
        series = _mean_of(panel, panel.ever_lit, np.ones(len(panel.units)))
        seen = int((~np.isnan(series[:start])).sum())
        least = LEAST + WINDOWS * ahead
        if seen < least:
            fewer = max(0, (seen - LEAST) // WINDOWS)
            help_ = (
                f", or a look at the first {many(fewer, 'period')} after it only"
                if fewer and self.looks is None
                else ""
            )
            return (
                f"{many(seen, 'period')} before the start in {panel.periods[start]} cannot tell what {many(ahead, 'period')} "
                f"would do by themselves: it takes {least}, {least - seen} more{help_}."
            )
        if np.isnan(series[start:]).all():
            return f"No lit unit has a value from {panel.periods[start]} to {panel.periods[-1]}."
        if np.nanmax(series[:start]) == np.nanmin(series[:start]):
            label = panel.units[int(np.flatnonzero(panel.ever_lit)[0])]
            return (
                f"{label} is at {np.nanmin(series[:start]):g} in every period before {panel.periods[start]}: "
                "how much it moves by itself cannot be seen."
            )
        return None

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> Bools:
        """(units, periods) of the history: ``size`` units lit in its last periods.

        Args:
            history: the panel without any change.
            size: how many units.
            rng: draws them.
        """
        units, periods = history.y.shape
        return drawn_block(history, min(size, units), self.horizon or max(1, periods // 5), rng)

    def estimate(self, panel: Panel) -> Effect:
        """The effect: the mean of what came less what was forecast.

        Covariates are control series here: the forecast goes along with them as far as it did before.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
            UnreadableValue: with ``percent``, a value that is not above zero; names unit and period.
            UsageError: more looks than planned.
        """
        reading = self._reading(panel)
        looked = reading.looked
        if self.looks is not None and looked > self.looks:
            raise UsageError(
                f"This is look {looked}, and {self.looks} were planned.",
                "Read the pilot at its horizon, or amend the horizon.",
            )
        return reading.effect()

    def rehearsed(self, panel: Panel, date: int) -> Rehearsed | None:
        """What a pretend pilot at an earlier date shows beside the interval of one that is still to come; None where there can
        be none at that date. How far that interval will reach is known: it is found in the past alone.

        Args:
            panel: its lit cells are still to come: whatever stands there is not looked at.
            date: the first period of the pretend pilot.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
            UnreadableValue: with ``percent``, a value that is not above zero; names unit and period.
        """
        reading = self._reading(panel)
        at, (tried, ratio) = reading.found.dates[:-1] == date, reading.tried
        far = ratio[at[tried]]
        if not far.size:
            return None
        reach = reading.test.figure.high - reading.test.value
        return Rehearsed(float(reading.means[:-1][at][0]), reach, bool(far[0] > 1), reading.test.smallest_p)

    def _reading(self, panel: Panel) -> _Reading:
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        ready = prepared(replace(panel, x=None, covariates=()), self, season=False)
        return _Reading(self, ready, _Known.of(panel, ready.weights))


@dataclass(frozen=True)
class Rehearsed:
    """A pretend pilot beside the interval of one that is still to come, on the scale of the estimate.

    Attributes:
        error: how wrong the forecast was, on average over as many periods as the pilot's.
        reach: how far the interval of the pilot to come will go to each side.
        cried: whether the pretend one was beyond its own interval, which it had by then.
        smallest_p: the smallest p-value that the pilot to come could show.
    """

    error: float
    reach: float
    cried: bool
    smallest_p: float


def _mean_of(panel: Panel, units: Bools, weights: Floats) -> Floats:
    """(periods,) the weighted mean over units, each at its own level: a unit that is unseen does not move it.

    The levels are those of unlit cells, so that what an effect adds it adds in full; units without any are left out.
    """
    known = units & (~np.isnan(panel.y) & ~panel.lit).any(axis=1)
    y, weights = panel.y[known], weights[known]
    if not known.any():
        return np.full(len(panel.periods), np.nan)
    own = mean_seen(np.where(panel.lit[known], np.nan, y))
    counts = np.where(np.isnan(y), 0.0, weights[:, None])
    total, count = (counts * np.nan_to_num(y - own[:, None])).sum(axis=0), counts.sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(count.size, np.nan), where=count > 0)
    return mean + float(own @ weights / weights.sum())


@dataclass(frozen=True)
class _Known:
    """What else is known of the lit units: (periods, covariates), with their names."""

    values: Floats
    names: tuple[str, ...]

    @classmethod
    def of(cls, panel: Panel, weights: Floats) -> _Known:
        """Weighted means over lit units; a covariate without any value is left out."""
        if panel.x is None:
            return cls(np.zeros((len(panel.periods), 0)), ())
        every = [
            _mean_of(
                Panel(x, np.ones(x.shape), np.zeros(x.shape, dtype=bool), panel.units, panel.periods),
                panel.ever_lit,
                weights,
            )
            if not np.isnan(x := panel.x[:, :, at]).all()
            else np.full(len(panel.periods), np.nan)
            for at in range(len(panel.covariates))
        ]
        kept = [at for at, values in enumerate(every) if not np.isnan(values).all()]
        names = tuple(panel.covariates[at] for at in kept)
        return cls(np.stack([every[at] for at in kept], axis=1) if kept else np.zeros((len(panel.periods), 0)), names)


@dataclass(frozen=True)
class _Reading:
    """One panel on its way to an effect, on the scale of the estimate."""

    design: BeforeAfter
    ready: Prepared
    known: _Known

    @property
    def panel(self) -> Panel:
        return self.ready.panel

    @cached_property
    def start(self) -> int:
        return self.panel.start or 0

    @property
    def looked(self) -> int:
        """Periods since the start."""
        return len(self.panel.periods) - self.start

    @property
    def ahead(self) -> int:
        """Periods that are forecast: those planned, where every one of them is looked at."""
        return self.design.looks or self.looked

    def _measured(self, units: Bools) -> tuple[Floats, Controls]:
        """(periods ahead too,) the lit ones among the units, and what may go along with them."""
        to_come = self.ahead - self.looked
        lit = self.panel.ever_lit
        series = np.append(_mean_of(self.panel, units & lit, self.ready.weights), np.full(to_come, np.nan))
        known = np.vstack([self.known.values, np.full((to_come, len(self.known.names)), np.nan)])
        others = _mean_of(self.panel, units & ~lit, self.ready.weights)
        beside = None if np.isnan(others[: self.start]).all() else np.append(others, np.full(to_come, np.nan))
        return series, Controls(beside, known, self.known.names)

    @cached_property
    def series(self) -> Floats:
        return self._measured(np.ones(len(self.panel.units), dtype=bool))[0]

    @cached_property
    def found(self) -> Forecasts:
        measured = self._measured(np.ones(len(self.panel.units), dtype=bool))
        return forecasts(*measured, self.start, self.design.season)

    @property
    def method(self) -> str:
        """The candidate that was taken."""
        return self.found.names[int(self.found.method[-1])]

    @cached_property
    def runs(self) -> Floats:
        """(dates, periods ahead) mean errors up to each of them, the real ones last."""
        return running_means(self.found.error)

    @property
    def means(self) -> Floats:
        """(dates,) mean errors over as many periods as there are since the start."""
        return np.asarray(self.runs[:, self.looked - 1])

    @cached_property
    def usual(self) -> Usual:
        return usual(self.means[:-1], self.looked)

    @cached_property
    def tried(self) -> tuple[Codes, Floats]:
        """Pretend dates that have enough dates before them for a verdict, and how far each was beyond its interval's end."""
        at, ratio = [], []
        means, dates = self.means, self.found.dates
        for number in range(dates.size - 1):
            over = int(np.searchsorted(dates + self.looked, dates[number], side="right"))
            if over >= 2 and not np.isnan(means[number]):
                then = once(0.0, means[:over], self.looked, 1.0, self.design.level).figure.high
                at.append(number)
                ratio.append(abs(means[number]) / then if then > 0 else float(means[number] != 0))
        return np.array(at, dtype=np.int64), np.array(ratio)

    @cached_property
    def widened(self) -> float:
        """By how much, so that the dates would have been beyond the interval as seldom as it promises."""
        _, ratio = self.tried
        if not self.design.checks or ratio.size < TRIED or (ratio > 1).mean() <= 1 - self.design.level:
            return 1.0
        return max(1.0, float(np.quantile(ratio, self.design.level)))

    @cached_property
    def test(self) -> Compared:
        level, errors = self.design.level, self.runs[:-1]
        if self.design.looks is None:
            return once(float(self.means[-1]), errors[:, -1], self.ahead, self.widened, level)
        rng = np.random.default_rng(self.design.seed)
        return at_all_looks(self.runs[-1, : self.looked], errors, self.widened, level, rng)

    @property
    def factor(self) -> float:
        """What a small figure on the scale of the estimate is in the measure's unit."""
        return self.ready.observed if self.ready.percent else 1.0

    def effect(self) -> Effect:
        """The record."""
        design, test, panel = self.design, self.test, self.panel
        worthwhile = None if design.worthwhile is None else self.ready.scaled(design.worthwhile)
        lit = np.array(panel.units)[panel.ever_lit]
        return Effect(
            design=design.name,
            method=f"forecast by the {self.method}",
            source="rolling origins: Tashman (2000), International Journal of Forecasting 16: 437-450",
            unit=self.ready.unit(test.figure),
            percent=self.ready.in_percent(test.figure),
            level=design.level,
            p=test.p(),
            smallest_p=test.smallest_p,
            lacking=None,
            evidence="weak",
            worthwhile=design.worthwhile,
            probability=as_large(worthwhile, test.value, test.usual.error, test.usual.freedom, design.less_is_better),
            path=self._path(),
            lit=tuple(lit.tolist()),
            others=tuple(np.array(panel.units)[~panel.ever_lit].tolist()),
            beside=self._beside() if design.beside and self.ahead == self.looked else (),
            diagnostics=self._diagnostics(),
            assumptions=(
                "Nothing else happened to the lit units since the start.",
                "Without the change they would have gone on as in their past: as steadily, and as unsteadily.",
                "The date was not picked because the measure was unusual just then.",
            ),
            notes=self._notes(),
        )

    def _path(self) -> tuple[Point, ...]:
        """Before the start, what was forecast one period ahead; after it, from the start."""
        points = []
        for at, label in enumerate(self.panel.periods):
            if not np.isnan(self.series[at]):
                lit = at >= self.start
                gap = float(self.found.error[-1, at - self.start]) if lit else self._one_ahead(at)
                observed, expected = map(float, self.ready.back(np.array([self.series[at], self.series[at] - gap])))
                effect = self._of_period(at - self.start, observed) if lit else None
                points.append(Point(label, observed, expected, effect, lit))
        return tuple(points)

    def _of_period(self, step: int, observed: float) -> Figure:
        """The effect in one period, by the same test."""
        errors = self.found.error[:, step]
        test = once(float(errors[-1]), errors[:-1], step + 1, self.widened, self.design.level)
        return self.ready.unit(test.figure, observed)

    def _one_ahead(self, at: int) -> float:
        """How wrong the pretend date there was in its first period; 0 where there is no such date."""
        number = int(np.searchsorted(self.found.dates[:-1], at))
        known = number < self.found.dates.size - 1 and self.found.dates[number] == at
        return float(self.found.error[number, 0]) if known else 0.0

    def _beside(self) -> tuple[Beside, ...]:
        """Of each thing to measure from, the way that was best at pretend dates; and the mean of what was before."""
        names, every = self.found.names, self.found.every
        best: dict[str, int] = {}
        for at in np.argsort(np.nanmean(np.square(every[:-1]), axis=0), kind="stable"):
            best.setdefault(names[at].split(OF, 1)[1], int(at))
        shown = sorted({*best.values(), names.index(PLAIN)} - {int(self.found.method[-1])})
        tests = [
            (names[at], once(float(every[-1, at]), every[:-1, at], self.looked, 1.0, self.design.level)) for at in shown
        ]
        return tuple(
            Beside(name, self._unit(test.value), test.p(), self.factor * test.usual.error) for name, test in tests
        )

    def _unit(self, value: float) -> float:
        return self.ready.unit(Figure(value, value, value)).value

    def _diagnostics(self) -> Diagnostics:
        means, dates = self.means[:-1], self.found.dates[:-1]
        at, ratio = self.tried
        pretended = Pretended(
            tuple(self.panel.periods[dates[number]] for number in at),
            tuple((self.factor * means[at]).tolist()),
            int((ratio > 1).sum()),
            round(1 - self.design.level, 12),
            self.widened,
        )
        return Diagnostics(
            fit_before=self.factor * float(np.sqrt(np.nanmean(np.square(self.found.error[:-1, 0])))),
            fit_usual=self.factor * self.usual.error,
            units=(),
            periods=(),
            placebos=tuple((self.factor * np.sort(means[~np.isnan(means)])).tolist()),
            exhaustive=True,
            without=self._without() if self.design.checks else (),
            pretended=pretended if at.size else None,
            picked=judged(
                self.design.picked, self._rebound, self.test, self.design.level, self.design.less_is_better, self.factor
            ),
        )

    def _without(self) -> tuple[LeftOut, ...]:
        """The figure without each unit: the lit ones where there are several, the others where the forecast goes by them."""
        panel, every = self.panel, np.arange(len(self.panel.units))
        by_others = "the others" in self.method and int((~panel.ever_lit).sum()) > 1
        some = (panel.ever_lit & (panel.ever_lit.sum() > 1)) | (~panel.ever_lit & by_others)
        left = []
        for unit in np.flatnonzero(some):
            series, controls = self._measured(every != unit)
            expected = one_forecast(series, controls, self.start, self.design.season, self.method)
            value = float(mean_seen(series[self.start :] - expected))
            if not np.isnan(value):
                left.append(LeftOut(panel.units[unit], self._unit(value)))
        return tuple(left)

    def _rebound(self, _highest: bool) -> float | None:
        """How far the measure moves by itself after it stood out as it did at the start; None where dates are too few.

        Source: Barnett, van der Pols and Dobson (2005), International Journal of Epidemiology 34: 215-220.
        """
        stood, errors = np.array([self._stood_out(date) for date in self.found.dates]), self.means[:-1]
        seen = ~np.isnan(errors) & ~np.isnan(stood[:-1])
        if seen.sum() < TRIED or np.isnan(stood[-1]) or not stood[:-1][seen].any():
            return None
        return float(stood[-1] * (errors[seen] @ stood[:-1][seen]) / np.square(stood[:-1][seen]).sum())

    def _stood_out(self, date: int) -> float:
        """How far the series was from its own mean, in as many periods before the date as are forecast."""
        past = self.series[:date]
        return float(mean_seen(past[-self.ahead :]) - mean_seen(past))

    def _notes(self) -> tuple[str, ...]:
        means = self.means
        as_far = int((np.abs(means[:-1]) >= abs(means[-1])).sum())
        notes = [
            "Weak evidence: no lot was drawn, so anything else that happened at the same time looks just the same.",
            f"At {as_far} of {means.size - 1} earlier dates, when nothing was changed, the forecast was as far off.",
            *self.ready.notes,
        ]
        lost = int(np.isnan(self.panel.y[self.panel.ever_lit]).sum())
        if lost:
            notes.append(f"Left out of the means, having no value: {many(lost, 'cell')} of the lit units.")
        if self.design.looks is not None:
            notes.append(
                f"The interval holds at all {self.design.looks} planned looks together; this is look {self.looked}."
            )
        if self.widened > 1:
            notes.append(
                f"The interval is {self.widened:.2g} times as wide, because it cried wolf at too many earlier dates."
            )
        return tuple(notes)
