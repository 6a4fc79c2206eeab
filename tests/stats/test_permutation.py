"""How often chance alone does as much."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.stats.permutation import Permutation, at_place, intervals, lot, needed, placed

SEEDS = st.integers(0, 2**32 - 1)


def some_test(seed, *, scale=False, widened=1.0):
    rng = np.random.default_rng(seed)
    many = int(rng.integers(2, 60))
    figures = np.round(rng.normal(size=many), int(rng.integers(0, 4))) + np.r_[rng.normal(), np.zeros(many - 1)]
    slopes = np.r_[1.0, rng.uniform(-0.9, 0.9, many - 1)]
    return Permutation.of(figures, slopes, rng.uniform(0.3, 3, many) if scale else None, widened)


def test_all_assignments_where_they_can_be_enumerated():
    """Every group of the size is there once, the true one first."""
    group = np.array([False, True, False, True, False, False])
    found = lot(group, 100, np.random.default_rng(0))
    assert found.exhaustive
    assert len({tuple(row) for row in found.groups}) == len(found.groups) == comb(6, 2)
    assert (found.groups[0] == group).all()


def test_a_sample_where_they_cannot():
    """A sample has the size that was asked for, all groups of the same size, and the same seed gives the same."""
    group = np.arange(40) < 5
    first, again = (lot(group, 200, np.random.default_rng(7)) for _ in range(2))
    assert not first.exhaustive
    assert first.groups.shape == (200, 40)
    assert (first.groups.sum(axis=1) == 5).all()
    assert (first.groups == again.groups).all()
    assert abs(first.groups[1:].mean(axis=0) - 5 / 40).max() < 0.1


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]), st.booleans(), st.sampled_from([1.0, 1.7]))
def test_p_and_interval_never_contradict(seed, level, scale, widened):
    """The p-value is below 1 − level exactly when the interval leaves zero out; so it is for any other effect."""
    test = some_test(seed, scale=scale, widened=widened)
    low, high = test.interval(level)
    for effect in (0.0, low - 1e-6, low + 1e-6, high - 1e-6, high + 1e-6, test.value):
        assert (test.p(effect) < round(1 - level, 12)) == (not low <= effect <= high)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_p_counts_what_it_says(seed):
    """The p-value is the share of figures, the effect taken out, that are at least as far from zero as the true one."""
    test = some_test(seed)
    for effect in np.random.default_rng(seed).normal(scale=2, size=5):
        off = np.abs(test.figures - test.slopes * effect)
        assert test.p(float(effect)) == pytest.approx(np.mean(off >= off[0] - 1e-9))


@settings(max_examples=100, deadline=None)
@given(SEEDS, st.floats(-5, 5))
def test_an_added_effect_shifts_the_interval(seed, effect):
    """An effect that is added to the lit cells moves the interval by itself."""
    test = some_test(seed)
    moved = Permutation.of(test.figures + test.slopes * effect, test.slopes)
    assert moved.interval(0.9) == pytest.approx([end + effect for end in test.interval(0.9)], abs=1e-6)


def test_too_few_assignments_bound_nothing():
    """With six assignments nothing can be told at 95 %: the interval has no ends, and p is a sixth at least."""
    test = Permutation.of(np.array([100.0, 1, -2, 0, 1, 2]), np.r_[1.0, np.zeros(5)])
    assert test.interval(0.95) == (-np.inf, np.inf)
    assert test.p() == test.smallest_p == pytest.approx(1 / 6)


def test_a_mirrored_assignment_counts_in_the_smallest_p():
    """Where half of the units are lit, the other half shows the same effect turned round, however large it is."""
    test = Permutation.of(np.array([9.0, 1.0, -1.0, -9.0]), np.array([1.0, 0.2, -0.2, -1.0]))
    assert test.smallest_p == test.p() == 0.5


def test_the_same_assignment_again_says_nothing():
    """An assignment drawn twice is as extreme as itself for every effect, and so is its mirror image."""
    test = Permutation.of(np.array([3.0, 3.0, -3.0]), np.array([1.0, 1.0, -1.0]))
    assert test.p(0.0) == test.p(50.0) == 1.0


def test_probability_falls_from_one_to_zero():
    """The probability of at least so much falls with how much, is a half at the estimate, and agrees with the interval."""
    rng = np.random.default_rng(3)
    test = Permutation.of(np.r_[2.0, rng.normal(size=999)], np.r_[1.0, np.zeros(999)])
    chances = [test.probability(at_least) for at_least in np.linspace(-4, 8, 50)]
    assert np.all(np.diff(chances) <= 0)
    assert test.probability(2.0) == pytest.approx(0.5, abs=0.03)
    low, high = test.interval(0.9)
    assert test.probability(low) == pytest.approx(0.95, abs=0.02)
    assert test.probability(high) == pytest.approx(0.05, abs=0.02)


def test_false_alarms_are_as_rare_as_promised():
    """Where nothing is there and the true group is one like all others, p is below 5 % at most 5 times in 100."""
    rng = np.random.default_rng(11)
    alarms = [Permutation.of(rng.standard_t(2, size=100), np.r_[1.0, np.zeros(99)]).p() < 0.05 for _ in range(2000)]
    assert 0.03 < np.mean(alarms) <= 0.055


@given(level=st.sampled_from([0.8, 0.9, 0.95, 0.99]), many=st.integers(101, 3000))
def test_the_place_among_as_many_is_the_readings_own(level, many):
    """Where as many assignments are compared as the reading takes, its end is at the reading's own place."""
    assert placed(level, many, many) == pytest.approx(needed(level, many) - 1, abs=1e-6)


@pytest.mark.parametrize("few", [41, 81, 161])
def test_few_assignments_end_where_many_would(few):
    """Out of few assignments, the share beyond the end is as often above as below that of the reading with a thousand: the
    whole place before, which few alone would take, lies too far out.
    """
    rng = np.random.default_rng(1)
    beyond = {many: 1 - np.sort(rng.random((4000, many - 1)), axis=1)[:, ::-1] for many in (few, 1000)}
    share = {many: at_place(np.insert(beyond[many], 0, 0, axis=1), placed(0.95, 1000, many)) for many in beyond}
    alone = beyond[few][:, needed(0.95, few) - 2]
    assert np.median(share[few]) == pytest.approx(np.median(share[1000]), abs=0.0015)
    assert np.median(alone) < np.median(share[1000]) - 0.0004


def test_between_two_places():
    """A place that is no whole number lies between its neighbours, and nothing lies before the first."""
    rows = np.array([[5.0, -np.inf, 1.0, 3.0], [8.0, 2.0, 4.0, -np.inf]])
    assert at_place(rows, 1.25).tolist() == [1.5, 2.5]
    assert at_place(rows, 3).tolist() == [5, 8]
    assert np.isneginf(at_place(rows, 0.5)).all()


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("widened", [1.0, 1.4])
def test_many_intervals_at_once_are_single_ones(scaled, widened):
    """The intervals of several rows of figures, of very different size, are those of a test of each, to the last digit."""
    rng = np.random.default_rng(4)
    figures = rng.normal(size=(7, 40)) * 10.0 ** np.arange(-3, 4)[:, None]
    slopes, scale = np.r_[1.0, rng.uniform(-0.9, 0.9, 39)], rng.uniform(0.5, 2, 40) if scaled else None
    low, high = intervals(figures, slopes, 0.9, scale, widened)
    for at, row in enumerate(figures):
        assert (low[at], high[at]) == Permutation.of(row, slopes, scale, widened).interval(0.9)
