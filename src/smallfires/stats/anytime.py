"""Looking every day without crying wolf: confidence sequences.

A usual 95 % interval holds at one look that was fixed beforehand. Who looks at it every day and stops when it leaves
zero is wrong far more often than 5 times in 100. The intervals here hold at all looks together.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, isfinite, log, log1p, sqrt

import numpy as np
from scipy.special import lambertw, log_ndtr, ndtri_exp, stdtr, stdtrit

from smallfires.errors import UsageError

WHEN = 0.5
"""Share of the planned cases at which the interval is as narrow as it can be."""


@dataclass(frozen=True)
class Look:
    """What may be said at one look, of all looks together.

    Attributes:
        low, high: the interval, in the unit of the estimate; infinite on an open side.
        p: the always-valid p-value: below 1 − level exactly when the interval leaves zero out.
    """

    low: float
    high: float
    p: float


def look(
    estimate: float, error: float, share: float, *, level: float = 0.95, freedom: float = inf, when: float = WHEN
) -> Look:
    """The confidence sequence at one look; it may be looked at as often as wanted, and stopped at any time.

    Args:
        estimate: the effect so far.
        error: its standard error.
        share: of the cases (or the information) of the planned end that are in, above 0; may go beyond 1.
        level: of all looks together.
        freedom: degrees of freedom of the error; a small number widens the interval as Student's t would.
        when: the share at which the interval is to be narrowest; fixed before the first look.

    Returns:
        Both ends and the p-value of no effect.

    Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Annals of Statistics 52: 2613-2640, theorem 2.2 and
        appendix B.2 (the choice of rho); Robbins (1970), Annals of Mathematical Statistics 41: 1397-1409.
    """
    _check(level, share)
    spread = share / when * _narrowest(1 - level)
    reach = _widened(sqrt((1 + spread) / spread * (log1p(spread) - 2 * log(1 - level))), freedom)
    p = _p_value(abs(estimate) / error if error > 0 else (inf if estimate else 0.0), spread, freedom)
    return Look(estimate - reach * error, estimate + reach * error, p)


def at_least(
    estimate: float, error: float, share: float, *, level: float = 0.95, freedom: float = inf, when: float = WHEN
) -> float:
    """The lower bound of a one-sided confidence sequence: at all looks together, the effect is no less than this.

    Args:
        estimate, error, share, level, freedom, when: as in ``look``.

    Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), proposition B.1.
    """
    _check(level, share)
    alpha = 1 - level
    spread = share / when * _narrowest(min(2 * alpha, 0.99))
    reach = sqrt(2 * (1 + spread) / spread * log1p(sqrt(1 + spread) / (2 * alpha)))
    return estimate - _widened(reach, freedom) * error


def _check(level: float, share: float) -> None:
    if not 0 < level < 1:
        raise UsageError(f"A level of {level:g} cannot be had.", "Give one between 0 and 1, such as 0.95.")
    if not (share > 0 and isfinite(share)):
        raise UsageError(f"A share of {share:g} of the planned cases cannot be looked at.", "Give one above 0.")


def _narrowest(alpha: float) -> float:
    """The product of time and rho² at which the interval is narrowest: the root v of v − log(1 + v) = −2 log α."""
    return float(-lambertw(-(alpha**2) / np.e, -1).real - 1)


def _widened(reach: float, freedom: float) -> float:
    """The quantile of Student's t that lies as far in its tail as ``reach`` in the normal one's."""
    if not isfinite(freedom):
        return reach
    tail = float(log_ndtr(-reach))
    return -float(stdtrit(freedom, exp(tail))) if tail > -700 else inf


def _p_value(size: float, spread: float, freedom: float) -> float:
    """The smallest 1 − level at which an estimate of this many standard errors is left out."""
    if isfinite(freedom) and isfinite(size):
        tail = float(stdtr(freedom, -size))
        size = max(0.0, -float(ndtri_exp(log(tail)))) if tail > 0 else inf
    if size == inf:
        return 0.0
    return min(1.0, exp(0.5 * log1p(spread) - 0.5 * spread / (1 + spread) * size**2))
