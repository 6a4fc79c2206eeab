"""Weighted medians and means, and a bootstrap of clusters that is fast with millions of cases.

Cases of one unit resemble each other, so whole units are drawn. Where there are no units, cases are. More clusters than
``MOST`` are first dealt at random into that many bundles, which are drawn whole: the spread of the draws stays right in
expectation, and its own relative error is 1/√(2·MOST), about 2 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

MOST = 1024
"""Bundles that are drawn; with so many, their own randomness is negligible."""
FEW = 8
"""Below this many clusters, drawing clusters is not trusted alone."""
BINS = 512
"""Places a median is looked for at, within seven of its standard errors on either side."""


def mean(values: Floats, weights: Floats) -> float:
    """The weighted mean, in the unit of the values."""
    return float(np.average(values, weights=weights))


def quantile(values: Floats, weights: Floats, share: float) -> float:
    """The value at or below which ``share`` of the weight lies; midway between two where it falls on a step.

    With equal weights and ``share`` 0.5 it is the ordinary median.

    Source: Hyndman and Fan (1996), The American Statistician 50: 361-365, definition 2.
    """
    kept = weights > 0
    values, weights = values[kept], weights[kept]
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    goal = share * total[-1]
    low = min(int(np.searchsorted(total, goal * (1 - 1e-12))), values.size - 1)
    high = min(int(np.searchsorted(total, goal * (1 + 1e-12), side="right")), values.size - 1)
    return float(values[order[low]] + values[order[high]]) / 2


def median(values: Floats, weights: Floats) -> float:
    """The weighted median."""
    kept = weights > 0
    if np.ptp(weights[kept]) == 0:
        return float(np.median(values[kept]))
    return quantile(values, weights, 0.5)


def typical(values: Floats, weights: Floats, statistic: str) -> float:
    """The weighted ``median`` or ``mean``.

    Raises:
        UsageError: another statistic was asked for.
    """
    if statistic not in ("median", "mean"):
        raise UsageError(f'"{statistic}" is not a way to say what is typical.', "Use median or mean.")
    return median(values, weights) if statistic == "median" else mean(values, weights)


@dataclass(frozen=True)
class Bundles:
    """What is drawn as a whole.

    Attributes:
        of: (cases,) the bundle of each case, from 0.
        count: how many bundles.
        clusters: how many clusters were there before bundling.
    """

    of: Codes
    count: int
    clusters: int


def bundle(cases: int, cluster: Codes | None, rng: np.random.Generator) -> Bundles:
    """Put cases into bundles: a cluster each, or a case each where there are no clusters.

    Args:
        cases: how many cases.
        cluster: (cases,) codes, -1 where unknown; None where there are no clusters. Cases of unknown cluster are dealt
            into clusters of the usual size.
        rng: deals what is too many into ``MOST`` bundles.
    """
    of = np.arange(cases) if cluster is None or not (cluster >= 0).any() else _dense(cluster, rng)
    clusters = int(of.max()) + 1 if cases else 0
    if clusters <= 2 * MOST:
        return Bundles(of, clusters, clusters)
    if clusters == cases:
        return Bundles(rng.integers(0, MOST, cases), MOST, clusters)
    return Bundles((rng.permutation(clusters) % MOST)[of], MOST, clusters)


def _dense(cluster: Codes, rng: np.random.Generator) -> Codes:
    """Codes from 0 without gaps, the unknown dealt into further clusters."""
    unknown = cluster < 0
    known, of = np.unique(cluster[~unknown], return_inverse=True)
    out = np.empty(cluster.size, dtype=np.int64)
    out[~unknown] = of
    lost = int(unknown.sum())
    more = max(1, round(lost * known.size / (cluster.size - lost)))
    out[unknown] = known.size + rng.integers(0, more, lost)
    return np.unique(out, return_inverse=True)[1].astype(np.int64)


def bootstrap(
    columns: Sequence[Floats],
    weights: Floats,
    statistic: str,
    *,
    cluster: Codes | None,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """What is typical of each column in resampled houses; the same cases are drawn for all columns.

    The draws are widened by √(J/(J−1)) for J clusters, which resampling J clusters with replacement falls short of. With
    fewer than ``FEW`` clusters, a handful of values could come out only: cases are drawn instead, and widened to the
    standard error between clusters where that is larger.

    Args:
        columns: each (cases,), one unit of measurement each.
        weights: (cases,), those of open cases 0.
        statistic: ``median`` or ``mean``.
        cluster: (cases,) codes, -1 unknown, or None.
        draws: how many.
        rng: the only source of chance.

    Returns:
        (draws, columns).

    Source: Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90: 414-427 (few clusters).
    """
    kept = weights > 0
    if not kept.all():
        columns, weights = [column[kept] for column in columns], weights[kept]
        cluster = None if cluster is None else cluster[kept]
    bundles = bundle(weights.size, cluster, rng)
    if bundles.clusters >= FEW or bundles.clusters == weights.size:
        return _drawn(columns, weights, statistic, bundles, draws, rng, None)
    return _drawn(columns, weights, statistic, bundle(weights.size, None, rng), draws, rng, bundles)


def _drawn(
    columns: Sequence[Floats],
    weights: Floats,
    statistic: str,
    bundles: Bundles,
    draws: int,
    rng: np.random.Generator,
    few: Bundles | None,
) -> Floats:
    times = _times(bundles.count, draws, rng)
    total = np.bincount(bundles.of, weights, bundles.count)
    out = np.empty((draws, len(columns)))
    for j, column in enumerate(columns):
        centre = typical(column, weights, statistic)
        draw = _means if statistic == "mean" else _medians
        wide = _widening(column, weights, centre, statistic, bundles, few)
        values = centre + (draw(column, weights, bundles, times, total, centre) - centre) * wide
        out[:, j] = np.clip(values, column.min(), column.max())
    return out


def _times(count: int, draws: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """How many times each bundle is in each draw: (draws, count)."""
    picked = rng.integers(0, count, (draws, count)) + np.arange(draws)[:, None] * count
    return np.bincount(picked.ravel(), minlength=draws * count).reshape(draws, count).astype(np.float32)


def _means(
    column: Floats, weights: Floats, bundles: Bundles, times: NDArray[np.float32], total: Floats, centre: float
) -> Floats:
    """Means of the draws, from the bundles' sums."""
    sums = np.bincount(bundles.of, weights * (column - centre), bundles.count)
    drawn = times.astype(np.float64)
    return np.asarray(centre + (drawn @ sums) / (drawn @ total), dtype=np.float64)


def _medians(
    column: Floats, weights: Floats, bundles: Bundles, times: NDArray[np.float32], total: Floats, centre: float
) -> Floats:
    """Medians of the draws, from each bundle's weight up to each of some places near the median."""
    low, high = _near(column, weights, bundles, total, centre)
    inside = (column >= low) & (column <= high)
    near, of = column[inside], bundles.of[inside]
    places = _places(near)
    cell = of * places.size + np.searchsorted(places, near)
    upto = np.bincount(cell, weights[inside], bundles.count * places.size).reshape(bundles.count, places.size)
    below = column < low
    upto = np.cumsum(upto, axis=1) + np.bincount(bundles.of[below], weights[below], bundles.count)[:, None]
    upto -= total[:, None] / 2
    exact = upto.size * times.shape[0] <= 50_000_000
    over = times.astype(np.float64) @ upto if exact else times @ upto.astype(np.float32)
    slack = 1e-9 * total.sum()
    first = np.minimum((over < -slack).sum(axis=1), places.size - 1)
    last = np.minimum((over <= slack).sum(axis=1), places.size - 1)
    return np.asarray((places[first] + places[last]) / 2, dtype=np.float64)


def _near(column: Floats, weights: Floats, bundles: Bundles, total: Floats, centre: float) -> tuple[float, float]:
    """Where resampled medians can lie: seven standard errors around the median, on the scale of shares."""
    reach = 7 * share_error(column <= centre, weights, bundles) + 0.01
    if column.size <= 2 * BINS or reach > 0.4:
        return float(column.min()), float(column.max())
    step = max(1, column.size // 50_000)
    sample, sample_weights = column[::step], weights[::step]
    reach += 4 / np.sqrt(sample.size)
    at = float(weights[column <= centre].sum() / total.sum())
    shares = (max(0.0, at - reach), min(1.0, at + reach))
    low, high = (quantile(sample, sample_weights, share) for share in shares)
    return min(low, centre), max(high, centre)


def _places(near: Floats) -> Floats:
    """At most ``BINS`` values that occur, evenly by rank."""
    values = np.sort(near)
    ranks = np.linspace(0, values.size - 1, min(BINS, values.size)).round().astype(np.int64)
    distinct = np.unique(values[ranks])
    if distinct.size < BINS // 4:
        every = values[np.concatenate([[True], np.diff(values) > 0])]
        distinct = every if every.size <= 2 * BINS else distinct
    return np.asarray(distinct, dtype=np.float64)


def share_error(inside: NDArray[np.bool_], weights: Floats, bundles: Bundles) -> float:
    """Standard error of the weighted share of cases inside, between bundles.

    Source: Cochran (1977), Sampling Techniques, section 11.5: the ratio estimator over clusters.
    """
    return _ratio_error(inside.astype(np.float64), weights, bundles)


def _ratio_error(values: Floats, weights: Floats, bundles: Bundles) -> float:
    total = np.bincount(bundles.of, weights, bundles.count)
    sums = np.bincount(bundles.of, weights * values, bundles.count)
    off = sums - sums.sum() / total.sum() * total
    many = bundles.count
    return float(np.sqrt(np.square(off).sum() * many / max(1, many - 1)) / total.sum())


def _widening(
    column: Floats, weights: Floats, centre: float, statistic: str, bundles: Bundles, few: Bundles | None
) -> float:
    """By how much the deviations of the draws are stretched."""
    if few is None or few.count < 2:
        return float(np.sqrt(bundles.count / max(1, bundles.count - 1)))
    values = column if statistic == "mean" else (column <= centre).astype(np.float64)
    by_case = _ratio_error(values, weights, bundles)
    return max(1.0, _ratio_error(values, weights, few) / by_case) if by_case > 0 else 1.0
