"""Units compared fairly: what each would show if all had the same mix of case types.

Indirect standardisation. A unit's own figure is set against what the house's cases, weighted to the unit's mix of
types, give; the ratio of the two (or, where figures may be zero or negative, their difference) is carried to the
house's figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

PLACES = 1024
"""Values at which distributions by case type are held, evenly by rank."""
UNLIKE = 0.1
"""Relative variance between the variances of units: how far a unit's own spread is believed against the house's."""
MARGIN = 1.1
"""Standard errors are themselves estimated, from skewed figures; without this margin intervals hold 87 and not 90 %."""
NEAR = 0.1
"""Share of the house's cases on either side of the median from which its density there is taken."""
MEANS = 400
"""Resampled means for each size of unit, from which the error of a mean's logarithm is taken."""
SETTLED = 20.0
"""Cases a unit needs for its own pace to count as much as the house's when spreads are pooled."""


@dataclass(frozen=True)
class Standardised:
    """Units side by side, all arrays (units,), in the order of their codes.

    Attributes:
        code: the units.
        cases: complete cases of each.
        raw: its own figure, in the measure's unit.
        expected: what the house gives at its mix of types.
        figure: standardised, in the measure's unit.
        scaled: the same on the working scale: its logarithm (without the bias that taking it brings) where ``ratio``.
        error: standard error of ``scaled``.
        ratio: whether units are set against the house by ratio, and not by difference.
        spread: spread of a single case within units, on the working scale.
        left_out: how many units had too few cases.
    """

    code: Codes
    cases: Codes
    raw: Floats
    expected: Floats
    figure: Floats
    scaled: Floats
    error: Floats
    ratio: bool
    spread: float
    left_out: int


@dataclass(frozen=True)
class _House:
    """The complete cases, with dense codes: ``unit`` is ``units`` where the case's unit does not take part."""

    values: Floats
    weights: Floats
    unit: Codes
    kind: Codes
    units: int
    kinds: int

    @property
    def mix(self) -> Floats:
        """(units, kinds): each unit's share of weight by case type."""
        cell = self.unit * self.kinds + self.kind
        counts = np.bincount(cell, self.weights, (self.units + 1) * self.kinds).reshape(-1, self.kinds)[:-1]
        return np.asarray(counts / counts.sum(axis=1, keepdims=True), dtype=np.float64)

    @property
    def whole(self) -> Floats:
        """(1, kinds): the same of the whole house."""
        counts = np.bincount(self.kind, self.weights, self.kinds)
        return np.asarray(counts / counts.sum(), dtype=np.float64)[None, :]

    def by_unit(self, values: Floats) -> Floats:
        """(units,) sums."""
        return np.bincount(self.unit, values, self.units + 1)[:-1].astype(np.float64)

    @property
    def effective(self) -> Floats:
        """(units,) how many equally weighted cases each unit's are worth.

        Source: Kish (1965), Survey Sampling, section 11.7.
        """
        return np.square(self.by_unit(self.weights)) / self.by_unit(np.square(self.weights))


def standardise(
    values: Floats, weights: Floats, unit: Codes, kind: Codes, statistic: str, *, smallest: int = 5
) -> Standardised | None:
    """Put units on one footing.

    Args:
        values: (cases,) the measure.
        weights: (cases,), 0 for open cases.
        unit: (cases,) codes, -1 unknown; such cases count for the house only.
        kind: (cases,) codes of case types, -1 unknown, which is taken for a type of its own.
        statistic: ``median`` or ``mean``.
        smallest: units with fewer complete cases stay out of the comparison.

    Returns:
        The units, or None where fewer than two take part.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, section 2.3 (indirect standardisation).
    """
    kept = weights > 0
    codes, dense, counts = np.unique(unit[kept], return_inverse=True, return_counts=True)
    enough = (codes >= 0) & (counts >= max(2, smallest))
    if enough.sum() < 2:
        return None
    place = np.where(enough, np.cumsum(enough) - 1, enough.sum())
    kinds, kind_of = np.unique(kind[kept], return_inverse=True)
    house = _House(values[kept], weights[kept], place[dense], kind_of, int(enough.sum()), kinds.size)
    left_out = int(((codes >= 0) & ~enough).sum())
    return _compared(house, codes[enough], counts[enough], statistic, left_out)


def _compared(house: _House, code: Codes, cases: Codes, statistic: str, left_out: int) -> Standardised:
    raw = _own_means(house) if statistic == "mean" else _own_quantiles(house, np.full((house.units, 1), 0.5))[:, 0]
    mixes = np.vstack([house.mix, house.whole])
    every = _expected(house, house.values, mixes, statistic)
    expected, overall = every[:-1], float(every[-1])
    ratio = bool(min(raw.min(), every.min()) > 0)
    pace = raw / expected if ratio else raw - expected
    spread = _spread_of_means if statistic == "mean" else _spread_of_medians
    own, pooled, trust, bias = spread(house, raw, pace, ratio)
    error = MARGIN * np.sqrt(trust * np.square(own) + (1 - trust) * np.square(pooled))
    figure = pace * overall if ratio else pace + overall
    scaled = np.log(figure) - bias if ratio else figure
    single = float(np.median(pooled * np.sqrt(house.effective)))
    return Standardised(code, cases, raw, expected, figure, scaled, error, ratio, single, left_out)


def _own_means(house: _House) -> Floats:
    return np.asarray(house.by_unit(house.values * house.weights) / house.by_unit(house.weights), dtype=np.float64)


def _own_quantiles(house: _House, shares: Floats) -> Floats:
    """Quantiles (units, shares) of each unit's own cases."""
    order = np.argsort(house.values, kind="stable")
    order = order[np.argsort(house.unit[order], kind="stable")]
    ends = np.searchsorted(house.unit[order], np.arange(house.units + 1))
    values, weights = house.values[order], house.weights[order]
    total = np.concatenate([[0.0], np.cumsum(weights)])
    start = total[ends[:-1], None]
    goal = start + shares * (total[ends[1:], None] - start)
    slack = 1e-10 * total[-1]
    low = np.searchsorted(total[1:], goal - slack)
    high = np.searchsorted(total[1:], goal + slack, side="right")
    last = ends[1:, None] - 1
    return np.asarray((values[np.minimum(low, last)] + values[np.minimum(high, last)]) / 2, dtype=np.float64)


def _expected(house: _House, values: Floats, mixes: Floats, statistic: str) -> Floats:
    """(mixes,) what the house's cases give at each mix (mixes, kinds) of types."""
    if statistic == "mean":
        sums = np.bincount(house.kind, values * house.weights, house.kinds)
        return np.asarray(mixes @ (sums / np.bincount(house.kind, house.weights, house.kinds)), dtype=np.float64)
    return _mixture_quantiles(house, values, mixes, np.full((len(mixes), 1), 0.5))[:, 0]


def _mixture_quantiles(house: _House, values: Floats, mixes: Floats, shares: Floats) -> Floats:
    """Quantiles (mixes, shares) of the house's values, by type, at each mix of types."""
    ordered = np.sort(values)
    places = np.unique(ordered[np.linspace(0, values.size - 1, min(PLACES, values.size)).round().astype(np.int64)])
    cell = house.kind * places.size + np.searchsorted(places, values)
    upto = np.bincount(cell, house.weights, house.kinds * places.size).reshape(house.kinds, places.size)
    upto = np.cumsum(upto, axis=1)
    shared = mixes @ (upto / upto[:, -1:])
    return np.stack([np.interp(share, row, places) for row, share in zip(shared, shares, strict=True)])


def _aligned(house: _House, pace: Floats, ratio: bool) -> Floats:
    """The values with each unit's own pace taken out, as far as the unit has the cases to know it."""
    known = house.effective / (house.effective + SETTLED)
    if ratio:
        return np.asarray(house.values / np.append(pace**known, 1.0)[house.unit], dtype=np.float64)
    return np.asarray(house.values - np.append(pace * known, 0.0)[house.unit], dtype=np.float64)


_Spread = tuple[Floats, Floats, Floats, Floats]
"""By unit (units,): its own standard error, the house's for it, trust in its own from 0 to 1, bias of the logarithm."""


def _spread_of_means(house: _House, raw: Floats, pace: Floats, ratio: bool) -> _Spread:
    """Standard errors of means.

    A unit's own variance is believed the less, the heavier the tails: with few cases, a unit that happens to miss the
    slow ones shows a low mean and a small variance at once. The house's variance is raised by its own relative
    variance, for the same reason. The mean of a few skewed durations is itself skewed, so that the error and the bias
    of its logarithm come from resampled means of the same size.
    """
    aligned = _aligned(house, pace, ratio)
    weight = np.bincount(house.kind, house.weights, house.kinds)
    level = np.bincount(house.kind, house.weights * aligned, house.kinds) / weight
    off = aligned - level[house.kind]
    variance = np.bincount(house.kind, house.weights * np.square(off), house.kinds) / weight
    pooled, own = house.mix @ variance, _within(house)
    if ratio:
        pooled, own = pooled / np.square(house.mix @ level), own / np.square(raw)
    unsure = _kurtosis(off, house.weights) - 1
    trust = UNLIKE / (UNLIKE + unsure / house.effective)
    pooled *= 1 + unsure * np.square(house.weights).sum() / np.square(house.weights.sum())
    own, pooled = np.sqrt(own / house.effective), np.sqrt(pooled / house.effective)
    if not ratio:
        return own, pooled, trust, np.zeros(house.units)
    narrower, bias = _of_logarithms(aligned / level[house.kind], house)
    return own * narrower, pooled * narrower, trust, bias


def _kurtosis(off: Floats, weights: Floats) -> float:
    """Of deviations from their mean; 3 for a normal distribution."""
    square = np.average(np.square(off), weights=weights)
    return float(np.average(np.square(np.square(off)), weights=weights) / square**2) if square > 0 else 3.0


def _of_logarithms(relative: Floats, house: _House) -> tuple[Floats, Floats]:
    """How the logarithm of a mean of n cases errs: its error against the mean's own relative error, and its bias.

    Args:
        relative: (cases,) figures of single cases around 1.
        house: the cases.

    Returns:
        (units,) factor, and (units,) bias.
    """
    rng = np.random.default_rng(0)
    sizes = np.unique(np.geomspace(house.effective.min(), min(2000.0, house.effective.max()), 12).round())
    single = float(np.sqrt(np.average(np.square(relative - 1), weights=house.weights)))
    if single == 0:
        return np.ones(house.units), np.zeros(house.units)
    chosen = np.searchsorted(np.cumsum(house.weights), rng.random(100_000) * house.weights.sum())
    pool = relative[np.minimum(chosen, relative.size - 1)]
    logs = [np.log(pool[rng.integers(0, pool.size, (MEANS, int(size)))].mean(axis=1)) for size in sizes]
    factor = np.array([log.std() for log in logs]) * np.sqrt(sizes) / single
    bias = np.array([log.mean() for log in logs]) - np.log(pool.mean())
    at = np.log(house.effective)
    return np.interp(at, np.log(sizes), factor), np.interp(at, np.log(sizes), bias)


def _within(house: _House) -> Floats:
    """Variance (units,) of single cases within unit and type."""
    cell = house.unit * house.kinds + house.kind
    size = (house.units + 1) * house.kinds
    weight = np.bincount(cell, house.weights, size)
    level = np.divide(np.bincount(cell, house.weights * house.values, size), weight, where=weight > 0, out=weight * 0)
    off = house.by_unit(house.weights * np.square(house.values - level[cell]))
    filled = (weight > 0).reshape(-1, house.kinds)[:-1].sum(axis=1)
    freedom = np.maximum(house.effective - filled, 0)
    share = np.maximum(freedom / house.effective, 1e-9) * house.by_unit(house.weights)
    return np.asarray(off / share * (freedom > 0), dtype=np.float64)


def _spread_of_medians(house: _House, raw: Floats, pace: Floats, ratio: bool) -> _Spread:
    """Standard errors of medians.

    From the distance between two quantiles around the median. For the house's cases the two are near; for a unit's own
    they are two binomial standard errors of a share apart on either side, and the some 2√n cases between them say how
    far it is to be believed.

    Source: Woodruff (1952), Journal of the American Statistical Association 47: 635-646.
    """
    off = np.minimum(1 / np.sqrt(house.effective), 0.35)
    error = 0.5 / np.sqrt(house.effective)
    sides = np.array([-1.0, 0.0, 1.0])
    own = _half_width(_own_quantiles(house, 0.5 + np.outer(off, sides)), ratio) / off
    shares = 0.5 + NEAR * np.tile(sides, (house.units, 1))
    pooled = _half_width(_mixture_quantiles(house, _aligned(house, pace, ratio), house.mix, shares), ratio) / NEAR
    trust = UNLIKE / (UNLIKE + 2 / np.sqrt(house.effective))
    return own * error, pooled * error, trust, np.zeros(house.units)


def _half_width(quantiles: Floats, ratio: bool) -> Floats:
    low, middle, high = quantiles.T
    if not ratio:
        return np.asarray((high - low) / 2, dtype=np.float64)
    lowest = np.maximum(low, np.square(middle) / np.maximum(high, 1e-300) / 4)
    return np.asarray(np.log(np.maximum(high, 1e-300) / np.maximum(lowest, 1e-300)) / 2, dtype=np.float64)
