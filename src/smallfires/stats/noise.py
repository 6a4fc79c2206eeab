"""How far off a figure may be expected to be, where units vary very differently: for ranks that are fair to all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from smallfires.stats.pilots import Pilots

Floats = NDArray[np.float64]


def expected_errors(pilots: Pilots, omega: Floats) -> Floats:
    """(assignments,) the expected error of each figure, up to a factor that all share.

    Args:
        pilots: the assignments.
        omega: (assignments, units) the weights of their others.
    """
    steps = np.diff(pilots.y[:, : pilots.before], axis=1)
    own = np.square(steps - np.median(steps, axis=0)).mean(axis=1)
    if not own.any():
        own = np.ones(own.size)
    spread = shrunk_variances(np.maximum(own, 1e-9 * own.mean()), steps.shape[1])
    return np.asarray(np.sqrt((np.square(pilots.shares) + np.square(omega)) @ spread))


def shrunk_variances(own: Floats, freedom: int) -> Floats:
    """Variances that were estimated with few degrees of freedom, shrunk towards each other as far as chance made them differ.

    Args:
        own: (units,) each unit's own variance, above 0.
        freedom: their degrees of freedom.

    Returns:
        (units,) the shrunk ones; all the same, where chance alone explains the differences.

    Source: Smyth (2004), Statistical Applications in Genetics and Molecular Biology 3: 3, section 6.2.
    """
    logs = np.log(own)
    excess = float(logs.var(ddof=1)) - float(polygamma(1, freedom / 2)) if own.size > 1 else 0.0
    typical = logs.mean() - digamma(freedom / 2) + np.log(freedom / 2)
    if excess <= float(polygamma(1, 5e5)):
        return np.full(own.size, np.exp(typical))
    prior = 2 * float(brentq(lambda half: float(polygamma(1, half)) - excess, 1e-6, 1e6))
    centre = np.exp(typical + digamma(prior / 2) - np.log(prior / 2))
    return np.asarray((prior * centre + freedom * own) / (prior + freedom))
