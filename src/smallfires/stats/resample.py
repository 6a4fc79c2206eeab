"""Weighted medians and means, and a bootstrap of clusters that is fast with millions of cases.

Cases of one unit resemble each other, so whole units are drawn. Where there are no units, cases are. More clusters than
``MOST`` are first dealt at random into that many bundles, which are drawn whole: the spread of the draws stays right in
expectation, and its own relative error is 1/√(2·MOST), about 2 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
EXACT = 50_000_000
"""Products up to which double precision is used."""


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

    The draws are widened by √(J/(J−1)) for J clusters, by which resampling them with replacement falls short. With
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
    few = None
    if bundles.clusters < min(FEW, weights.size):
        bundles, few = bundle(weights.size, None, rng), bundles
    drawing = _Drawing(weights, bundles, few, _times(bundles.count, draws, rng))
    return np.stack([drawing.of(column, statistic) for column in columns], axis=1)


def _times(count: int, draws: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """How many times each bundle is in each draw: (draws, count)."""
    picked = rng.integers(0, count, (draws, count)) + np.arange(draws)[:, None] * count
    return np.bincount(picked.ravel(), minlength=draws * count).reshape(draws, count).astype(np.float32)


@dataclass(frozen=True)
class _Drawing:
    """The draws, to be applied to one column after the other.

    Attributes:
        weights: (cases,).
        bundles: what is drawn.
        few: the clusters, where they were too few to be drawn.
        times: (draws, bundles) how many times each is drawn.
    """

    weights: Floats
    bundles: Bundles
    few: Bundles | None
    times: NDArray[np.float32]

    @cached_property
    def total(self) -> Floats:
        """(bundles,) weight."""
        return np.bincount(self.bundles.of, self.weights, self.bundles.count).astype(np.float64)

    def of(self, column: Floats, statistic: str) -> Floats:
        """(draws,) what is typical of the column in each draw."""
        centre = typical(column, self.weights, statistic)
        drawn = self._means(column, centre) if statistic == "mean" else self._medians(column, centre)
        stretched = centre + (drawn - centre) * self._stretch(column, centre, statistic)
        return np.asarray(np.clip(stretched, column.min(), column.max()), dtype=np.float64)

    def _means(self, column: Floats, centre: float) -> Floats:
        """From the bundles' sums."""
        sums = np.bincount(self.bundles.of, self.weights * (column - centre), self.bundles.count)
        drawn = self.times.astype(np.float64)
        return np.asarray(centre + (drawn @ sums) / (drawn @ self.total), dtype=np.float64)

    def _medians(self, column: Floats, centre: float) -> Floats:
        """From each bundle's weight up to each of some places near the median, less half of its weight."""
        low, high = _near(column, self.weights, self.bundles, centre)
        places = _places(column[(column >= low) & (column <= high)])
        upto = self._upto(column, low, high, places) - self.total[:, None] / 2
        exact = upto.size * self.times.shape[0] <= EXACT
        over = self.times.astype(np.float64) @ upto if exact else self.times @ upto.astype(np.float32)
        slack = 1e-9 * self.total.sum()
        first = np.minimum((over < -slack).sum(axis=1), places.size - 1)
        last = np.minimum((over <= slack).sum(axis=1), places.size - 1)
        return np.asarray((places[first] + places[last]) / 2, dtype=np.float64)

    def _upto(self, column: Floats, low: float, high: float, places: Floats) -> Floats:
        """(bundles, places) weight at or below each place."""
        inside, below = (column >= low) & (column <= high), column < low
        cell = self.bundles.of[inside] * places.size + np.searchsorted(places, column[inside])
        counts = np.bincount(cell, self.weights[inside], self.bundles.count * places.size)
        upto = np.cumsum(counts.reshape(self.bundles.count, places.size), axis=1)
        under = np.bincount(self.bundles.of[below], self.weights[below], self.bundles.count)
        return np.asarray(upto + under[:, None], dtype=np.float64)

    def _stretch(self, column: Floats, centre: float, statistic: str) -> float:
        """By how much the deviations of the draws are stretched."""
        if self.few is None or self.few.count < 2:
            return float(np.sqrt(self.bundles.count / max(1, self.bundles.count - 1)))
        values = column if statistic == "mean" else (column <= centre).astype(np.float64)
        by_case = _ratio_error(values, self.weights, self.bundles)
        return max(1.0, _ratio_error(values, self.weights, self.few) / by_case) if by_case > 0 else 1.0


def _near(column: Floats, weights: Floats, bundles: Bundles, centre: float) -> tuple[float, float]:
    """Where resampled medians can lie: seven standard errors around the median, on the scale of shares."""
    reach = 7 * _ratio_error((column <= centre).astype(np.float64), weights, bundles) + 0.01
    if column.size <= 2 * BINS or reach > 0.4:
        return float(column.min()), float(column.max())
    step = max(1, column.size // 50_000)
    sample, sample_weights = column[::step], weights[::step]
    reach += 4 / np.sqrt(sample.size)
    at = float(weights[column <= centre].sum() / weights.sum())
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


def _ratio_error(values: Floats, weights: Floats, bundles: Bundles) -> float:
    """Standard error of a weighted mean, between bundles.

    Source: Cochran (1977), Sampling Techniques, section 11.5: the ratio estimator over clusters.
    """
    total = np.bincount(bundles.of, weights, bundles.count)
    sums = np.bincount(bundles.of, weights * values, bundles.count)
    off = sums - sums.sum() / total.sum() * total
    many = bundles.count
    return float(np.sqrt(np.square(off).sum() * many / max(1, many - 1)) / total.sum())
