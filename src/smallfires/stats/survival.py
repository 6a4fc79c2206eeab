"""Durations while some cases are still open: Kaplan-Meier, as weights on the cases that are done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UnreadableValue

Floats = NDArray[np.float64]

SLOWEST = 0.05
"""The share of complete cases, the slowest, that stands for what lies beyond the data's reach."""


@dataclass(frozen=True)
class Completed:
    """Weights under which complete cases alone speak for all.

    Attributes:
        weights: (cases,), 0 for open cases, adding up to the number of complete ones.
        reached: how much of the distribution of durations the data reach, 0 to 1. A quantile is known below it only;
            where it is under 1 the longest durations have not been seen yet, and a mean is too low.
    """

    weights: Floats
    reached: float

    @property
    def median_known(self) -> bool:
        """Whether half of all cases are known to be done by some duration that was seen."""
        return self.reached > 0.5


def completion_weights(duration: Floats, complete: NDArray[np.bool_]) -> Completed:
    """Weigh each complete case by the inverse of its chance of being seen complete.

    A long case is more often still open, so each long one that is done stands for those that are not. The weighted
    median of the complete cases is then the Kaplan-Meier median, and their weighted mean the area under its curve. At
    equal durations, completions come before open cases. Where the longest cases are still open, the share that no
    completion reaches is given to the slowest twentieth of the complete cases: quantiles below ``reached`` stay exact,
    and the mean is a lower bound.

    Args:
        duration: (cases,) from first to last moment; for open cases, until now.
        complete: (cases,) whether the case is done.

    Returns:
        The weights, and how far the data reach.

    Raises:
        TooLittleData: no case is complete.
        UnreadableValue: a duration is not a finite number of at least 0.

    Source: Robins and Finkelstein (2000), Biometrics 56: 779-788 (weights); Satten and Datta (2001), The American
        Statistician 55: 207-210 (their equality with Kaplan-Meier).
    """
    _check(duration, complete)
    weights = np.zeros(duration.size)
    weights[complete] = 1 / _still_followed(duration, complete)[complete]
    reached = min(1.0, float(weights.sum()) / duration.size)
    if reached < 1 - 1e-9:
        _extend(weights, duration, duration.size * (1 - reached))
    return Completed(weights * (complete.sum() / weights.sum()), reached)


def _check(duration: Floats, complete: NDArray[np.bool_]) -> None:
    if not complete.any():
        raise TooLittleData(
            f"None of the {duration.size} cases is complete, so no duration is known.",
            "Declare which activities end a case, or read a longer time.",
        )
    bad = ~(np.isfinite(duration) & (duration >= 0))
    if bad.any():
        place = int(np.flatnonzero(bad)[0])
        raise UnreadableValue(
            f"A duration of {duration[place]} was found; durations are finite and not below 0.",
            "Check the start and end of this case.",
            row=place + 1,
        )


def _still_followed(duration: Floats, complete: NDArray[np.bool_]) -> Floats:
    """G(t−) for each case: the Kaplan-Meier chance of not being cut off before its duration t."""
    times, place = np.unique(duration, return_inverse=True)
    done = np.bincount(place, weights=complete, minlength=times.size)
    cut = np.bincount(place, weights=~complete, minlength=times.size)
    at_risk = np.cumsum((done + cut)[::-1])[::-1] - done
    hazard = np.divide(cut, at_risk, out=np.zeros(times.size), where=at_risk > 0)
    followed = np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])
    return np.asarray(followed[place], dtype=np.float64)


def _extend(weights: Floats, duration: Floats, missing: float) -> None:
    """Give the mass beyond reach to the slowest complete cases, in place."""
    done = np.flatnonzero(weights)
    order = done[np.argsort(duration[done], kind="stable")]
    above = np.cumsum(weights[order][::-1])[::-1]
    slowest = order[above <= SLOWEST * above[0]]
    slowest = slowest if slowest.size else order[-1:]
    weights[slowest] *= 1 + missing / weights[slowest].sum()
