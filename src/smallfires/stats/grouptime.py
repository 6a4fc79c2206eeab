"""What a rollout did, group by group and period by period: each step of the staircase against those not yet lit.

Units that were lit in the same period are a group. A group's effect in a period is its change since the period before
it was lit, less the change over the same time of the units not lit by then. No unit that is lit already is ever a
comparison, which is what goes wrong in the usual regression with two sets of dummies.

Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225: 200-230, without covariates; units may count by weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """Effects by group and period, those that can be told only.

    Attributes:
        group: (steps,) the group's first lit period.
        period: (steps,) the period.
        size: (steps,) units in the group, or their weights added up.
        value: (steps,) the effect, in the measure's unit.
        influence: (units, steps) how much each unit moves it; their mean square over the units is its variance.
        first: (units,) each unit's first lit period; the number of periods for those never lit.
        weights: (units,) how much each unit counts; 1 on average.
    """

    group: Codes
    period: Codes
    size: Floats
    value: Floats
    influence: Floats
    first: Codes
    weights: Floats

    @property
    def units(self) -> int:
        """All units, those never lit included."""
        return int(self.first.size)


@dataclass(frozen=True)
class Average:
    """An average over steps.

    Attributes:
        value: in the measure's unit.
        influence: (units,) how much each unit moves it, its part in the averaging included.
    """

    value: float
    influence: Floats

    @property
    def error(self) -> float:
        """Its standard error: the root of the influences' mean square over the number of units."""
        return float(np.sqrt(np.square(self.influence).sum()) / self.influence.size)


def steps(y: Floats, first: Codes, weights: Floats | None = None, *, never: bool = False) -> Steps:
    """The effect of each group in each period since it was lit.

    Args:
        y: (units, periods) the measure, NaN where unseen.
        first: (units,) the first lit period, from 1; the number of periods for those never lit.
        weights: (units,) how much each unit counts, 1 on average; all the same where None.
        never: compare with those never lit only, rather than with all not lit by then.

    Returns:
        The steps that have a unit of the group and one to compare it with, both seen in both periods.
    """
    periods = y.shape[1]
    counts = np.ones(first.size) if weights is None else weights
    found: list[tuple[int, int, float, float, Floats]] = []
    for group in np.unique(first[first < periods]):
        size = float(counts[first == group].sum())
        for period in range(int(group), periods):
            change = y[:, period] - y[:, group - 1]
            others = (first == periods) if never else (first > period)
            told = _difference(change, first == group, others, counts)
            if told is not None:
                found.append((int(group), period, size, *told))
    columns = list(zip(*found, strict=True)) or [()] * 5
    influence = np.stack(columns[4], axis=1) if found else np.zeros((first.size, 0))
    whole = [np.array(column, dtype=np.int64) for column in columns[:2]]
    sizes, values = (np.array(column, dtype=np.float64) for column in columns[2:4])
    return Steps(whole[0], whole[1], sizes, values, influence, first, counts)


def _difference(change: Floats, lit: Bools, others: Bools, counts: Floats) -> tuple[float, Floats] | None:
    """Mean change of the lit less that of the others, and each unit's influence on it."""
    seen = ~np.isnan(change)
    total, influence = 0.0, np.zeros(change.size)
    for side, sign in ((lit & seen, 1.0), (others & seen, -1.0)):
        if not side.any():
            return None
        mean = float(np.average(change[side], weights=counts[side]))
        total += sign * mean
        influence[side] = sign * change.size / counts[side].sum() * counts[side] * (change[side] - mean)
    return total, influence


def average(found: Steps, weights: Floats, shares: Floats | None = None) -> Average:
    """An average of the steps' effects.

    Args:
        found: the steps.
        weights: (steps,) adding up to 1.
        shares: (units, steps) how much each unit moves the weights; None where they are fixed.
    """
    influence = found.influence @ weights
    if shares is not None:
        influence = influence + shares @ found.value
    return Average(float(found.value @ weights), influence)


def simple(found: Steps) -> Average:
    """The mean over all lit units and periods that can be told."""
    return average(found, *_by_size(found, np.ones(found.value.size, dtype=bool)))


def by_group(found: Steps) -> Average:
    """The mean over units of each one's mean over its lit periods."""
    groups = np.unique(found.group)
    within = np.stack([(found.group == group) / (found.group == group).sum() for group in groups])
    first = np.array([int(np.argmax(found.group == group)) for group in groups])
    picked = np.zeros(found.value.size, dtype=bool)
    picked[first] = True
    weights, shares = _by_size(found, picked)
    return average(found, weights[first] @ within, shares[:, first] @ within)


def since_lit(found: Steps) -> tuple[Codes, list[Average]]:
    """The effect by number of periods since lit: these numbers from 0, and the averages."""
    ages = found.period - found.group
    distinct = np.unique(ages)
    return distinct, [average(found, *_by_size(found, ages == age)) for age in distinct]


def dynamic(found: Steps) -> Average:
    """The mean over numbers of periods since lit of the average effect at each."""
    _, by_age = since_lit(found)
    influence = np.mean([one.influence for one in by_age], axis=0)
    return Average(float(np.mean([one.value for one in by_age])), influence)


def in_period(found: Steps, period: int) -> Average:
    """The mean over units that are lit in one period."""
    return average(found, *_by_size(found, found.period == period))


def _by_size(found: Steps, kept: Bools) -> tuple[Floats, Floats]:
    """Weights by the groups' sizes, and how much each unit moves them: the sizes are of a sample too."""
    share = np.where(kept, found.size / found.units, 0.0)
    total = share.sum()
    ours = (found.first[:, None] == found.group) * found.weights[:, None]
    member = np.where(kept, ours - share, 0.0)
    shares = member / total - np.outer(member.sum(axis=1), share) / total**2
    return share / total, shares
