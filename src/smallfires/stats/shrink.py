"""What units are truly like, when each is known with an error: the luck of small units taken out.

Each figure is its unit's true level plus an error of known size, and the true levels scatter around the house's with
a spread tau that is not known. Nothing is plugged in: tau is integrated over a grid, and the house's level exactly, so
that intervals hold with a handful of units. A posterior does not mind that its unit was picked for being the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, ndtr

from smallfires.errors import TooLittleData

Floats = NDArray[np.float64]

GRID = 96
"""Values of tau."""


@dataclass(frozen=True)
class Posterior:
    """True levels of units, as a mixture of normal distributions over the grid of tau.

    Attributes:
        tau: (grid,) values of the spread between units.
        share: (grid,) their posterior probabilities.
        means: (units, grid) mean of each unit's true level, for each tau.
        deviations: (units, grid) its standard deviation.
    """

    tau: Floats
    share: Floats
    means: Floats
    deviations: Floats

    @cached_property
    def mean(self) -> Floats:
        """(units,) the shrunk figures."""
        return np.asarray(self.means @ self.share, dtype=np.float64)

    @property
    def spread(self) -> float:
        """Posterior mean of tau."""
        return float(self.tau @ self.share)

    def best(self, less_is_better: bool = True) -> int:
        """The unit with the best shrunk figure."""
        return int(np.argmin(self.mean) if less_is_better else np.argmax(self.mean))

    def interval(self, level: float = 0.9) -> tuple[Floats, Floats]:
        """(units,) lower and upper ends of the central interval of each true level."""
        tail = (1 - level) / 2
        return self._quantile(tail), self._quantile(1 - tail)

    def _quantile(self, share: float) -> Floats:
        """By halving: each mixture's distribution function is monotone."""
        low = (self.means - 12 * self.deviations).min(axis=1)
        high = (self.means + 12 * self.deviations).max(axis=1)
        for _ in range(50):
            middle = (low + high) / 2
            below = ndtr((middle[:, None] - self.means) / self.deviations) @ self.share < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2, dtype=np.float64)

    def draw(self, unit: int, draws: int, rng: np.random.Generator) -> Floats:
        """(draws,) true levels of one unit, as they may be."""
        at = rng.choice(self.tau.size, size=draws, p=self.share)
        return np.asarray(rng.normal(self.means[unit, at], self.deviations[unit, at]), dtype=np.float64)


def shrink(figure: Floats, error: Floats, scale: float) -> Posterior:
    """The units' true levels.

    Args:
        figure: (units,) each unit's figure.
        error: (units,) its standard error, above 0.
        scale: a spread between units that would not surprise: tau's prior is a half-Cauchy of this scale.

    Returns:
        Their posterior distribution.

    Raises:
        TooLittleData: fewer than two units.

    Source: Gelman, Carlin, Stern, Dunson, Vehtari and Rubin (2013), Bayesian Data Analysis, section 5.4; the prior of
        tau: Gelman (2006), Bayesian Analysis 1: 515-534.
    """
    if figure.size < 2:
        raise TooLittleData(f"{figure.size} unit cannot be compared.", "Two units with cases are the least.")
    error = np.maximum(error, 1e-9 * max(scale, float(np.abs(figure).max()), 1e-300))
    tau = _grid(figure, error, scale)
    variance = np.square(error)[:, None] + np.square(tau)
    precision = (1 / variance).sum(axis=0)
    level = (figure[:, None] / variance).sum(axis=0) / precision
    fit = -0.5 * (np.log(variance) + np.square(figure[:, None] - level) / variance).sum(axis=0)
    prior = -np.log1p(np.square(tau / scale)) + np.log(np.gradient(tau))
    log_share = fit - 0.5 * np.log(precision) + prior
    share = np.exp(log_share - logsumexp(log_share))
    pull = np.square(error)[:, None] / variance
    means = (1 - pull) * figure[:, None] + pull * level
    deviations = np.sqrt((1 - pull) * np.square(error)[:, None] + np.square(pull) / precision)
    return Posterior(tau, share / share.sum(), means, deviations)


def _grid(figure: Floats, error: Floats, scale: float) -> Floats:
    """Values of tau: fine where small, out to several times what the figures can show."""
    widest = 5 * max(float(np.ptp(figure)), float(np.median(error)), 1e-6 * scale)
    return np.asarray(widest * np.square(np.linspace(0, 1, GRID + 1)[1:] - 0.5 / GRID), dtype=np.float64)
