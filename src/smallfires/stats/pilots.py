"""Assignments over one history: which units each takes as lit, and which they are compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

LEAST_NOISE = 1e-8
"""As a share of the largest figure there is."""


@dataclass(frozen=True)
class Pilots:
    """Assignments over one history.

    Attributes:
        y: (units, periods) the measure, complete.
        before: the number of periods before the start.
        groups: (assignments, units) which units each takes as lit.
        donors: (assignments, units) which they are compared with.
        steady: (assignments, units) those among these that were never lit, for the period weights.
        never: (units,) those that were truly never lit.
        counts: (units,) how much each counts in its group's mean; None where all count the same.
    """

    y: Floats
    before: int
    groups: Bools
    donors: Bools
    steady: Bools
    never: Bools
    counts: Floats | None = None

    @classmethod
    def of(
        cls, y: Floats, before: int, groups: Bools, marked: Bools | None = None, counts: Floats | None = None
    ) -> Pilots:
        """All units outside a group are its donors; those that were truly lit (``marked``) are not steady."""
        donors, never = ~groups, np.ones(len(y), dtype=bool) if marked is None else ~marked
        steady = donors & never
        steady = np.where(steady.any(axis=1, keepdims=True), steady, donors)
        return cls(y - y[:, :before].mean(), before, groups, donors, steady, never, counts)

    @classmethod
    def single(cls, y: Floats, before: int, units: Codes, never: Bools) -> Pilots:
        """Each of the units by itself, with all others that were never lit."""
        groups = np.zeros((units.size, len(y)), dtype=bool)
        groups[np.arange(units.size), units] = True
        donors = never & ~groups
        return cls(y, before, groups, donors, donors, never)

    def some(self, rows: slice | NDArray[np.int64]) -> Pilots:
        """Some of the assignments."""
        return replace(self, groups=self.groups[rows], donors=self.donors[rows], steady=self.steady[rows])

    def until(self, end: int) -> Pilots:
        """What was known when so many periods were over."""
        return replace(self, y=self.y[:, :end])

    @property
    def off(self) -> Floats:
        """(units, before) the periods before, less the mean of those after."""
        return np.asarray(self.y[:, : self.before] - self.y[:, self.before :].mean(axis=1, keepdims=True))

    @cached_property
    def noise(self) -> Floats:
        """(assignments,) standard deviation of the donors' first differences before the start, with a floor where these move in
        perfect step.
        """
        steps = np.diff(self.y[:, : self.before], axis=1)
        steps = steps - steps.mean()
        count = self.donors.sum(axis=1) * steps.shape[1]
        total = self.donors @ steps.sum(axis=1)
        square = self.donors @ np.square(steps).sum(axis=1)
        spread = np.sqrt(np.maximum(square - np.square(total) / count, 0) / np.maximum(count - 1, 1))
        return np.asarray(np.maximum(spread, LEAST_NOISE * float(np.abs(self.y).max())))

    @cached_property
    def shares(self) -> Floats:
        """(assignments, units) the share of each unit in its group's mean."""
        counts = self.groups if self.counts is None else self.groups * self.counts
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))
