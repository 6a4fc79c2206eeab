"""Which activities run side by side, so that neither waits for the other.

Concurrency is found from who directly follows whom, as the heuristics miner does: two activities are concurrent if each
follows the other, neither order clearly wins, and their alternation is not a loop of length two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = Sequence[ArrayLike]
"""Three arrays of one length: activity a, activity b, and how often."""


class _Table:
    """Counts by ordered pair of activities, read by many pairs at once; a pair that is not there counts 0."""

    def __init__(self, counts: Counts, activities: int) -> None:
        a, b, often = (np.asarray(column, dtype=np.int64) for column in counts)
        order = np.argsort(a * activities + b)
        self.a, self.b, self.often = a[order], b[order], often[order]
        self._activities = activities
        self._keys = self.a * activities + self.b

    def of(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often a then b, for arrays of pairs."""
        if not self._keys.size:
            return np.zeros(a.shape, dtype=np.int64)
        wanted = a * self._activities + b
        place = np.minimum(np.searchsorted(self._keys, wanted), self._keys.size - 1)
        return np.where(self._keys[place] == wanted, self.often[place], 0)


def concurrent_pairs(
    follows: Counts, loops: Counts, activities: int, threshold: float = 0.9
) -> frozenset[tuple[int, int]]:
    """Find the pairs of activities that are concurrent.

    Args:
        follows: how often b directly follows a in a case, for each pair once; the pairs (a, a) matter too.
        loops: how often a case goes a, b, a in three consecutive steps, for each pair once.
        activities: how many activities there are; codes run from 0.
        threshold: a dependency, a loop or a repetition at or above this is taken for certain.

    Returns:
        Pairs of codes, each in both orders; never an activity with itself.

    Source: Weijters, van der Aalst and Alves de Medeiros (2006), Process mining with the HeuristicsMiner algorithm.
    """
    table = _Table(follows, activities)
    a, b = table.a, table.b
    ab, ba = table.often, table.of(b, a)
    dependency = (ab - ba) / (ab + ba + 1.0)
    alternating = _loop_measure(a, b, table, _Table(loops, activities), threshold)
    side_by_side = (a != b) & (ab > 0) & (ba > 0) & (np.abs(dependency) < threshold) & (alternating < threshold)
    return frozenset(zip(a[side_by_side].tolist(), b[side_by_side].tolist(), strict=True))


def _loop_measure(
    a: NDArray[np.int64], b: NDArray[np.int64], follows: _Table, loops: _Table, threshold: float
) -> NDArray[np.float64]:
    """How sure a and b are a loop of length two; 0 where one of them repeats itself so often that it cannot be told."""
    turns = loops.of(a, b) + loops.of(b, a)
    steady = (_repetition(a, follows) < threshold) & (_repetition(b, follows) < threshold)
    return np.where(steady, turns / (turns + 1.0), 0.0)


def _repetition(a: NDArray[np.int64], follows: _Table) -> NDArray[np.float64]:
    """How sure each activity follows itself."""
    itself = follows.of(a, a)
    return itself / (itself + 1.0)
