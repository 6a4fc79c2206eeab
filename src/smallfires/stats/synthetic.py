"""What would have been: others, weighted to move like the lit units did before. Many assignments at once.

One estimator with four settings. The effect of an assignment is how much further its units are from their weighted others
afterwards than they were before, where the periods before are weighted, too. Unit weights see the time before only, and
period weights see units that are never lit, so that an effect that is added shifts an estimate exactly.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111: 4088-4118, algorithm 1 and
    equation 2; Abadie, Diamond and Hainmueller (2010), JASA 105: 493-505 (synthetic control); Doudchenko and Imbens (2016),
    NBER 22791, and Ferman and Pinto (2021), Quantitative Economics 12: 1197-1221 (with a level of its own).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.stats import reference
from smallfires.stats.stacking import Ways, mix
from smallfires.stats.weights import Mixtures, Separate, exchange, grow, well_conditioned

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

SMALLEST_RIDGE = 1e-6
"""Zeta as a share of the noise, where weights are to be unique and no more. Source: synthdid, eta.lambda."""
ROUNDING = 1e-12
"""A gap this small, as a share of the largest figure there is, is no gap: only rounding."""
AT_ONCE = 256
"""Assignments that are solved together, which bounds the memory."""
FEW_ROUNDS = 25
"""Exchanges after which period weights are found one by one."""
FEWEST = 3
"""Others never lit that every assignment has to leave for period weights to be mixed by."""
MOST_SHOWN = 40
"""Units that period weights are mixed by, at most."""
WELL_BELOW = 0.8
"""The share of donors below which the number of weighted periods has to be, for Gram matrices to keep their digits."""


@dataclass(frozen=True)
class Recipe:
    """A setting of the estimator.

    Attributes:
        name: what it is called in the registry of estimators.
        title: its name in words.
        source: where it is described.
        fit_units: whether others are weighted to fit, or all count the same.
        ridge: whether unit weights are spread by the noise's ridge, or by the smallest one.
        level: whether the lit units may be at another level than their others.
        fit_periods: whether the periods before are weighted to predict those after, or all count the same.
        mixed: whether their weights are mixed out of several ways, see ``stacking``; where others are too few for that, they are
            those that ``fit_periods`` gives.
    """

    name: str
    title: str
    source: str
    fit_units: bool = True
    ridge: bool = False
    level: bool = True
    fit_periods: bool = False
    mixed: bool = False


SDID = Recipe(
    "sdid",
    "synthetic difference-in-differences",
    "Arkhangelsky et al. (2021), American Economic Review 111: 4088-4118",
    ridge=True,
    fit_periods=True,
)
STACKED = replace(
    SDID,
    name="stacked",
    title="stacked synthetic difference-in-differences",
    source=f"{SDID.source}; Athey, Bayati, Imbens and Qu (2019), AEA Papers and Proceedings 109: 65-70",
    mixed=True,
)
SC = Recipe("sc", "synthetic control", "Abadie, Diamond and Hainmueller (2010), JASA 105: 493-505", level=False)
DIFP = Recipe("difp", "synthetic control with a level of its own", "Doudchenko and Imbens (2016), NBER 22791")
DID = Recipe("did", "difference-in-differences", "Card and Krueger (1994), AER 84: 772-793", fit_units=False)
RECIPES = {recipe.name: recipe for recipe in (STACKED, SDID, SC, DIFP, DID)}


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

    @cached_property
    def noise(self) -> Floats:
        """(assignments,) standard deviation of the donors' first differences before the start."""
        steps = np.diff(self.y[:, : self.before], axis=1)
        steps = steps - steps.mean()
        count = self.donors.sum(axis=1) * steps.shape[1]
        total = self.donors @ steps.sum(axis=1)
        square = self.donors @ np.square(steps).sum(axis=1)
        return np.asarray(np.sqrt(np.maximum(square - np.square(total) / count, 0) / np.maximum(count - 1, 1)))

    @cached_property
    def shares(self) -> Floats:
        """(assignments, units) the share of each unit in its group's mean."""
        counts = self.groups if self.counts is None else self.groups * self.counts
        return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def fit(pilots: Pilots, recipe: Recipe = SDID, *, near: Fits | None = None, as_published: bool = False) -> Fits:
    """The effect of every assignment.

    Args:
        pilots: the assignments, each with at least one donor, and two periods before.
        recipe: the estimator.
        near: what the same assignments gave at another time: where to look first, which saves time and changes nothing.
        as_published: reproduce the reference implementation's iterates in place of the exact optimum.
    """
    parts: list[Fits] = []
    shown = _Shown.of(pilots, recipe) if recipe.mixed and not as_published else None
    for first in range(0, len(pilots.groups), AT_ONCE):
        rows = slice(first, first + AT_ONCE)
        some = pilots.some(rows)
        if as_published:
            omega, lam = _published(some, recipe)
        else:
            guess = _guess(near, rows) if near else _guess(parts[0], slice(1)) if parts else (None, None)
            known = shown.guess(some) if shown else None
            omega = _unit_weights(some, recipe, guess[0] if known is None else known)
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


@dataclass(frozen=True)
class _Shown:
    """What single units show, taken as lit, by each way to weigh the periods before.

    Attributes:
        units: (some,) units that were never lit.
        omega: (some, units) the weights of their others.
        figures: (some, ways) theirs.
        earlier: (some, ways) theirs in the window just before the start; None where there is none.
        ways: to weigh the periods before.
    """

    units: Codes
    omega: Floats
    figures: Floats
    earlier: Floats | None
    ways: Ways

    @classmethod
    def of(cls, pilots: Pilots, recipe: Recipe) -> _Shown | None:
        """None where an assignment leaves too few of them to judge by."""
        units = _spread(np.flatnonzero(pilots.never))
        if (pilots.steady & pilots.never)[:, units].sum(axis=1).min() < FEWEST:
            return None
        single = Pilots.single(pilots.y, pilots.before, units, pilots.never)
        omega, known = _unit_weights(single, recipe, None), Ways(_off(pilots))
        return cls(units, omega, _by_ways(single, omega, known), _earlier(single, recipe, omega > 0), known)

    def guess(self, pilots: Pilots) -> Bools | None:
        """(assignments, units) those who have weight for its unit: where to look first; None where there are several."""
        single: bool = (pilots.groups.sum(axis=1) == 1).all()
        return pilots.groups[:, self.units] @ (self.omega > 0) if single else None

    def weights(self, pilots: Pilots) -> Floats:
        """(assignments, before) weights of the periods before, as was best for units outside each."""
        shares = mix(self.figures, pilots.steady[:, self.units], self.earlier)
        return np.asarray(np.einsum("aw,awt->at", shares, self.ways.weights(pilots.steady, _noise(pilots))))


def _earlier(single: Pilots, recipe: Recipe, warm: Bools) -> Floats | None:
    """What the same units show in the window just before the start; None where there is no room for it."""
    window = min(single.y.shape[1] - single.before, max(2, single.before // 3))
    if single.before - window < 2:
        return None
    then = replace(single.until(single.before), before=single.before - window)
    return _by_ways(then, _unit_weights(then, recipe, warm), Ways(_off(then)))


def _spread(units: Codes) -> Codes:
    """As many of the units as are enough, from the first to the last."""
    return units[np.linspace(0, units.size - 1, min(units.size, MOST_SHOWN)).astype(np.int64)]


def _by_ways(pilots: Pilots, omega: Floats, ways: Ways) -> Floats:
    """(assignments, ways) the figures."""
    gap = (pilots.shares - omega) @ pilots.y
    level = np.einsum("at,awt->aw", gap[:, : pilots.before], ways.weights(pilots.steady, _noise(pilots)))
    return np.asarray(gap[:, pilots.before :].mean(axis=1, keepdims=True) - level)


def _off(pilots: Pilots) -> Floats:
    """(units, before) the periods before, less the mean of those after."""
    return np.asarray(pilots.y[:, : pilots.before] - pilots.y[:, pilots.before :].mean(axis=1, keepdims=True))


def _unit_weights(pilots: Pilots, recipe: Recipe, warm: Bools | None) -> Floats:
    """(assignments, units) weights of the donors."""
    if not recipe.fit_units:
        return np.asarray(pilots.donors / pilots.donors.sum(axis=1, keepdims=True))
    before = pilots.y[:, : pilots.before]
    before = before - before.mean(axis=1, keepdims=True) if recipe.level else before
    ridge = pilots.before * np.square(_zeta(pilots, recipe))
    target = pilots.shares @ before

    def columns(row: int) -> Floats:
        return np.asarray((before[pilots.donors[row]] - target[row]).T)

    if not recipe.ridge:
        return _one_by_one(columns, ridge, pilots.donors, warm)
    # Weights and shares add up to 1, so that what all units have in common is nothing, and only takes digits.
    programs = Mixtures(before - before.mean(axis=0), pilots.shares, ridge, pilots.donors)
    start = pilots.donors if warm is None else pilots.donors & warm
    omega, solved = exchange(programs, start)
    return _mended(omega, solved, columns, ridge, pilots.donors, warm)


def _zeta(pilots: Pilots, recipe: Recipe) -> Floats:
    """(assignments,) the root of the ridge per row, where units that count differently are as many as would be as precise.

    Source: Arkhangelsky et al. (2021), equation 5; effective size: Kish (1965), Survey Sampling, section 11.7.
    """
    lit = (pilots.y.shape[1] - pilots.before) / np.square(pilots.shares).sum(axis=1)
    return np.asarray((np.sqrt(np.sqrt(lit)) if recipe.ridge else SMALLEST_RIDGE) * _noise(pilots))


def _noise(pilots: Pilots) -> Floats:
    """The noise, with a floor where donors move in perfect step."""
    return np.maximum(pilots.noise, 1e-8 * float(np.abs(pilots.y).max()))


def _period_weights(pilots: Pilots, recipe: Recipe, warm: Bools | None) -> Floats:
    """(assignments, before) weights of the periods before."""
    many, before = len(pilots.groups), pilots.before
    if not recipe.fit_periods:
        return np.full((many, before), 1 / before if recipe.level else 0.0)
    off = _off(pilots)
    off = off - off.mean(axis=0)
    ridge = pilots.steady.sum(axis=1) * np.square(SMALLEST_RIDGE * _noise(pilots))

    def columns(row: int) -> Floats:
        some = off[pilots.steady[row]]
        return np.asarray(some - some.mean(axis=0))

    allowed = np.ones((many, before), dtype=bool)
    if warm is None:
        warm = grow(columns(0), float(ridge[0]))[None] > 0
    if warm[0].sum() > WELL_BELOW * int(pilots.steady.sum(axis=1).min()):
        return _one_by_one(columns, ridge, allowed, warm)
    programs = Separate(_without(off, pilots.steady), ridge, allowed)
    lam, solved = exchange(programs, np.broadcast_to(warm, allowed.shape), rounds=FEW_ROUNDS)
    solved &= well_conditioned(programs, lam)
    return _mended(lam, solved, columns, ridge, allowed, warm)


def _without(off: Floats, kept: Bools) -> Floats:
    """(assignments, before, before) centred Gram matrices over the units kept: that of all, less those left out."""
    count = kept.sum(axis=1)
    widest = int((~kept).sum(axis=1).max())
    index = np.argsort(kept, axis=1, kind="stable")[:, :widest]
    out = off[index] * ~np.take_along_axis(kept, index, axis=1)[:, :, None]
    total = off.sum(axis=0) - out.sum(axis=1)
    gram = off.T @ off - np.matmul(out.transpose(0, 2, 1), out)
    return np.asarray(gram - total[:, :, None] * total[:, None, :] / count[:, None, None])


def _one_by_one(columns: Callable[[int], Floats], ridge: Floats, allowed: Bools, warm: Bools | None) -> Floats:
    """Every program by ``grow``."""
    return _mended(np.zeros(allowed.shape), np.zeros(len(allowed), dtype=bool), columns, ridge, allowed, warm)


def _mended(
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


def _published(pilots: Pilots, recipe: Recipe) -> tuple[Floats, Floats]:
    """Weights as the reference implementation finds them."""
    before, noise = pilots.before, _noise(pilots)
    omega, lam = _unit_weights(pilots, DID, None), _period_weights(pilots, SC if not recipe.level else DID, None)
    zeta = _zeta(pilots, recipe)
    for row, donors in enumerate(pilots.donors):
        least = 1e-5 * float(noise[row])
        mean = pilots.shares[row] @ pilots.y
        if recipe.fit_units:
            columns, target = pilots.y[donors, :before].T, mean[:before]
            if recipe.level:
                columns, target = columns - columns.mean(axis=0), target - target.mean()
            omega[row, donors] = reference.weights(columns, target, float(zeta[row]), least)
        if recipe.fit_periods:
            steady = pilots.y[pilots.steady[row]]
            columns, target = steady[:, :before], steady[:, before:].mean(axis=1)
            columns, target = columns - columns.mean(axis=0), target - target.mean()
            lam[row] = reference.weights(columns, target, SMALLEST_RIDGE * float(noise[row]), least)
    return omega, lam
