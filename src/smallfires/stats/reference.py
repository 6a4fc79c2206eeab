"""The weights as the reference implementation in R finds them: Frank-Wolfe steps, stopped early.

They stop short of the optimum, so that published figures differ from exact ones in the third digit or so. This is here to
reproduce published figures, and for nothing else; ``weights`` is what decides.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111: 4088-4118, algorithm 1; the
    stopping rule and the second round from sparse weights: version 0.0.9 of their package synthdid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST_ROUND = 100
"""Steps before weights are made sparse."""
SECOND_ROUND = 10_000
"""Steps after, at most."""
SPARSE = 4
"""Weights below the largest by more than this factor are dropped between the rounds."""


def weights(columns: Floats, target: Floats, penalty: float, least_progress: float) -> Floats:
    """Weights on the simplex, in two rounds.

    Args:
        columns: (rows, places) what is weighted, centred where there is an intercept.
        target: (rows,) what it should look like.
        penalty: zeta, the root of the ridge per row.
        least_progress: a round ends with a step that lowers the root mean square by less.

    Returns:
        (places,) weights.
    """
    start = np.full(columns.shape[1], 1 / columns.shape[1])
    first = _round(columns, target, penalty, least_progress, start, FIRST_ROUND)
    sparse = np.where(first <= first.max() / SPARSE, 0.0, first)
    return _round(columns, target, penalty, least_progress, sparse / sparse.sum(), SECOND_ROUND)


def _round(columns: Floats, target: Floats, penalty: float, least_progress: float, start: Floats, most: int) -> Floats:
    rows = columns.shape[0]
    x, miss, last = start, columns @ start - target, np.inf
    for step in range(most):
        x = _step(columns, x, miss, rows * penalty**2)
        miss = columns @ x - target
        value = penalty**2 * float(x @ x) + float(miss @ miss) / rows
        if step > 0 and not last - value > least_progress**2:
            break
        last = value
    return x


def _step(columns: Floats, x: Floats, miss: Floats, ridge: float) -> Floats:
    """Towards the best corner of the simplex, as far as the objective falls."""
    slope = miss @ columns + ridge * x
    way = -x
    way[slope.argmin()] += 1
    if not way.any():
        return x
    bend = float(np.square(columns @ way).sum() + ridge * np.square(way).sum())
    return np.asarray(x + min(1.0, max(0.0, -float(slope @ way) / bend)) * way, dtype=np.float64)
