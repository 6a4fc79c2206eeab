"""Medians, means and the bootstrap of clusters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.errors import UsageError
from smallfires.stats import resample

RNG = np.random.default_rng


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30), st.integers(1, 4))
def test_weights_are_repeats(values, times):
    """A weight of k is k equal cases, for medians and means."""
    x = np.array(values, dtype=float)
    weights = (np.arange(x.size) % times + 1).astype(float)
    repeated = np.repeat(x, weights.astype(int))
    assert resample.median(x, weights) == np.median(repeated)
    assert resample.mean(x, weights) == pytest.approx(repeated.mean())


def test_small_medians_are_exact():
    """With few cases each draw is the very median of its cases: draws are midway or at values that occur."""
    x = np.array([1.0, 2, 4, 8, 16, 32])
    draws = resample.bootstrap([x], np.ones(6), "median", cluster=None, draws=500, rng=RNG(0))[:, 0]
    plain = np.median(x[RNG(1).integers(0, 6, (20_000, 6))], axis=1)
    stretched = 6 + (plain - 6) * np.sqrt(6 / 5)
    assert set(np.round(draws, 9)) <= set(np.round(np.clip(stretched, 1, 32), 9))


@pytest.mark.parametrize(("statistic", "error"), [("median", 1.2533), ("mean", 1.0)])
def test_many_cases_have_the_right_spread(statistic, error):
    """Of 200 000 normal cases the bootstrap's standard error is the known one, within its own randomness."""
    x = RNG(2).standard_normal(200_000)
    draws = resample.bootstrap([x], np.ones(x.size), statistic, cluster=None, draws=2000, rng=RNG(3))
    assert draws.std() == pytest.approx(error / np.sqrt(x.size), rel=0.1)


@pytest.mark.parametrize("statistic", ["median", "mean"])
def test_units_that_differ_widen(statistic):
    """Where units differ, drawing units shows the spread between them; drawing cases hides it."""
    rng = RNG(4)
    unit = np.repeat(np.arange(40), 500)
    x = rng.standard_normal(40)[unit] + rng.standard_normal(unit.size)
    args = {"draws": 1000, "rng": RNG(5)}
    by_unit = resample.bootstrap([x], np.ones(x.size), statistic, cluster=unit, **args).std()
    by_case = resample.bootstrap([x], np.ones(x.size), statistic, cluster=None, **args).std()
    means = np.array([x[unit == u].mean() for u in range(40)])
    assert by_unit == pytest.approx(means.std(ddof=1) / np.sqrt(40), rel=0.25)
    assert by_unit > 5 * by_case


def test_few_units_are_not_too_sure():
    """With three units that differ, draws are as wide as the differences between units, and take many values."""
    rng = RNG(6)
    unit = np.repeat(np.arange(3), 400)
    x = np.array([0.0, 1.0, 2.0])[unit] + 0.1 * rng.standard_normal(unit.size)
    draws = resample.bootstrap([x], np.ones(x.size), "mean", cluster=unit, draws=1000, rng=RNG(7))[:, 0]
    assert draws.std() == pytest.approx(1 / np.sqrt(3), rel=0.1)
    assert np.unique(draws).size > 10


def test_columns_are_drawn_together():
    """The same cases are drawn for all columns, so that a rung never passes another by chance."""
    x = RNG(8).lognormal(size=5000)
    draws = resample.bootstrap([x, 0.9 * x], np.ones(x.size), "median", cluster=None, draws=300, rng=RNG(9))
    assert np.allclose(draws[:, 1], 0.9 * draws[:, 0])


def test_open_cases_have_no_say():
    """Cases of weight 0 change nothing."""
    x = RNG(10).lognormal(size=300)
    more = np.concatenate([x, np.full(50, 1e9)])
    weights = np.concatenate([np.ones(300), np.zeros(50)])
    a = resample.bootstrap([x], np.ones(300), "mean", cluster=None, draws=100, rng=RNG(11))
    b = resample.bootstrap([more], weights, "mean", cluster=None, draws=100, rng=RNG(11))
    assert np.array_equal(a, b)


def test_cases_without_unit_take_part():
    """Cases of unknown unit are dealt into clusters of the usual size and counted."""
    cluster = np.concatenate([np.repeat(np.arange(10), 20), np.full(100, -1)])
    bundles = resample.bundle(300, cluster, RNG(12))
    assert bundles.of.min() == 0
    assert bundles.clusters == 15


def test_unknown_statistic_is_refused():
    """Anything but median and mean is an error."""
    with pytest.raises(UsageError, match="mode"):
        resample.typical(np.ones(3), np.ones(3), "mode")
