"""Ratios of sums before and after, such as shares of cases, and how they changed; clusters are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.effect import Figure
from smallfires.stats.clusters import Clusters
from smallfires.stats.shift import AFTER, BEFORE, COMPARED_AFTER, COMPARED_BEFORE

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ratios:
    """A ratio in each group.

    Attributes:
        above, below: (4, clusters) sums by group: of what is counted, and of how much.
        clusters: what is drawn as a whole.
        times: (draws, clusters) as ``Clusters.times`` gives them.
        level: of the intervals.
    """

    above: Floats
    below: Floats
    clusters: Clusters
    times: Floats
    level: float

    def of(self, group: int) -> Figure | None:
        """The ratio of a group; None where there is nothing to count of."""
        value = float(self._now[group])
        return None if np.isnan(value) else self.clusters.figure(value, self._drawn[:, group], self.level)

    def change(self) -> Figure | None:
        """After − before; beyond the comparison group's where it is known of both."""
        value, drawn = float(self._changed(self._now)), self._changed(self._drawn)
        return None if np.isnan(value) else self.clusters.figure(value, drawn, self.level)

    def _changed(self, ratio: Floats) -> Floats:
        own = ratio[..., AFTER] - ratio[..., BEFORE]
        if np.isnan(self._now[[COMPARED_BEFORE, COMPARED_AFTER]]).any():
            return np.asarray(own)
        return np.asarray(own - (ratio[..., COMPARED_AFTER] - ratio[..., COMPARED_BEFORE]))

    @cached_property
    def _now(self) -> Floats:
        return _ratio(self.above.sum(axis=1), self.below.sum(axis=1))

    @cached_property
    def _drawn(self) -> Floats:
        """(draws, 4)."""
        return _ratio(self.times @ self.above.T, self.times @ self.below.T)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0))
