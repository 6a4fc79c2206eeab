"""What would have been: others, weighted to move like the lit units did before. Many assignments at once.

One estimator with four settings. The effect of an assignment is how much further its units are from their weighted others
afterwards than they were before, where the periods before are weighted, too. Unit weights see the time before only, and
period weights see units that are never lit, so that an effect that is added shifts an estimate exactly.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111: 4088-4118, algorithm 1 and
    equation 2; Abadie, Diamond and Hainmueller (2010), JASA 105: 493-505 (synthetic control); Doudchenko and Imbens (2016),
    NBER 22791, and Ferman and Pinto (2021), Quantitative Economics 12: 1197-1221 (with a level of its own).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from smallfires.stats import reference
from smallfires.stats.growing import grow
from smallfires.stats.others import SMALLEST_RIDGE, mended, one_by_one, unit_weights, zeta
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID, SC, SDID, Recipe
from smallfires.stats.shown import Seen
from smallfires.stats.weights import Separate, exchange, well_conditioned

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

ROUNDING = 1e-12
"""A gap this small, as a share of the largest figure there is, is no gap: only rounding."""
AT_ONCE = 256
"""Assignments that are solved together, which bounds the memory."""
FEW_ROUNDS = 25
"""Exchanges after which period weights are found one by one."""
WELL_BELOW = 0.8
"""The share of donors below which the number of weighted periods has to be, for Gram matrices to keep their digits."""


@dataclass(frozen=True)
class Fits:
    """What each assignment gives.

    Attributes:
        value: (assignments,) the effect, in the measure's unit.
        gap: (assignments, periods) its units less their weighted others, less the level before: the effect by period.
        omega: (assignments, units) weights of the others.
        lam: (assignments, before) weights of the periods before.
    """

    value: Floats
    gap: Floats
    omega: Floats
    lam: Floats

    @classmethod
    def joined(cls, parts: list[Fits]) -> Fits:
        """Several in one."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def fit(
    pilots: Pilots,
    recipe: Recipe = SDID,
    *,
    near: Fits | None = None,
    seen: Seen | None = None,
    as_published: bool = False,
) -> Fits:
    """The effect of every assignment.

    Args:
        pilots: the assignments, each with at least one donor, and two periods before.
        recipe: the estimator.
        near: what the same assignments gave at another time: where to look first, which saves time and changes nothing.
        seen: what single units showed before, for other assignments over the same history; saves time and changes nothing, too.
        as_published: reproduce the reference implementation's iterates in place of the exact optimum.
    """
    parts: list[Fits] = []
    shown = (Seen() if seen is None else seen).by(pilots, recipe) if recipe.mixed and not as_published else None
    for first in range(0, len(pilots.groups), AT_ONCE):
        rows = slice(first, first + AT_ONCE)
        some = pilots.some(rows)
        if as_published:
            omega, lam = _published(some, recipe)
        else:
            guess = _guess(near, rows) if near else _guess(parts[0], slice(1)) if parts else (None, None)
            known = shown.guess(some) if shown else None
            omega = unit_weights(some, recipe, guess[0] if known is None else known)
            lam = shown.weights(some) if shown else _period_weights(some, recipe, guess[1])
        parts.append(_effects(some, recipe, omega, lam))
    return Fits.joined(parts)


def _guess(fits: Fits, rows: slice) -> tuple[Bools, Bools]:
    """(assignments or 1, units) and (assignments or 1, before) what had weight."""
    return fits.omega[rows] > 0, fits.lam[rows] > 0


def _effects(pilots: Pilots, recipe: Recipe, omega: Floats, lam: Floats) -> Fits:
    gap = (pilots.shares - omega) @ pilots.y
    if recipe.level:
        gap = gap - np.einsum("at,at->a", gap[:, : pilots.before], lam)[:, None]
    gap[np.abs(gap) <= ROUNDING * float(np.abs(pilots.y).max())] = 0.0
    return Fits(gap[:, pilots.before :].mean(axis=1), gap, omega, lam)


def _period_weights(pilots: Pilots, recipe: Recipe, warm: Bools | None) -> Floats:
    """(assignments, before) weights of the periods before."""
    many, before = len(pilots.groups), pilots.before
    if not recipe.fit_periods:
        return np.full((many, before), 1 / before if recipe.level else 0.0)
    off = pilots.off
    off = off - off.mean(axis=0)
    ridge = pilots.steady.sum(axis=1) * np.square(SMALLEST_RIDGE * pilots.noise)

    def columns(row: int) -> Floats:
        some = off[pilots.steady[row]]
        return np.asarray(some - some.mean(axis=0))

    allowed = np.ones((many, before), dtype=bool)
    if warm is None:
        warm = grow(columns(0), float(ridge[0]))[None] > 0
    if warm[0].sum() > WELL_BELOW * int(pilots.steady.sum(axis=1).min()):
        return one_by_one(columns, ridge, allowed, warm)
    programs = Separate(_without(off, pilots.steady), ridge, allowed)
    lam, solved = exchange(programs, np.broadcast_to(warm, allowed.shape), rounds=FEW_ROUNDS)
    solved &= well_conditioned(programs, lam)
    return mended(lam, solved, columns, ridge, allowed, warm)


def _without(off: Floats, kept: Bools) -> Floats:
    """(assignments, before, before) centred Gram matrices over the units kept: that of all, less those left out."""
    count = kept.sum(axis=1)
    widest = int((~kept).sum(axis=1).max())
    index = np.argsort(kept, axis=1, kind="stable")[:, :widest]
    out = off[index] * ~np.take_along_axis(kept, index, axis=1)[:, :, None]
    total = off.sum(axis=0) - out.sum(axis=1)
    gram = off.T @ off - np.matmul(out.transpose(0, 2, 1), out)
    return np.asarray(gram - total[:, :, None] * total[:, None, :] / count[:, None, None])


def _published(pilots: Pilots, recipe: Recipe) -> tuple[Floats, Floats]:
    """Weights as the reference implementation finds them."""
    before, noise = pilots.before, pilots.noise
    omega, lam = unit_weights(pilots, DID, None), _period_weights(pilots, SC if not recipe.level else DID, None)
    root = zeta(pilots, recipe)
    for row, donors in enumerate(pilots.donors):
        least = 1e-5 * float(noise[row])
        mean = pilots.shares[row] @ pilots.y
        if recipe.fit_units:
            columns, target = pilots.y[donors, :before].T, mean[:before]
            if recipe.level:
                columns, target = columns - columns.mean(axis=0), target - target.mean()
            omega[row, donors] = reference.weights(columns, target, float(root[row]), least)
        if recipe.fit_periods:
            steady = pilots.y[pilots.steady[row]]
            columns, target = steady[:, :before], steady[:, before:].mean(axis=1)
            columns, target = columns - columns.mean(axis=0), target - target.mean()
            lam[row] = reference.weights(columns, target, SMALLEST_RIDGE * float(noise[row]), least)
    return omega, lam
