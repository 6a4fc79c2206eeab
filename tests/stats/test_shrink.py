"""The luck of small units taken out."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import dblquad

from smallfires.errors import TooLittleData
from smallfires.stats.shrink import shrink

SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_eight_schools():
    """With a wide prior, the published posterior of the eight schools comes out (Gelman et al., table 5.3)."""
    found = shrink(SCHOOLS, ERRORS, 1e4)
    low, high = found.interval(0.5)
    assert found.mean.argmax() == 0
    assert (low[0], high[0]) == pytest.approx((7, 16), abs=1.5)
    low, high = found.interval(0.95)
    assert (low[0], high[0]) == pytest.approx((-2, 31), abs=2)


def test_posterior_equals_integration():
    """Means agree with direct integration over level and spread."""
    y, s, scale = np.array([1.0, 2.0, 4.0]), np.array([0.5, 1.0, 0.8]), 1.0

    def weight(level, tau):
        spread = s**2 + tau**2
        return np.exp(-0.5 * np.sum((y - level) ** 2 / spread + np.log(spread))) / (1 + (tau / scale) ** 2)

    def shrunk(level, tau):
        return weight(level, tau) * (y[2] * tau**2 + level * s[2] ** 2) / (tau**2 + s[2] ** 2)

    whole = dblquad(weight, 0, 15, -40, 40, epsabs=1e-7)[0]
    mean = dblquad(shrunk, 0, 15, -40, 40, epsabs=1e-7)[0] / whole
    assert shrink(y, s, scale).mean[2] == pytest.approx(mean, rel=5e-3)


def test_the_lucky_smallest_unit_does_not_win():
    """A wild figure of a tiny unit is shrunk behind a good one that is known well."""
    found = shrink(np.array([2.0, 8, 10, 10.5, 11, 9.5]), np.array([6.0, 0.3, 0.3, 0.3, 0.3, 0.3]), 1.0)
    assert found.best() == 1
    assert found.mean[0] > 6


def test_draws_are_of_the_posterior():
    """Draws have the mean and interval that are printed."""
    found = shrink(SCHOOLS, ERRORS, 10.0)
    draws = found.draw(2, 20_000, np.random.default_rng(0))
    low, high = found.interval(0.9)
    assert draws.mean() == pytest.approx(found.mean[2], abs=0.3)
    assert ((draws > low[2]) & (draws < high[2])).mean() == pytest.approx(0.9, abs=0.01)


def test_exact_figures_stay():
    """Figures without error are not shrunk; equal ones have no spread."""
    assert shrink(np.array([1.0, 2, 3]), np.zeros(3), 1.0).mean == pytest.approx([1, 2, 3])
    assert shrink(np.full(4, 5.0), np.zeros(4), 1.0).mean == pytest.approx([5, 5, 5, 5])


def test_one_unit_is_refused():
    """One unit cannot be compared."""
    with pytest.raises(TooLittleData):
        shrink(np.ones(1), np.ones(1), 1.0)


def test_best_seen_interval_holds():
    """The best unit's 90 % interval holds its true value in 90 % of organizations; the raw best's does not."""
    path = Path(__file__).parents[2] / "bench" / "best_seen.py"
    spec = importlib.util.spec_from_file_location("best_seen", path)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    settings = [
        (statistic, shape, "8 to 500", tau, units)
        for statistic in ("mean", "median")
        for shape in ("lognormal 0.6", "lognormal 1.0", "gamma 1")
        for tau in (0.0, 0.3)
        for units in (6, 12)
    ]
    shrunk, raw = np.mean([bench.coverage(setting, 25, 7) for setting in settings], axis=0)
    assert shrunk >= 0.9
    assert raw < 0.8
