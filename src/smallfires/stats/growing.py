"""One program of ``weights``, however close to singular: places come in one by one, and those that reach zero go.

Source: Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr_delete, qr_insert
from scipy.linalg.lapack import dtrtrs

from smallfires.stats.weights import TOLERANCE

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

PATIENCE = 3
"""Additions without progress, before one stops. (Each optimum over some places has the value 1/Σz, so that Σz says how good it
is.)"""
MOST_ADDED = 3
"""Additions for each place, at most. Source: Lawson and Hanson (1974), chapter 23; as in the usual implementations."""


class _Decomposed:
    """The columns of the places inside as Q R, kept up to date as places come and go: K is never formed, which halves the
    digits that are lost.

    Source: Daniel, Gragg, Kaufman and Stewart (1976), Mathematics of Computation 30: 772-795, as scipy has it.
    """

    def __init__(self, columns: Floats, ridge: float, inside: Bools) -> None:
        self.rows = len(columns)
        self.columns, self.root = columns, float(np.sqrt(ridge))
        self.places = np.flatnonzero(inside)
        self.q, self.r = np.linalg.qr(self._tall(self.places))

    def _tall(self, places: Codes) -> Floats:
        """(rows + all places, places) the columns, each with the root of the ridge at its own place below."""
        tall = np.zeros((self.rows + self.columns.shape[1], places.size))
        tall[: self.rows] = self.columns[:, places]
        tall[self.rows + places, np.arange(places.size)] = self.root
        return tall

    def add(self, place: int) -> None:
        """Let a place in."""
        column, last = self._tall(np.array([place]))[:, 0], self.places.size
        self.q, self.r = qr_insert(self.q, self.r, column, last, which="col", check_finite=False)
        self.places = np.append(self.places, place)

    def drop(self, gone: Bools) -> None:
        """Let some of the places inside out."""
        for at in np.flatnonzero(gone)[::-1]:
            self.q, self.r = qr_delete(self.q, self.r, at, which="col", check_finite=False)
        self.places = self.places[~gone]

    def optimum(self) -> tuple[Floats, Floats]:
        """(inside,) z with K z = 1, and (rows,) the image of z under the columns, exact even where both are huge."""
        half = dtrtrs(self.r, np.ones(self.places.size), trans=1)[0]
        return np.asarray(dtrtrs(self.r, half)[0]), np.asarray(self.q[: self.rows] @ half)


def grow(columns: Floats, ridge: float, start: Bools | None = None) -> Floats:
    """Solve one program, however close to singular: places are added one by one.

    Args:
        columns: (rows, places) A − b1'.
        ridge: the ridge, above 0.
        start: (places,) the places first thought to have weight.

    Returns:
        (places,) weights.
    """
    inside = np.zeros(columns.shape[1], dtype=bool) if start is None else start.copy()
    if not inside.any():
        inside[np.square(columns).sum(axis=0).argmin()] = True
    z = np.where(inside, 1 / inside.sum(), 0.0)
    known = _Decomposed(columns, ridge, inside)
    z, image = _settle(known, z * _best_scale(columns, ridge, z))
    best, idle = z, 0
    for _ in range(MOST_ADDED * inside.size):
        short = 1 - columns.T @ image
        short[known.places] = 0.0
        at = int(short.argmax())
        if short[at] <= TOLERANCE or idle == PATIENCE:
            break
        known.add(at)
        z, image = _settle(known, z)
        idle = 0 if z.sum() > best.sum() * (1 + TOLERANCE**1.5) else idle + 1
        best = z if z.sum() > best.sum() else best
    return np.asarray(best / best.sum(), dtype=np.float64)


def _best_scale(columns: Floats, ridge: float, z: Floats) -> float:
    """How far to go along z."""
    return float(z.sum() / (np.square(columns @ z).sum() + ridge * np.square(z).sum()))


def _settle(known: _Decomposed, z: Floats) -> tuple[Floats, Floats]:
    """Go to the optimum of the places inside; those that reach zero on the way are let out. At least one is in each round,
    so that it ends after as many rounds as there are places inside.

    Returns:
        (places,) z, and (rows,) its image.
    """
    while True:
        best, image = known.optimum()
        full, at = np.zeros(z.size), known.places
        if (best > 0).all():
            full[at] = best
            return full, image
        falling = ~(best > 0)
        step = np.where(falling, 0.0, np.inf)
        step = np.divide(z[at], z[at] - best, out=step, where=falling & (best < z[at]))
        first = step.min()
        out = falling & (step <= first)
        full[at] = np.where(out, 0.0, z[at] + first * (best - z[at]))
        z = full
        known.drop(out)
