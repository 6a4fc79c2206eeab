"""Randomised: a lot decided which cases, clusters or units got the new way. The strongest evidence there is."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Effect, Figure, Point
from smallfires.stats.anytime import look
from smallfires.stats.design import Asked
from smallfires.stats.difference import ADJUST, Difference, by_case, by_cluster
from smallfires.stats.panel import Panel
from smallfires.stats.saying import LEAST_P, as_large, by_student, diagnostics, in_percent
from smallfires.stats.sums import Moments, Sums, about_means, add_up, without_clusters

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

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


@dataclass(frozen=True, kw_only=True)
class Randomised(Asked):
    """A lot over cases, clusters or units. A lot of ``assign`` is lit for a third of the periods.

    Attributes:
        adjust: how the time before is used: ``none``, ``cuped`` or ``lin``; None takes the best that the data can bear.
        planned: cases (units, of a panel: lit periods) at the planned end, where the measure is looked at on the way: then
            the interval holds at all looks together. None where it is looked at once, at an end that was fixed before.
        share: of the cases that the lot was to give the new way, to check that it did; None where not said.

    Raises:
        UsageError: a setting that is none.
    """

    adjust: str | None = None
    planned: float | None = None
    share: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.adjust is not None and self.adjust not in ADJUST:
            raise UsageError(f'"{self.adjust}" is no way to adjust.', f"Use one of {', '.join(ADJUST)}.")
        if self.planned is not None and not 0 < self.planned < inf:
            raise UsageError(f"{self.planned:g} cases cannot be planned.", "Give how many there will be at the end.")
        if self.share is not None and not 0 < self.share < 1:
            raise UsageError(f"A share of {self.share:g} is no lot.", "Give one between 0 and 1, such as 0.5.")

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "randomised"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        start = panel.start
        if start is None:
            return "Nothing was lit in any period: say which units changed, and since when."
        lit = panel.ever_lit
        for unit in np.flatnonzero(lit):
            if not panel.lit[unit, start:].all():
                return (
                    f"{panel.units[unit]} was not lit in all periods from {panel.periods[start]} on. "
                    "Use rollout where units start one after another, switchback where they go back."
                )
        seen = ~np.isnan(panel.y[:, start:]).all(axis=1)
        ours, theirs = int((lit & seen).sum()), int((~lit & seen).sum())
        if min(ours, theirs) < 2:
            return (
                f"From {panel.periods[start]} on, {ours} lit units and {theirs} others have a value: how units differ by "
                f"themselves cannot be seen. It takes two of each at the least, {max(0, 2 - ours)} more lit ones and "
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
        lit = np.zeros((units, periods), dtype=bool)
        lit[rng.choice(units, size, replace=False), periods - (self.horizon or max(1, periods // 3)) :] = True
        return lit

    def estimate(self, panel: Panel) -> Effect:
        """The effect of a lot that was drawn over the panel's units.

        Each unit counts once, whatever its number of cases: the lot was drawn over units, not over cases.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        start = panel.start or 0
        moments = _by_unit(panel, start)
        found = by_cluster(moments, self.adjust or "cuped")
        share = None if self.planned is None else (len(panel.periods) - start) / self.planned
        steady = min(_sizes(moments))
        notes = [f"{int(panel.ever_lit.sum())} units were lit by lot, {int((~panel.ever_lit).sum())} were not."]
        if np.isnan(panel.y).any():
            notes.append(f"{int(np.isnan(panel.y).sum())} cells have no value; they were left out.")
        lit, others = (tuple(np.array(panel.units)[side].tolist()) for side in (panel.ever_lit, ~panel.ever_lit))
        path = _path(panel, start, moments, found, self.level)
        return self._effect(found, share, steady, path=path, lit=lit, others=others, notes=notes)

    def estimate_cases(self, sums: Sums) -> Effect:
        """The effect of a lot that was drawn over cases, or over clusters of them.

        Args:
            sums: of the cases, see ``sums.add_up``.

        Raises:
            TooLittleData: an arm has no case, or too few to see their spread.
            EmptyData: no case has a measure.
        """
        if sums.clustered:
            moments = about_means(sums)
            found = by_cluster(moments, self.adjust or "cuped")
        else:
            moments = about_means(without_clusters(sums))
            found = by_case(moments, self.adjust or "lin")
        share = None if self.planned is None else sums.cases / self.planned
        return self._effect(found, share, min(_sizes(moments)), notes=self._case_notes(sums, found))

    def _effect(
        self,
        found: Difference,
        share: float | None,
        least: float,
        *,
        notes: list[str],
        path: tuple[Point, ...] = (),
        lit: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
    ) -> Effect:
        figure, p = by_student(found.value, found.error, found.freedom, self.level)
        beside: tuple[Beside, ...] = ()
        if share is not None:
            beside = (Beside("the same, looked at once only", found.value, p, found.error),)
            figure, p = self._anytime(found, share, least, notes)
        observed = found.old + found.value
        return Effect(
            design=self.name,
            method=WORDS[found.adjusted] + ("" if share is None else ", to be looked at every day"),
            source=SOURCES[found.adjusted],
            unit=figure,
            percent=in_percent(figure, observed),
            level=self.level,
            p=p,
            smallest_p=LEAST_P,
            lacking=None,
            evidence="strong",
            worthwhile=self.worthwhile,
            probability=as_large(self.worthwhile, found.value, found.error, found.freedom, self.less_is_better),
            path=path,
            lit=lit,
            others=others,
            beside=beside,
            diagnostics=diagnostics(np.zeros(0), exhaustive=False),
            assumptions=(
                "A lot decided who worked the new way, and it was kept.",
                "What one does does not move the measure of another.",
            ),
            notes=tuple(notes),
        )

    def _anytime(self, found: Difference, share: float, least: float, notes: list[str]) -> tuple[Figure, float]:
        if least < LEAST:
            notes.append(f"The smaller side has {least:.0f} so far; looking on the way begins with {LEAST}.")
            return Figure(found.value, -inf, inf), 1.0
        held = look(found.value, found.error, share, level=self.level, freedom=found.freedom)
        return Figure(found.value, held.low, held.high), max(held.p, LEAST_P)

    def _case_notes(self, sums: Sums, found: Difference) -> list[str]:
        ours, theirs = int(sums.n[sums.arm == 1].sum()), int(sums.n[sums.arm == 0].sum())
        notes = [f"{ours} cases had the new way, {theirs} the old."]
        if found.left_out:
            notes.append(f"{found.left_out} cases are in strata where all went one way, and were left out.")
        if self.share is not None and not sums.clustered:
            p = 2 * min(bdtr(ours, ours + theirs, self.share), bdtr(theirs, ours + theirs, 1 - self.share))
            if p < BROKEN:
                notes.append(
                    f"The lot was to give the new way to {self.share:.0%} of the cases, and {ours / (ours + theirs):.1%} had it: "
                    "the lot was not kept, or cases are missing on one side. Find out before believing the effect."
                )
        return notes


def _sizes(sums: Moments) -> tuple[float, float]:
    """How many each way: clusters where there are any, else cases."""
    if (sums.cluster >= 0).any():
        arm = np.array([np.unique(sums.cluster[sums.arm == side]).size for side in (0, 1)])
    else:
        arm = np.array([sums.n[sums.arm == side].sum() for side in (0, 1)])
    return float(arm[0]), float(arm[1])


def _by_unit(panel: Panel, start: int) -> Moments:
    """Each unit a cluster of its own: its mean since the start, and before it as what was known."""
    level = panel.y - _of_period(panel)
    after, before = _row_means(level[:, start:]), _row_means(level[:, :start])
    back = float(np.nanmean(_of_period(panel)[start:]))
    known = np.where(np.isnan(before), np.nanmean(before) if not np.isnan(before).all() else 0.0, before)
    seen = np.flatnonzero(~np.isnan(after))
    sums = add_up(after[seen] + back, panel.ever_lit[seen], x=known[seen], cluster=seen)
    return about_means(sums)


def _of_period(panel: Panel) -> Floats:
    """(periods,) the mean of the units never lit: who is unseen in a good period shall not look bad for it."""
    y = panel.y[~panel.ever_lit]
    seen = ~np.isnan(y)
    own = _row_means(y)
    off = np.where(seen, y - own[:, None], 0.0).sum(axis=0)
    counts = seen.sum(axis=0)
    drift: Floats = np.divide(off, counts, out=np.zeros(counts.size), where=counts > 0)
    return drift + float(np.nanmean(own))


def _row_means(table: Floats) -> Floats:
    seen = ~np.isnan(table)
    total = np.where(seen, table, 0.0).sum(axis=1)
    mean: Floats = np.divide(total, seen.sum(axis=1), out=np.full(total.size, np.nan), where=seen.any(axis=1))
    return mean


def _path(panel: Panel, start: int, moments: Moments, found: Difference, level: float) -> tuple[Point, ...]:
    """Observed by period, and what would have been: the others, from the same distance as before."""
    lit = panel.ever_lit
    ours, theirs = (_row_means(panel.y[side].T) for side in (lit, ~lit))
    known = moments.x / moments.n
    points = []
    for period, label in enumerate(panel.periods):
        if np.isnan(ours[period]) or np.isnan(theirs[period]):
            continue
        observed, effect, expected = float(ours[period]), None, float(theirs[period])
        unit = moments.cluster[~np.isnan(panel.y[moments.cluster, period])]
        if period >= start and min(lit[unit].sum(), (~lit[unit]).sum()) >= 2:
            x = known[np.isin(moments.cluster, unit)]
            one = by_cluster(about_means(add_up(panel.y[unit, period], lit[unit], x=x, cluster=unit)), found.adjusted)
            effect, _ = by_student(one.value, one.error, one.freedom, level)
            expected = observed - one.value
        points.append(Point(label, observed, expected, effect, period >= start))
    return tuple(points)
