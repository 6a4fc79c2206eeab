"""A lot that was drawn over units: each unit counts by its means before and since the start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.difference import Difference, by_cluster
from smallfires.stats.panel import Panel
from smallfires.stats.permutation import Lot, Permutation, lot
from smallfires.stats.prepare import Prepared
from smallfires.stats.redraw import Redrawn, redrawn, turned
from smallfires.stats.sums import Moments

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class LotOfUnits:
    """Units of which a lot lit some, at once.

    Attributes:
        ready: the panel, on the scale of the estimate.
        adjust: how the time before is used, of ``difference.ADJUST``; as far as the units can bear it.
        permutations: ways in which the lot could have fallen that are tried.
        seed: draws them.
    """

    ready: Prepared
    adjust: str
    permutations: int
    seed: int

    @property
    def panel(self) -> Panel:
        """The measure, on the scale of the estimate."""
        return self.ready.panel

    @cached_property
    def start(self) -> int:
        """The first lit period."""
        return self.panel.start or 0

    @cached_property
    def level(self) -> Floats:
        """(units, periods) the measure less the mean of units never lit: who is unseen in a good period shall not look bad."""
        return self.panel.y - self._drift

    @cached_property
    def _drift(self) -> Floats:
        """(periods,) the mean of units never lit, each at its own level."""
        y, weights = self.panel.y[~self.panel.ever_lit], self.ready.weights[~self.panel.ever_lit]
        seen = ~np.isnan(y)
        own = row_means(y)
        counts = seen * weights[:, None]
        off = (counts * np.nan_to_num(y - own[:, None])).sum(axis=0)
        drift: Floats = np.divide(off, counts.sum(axis=0), out=np.zeros(off.size), where=seen.any(axis=0))
        return drift + float(np.nanmean(own))

    @cached_property
    def before(self) -> Floats:
        """(units,) means before the start; the mean of all where there is none."""
        own = row_means(self.level[:, : self.start])
        return np.where(np.isnan(own), np.nanmean(own) if not np.isnan(own).all() else 0.0, own)

    def since(self, end: int) -> Floats:
        """(units,) means from the start on, up to a period; NaN where there is none."""
        return row_means(self.level[:, self.start : end]) + float(np.nanmean(self._drift[self.start : end]))

    @cached_property
    def found(self) -> Difference:
        """The difference since the start."""
        return self.of(self.since(len(self.panel.periods)))

    def of(self, y: Floats, without: int | None = None, *, adjust: str | None = None) -> Difference:
        """The difference of some measure (units,), NaN where unseen; perhaps without one unit.

        Raises:
            TooLittleData: fewer than two units on a side.
        """
        kept = ~np.isnan(y)
        if without is not None:
            kept[without] = False
        return by_cluster(self._moments(y, self.before, kept), adjust or self.adjust)

    @cached_property
    def apart(self) -> Difference | None:
        """How far the sides were apart before the start; None where nothing is known of it."""
        own = row_means(self.level[:, : self.start])
        kept = ~np.isnan(own)
        if min(int((kept & self.panel.ever_lit).sum()), int((kept & ~self.panel.ever_lit).sum())) < 2:
            return None
        return by_cluster(self._moments(own, np.zeros(own.size), kept), "none")

    def _moments(self, y: Floats, x: Floats, kept: Bools) -> Moments:
        """Each unit a cluster of one cell, which counts by its weight; about the mean of all."""
        n, y, x = self.ready.weights[kept], y[kept], x[kept]
        centre_y, centre_x = float(n @ y / n.sum()), float(n @ x / n.sum())
        y, x = y - centre_y, x - centre_x
        # as in ``sums.about_means``, but for weights, which need not be whole
        nothing, own = np.zeros(n.size, dtype=np.int64), np.flatnonzero(kept)
        arm = self.panel.ever_lit[kept].astype(np.int64)
        return Moments(centre_y, centre_x, arm, nothing, own, n, n * y, n * y * y, n * x, n * x * y, n * x * x)

    @cached_property
    def lot(self) -> Lot:
        """The ways in which the lot could have fallen."""
        return lot(self.panel.ever_lit, self.permutations, np.random.default_rng(self.seed))

    @cached_property
    def test(self) -> Permutation:
        """The exact test of the difference since the start: the lot drawn again."""
        return self.test_of(self.since(len(self.panel.periods)), self.found.adjusted)

    def test_of(self, y: Floats, adjust: str) -> Permutation:
        """The same of some measure (units,), NaN where unseen.

        Source: Rosenbaum (2002), Statistical Science 17: 286-304 (the lot drawn again over a difference that is adjusted).
        """
        found = redrawn(y[:, None], self.before, self.ready.weights, self.lot.groups, adjust)
        return Permutation.of(found.figures[:, 0], found.slopes[:, 0])

    def in_turn(self, groups: Bools, rows: int) -> tuple[Floats, Floats]:
        """Figures and slopes where each of the first assignments is the true one, see ``redraw.turned``."""
        y = self.since(len(self.panel.periods))
        return turned(y, self.before, self.ready.weights, groups, self.found.adjusted, rows)

    def redrawn(self, ends: range) -> Redrawn:
        """The same difference for every way in which the lot could have fallen, up to each of some periods."""
        y = np.stack([self.since(end) for end in ends], axis=1)
        return redrawn(y, self.before, self.ready.weights, self.lot.groups, self.found.adjusted)


def row_means(table: Floats) -> Floats:
    """(rows,) means of what is not NaN; NaN where all is."""
    seen = ~np.isnan(table)
    total = np.where(seen, table, 0.0).sum(axis=1)
    mean: Floats = np.divide(total, seen.sum(axis=1), out=np.full(total.size, np.nan), where=seen.any(axis=1))
    return mean
