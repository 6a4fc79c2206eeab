"""Before and after: one unit, or a few, no lot and at best some others that go along. Weak evidence, always.

A usual before-and-after test takes every drift for an effect. Here the change at the real date is held against what the same
forecast got wrong at earlier dates, when nothing was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from smallfires.errors import TooLittleData
from smallfires.fires.effect import Diagnostics, Effect, Figure, Point, Pretended
from smallfires.stats.design import Asked
from smallfires.stats.forecast import LEAST, Forecasts, Usual, forecasts, usual
from smallfires.stats.panel import Panel
from smallfires.stats.saying import LEAST_P, as_large, by_student, in_percent

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

WINDOWS = 2
"""Stretches as long as the pilot that the history needs after its first periods."""
TRIED = 8
"""Pretend dates with a verdict of their own that are needed before the interval is widened for them."""


@dataclass(frozen=True, kw_only=True)
class BeforeAfter(Asked):
    """A forecast from the past, and pretend dates. A lot of ``assign`` is lit for a fifth of the periods."""

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "before-after"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        start = panel.start
        if start is None:
            return "Nothing was lit in any period: say since when."
        uneven = _uneven(panel, start)
        if uneven:
            return uneven
        periods, ahead = len(panel.periods), len(panel.periods) - start
        series, _ = _series(panel)
        seen = int((~np.isnan(series[:start])).sum())
        least = LEAST + WINDOWS * ahead
        if seen < least:
            return (
                f"{seen} periods before the start in {panel.periods[start]} are too few to know what {ahead} periods do by "
                f"themselves: it takes {least}, {least - seen} more, or a look at the first "
                f"{max(0, (seen - LEAST) // WINDOWS)} periods after it only."
            )
        if np.isnan(series[start:]).all():
            return f"No lit unit has a value from {panel.periods[start]} to {panel.periods[periods - 1]}."
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
        lit = np.zeros((units, periods), dtype=bool)
        chosen = rng.choice(units, min(size, units), replace=False)
        lit[chosen, periods - (self.horizon or max(1, periods // 5)) :] = True
        return lit

    def estimate(self, panel: Panel) -> Effect:
        """The effect: the mean of what came less what was forecast.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        return _Reading(self, panel).effect()


def _uneven(panel: Panel, start: int) -> str | None:
    """Why the lit cells are not one block to the end; None where they are."""
    for unit in np.flatnonzero(panel.ever_lit):
        row = panel.lit[unit]
        if not row[start]:
            return (
                f"{panel.units[unit]} was lit from {panel.periods[int(row.argmax())]}, others from {panel.periods[start]}: "
                "use rollout."
            )
        if not row[start:].all():
            out = start + int(row[start:].argmin())
            return f"{panel.units[unit]} went back to the old way in {panel.periods[out]}: use switchback."
    if start == 0:
        label = panel.units[int(np.flatnonzero(panel.ever_lit)[0])]
        return f"{label} burnt from the first period, {panel.periods[0]}, on: nothing is known of before."
    return None


def _series(panel: Panel) -> tuple[Floats, Floats | None]:
    """(periods,) the lit units' mean, and that of the others where there are any."""
    lit = panel.ever_lit
    return _mean_of(panel.y[lit]), _mean_of(panel.y[~lit]) if (~lit).any() else None


def _mean_of(y: Floats) -> Floats:
    """(periods,) the mean over units, each at its own level: a unit that is unseen does not move it."""
    seen = ~np.isnan(y)
    y, seen = y[seen.any(axis=1)], seen[seen.any(axis=1)]
    own = np.where(seen, y, 0.0).sum(axis=1) / seen.sum(axis=1)
    total = np.where(seen, y - own[:, None], 0.0).sum(axis=0)
    count = seen.sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(count.size, np.nan), where=count > 0)
    return mean + (own.mean() if own.size else 0.0)


@dataclass(frozen=True)
class _Reading:
    """One panel on its way to an effect."""

    design: BeforeAfter
    panel: Panel

    @cached_property
    def start(self) -> int:
        return self.panel.start or 0

    @property
    def ahead(self) -> int:
        return len(self.panel.periods) - self.start

    @cached_property
    def series(self) -> Floats:
        return _series(self.panel)[0]

    @cached_property
    def found(self) -> Forecasts:
        series, others = _series(self.panel)
        return forecasts(series, others, self.start, self.design.season)

    @cached_property
    def usual(self) -> Usual:
        return usual(self.found.means[:-1], self.found.dates[:-1], self.ahead)

    @cached_property
    def tried(self) -> tuple[Codes, Floats]:
        """Pretend dates that have enough dates before them for a verdict, and how far each was beyond its interval's end."""
        at, ratio = [], []
        means, dates = self.found.means, self.found.dates
        for number in range(dates.size - 1):
            over = int(np.searchsorted(dates + self.ahead, dates[number], side="right"))
            if over >= 2 and not np.isnan(means[number]):
                then = usual(means[:over], dates[:over], self.ahead)
                reach = self._quantile(then.freedom) * then.error
                at.append(number)
                ratio.append(abs(means[number]) / reach if reach > 0 else float(means[number] != 0))
        return np.array(at, dtype=np.int64), np.array(ratio)

    def _quantile(self, freedom: float) -> float:
        return -float(stdtrit(freedom, round(1 - self.design.level, 12) / 2))

    @cached_property
    def widened(self) -> float:
        """By how much, so that the dates would have been beyond the interval as seldom as it promises."""
        _, ratio = self.tried
        if ratio.size < TRIED or (ratio > 1).mean() <= 1 - self.design.level:
            return 1.0
        return max(1.0, float(np.quantile(ratio, self.design.level)))

    def effect(self) -> Effect:
        """The record."""
        design, panel = self.design, self.panel
        value, error, freedom = float(self.found.means[-1]), self.widened * self.usual.error, self.usual.freedom
        figure, p = self._judged(value, error, freedom)
        observed = float(np.nanmean(self.series[self.start :]))
        lit = np.array(panel.units)[panel.ever_lit]
        return Effect(
            design=design.name,
            method=f"forecast by the {self.found.names[self.found.method[-1]]}",
            source="rolling origins: Tashman (2000), International Journal of Forecasting 16: 437-450",
            unit=figure,
            percent=in_percent(figure, observed),
            level=design.level,
            p=p,
            smallest_p=self._smallest_p,
            lacking=None,
            evidence="weak",
            worthwhile=design.worthwhile,
            probability=as_large(design.worthwhile, value, error, freedom, design.less_is_better),
            path=self._path(),
            lit=tuple(lit.tolist()),
            others=tuple(np.array(panel.units)[~panel.ever_lit].tolist()),
            beside=(),
            diagnostics=self._diagnostics(),
            assumptions=(
                "Nothing else happened to the lit units since the start.",
                "Without the change they would have gone on as in their past: as steadily, and as unsteadily.",
                "The date was not picked because the measure was unusual just then.",
            ),
            notes=self._notes(),
        )

    def _judged(self, value: float, error: float, freedom: float) -> tuple[Figure, float]:
        """By the usual error; and where there are pretend dates enough, by their ranks too: the more cautious of both.

        Source: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World (conformal prediction);
            Chernozhukov, Wüthrich and Zhu (2021), JASA 116: 1849-1864 (for one treated series).
        """
        figure, p = by_student(value, error, freedom, self.design.level)
        if not self._ranks:
            return figure, p
        sizes = np.sort(self.widened * np.abs(self.pretended))[::-1]
        reach = max(figure.high - value, float(sizes[self._ranks - 1]))
        rank = (1 + int((sizes >= abs(value)).sum())) / (sizes.size + 1)
        return Figure(value, value - reach, value + reach), max(p, rank)

    @cached_property
    def pretended(self) -> Floats:
        """(dates,) the errors at pretend dates that were seen."""
        means = self.found.means[:-1]
        return means[~np.isnan(means)]

    @property
    def _ranks(self) -> int:
        """The rank of the pretend error that has to be surpassed; 0 where there are too few dates for any."""
        return max(0, ceil(round((1 - self.design.level) * (self.pretended.size + 1), 9)) - 1)

    @property
    def _smallest_p(self) -> float:
        return 1 / (self.pretended.size + 1) if self._ranks else LEAST_P

    def _path(self) -> tuple[Point, ...]:
        """Before the start, what was forecast one period ahead; after it, from the start."""
        expected, errors = self.found.expected[-1], self.found.error
        points = []
        for at, label in enumerate(self.panel.periods):
            observed = float(self.series[at])
            if np.isnan(observed):
                continue
            step = at - self.start
            if step < 0:
                points.append(Point(label, observed, self._one_ahead(at, observed), None, lit=False))
                continue
            then = usual(errors[:-1, step], self.found.dates[:-1], self.ahead)
            gap = observed - float(expected[step])
            interval, _ = by_student(gap, self.widened * then.error, then.freedom, self.design.level)
            points.append(Point(label, observed, float(expected[step]), interval, lit=True))
        return tuple(points)

    def _one_ahead(self, at: int, observed: float) -> float:
        """What the pretend date there expected of its first period; what was observed where there is no such date."""
        number = int(np.searchsorted(self.found.dates[:-1], at))
        known = number < self.found.dates.size - 1 and self.found.dates[number] == at
        return float(self.found.expected[number, 0]) if known else observed

    def _diagnostics(self) -> Diagnostics:
        means, dates = self.found.means[:-1], self.found.dates[:-1]
        at, ratio = self.tried
        pretended = Pretended(
            tuple(self.panel.periods[dates[number]] for number in at),
            tuple(means[at].tolist()),
            int((ratio > 1).sum()),
            round(1 - self.design.level, 12),
            self.widened,
        )
        return Diagnostics(
            fit_before=float(np.sqrt(np.nanmean(np.square(self.found.error[:-1, 0])))),
            fit_usual=self.usual.error,
            units=(),
            periods=(),
            placebos=tuple(np.sort(self.pretended).tolist()),
            exhaustive=True,
            pretended=pretended if at.size else None,
        )

    def _notes(self) -> tuple[str, ...]:
        means = self.found.means
        as_far = int((np.abs(means[:-1]) >= abs(means[-1])).sum())
        notes = [
            "Weak evidence: no lot was drawn, so anything else that happened at the same time looks just the same.",
            f"At {as_far} of {means.size - 1} earlier dates, when nothing was changed, the forecast was as far off.",
        ]
        lost = int(np.isnan(self.panel.y[self.panel.ever_lit]).sum())
        if lost:
            notes.append(f"{lost} cells of the lit units have no value; they were left out of the means.")
        if self.widened > 1:
            notes.append(
                f"The interval is {self.widened:.2g} times as wide, because it cried wolf at too many earlier dates."
            )
        return tuple(notes)
