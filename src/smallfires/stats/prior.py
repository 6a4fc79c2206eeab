"""What other fires did, as a prior for this one: a large effect out of little data is mostly luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import ndtr

Floats = NDArray[np.float64]

ENOUGH = 5
"""Other fires from which on there is a prior. With fewer, how much they differ is not known."""
FREEDOM = 4.0
"""Of the heavy tails: an effect far from those of the others is let stand, in place of being drawn all the way to them."""
GRID = 4001
"""Values of the true effect that are weighed."""
REACH = 12.0
"""How far they go, in errors and spreads."""


@dataclass(frozen=True)
class Known:
    """What one fire did.

    Attributes:
        value: its effect, so that above zero is better; in percent, or in another unit that all fires have in common.
        error: its standard error, above 0, in the same.
    """

    value: float
    error: float


@dataclass(frozen=True)
class Prior:
    """What fires do in this workspace.

    Attributes:
        mean: of their true effects.
        spread: standard deviation of these.
        error: standard error of the mean.
        fires: how many it was learnt from.
    """

    mean: float
    spread: float
    error: float
    fires: int


@dataclass(frozen=True)
class Shrunk:
    """An effect with the prior.

    Attributes:
        mean: of what it may truly be.
        probability: that it is at least the worthwhile one, under heavy tails: the one that counts.
        normal: the same under normal tails, beside it.
        fires: how many others stand behind it.
    """

    mean: float
    probability: float
    normal: float
    fires: int


def prior(others: Sequence[Known]) -> Prior | None:
    """A prior out of the other fires by restricted maximum likelihood; None where there are too few.

    Source: random effects, Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30: 261-293.
    """
    told = [one for one in others if np.isfinite(one.value) and np.isfinite(one.error) and one.error > 0]
    if len(told) < ENOUGH:
        return None
    value, variance = np.array([one.value for one in told]), np.square([one.error for one in told])
    widest = 10 * float(np.ptp(value) + np.sqrt(variance.max()))
    found = minimize_scalar(lambda tau: -_restricted(tau, value, variance), bounds=(0.0, widest), method="bounded")
    spread = float(found.x)
    if _restricted(0.0, value, variance) >= -float(found.fun):
        spread = 0.0
    weight = 1 / (variance + spread**2)
    return Prior(float(weight @ value / weight.sum()), spread, float(1 / np.sqrt(weight.sum())), len(told))


def _restricted(tau: float, value: Floats, variance: Floats) -> float:
    """The restricted log likelihood of a spread, up to a constant."""
    total = variance + tau**2
    weight = 1 / total
    off = value - weight @ value / weight.sum()
    return float(-0.5 * (np.log(total).sum() + np.log(weight.sum()) + weight @ np.square(off)))


def shrunk(here: Known, before: Prior, worthwhile: float) -> Shrunk:
    """An effect drawn towards those of other fires.

    Args:
        here: the effect as this fire reads.
        before: what other fires did, in the same unit.
        worthwhile: the least effect that is worthwhile, in the same; better is above zero.

    Source: normal-normal, Gelman et al. (2013), Bayesian Data Analysis, section 5.4; heavy tails that let outliers stand,
        Azevedo, Deng, Montiel Olea, Rao and Weyl (2020), Journal of Political Economy 128: 4614-4672.
    """
    spread = max(float(np.hypot(before.spread, before.error)), 1e-9 * here.error)
    pull = here.error**2 / (here.error**2 + spread**2)
    centre, deviation = here.value + pull * (before.mean - here.value), here.error * np.sqrt(1 - pull)
    low = min(here.value - REACH * here.error, before.mean - REACH * spread)
    high = max(here.value + REACH * here.error, before.mean + REACH * spread)
    fine = np.concatenate(
        [np.linspace(low, high, GRID), np.linspace(centre - 8 * deviation, centre + 8 * deviation, GRID)]
    )
    true = np.unique(np.append(fine, worthwhile))
    tails = -(FREEDOM + 1) / 2 * np.log1p(np.square((true - before.mean) / spread) / FREEDOM)
    density = np.exp(tails - 0.5 * np.square((here.value - true) / here.error))
    parts = np.diff(true) * (density[1:] + density[:-1]) / 2
    mean = float(parts @ (true[1:] + true[:-1]) / 2 / parts.sum())
    above = float(parts[true[1:] > worthwhile].sum() / parts.sum())
    normal = float(ndtr((centre - worthwhile) / deviation)) if deviation > 0 else float(centre >= worthwhile)
    return Shrunk(mean, above, normal, before.fires)
