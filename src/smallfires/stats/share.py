"""The interval of a share that was counted in a sample."""

from __future__ import annotations

from scipy.special import betaincinv


def jeffreys(found: int, asked: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of a share, from 0 to 1, without the edges that no count can rule out.

    Source: L. D. Brown, T. T. Cai and A. DasGupta, *Interval Estimation for a Binomial Proportion*, Statistical Science 16
    (2001), section 4.1.2: quantiles of Beta(x + 1/2, n - x + 1/2), with 0 as the lower limit where x = 0 and 1 as the upper
    where x = n.

    Args:
        found: how many of those asked.
        asked: how many were asked, 1 at the least.
        level: of the interval.

    Raises:
        ValueError: more were found than asked, or nobody was asked.
    """
    if not 0 <= found <= asked or asked < 1:
        raise ValueError(f"{found} of {asked} is no share")
    tail = (1 - level) / 2
    shape = found + 0.5, asked - found + 0.5
    low = 0.0 if found == 0 else float(betaincinv(*shape, tail))
    high = 1.0 if found == asked else float(betaincinv(*shape, 1 - tail))
    return low, high
