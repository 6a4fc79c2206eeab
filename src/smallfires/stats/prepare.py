"""From a panel to what a design estimates on: logarithms, covariates, season and weights; and the way back to figures.

Everything that is taken out is found in unlit cells only. So an effect that is added to the lit ones still shifts every
estimate exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UnreadableValue
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import many
from smallfires.stats.complete import additive, named, whole
from smallfires.stats.design import Asked
from smallfires.stats.panel import Panel
from smallfires.stats.saying import in_percent

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

CELLS_EACH = 10
"""Cells that a covariate needs, beyond the levels of units and periods. Source: Harrell (2015), Regression Modeling
Strategies, section 4.4."""
TWICE = 2
"""Each place in a season has to be seen this often, to be told from chance at all."""
FURTHEST = 1e75
"""Values of a size beyond this, or all within one by it, have no squares that a computer can hold."""
SAME = 1e-9
"""A covariate that varies by no more than this share of itself, beside its unit and period, does not vary."""


@dataclass(frozen=True)
class Prepared:
    """What a design estimates on.

    Attributes:
        panel: the measure on the scale of the estimate, with nothing left to take out; without covariates.
        taken: (units, periods) what was taken out, on that scale: ``panel.y + taken`` is what was measured.
        weights: (units,) how much each unit counts in a mean over units; above 0.
        percent: whether the scale is that of logarithms.
        notes: what was done, each as a sentence.
    """

    panel: Panel
    taken: Floats
    weights: Floats
    percent: bool
    notes: tuple[str, ...]

    def only(self, units: Bools | Codes | slice, periods: Bools | Codes | slice = slice(None)) -> Prepared:
        """With these units and periods only, in the order given."""
        taken, weights = self.taken[units][:, periods], self.weights[units]
        return replace(self, panel=self.panel.only(units, periods), taken=taken, weights=weights)

    def whole(self) -> Prepared:
        """Without what cannot be compared, every hole filled, units in the order of their labels; see ``complete.whole``.

        Raises:
            TooLittleData: as ``complete.whole``.
        """
        found = whole(self.panel)
        order = np.argsort(np.array(found.panel.units), kind="stable")
        panel = found.panel.only(order)
        units, periods = self.panel.units, self.panel.periods
        same = self.only(
            np.array([units.index(unit) for unit in panel.units]),
            np.array([periods.index(period) for period in panel.periods]),
        )
        return replace(same, panel=panel, notes=self.notes + found.notes)

    def less(self, taken: Floats, *notes: str) -> Prepared:
        """The same with more taken out, and said."""
        panel = replace(self.panel, y=self.panel.y - taken)
        return replace(self, panel=panel, taken=self.taken + taken, notes=self.notes + notes)

    def back(self, values: Floats) -> Floats:
        """From the scale of the estimate to the measure's unit."""
        return np.exp(values) if self.percent else values

    @property
    def observed(self) -> float:
        """What was measured in lit cells, on average, in the measure's unit."""
        cells = self.panel.lit & ~np.isnan(self.panel.y)
        counts = np.broadcast_to(self.weights[:, None], cells.shape)[cells]
        return float(counts @ self.back((self.panel.y + self.taken)[cells]) / counts.sum())

    def unit(self, figure: Figure, observed: float | None = None) -> Figure:
        """A figure on the scale of the estimate in the measure's unit.

        Args:
            figure: an effect and its interval.
            observed: what was measured in the cells it is of, on average; that of all lit cells where None.
        """
        if not self.percent:
            return figure
        level = self.observed if observed is None else observed
        return Figure(*(-level * _beyond(-end) for end in (figure.value, figure.low, figure.high)))

    def in_percent(self, figure: Figure, observed: float | None = None) -> Figure | None:
        """The same in percent of what would have been; None where that is not above zero. Arguments as those of ``unit``."""
        if not self.percent:
            return in_percent(figure, self.observed if observed is None else observed)
        return Figure(*(100 * _beyond(end) for end in (figure.value, figure.low, figure.high)))

    def scaled(self, effect: float, observed: float | None = None) -> float:
        """An effect in the measure's unit on the scale of the estimate: infinite where nothing would be left without it."""
        if not self.percent:
            return effect
        level = self.observed if observed is None else observed
        left = level - effect
        return float(np.log(level / left)) if left > 0 else float("inf")


def _beyond(share: float) -> float:
    """What a share on the scale of logarithms comes to; infinite where that is too large for a number."""
    with np.errstate(over="ignore"):
        return float(np.expm1(share))


def prepared(panel: Panel, asked: Asked, *, season: bool = True) -> Prepared:
    """What the design estimates on.

    Args:
        panel: the measure, and the covariates.
        asked: whether effects are ratios, the season, and what counts the same.
        season: whether the season is taken out here; no, where the design knows seasons itself.

    Raises:
        UnreadableValue: with ``percent``, a value that is not above zero; or values too large or too small to reckon with;
            names unit and period.
        TooLittleData: too few unlit cells to find what covariates do, or two seasons to find a season; says how many.
    """
    _check_size(panel)
    scaled = logs(panel) if asked.percent else panel
    ready = Prepared(scaled, np.zeros(panel.y.shape), np.ones(len(panel.units)), asked.percent, ())
    ready = _without_covariates(ready)
    if season and asked.season > 1:
        ready = _without_season(ready, asked.season)
    return _by_cases(ready) if asked.weigh == "cases" else ready


def _check_size(panel: Panel) -> None:
    size = np.nan_to_num(np.abs(panel.y))
    unit, period = np.unravel_index(int(size.argmax()), size.shape)
    if size.max() > FURTHEST or 0 < size.max() < 1 / FURTHEST:
        raise UnreadableValue(
            f"{panel.y[unit, period]:g} for {panel.units[unit]} in {panel.periods[period]} is the largest value: numbers of "
            "that size cannot be squared.",
            "Give the measure in another unit.",
        )


def logs(panel: Panel) -> Panel:
    """The panel on the scale of logarithms, for effects in percent.

    Raises:
        UnreadableValue: a value that is not above zero; names unit and period.
    """
    bad = ~np.isnan(panel.y) & ~(panel.y > 0)
    if bad.any():
        unit, period = (int(at[0]) for at in np.nonzero(bad))
        raise UnreadableValue(
            f"{panel.y[unit, period]} for {panel.units[unit]} in {panel.periods[period]} has no logarithm.",
            "Measure the effect in the measure's own unit, or leave the cell empty.",
        )
    return replace(panel, y=np.log(panel.y))


def _without_covariates(ready: Prepared) -> Prepared:
    """Without what covariates do in unlit cells, beside the levels of units and periods. What they say of a whole unit or a
    whole period is left in: it is those levels.

    Source: Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91: 3253-3285 (what untreated cells say);
    Kranz (2022), Synthetic Difference-in-Differences with Time-Varying Covariates (the same for synthetic others).
    """
    panel = ready.panel
    if panel.x is None:
        return ready
    x, unknown = panel.x, np.isnan(panel.x) & ~np.isnan(panel.y)[:, :, None]
    y = np.where(unknown.any(axis=2), np.nan, panel.y)
    ready = replace(ready, panel=replace(panel, y=y, x=None, covariates=()), notes=_unknown(panel, unknown))
    used = ~np.isnan(y) & ~panel.lit
    tables = [np.where(used, x[:, :, at], 0.0) for at in range(x.shape[2])]
    beside = np.stack([_beside(table, used) for table in tables], axis=1)
    telling = _telling(beside, [float(np.abs(table).max()) for table in tables])
    ready = replace(ready, notes=ready.notes + _silent(panel.covariates, telling))
    if not telling:
        return ready
    _enough(used, ", ".join(panel.covariates[at] for at in telling), len(telling))
    slopes = np.linalg.lstsq(beside[:, telling], _beside(np.where(used, y, 0.0), used), rcond=None)[0]
    taken = (x[:, :, telling] - x[used][:, telling].mean(axis=0)) @ slopes
    said = (
        f"What {panel.covariates[at]} does is taken out, as seen in unlit cells: {slope:.3g} for one more of it."
        for at, slope in zip(telling, slopes, strict=True)
    )
    return ready.less(np.nan_to_num(taken), *said)


def _unknown(panel: Panel, unknown: Bools) -> tuple[str, ...]:
    """Which covariates are missing where the measure is not."""
    notes = []
    for at, name in enumerate(panel.covariates):
        where = np.argwhere(unknown[:, :, at])
        if len(where):
            unit, period = panel.units[where[0, 0]], panel.periods[where[0, 1]]
            more = f" and in {many(len(where) - 1, 'more cell')}" if len(where) > 1 else ""
            notes.append(f"{name} has no value for {unit} in {period}{more}: they count as unseen.")
    return tuple(notes)


def _beside(table: Floats, used: Bools) -> Floats:
    """(cells used,) what is left beside the levels of unit and period; of one unit, beside its own."""
    level = additive(table, used) if len(table) > 1 else table[used].mean() if used.any() else table
    return np.asarray((table - level)[used])


def _telling(beside: Floats, sizes: list[float]) -> list[int]:
    """The covariates that vary by more than rounding beside all before them."""
    telling: list[int] = []
    for at, size in enumerate(sizes):
        basis = beside[:, telling]
        rest = beside[:, at] - (basis @ np.linalg.lstsq(basis, beside[:, at], rcond=None)[0] if telling else 0.0)
        if rest.size and np.abs(rest).max() > SAME * size:
            telling.append(at)
    return telling


def _silent(names: tuple[str, ...], telling: list[int]) -> tuple[str, ...]:
    """Covariates that say nothing, and beside which others."""
    notes = []
    for at, name in enumerate(names):
        if at not in telling:
            others = "".join(f", and {names[other]}" for other in telling if other < at)
            notes.append(f"{name} is left out: it says nothing beside the levels of units and of periods{others}.")
    return tuple(notes)


def _enough(used: Bools, names: str, many: int) -> None:
    levels = int(used.any(axis=1).sum() + used.any(axis=0).sum()) - 1 if len(used) > 1 else 1
    needed, there = levels + CELLS_EACH * many, int(used.sum())
    if there < needed:
        raise TooLittleData(
            f"{there} unlit cells are too few to see what {names} does: it takes {needed}.",
            "Give a longer time before, or leave covariates out.",
        )


def _without_season(ready: Prepared, season: int) -> Prepared:
    """Without each unit's own season: how far each place in the season is off the unit's level and trend before the start.

    Where lit periods come before two seasons are over, all unlit cells are used.

    Source: seasonal levels beside a trend, Lovell (1963), JASA 58: 993-1010.
    """
    panel = ready.panel
    start = len(panel.periods) if panel.start is None else panel.start
    used = ~np.isnan(panel.y) & ~panel.lit
    if start >= TWICE * season:
        used[:, start:] = False
    place = np.arange(len(panel.periods)) % season
    places = (place[:, None] == np.arange(season)).astype(np.float64)
    short: Bools = np.asarray((used @ places < TWICE).any(axis=1))
    _check_seasons(panel, short, season, start)
    if short.any():
        gone = f"Left out, since two seasons of them are not seen: {named(panel.units, short)}."
        ready, used = replace(ready.only(~short), notes=(*ready.notes, gone)), used[~short]
    known = np.c_[places, np.arange(place.size) - (place.size - 1) / 2]
    off = np.zeros(used.shape)
    for at, cells in enumerate(used):
        levels = np.linalg.lstsq(known[cells], ready.panel.y[at, cells], rcond=None)[0][:season]
        off[at] = (levels - levels.mean())[place]
    return ready.less(off, "Each unit's own season is taken out, as seen in unlit cells.")


def _check_seasons(panel: Panel, short: Bools, season: int, start: int) -> None:
    """Refuse lit units, or a whole panel, of which two seasons are not seen."""
    bad = np.flatnonzero(short & (panel.ever_lit | bool(short.all())))
    if bad.size:
        missing = TWICE * season - start
        raise TooLittleData(
            f"A season of {many(season, 'period')} has to be seen twice without a fire, and that of {panel.units[bad[0]]} is "
            f"not, with {many(start, 'period')} before the start.",
            f"Give {many(missing, 'more period')}, or name no season."
            if missing > 0
            else "Complete its values, or name no season.",
        )


def _by_cases(ready: Prepared) -> Prepared:
    """Weighted by mean cases a period before the start, which the pilot cannot have changed; else in unlit cells, else in all."""
    panel = ready.panel
    early = np.zeros(panel.y.shape, dtype=bool)
    early[:, : panel.start] = True
    weights = np.zeros(len(panel.units))
    for some in (early, ~panel.lit, np.ones_like(early)):
        cells = some & (panel.n > 0)
        mean = np.where(cells, panel.n, 0.0).sum(axis=1) / np.maximum(cells.sum(axis=1), 1)
        weights = np.where(weights > 0, weights, mean)
    weights = np.where(weights > 0, weights, weights[weights > 0].mean())
    if np.ptp(weights) == 0:
        said = "No unit has more cases than another, so that all count the same."
    else:
        said = "Where a mean over units is taken, each counts by its cases before the start."
    return replace(ready, weights=weights / weights.mean(), notes=(*ready.notes, said))
