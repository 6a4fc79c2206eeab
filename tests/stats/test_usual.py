"""How wrong forecasts usually are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.stats.usual import at_all_looks, freedom, memory, once, running_means, usual, windows


def test_windows_that_do_not_overlap_are_free():
    """Dates whose windows share no period have a degree of freedom each; those that overlap have fewer, and 1 at the least."""
    assert freedom(20, 1) == 20
    assert 20 / 6 < freedom(20, 6) < 20
    assert freedom(3, 50) == pytest.approx(1, abs=0.05)
    assert [windows(dates, 3) for dates in (0, 1, 3, 4)] == [0, 1, 1, 2]


def test_freedom_is_that_of_the_sum():
    """The mean square of overlapping windows of noise varies as a χ² with these degrees of freedom does."""
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(20_000, 24))
    sums = np.stack([steps[:, at : at + 5].sum(axis=1) for at in range(20)], axis=1)
    square = np.square(sums).mean(axis=1)
    assert 2 * square.mean() ** 2 / square.var() == pytest.approx(freedom(20, 5), rel=0.05)


def test_freedom_is_that_of_the_sum_with_memory():
    """So it does where each value remembers the one before; and windows that remember all are worth one of them."""
    rng = np.random.default_rng(2)
    values = np.zeros((20_000, 24))
    values[:, 0], noise = rng.normal(size=20_000), np.sqrt(1 - 0.7**2)
    for at in range(1, 24):
        values[:, at] = 0.7 * values[:, at - 1] + noise * rng.normal(size=20_000)
    square = np.square(values).mean(axis=1)
    assert 2 * square.mean() ** 2 / square.var() == pytest.approx(freedom(24, 1, 0.7), rel=0.05)
    assert freedom(30, 5, 1.0) == 1
    assert freedom(30, 5, 0.6) < freedom(30, 5, 0.3) < freedom(30, 5, 0.0) == freedom(30, 5)


def test_memory_is_what_windows_share_beyond_periods():
    """Windows of noise remember nothing; those of a slow wave nearly all; unseen dates are passed over."""
    noise = np.random.default_rng(3).normal(size=400)
    means = np.convolve(noise, np.full(4, 0.25), mode="valid")
    slow = np.sin(np.arange(60) / 12)
    assert memory(means, 4) < 0.15
    assert memory(slow, 4) > 0.9
    holed = np.where(np.arange(60) % 9 == 4, np.nan, slow)
    assert memory(holed, 4) == pytest.approx(memory(slow, 4), abs=0.05)
    assert memory(np.array([1.0, np.nan, 2.0]), 1) == memory(np.zeros(5), 1) == 0


def test_errors_with_memory_reach_further():
    """Errors of one size that come in long waves leave more doubt than those that come and go, once and at all looks."""
    wave, apart = np.repeat([1.0, -1.0], 7), np.tile([1.0, -1.0], 7)
    once_wide, once_sharp = (once(2.0, errors, 1, 1.0, 0.95) for errors in (wave, apart))
    assert once_wide.usual.error == once_sharp.usual.error
    assert once_wide.p() > 1.5 * once_sharp.p()
    looks = [
        at_all_looks(np.full(2, 3.0), np.stack([errors, errors], axis=1), 1.0, 0.95, np.random.default_rng(0))
        for errors in (wave, apart)
    ]
    assert looks[0].p() > looks[1].p()


def test_the_later_half_counts_where_it_is_wilder():
    """A series that grew unsteady is judged by its later errors; one that calmed down by all."""
    grown = np.r_[np.full(10, 1.0), np.full(10, 3.0)]
    assert usual(grown, 1).error == 3
    assert usual(grown[::-1], 1).error == pytest.approx(np.sqrt(5))


def test_unseen_dates_do_not_count():
    """A date without a value is none."""
    errors = np.array([1.0, np.nan, -2, 1, 2])
    assert usual(errors, 1).error == usual(errors[~np.isnan(errors)], 1).error
    assert running_means(np.array([[1.0, np.nan, 3]])).tolist() == [[1, 1, 2]]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 999),
    value=st.floats(-9, 9),
    dates=st.integers(3, 60),
    looks=st.integers(1, 4),
    level=st.sampled_from([0.8, 0.95]),
    many=st.booleans(),
)
def test_p_and_interval_agree(seed, value, dates, looks, level, many):
    """The p-value is below alpha exactly when zero is outside, at one look and at several, with ranks and without."""
    rng = np.random.default_rng(seed)
    errors = running_means(rng.normal(size=(dates, looks)))
    values = running_means(value + rng.normal(size=(1, looks)))[0]
    tests = [once(values[-1], errors[:, -1], looks, 1.2, level)]
    tests.append(at_all_looks(values if many else values[:1], errors, 1.0, level, rng))
    for test in tests:
        figure = test.figure
        assert (test.p() < round(1 - level, 12)) == (not figure.low <= 0 <= figure.high)
        assert test.smallest_p <= test.p() <= 1
        assert test.p(test.value) == pytest.approx(1)


def test_ranks_decide_only_where_they_could_tell():
    """Nineteen windows that do not overlap are enough for ranks at 95 %, eighteen are not."""
    errors = np.random.default_rng(0).normal(size=19)
    assert once(1.0, errors, 1, 1.0, 0.95).sizes.size == 19
    assert once(1.0, errors[:18], 1, 1.0, 0.95).sizes.size == 0
    assert once(1.0, errors, 2, 1.0, 0.95).sizes.size == 0


def test_several_looks_reach_further():
    """All looks together need more than one look does, and no more than as many separate ones."""
    rng = np.random.default_rng(3)
    errors = running_means(rng.normal(size=(18, 3)))
    together = at_all_looks(np.ones(3), errors, 1.0, 0.95, np.random.default_rng(0)).figure
    one, apart = (once(1.0, errors[:, -1], 3, 1.0, level).figure for level in (0.95, 1 - 0.05 / 3))
    assert one.high < together.high < 1.05 * apart.high


def test_no_error_at_all():
    """Forecasts that were never wrong leave no doubt."""
    test = at_all_looks(np.array([0.0, 2.0]), np.zeros((9, 2)), 1.0, 0.95, np.random.default_rng(0))
    assert (test.figure.low, test.figure.high) == (2, 2)
    assert test.p() < 0.05
