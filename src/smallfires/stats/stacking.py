"""Weights of the periods before, mixed out of three ways to weigh them as it would have been best for others.

Which periods before tell most of those after differs between measures. What swings around a level is told by all of them
alike, what drifts by the last one, and what has a course of its own by a regression on the others. So the three are mixed, and
how is seen in units that were never lit: by the mix with which each of them, taken as lit, would have shown the least.

Source: Breiman (1996), Machine Learning 24: 49-64 (stacking); Athey, Bayati, Imbens and Qu (2019), AEA Papers and
    Proceedings 109: 65-70 (with estimates out of panels, judged by units that were not treated).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.weights import Separate, exchange, squares

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

NOISE = 0.3
"""The root of the regression's ridge, as a share of the noise. This and the next two were chosen on panels that no promise is
judged by."""
EARLIER = 0.5
"""How much the window before the start counts, against that after it."""
EVEN = 0.03
"""The ridge of the mix, where the least of the three has a mean square of 1."""
MANY_OUT = 1.5
"""Units left out, for each period before, from which on it is quicker to add those kept up."""
SINGULAR = 1e-6
"""The least ridge, as a share of the mean square of what is regressed."""


@dataclass(frozen=True)
class Ways:
    """The three ways, for any assignment of one history.

    Attributes:
        off: (units, before) the periods before, less the mean of those after.

    Source of the third: Bates and Granger (1969), Operational Research Quarterly 20: 451-468; with a ridge, Ledoit and Wolf
        (2003), Journal of Empirical Finance 10: 603-621.
    """

    off: Floats

    def weights(self, kept: Bools, noise: Floats) -> Floats:
        """(assignments, 3, before) weights that add up to 1: all alike, the last one alone, and those with the least variance.

        Args:
            kept: (assignments, units) whose are looked at.
            noise: (assignments,) by which the third are drawn to all alike.
        """
        many, before = len(kept), self.off.shape[1]
        found = np.zeros((many, 3, before))
        found[:, 0] = 1 / before
        found[:, 1, -1] = 1.0
        found[:, 2] = self._least_variance(kept, noise)
        return found

    def _least_variance(self, kept: Bools, noise: Floats) -> Floats:
        """(assignments, before) K⁻¹1, scaled to add up to 1, where K is the centred Gram matrix of the units kept with the ridge
        on its diagonal.
        """
        values = self._decomposed[0]
        ridge = np.maximum(kept.sum(axis=1) * np.square(NOISE * noise), SINGULAR * max(values.mean(), 0.0))
        ridge = np.where(ridge > 0, ridge, 1.0)
        many_out = int((~kept).sum(axis=1).max()) > MANY_OUT * self.off.shape[1]
        z = self._by_sums(kept, ridge) if many_out else self._by_those_left_out(kept, ridge)
        return np.asarray(z / z.sum(axis=1, keepdims=True))

    def _by_sums(self, kept: Bools, ridge: Floats) -> Floats:
        """(assignments, before) K⁻¹1, where each K is added up."""
        products, place = squares(self.off - self.off.mean(axis=0))
        count = kept.sum(axis=1)[:, None]
        mean = kept @ (self.off - self.off.mean(axis=0)) / count
        gram = (kept.astype(np.float64) @ products)[:, place] - count[:, None] * mean[:, :, None] * mean[:, None, :]
        diagonal = np.arange(self.off.shape[1])
        gram[:, diagonal, diagonal] += ridge[:, None]
        return np.asarray(np.linalg.solve(gram, np.ones((*mean.shape, 1)))[:, :, 0])

    def _by_those_left_out(self, kept: Bools, ridge: Floats) -> Floats:
        """(assignments, before) K⁻¹1, where K is that of all units, decomposed once, less those left out and the mean.

        Source: Woodbury (1950), Statistical Research Group, Memorandum 42.
        """
        values, basis, rows, ones = self._decomposed
        shrunk = 1 / (np.maximum(values, 0) + ridge[:, None])
        less = _left_out(rows, kept)
        there = less * shrunk[:, None, :]
        small = np.eye(less.shape[1]) - np.matmul(there, less.transpose(0, 2, 1))
        back = np.linalg.solve(small, there @ ones[:, None])
        return np.asarray((shrunk * ones + np.matmul(back.transpose(0, 2, 1), there)[:, 0]) @ basis.T)

    @cached_property
    def _decomposed(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Values and vectors of the Gram matrix of all units, centred; the units in these vectors; and the sum of each."""
        off = self.off - self.off.mean(axis=0)
        values, basis = np.linalg.eigh(off.T @ off)
        return values, basis, off @ basis, basis.sum(axis=0)


def _left_out(rows: Floats, kept: Bools) -> Floats:
    """(assignments, some, columns) the rows (units, columns) that are not kept, and that by which the mean of the others goes."""
    widest = int((~kept).sum(axis=1).max())
    index = np.argsort(kept, axis=1, kind="stable")[:, :widest]
    out = rows[index] * ~np.take_along_axis(kept, index, axis=1)[:, :, None]
    total = rows.sum(axis=0) - out.sum(axis=1)
    return np.concatenate([out, (total / np.sqrt(kept.sum(axis=1))[:, None])[:, None]], axis=1)


def mix(figures: Floats, kept: Bools, earlier: Floats | None) -> Floats:
    """(assignments, ways) how much of each way gives the least figures.

    Args:
        figures: (units, ways) what each unit, taken as lit, shows by each way.
        kept: (assignments, units) whose figures are looked at.
        earlier: (units, ways) the same in a window before the start; None where there is none.
    """
    each = figures[:, :, None] * figures[:, None, :]
    squares = np.tensordot(kept / kept.sum(axis=1, keepdims=True), each, axes=1)
    squares = squares / _least(squares)
    if earlier is not None:
        then = (earlier.T @ earlier / len(earlier))[None]
        squares = squares + EARLIER * then / _least(then)
    programs = Separate(squares, np.full(len(kept), EVEN), np.ones(squares.shape[:2], dtype=bool))
    return exchange(programs, programs.allowed)[0]


def _least(squares: Floats) -> Floats:
    """(assignments, 1, 1) the smallest mean square of a way; 1 where there is nothing at all."""
    least = np.diagonal(squares, axis1=1, axis2=2).min(axis=1)
    return np.asarray(np.where(least > 0, least, 1.0)[:, None, None])
