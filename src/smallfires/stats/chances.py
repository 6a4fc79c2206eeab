"""What chance alone does to the averages of a rollout: by other staircases where units are few, by a bootstrap where many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.quantity import say_level
from smallfires.stats import grouptime
from smallfires.stats.arrangements import arranged
from smallfires.stats.grouptime import Average, Steps
from smallfires.stats.noise import shrunk_variances
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation
from smallfires.stats.staircases import Ground, Staircases, parts

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

MANY = 50
"""Units from which on the bootstrap is used."""
MANY_A_STEP = 10
"""Units that each step, and those never lit, need for it."""
AT_ONCE = 256
"""Bootstrap draws that are made together, which bounds the memory."""


def many_enough(first: Codes, periods: int) -> bool:
    """Whether units are so many, on every step and beside it, that a bootstrap tells chance.

    Args:
        first: (units,) the first lit period of each unit; the number of periods for those never lit.
        periods: how many there are.
    """
    least = int(np.unique(first, return_counts=True)[1].min())
    return first.size >= MANY and least >= MANY_A_STEP and bool((first == periods).any())


class Drawn(NamedTuple):
    """An average as it was, and as chance makes it: (draws,) figures and slopes, the true one first; and its expected error."""

    figures: Floats
    slopes: Floats
    error: float

    def divided(self, scale: Floats | None) -> Drawn:
        """The same where each is divided by its own expected error, and set to that of the true one."""
        if scale is None:
            return self
        ratio = np.divide(scale[0], scale, out=np.ones(scale.size), where=scale > 0)
        return Drawn(self.figures * ratio, self.slopes * ratio, self.error)

    def test(self, widened: float = 1.0) -> Permutation:
        """The test of any effect; draws that tell nothing are left out. See ``Permutation.of``."""
        told = ~np.isnan(self.figures)
        return Permutation.of(self.figures[told], self.slopes[told], widened=widened)


class Chances(Protocol):
    """Averages of a rollout with what chance does to them."""

    @property
    def exhaustive(self) -> bool:
        """Whether all that could have been drawn is there."""

    def simple(self, end: int | None = None) -> Drawn:
        """The mean over all lit units and periods that can be told, by the end of some period."""

    def at(self, period: int) -> Drawn:
        """The mean over the units lit in one period."""

    def beside(self) -> Iterable[tuple[str, Drawn]]:
        """Other averages, and the other units to compare with, by name."""

    def scale(self, end: int | None = None, only: int | None = None) -> Floats | None:
        """(draws,) the expected error of each by the end of some period, or in one only; None where it is the same for all,
        or not known.
        """


@dataclass(frozen=True)
class Permuted:
    """Other units could have had each place on the staircase.

    Attributes:
        ground: what staircases are put on.
        firsts: (staircases, units) the first lit period of each unit, the true one first.
        exhaustive: whether these are all there are.
    """

    ground: Ground
    firsts: Codes
    exhaustive: bool

    @classmethod
    def of(cls, ground: Ground, first: Codes, most: int, rng: np.random.Generator) -> Permuted:
        """At most so many staircases, of which each tells something."""
        firsts, exhaustive = arranged(first, most, rng)
        told = Staircases.of(ground, firsts).told.any(axis=1)
        return cls(ground, firsts[told], exhaustive)

    @cached_property
    def found(self) -> Staircases:
        """Their steps."""
        return Staircases.of(self.ground, self.firsts)

    def simple(self, end: int | None = None) -> Drawn:
        """The mean over all lit units and periods that can be told, by the end of some period."""
        if end is None:
            return _drawn(self.found.mean())
        return _drawn(Staircases.of(self.ground.until(end), np.minimum(self.firsts, end)).mean())

    def at(self, period: int) -> Drawn:
        """The mean over the units lit in one period."""
        return _drawn(self.found.mean(self.found.period == period))

    def beside(self) -> Iterable[tuple[str, Drawn]]:
        """Other averages, and the other units to compare with, by name."""
        yield "mean over units", _drawn(self.found.by_group())
        yield "mean over time since lit", _drawn(self.found.since_lit())
        other = replace(self.ground, never=not self.ground.never)
        yield _against(other.never), _drawn(Staircases.of(other, self.firsts).mean())

    def scale(self, end: int | None = None, only: int | None = None) -> Floats | None:
        """(staircases,) the expected error of each, up to a factor that all share; None where too little is known of before."""
        start = int(self.firsts.min())
        moved = np.diff(self.ground.y[:, :start], axis=1)
        seen = ~np.isnan(moved)
        if start < 3 or not seen.any(axis=0).all():
            return None
        spread = _spread(moved, seen)
        ground, firsts = self.ground, self.firsts
        if end is not None:
            ground, firsts = ground.until(end), np.minimum(firsts, end)
        ours, theirs = parts(ground, firsts, only)
        return np.asarray(np.sqrt((np.square(ours) + np.square(theirs)) @ spread))


@dataclass(frozen=True)
class Bootstrapped:
    """Each unit's influence kept or turned round by a coin.

    Attributes:
        ground: the panel.
        first: (units,) the first lit period of each unit.
        draws: how many.
        seed: of the coins, the same for all averages.

    Source: Callaway and Sant'Anna (2021), algorithm 1 (multiplier bootstrap, Rademacher weights).
    """

    ground: Ground
    first: Codes
    draws: int
    seed: int

    exhaustive = False

    def simple(self, end: int | None = None) -> Drawn:
        """The mean over all lit units and periods that can be told, by the end of some period."""
        if end is None:
            return self._by_coins(grouptime.simple(self.found))
        return self._of(self._steps(self.ground.until(end), np.minimum(self.first, end)), grouptime.simple)

    def at(self, period: int) -> Drawn:
        """The mean over the units lit in one period."""
        return self._by_coins(grouptime.in_period(self.found, period))

    def beside(self) -> Iterable[tuple[str, Drawn]]:
        """Other averages, and the other units to compare with, by name."""
        yield "mean over units", self._by_coins(grouptime.by_group(self.found))
        yield "mean over time since lit", self._by_coins(grouptime.dynamic(self.found))
        other = replace(self.ground, never=not self.ground.never)
        yield _against(other.never), self._of(self._steps(other, self.first), grouptime.simple)

    def scale(self, end: int | None = None, only: int | None = None) -> None:
        """Coins leave every error as it is."""

    @cached_property
    def found(self) -> Steps:
        """The steps of the true staircase."""
        return self._steps(self.ground, self.first)

    @staticmethod
    def _steps(ground: Ground, first: Codes) -> Steps:
        return grouptime.steps(ground.y, first, ground.weights, never=ground.never)

    def _of(self, found: Steps, average: Callable[[Steps], Average]) -> Drawn:
        if not found.value.size:
            nothing = np.full(self.draws + 1, np.nan)
            return Drawn(nothing, nothing, float("nan"))
        return self._by_coins(average(found))

    def _by_coins(self, average: Average) -> Drawn:
        rng, units = np.random.default_rng(self.seed), average.influence.size
        figures = np.full(self.draws + 1, average.value)
        for at in range(1, self.draws + 1, AT_ONCE):
            part = figures[at : at + AT_ONCE]
            part[:] = (1.0 - 2.0 * rng.integers(0, 2, (part.size, units))) @ average.influence / units
        return Drawn(figures, np.append(1.0, np.zeros(self.draws)), average.error)


def _drawn(values: Floats) -> Drawn:
    pretend = values[1:, 0][~np.isnan(values[1:, 0])]
    error = float(np.sqrt(np.square(pretend).mean())) if pretend.size else float("nan")
    return Drawn(values[:, 0], values[:, 1], error)


def _against(never: bool) -> str:
    return f"against units {'never' if never else 'not yet'} lit"


def _spread(moved: Floats, seen: Bools) -> Floats:
    """(units,) the variance of each unit's steps beside those of all, shrunk towards each other."""
    common = np.where(seen, moved, 0.0).sum(axis=0) / seen.sum(axis=0)
    square = np.where(seen, np.square(np.where(seen, moved, 0.0) - common), 0.0).sum(axis=1)
    own = np.where(seen.any(axis=1), square / np.maximum(seen.sum(axis=1), 1), square.sum() / seen.sum())
    if not own.any():
        return np.ones(own.size)
    return shrunk_variances(np.maximum(own, 1e-9 * own.mean()), moved.shape[1])


def together(looks: Sequence[Drawn], planned: int, level: float, widened: float = 1.0) -> Peeking:
    """The test of all looks together. A look at which nothing can be told calls nothing.

    Args:
        looks: what each showed, in their order; the same draws in each.
        planned: how many looks there will be.
        level: of the interval.
        widened: by how much pretend figures are enlarged.
    """
    figures = np.nan_to_num(np.stack([look.figures for look in looks], axis=1))
    slopes = np.nan_to_num(np.stack([look.slopes for look in looks], axis=1))
    figures[1:] *= widened
    slopes[1:] *= widened
    return Peeking(figures, slopes, planned, level)


def least_p(test: Permutation | Peeking) -> float:
    """The smallest p that is possible: that of an effect beyond all bounds."""
    if isinstance(test, Permutation):
        return test.smallest_p
    endless = Peeking(test.slopes, test.slopes, test.planned, test.level).p()
    return min(test.p(), max(test.smallest_p, endless))


def too_early(test: Permutation | Peeking, level: float) -> str | None:
    """Why this look can tell no effect, however large, from chance; None where it can."""
    if isinstance(test, Permutation) or least_p(test) < round(1 - level, 12):
        return None
    done = test.figures.shape[1]
    ahead = "It was the last one: plan fewer looks, or more units." if done >= test.planned else "Read it again later."
    return f"At look {done} of {test.planned} no effect, however large, can be told from chance at {say_level(level)}. {ahead}"
