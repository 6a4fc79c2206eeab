"""What simulated pilots say: how often an effect would be told, which effect is told often enough, how often wolf is cried.

An effect that is added to the lit cells shifts a pilot's interval by just so much. So a pilot tells an effect exactly when it
lies beyond the end that the interval has without any, and one interval a pilot gives the whole power curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.plan import Rate

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

NINE_IN_TEN = 1.6448536269514722
"""Standard errors to each side of a 90 % interval."""
ALIKE = 0.1
"""How much pilots of one window of the past are taken to resemble each other, where there are too few windows to see it."""
SEEN = 4
"""Windows from which on it is seen."""


@dataclass(frozen=True)
class Simulated:
    """What pretend pilots gave in a history in which nothing was changed.

    Attributes:
        low, high: (pilots,) the ends of each one's interval, on the scale of the estimate; may be infinite.
        window: (pilots,) the first lit period of each.
        periods: for how many periods each burns: windows of the past that start closer to each other overlap.
        smallest_p: the smallest p-value that such a pilot could ever show.
        cried: (pilots,) whether each cried wolf.
    """

    low: Floats
    high: Floats
    window: Codes
    periods: int
    smallest_p: float
    cried: Bools

    def thresholds(self, upwards: bool) -> Floats:
        """(pilots,) the size of effect beyond which each tells it, in one direction; below zero: tells it where it is not."""
        return -self.low if upwards else self.high

    @cached_property
    def windows(self) -> int:
        """How many windows."""
        return self._in_windows[1].size

    @cached_property
    def _in_windows(self) -> tuple[Codes, Codes]:
        """(pilots,) the number of each one's window, and (windows,) how many pilots each has."""
        _, number, counts = np.unique(self.window, return_inverse=True, return_counts=True)
        return number, counts

    def power(self, size: float, upwards: bool) -> Rate:
        """How often an effect would be told, in the right direction.

        Args:
            size: of the effect, on the scale of the estimate, not below zero.
            upwards: its direction.
        """
        return self._rate(self.thresholds(upwards) < size)

    @cached_property
    def alarms(self) -> Rate:
        """How often wolf is cried."""
        return self._rate(self.cried)

    def detectable(self, power: float, upwards: bool) -> tuple[float, float, float]:
        """The smallest size of effect that is told so often, and the ends of its 90 % interval; infinite where there is none.

        Args:
            power: how often.
            upwards: the direction of the effect.

        Source: the interval of a quantile by those of its share, Woodruff (1952), JASA 47: 635-646.
        """
        sizes = np.sort(np.maximum(self.thresholds(upwards), 0.0))
        here = _quantile(sizes, power)
        rate = self.power(np.nextafter(here, inf), upwards) if np.isfinite(here) else self.alarms
        reach = NINE_IN_TEN * rate.error
        return here, _quantile(sizes, power - reach), _quantile(sizes, power + reach)

    def _rate(self, came: Bools) -> Rate:
        share, many = float(came.mean()), came.size
        error = self._error(came)
        low, high = _wilson(share, error, many)
        return Rate(share, error, low, high, many, self.windows)

    def _error(self, came: Bools) -> float:
        """The standard error of a share: pilots of one window count as resembling each other as much as they do.

        Source: cluster sampling, Kish (1965), Survey Sampling, sections 5.4 and 8.2.
        """
        share, many = (came.sum() + 0.5) / (came.size + 1), came.size
        alone = share * (1 - share)
        apart = self.apart
        if self.windows < SEEN:
            alike = ALIKE
        else:
            number, counts = self._in_windows
            means = np.bincount(number, came) / counts
            size = many / self.windows
            between = float(means.var(ddof=1)) - alone / size
            alike = min(1.0, max(0.0, between / alone))
        return float(np.sqrt(alone * (alike / apart + (1 - alike) / many)))

    @cached_property
    def apart(self) -> float:
        """Into how many windows that do not overlap the past would go."""
        return apart(self.window, self.periods)


def apart(starts: Codes, periods: int) -> float:
    """Into how many windows of so many periods, that do not overlap, the stretch from the first of them to the last would go."""
    return float(np.ptp(starts) + periods) / periods


def _quantile(ordered: Floats, share: float) -> float:
    """The smallest of them that so large a share do not exceed; infinite beyond all."""
    number = int(np.ceil(round(share * ordered.size, 9)))
    return inf if number > ordered.size else float(ordered[max(number, 1) - 1])


def _wilson(share: float, error: float, many: int) -> tuple[float, float]:
    """A 90 % interval of a share, out of as many independent pilots as its error speaks of.

    Source: Wilson (1927), JASA 22: 209-212; Korn and Graubard (1998), Survey Methodology 24: 193-201 (effective number).
    """
    smooth = (share * many + 0.5) / (many + 1)
    worth = min(float(many), smooth * (1 - smooth) / error**2)
    square = NINE_IN_TEN**2
    middle = (share + square / (2 * worth)) / (1 + square / worth)
    reach = NINE_IN_TEN / (1 + square / worth) * float(np.sqrt(share * (1 - share) / worth + square / (4 * worth**2)))
    return max(0.0, middle - reach), min(1.0, middle + reach)
