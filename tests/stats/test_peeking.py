"""Looking every period."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.errors import UsageError
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation


def walks(rng, assignments=100, looks=10):
    """Figures that come to rest as periods add up: running means of noise."""
    return rng.normal(size=(assignments, looks)).cumsum(axis=1) / np.arange(1, looks + 1)


def flat(figures):
    slopes = np.zeros(figures.shape)
    slopes[0] = 1.0
    return slopes


def test_looking_every_period_does_not_cry_wolf_more_often():
    """Over ten looks at nothing, alarms are at most as many as promised; looking at single tests gives thrice as many."""
    rng = np.random.default_rng(1)
    ours, naive = [], []
    for _ in range(600):
        figures = walks(rng)
        ours.append(Peeking(figures, flat(figures), 10, 0.95).p() < 0.05)
        ranks = (np.abs(figures) >= np.abs(figures[0])).mean(axis=0)
        naive.append((ranks < 0.05).any())
    assert np.mean(ours) <= 0.055
    assert np.mean(naive) > 2.5 * np.mean(ours)


def test_what_is_called_stays_called():
    """A reading that was told from chance at one look is so at every later one."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        figures = walks(rng)
        figures[0] += 0.9
        told = [Peeking(figures[:, :look], flat(figures[:, :look]), 10, 0.9).p() < 0.1 for look in range(1, 11)]
        assert told == sorted(told)


def test_one_look_is_the_plain_test():
    """With one look planned, p and interval are those of the permutation test."""
    rng = np.random.default_rng(3)
    figures = rng.normal(size=(60, 1))
    slopes = np.r_[1.0, rng.uniform(-0.5, 0.5, 59)][:, None]
    looked, plain = Peeking(figures, slopes, 1, 0.9), Permutation.of(figures[:, 0], slopes[:, 0])
    assert looked.p() == plain.p()
    assert looked.smallest_p == pytest.approx(1 / 60)
    assert looked.interval(0.9) == pytest.approx(plain.interval(0.9), abs=1e-6)
    assert looked.probability(0.3) == plain.probability(0.3)


@pytest.mark.parametrize("effect", [0.0, 0.5, 1.0, -2.0, 8.0])
def test_p_and_interval_agree(effect):
    """The p-value is below alpha exactly when the interval leaves zero out, at every look."""
    rng = np.random.default_rng(4)
    for _ in range(20):
        figures = walks(rng)
        figures[0] += effect
        for look in (1, 4, 10):
            test = Peeking(figures[:, :look], flat(figures[:, :look]), 10, 0.9)
            low, high = test.interval(0.9)
            assert (test.p() < 0.1) == (not low <= 0 <= high)
            assert test.p() >= test.smallest_p


def test_the_estimate_is_inside():
    """However far the estimate has moved since an effect was called, the interval holds it, unless it crossed zero."""
    rng = np.random.default_rng(7)
    moved = 0
    for _ in range(100):
        figures = walks(rng, looks=6)
        figures[0] = np.array([9.0, 9.0, 9.0, 2.0, 2.0, 2.0]) + rng.normal(size=6)
        test = Peeking(figures, flat(figures), 6, 0.9)
        low, high = test.interval(0.9)
        moved += test._out(test.value)
        assert low <= test.value <= high
        assert (test.p() < 0.1) == (not low <= 0 <= high)
    assert moved > 5


def test_early_looks_need_many_assignments():
    """Where the first look's part of the alarms is less than one assignment, nothing can be told yet."""
    figures = np.r_[50.0, np.linspace(-1, 1, 38)][:, None]
    test = Peeking(figures, flat(figures), 10, 0.95)
    assert test.interval(0.95) == (-np.inf, np.inf)
    assert test.p() == pytest.approx(test.smallest_p)
    assert test.smallest_p == pytest.approx(10 / 39)


def test_more_looks_than_planned():
    """A look beyond the horizon, and another level than planned, are refused."""
    figures = np.ones((5, 3))
    with pytest.raises(UsageError, match="look 3, and 2 were planned"):
        Peeking(figures, figures, 2, 0.9)
    with pytest.raises(UsageError, match="planned at 90 %"):
        Peeking(figures, figures, 3, 0.9).interval(0.95)
