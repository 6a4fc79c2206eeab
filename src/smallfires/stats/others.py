"""Weights of the others that the lit units are compared with, so that they move like them before the start."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.growing import grow
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import Recipe
from smallfires.stats.weights import Mixtures, exchange

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SMALLEST_RIDGE = 1e-6
"""Zeta as a share of the noise, where weights are to be unique and no more. Source: synthdid, eta.lambda."""


def unit_weights(pilots: Pilots, recipe: Recipe, warm: Bools | None) -> Floats:
    """(assignments, units) weights of the donors."""
    if not recipe.fit_units:
        return np.asarray(pilots.donors / pilots.donors.sum(axis=1, keepdims=True))
    before = pilots.y[:, : pilots.before]
    before = before - before.mean(axis=1, keepdims=True) if recipe.level else before
    ridge = pilots.before * np.square(zeta(pilots, recipe))
    target = pilots.shares @ before

    def columns(row: int) -> Floats:
        return np.asarray((before[pilots.donors[row]] - target[row]).T)

    if not recipe.ridge:
        return one_by_one(columns, ridge, pilots.donors, warm)
    # Weights and shares add up to 1, so that what all units have in common is nothing, and only takes digits.
    programs = Mixtures(before - before.mean(axis=0), pilots.shares, ridge, pilots.donors)
    start = pilots.donors if warm is None else pilots.donors & warm
    omega, solved = exchange(programs, start)
    return mended(omega, solved, columns, ridge, pilots.donors, warm)


def zeta(pilots: Pilots, recipe: Recipe) -> Floats:
    """(assignments,) the root of the ridge per row, where units that count differently are as many as would be as precise.

    Source: Arkhangelsky et al. (2021), equation 5; effective size: Kish (1965), Survey Sampling, section 11.7.
    """
    lit = (pilots.y.shape[1] - pilots.before) / np.square(pilots.shares).sum(axis=1)
    return np.asarray((np.sqrt(np.sqrt(lit)) if recipe.ridge else SMALLEST_RIDGE) * pilots.noise)


def one_by_one(columns: Callable[[int], Floats], ridge: Floats, allowed: Bools, warm: Bools | None) -> Floats:
    """Every program by ``grow``."""
    return mended(np.zeros(allowed.shape), np.zeros(len(allowed), dtype=bool), columns, ridge, allowed, warm)


def mended(
    found: Floats,
    solved: Bools,
    columns: Callable[[int], Floats],
    ridge: Floats,
    allowed: Bools,
    warm: Bools | None = None,
) -> Floats:
    """What block exchanges could not solve, or only with too few digits, solved by itself: from the places that have weight
    as it is, or else from those that are thought to have, or from those of the first.
    """
    for row in map(int, np.flatnonzero(~solved)):
        start = found[row] > 0
        if not start.any() and warm is not None:
            start = warm[row if len(warm) > 1 else 0]
        found[row] = 0.0
        found[row, allowed[row]] = grow(columns(row), float(ridge[row]), start[allowed[row]])
        warm = found[row : row + 1] > 0 if warm is None else warm
    return found
