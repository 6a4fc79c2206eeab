"""Clusters drawn as a whole: intervals hold what they promise, with few of them, too."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.clusters import Clusters, bundled, share
from smallfires.stats.ratios import Ratios


def test_draws_spread_as_means_of_clusters_do():
    """The variance of a mean over drawn clusters is that of independent clusters, with three as with thirty."""
    rng = np.random.default_rng(1)
    for count in (3, 30):
        values = rng.normal(size=count)
        times = Clusters(np.zeros(count, dtype=np.int64), "week").times(rng, 200_000)
        assert times.sum(axis=1) == pytest.approx(count)
        spread = ((times @ values) / count).var()
        assert spread == pytest.approx(values.var(ddof=1) / count, rel=0.03)


def test_strata_keep_their_size():
    """Weeks before stand in for weeks before; what is alone stays."""
    times = Clusters(np.array([0, 0, 0, 1, 1, 2]), "week").times(np.random.default_rng(0), 100)
    assert times[:, :3].sum(axis=1) == pytest.approx(3)
    assert times[:, 3:5].sum(axis=1) == pytest.approx(2)
    assert (times[:, 5] == 1).all()


def test_one_cluster_bounds_nothing():
    """With one week on a side, an interval has no ends, and a share may be anything."""
    figure = Clusters(np.array([0, 0, 0, 1]), "week").figure(1.0, np.ones(10), 0.95)
    assert (figure.low, figure.high) == (-np.inf, np.inf)
    found = share(np.array([3.0]), np.array([4.0]), 0.95)
    assert (found.value, found.low, found.high) == (0.75, 0.0, 1.0)


def test_intervals_of_few_clusters_hold():
    """Of 600 differences between four weeks and six, at least 92 % lie in their 95 % interval."""
    rng, inside = np.random.default_rng(4), 0
    clusters = Clusters(np.repeat([0, 1], [4, 6]), "week")
    for _ in range(600):
        values = rng.normal(size=10)
        weight = np.repeat([-1 / 4, 1 / 6], [4, 6])
        figure = clusters.figure(float(weight @ values), clusters.times(rng, 300) @ (weight * values), 0.95)
        inside += figure.low <= 0 <= figure.high
    assert inside / 600 >= 0.92


def test_shares_of_clustered_cases_hold():
    """Of 600 shares whose weeks differ, at least 91 % of the true ones lie in the 95 % interval, close to the ends, too."""
    rng = np.random.default_rng(5)
    for true in (0.05, 0.5, 0.9):
        inside = 0
        for _ in range(600):
            asked = rng.integers(20, 60, 12)
            kept = rng.binomial(asked, rng.beta(true * 20, (1 - true) * 20, 12))
            figure = share(kept.astype(float), asked.astype(float), 0.95)
            inside += figure.low <= true <= figure.high
        assert inside / 600 >= 0.91, true


def test_all_and_none_are_not_certain():
    """Where every case did it, or none, the interval still has room on the other side, and no share leaves 0 to 1."""
    asked = np.full(5, 10.0)
    every, none = share(asked, asked, 0.95), share(0 * asked, asked, 0.95)
    assert (every.value, every.high, none.value, none.low) == (1, 1, 0, 0)
    assert 0.9 < every.low < 1
    assert every.low == pytest.approx(1 - none.high)
    assert share(np.zeros(3), np.zeros(3), 0.95) is None


def test_very_many_clusters_are_bundled():
    """Thousands of units are dealt into bundles within their stratum, none is lost."""
    clusters, of = bundled(Clusters(np.repeat([0, 1], [3000, 4]), "unit"), np.random.default_rng(0))
    assert len(clusters) == 516
    assert np.bincount(of).min() >= 1
    assert (clusters.stratum[of] == np.repeat([0, 1], [3000, 4])).all()


def test_ratios_before_and_after():
    """Ratios of sums, their change, and what is left of it beside the compared; no cases, no ratio."""
    clusters = Clusters(np.array([0, 0, 1, 1]), "week")
    below = np.array([[10, 10, 0, 0], [0, 0, 20, 20], [10, 10, 0, 0], [0, 0, 10, 10.0]])
    above = below * np.array([[0.5], [0.8], [0.4], [0.5]])
    times = clusters.times(np.random.default_rng(0), 50)
    found = Ratios(above, below, clusters, times, 0.95)
    assert found.of(0).value == pytest.approx(0.5)
    assert found.change().value == pytest.approx(0.2)
    alone = Ratios(above, np.where(np.arange(4)[:, None] > 1, 0, below), clusters, times, 0.95)
    assert alone.change().value == pytest.approx(0.3)
    assert Ratios(above, 0 * below, clusters, times, 0.95).change() is None
