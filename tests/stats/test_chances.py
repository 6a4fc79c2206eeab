"""What chance does to the averages of a rollout."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.chances import Bootstrapped, Drawn, Permuted, least_p, together, too_early
from smallfires.stats.permutation import Permutation
from smallfires.stats.staircases import Ground

SIGNS = 1.0 - 2.0 * (np.arange(64)[:, None] >> np.arange(6) & 1)


def ground(units=60, periods=8, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.normal(size=(units, 1)) + rng.normal(size=(units, periods)) * rng.uniform(0.2, 3, (units, 1))
    first = np.full(units, periods)
    first[:15], first[15:30] = 4, 6
    return Ground(y, np.arange(periods) >= first[:, None], np.ones(units)), first


def flipped(figures):
    """Figures and slopes of mirrored coins, look by look."""
    return [Drawn(SIGNS[:, :at] @ figures[:at] / at, SIGNS[:, :at].mean(axis=1), 1.0) for at in range(1, 7)]


def test_coins_and_staircases_agree():
    """With many units, bootstrap and permutation tell about the same expected error, of every average."""
    some, first = ground()
    permuted = Permuted.of(some, first, 2000, np.random.default_rng(0))
    coins = Bootstrapped(some, first, 2000, 0)
    for one, other in (
        (permuted.simple(), coins.simple()),
        (permuted.at(7), coins.at(7)),
        (permuted.simple(5), coins.simple(5)),
    ):
        assert one.figures[0] == pytest.approx(other.figures[0])
        assert one.error == pytest.approx(other.error, rel=0.35)
    assert [name for name, _ in permuted.beside()] == [name for name, _ in coins.beside()]


def test_coins_have_their_error():
    """The bootstrap's draws vary by the standard error that the influences have; the same coins serve every look."""
    some, first = ground(seed=1)
    coins = Bootstrapped(some, first, 4000, 3)
    drawn = coins.simple()
    assert drawn.figures[1:].std() == pytest.approx(drawn.error, rel=0.05)
    assert np.corrcoef(drawn.figures[1:], coins.simple(7).figures[1:])[0, 1] > 0.5


def test_expected_errors_follow_the_units_that_are_lit():
    """A staircase of restless units has a larger expected error; with too short a time before there is none."""
    some, first = ground(units=12, periods=20, seed=2)
    first = np.where(np.arange(12) < 3, 12, 20)
    restless = np.where(np.arange(12) < 6, 5.0, 0.2)
    some = Ground(
        np.random.default_rng(0).normal(size=(12, 20)) * restless[:, None], np.arange(20) >= first[:, None], np.ones(12)
    )
    permuted = Permuted.of(some, first, 500, np.random.default_rng(0))
    quiet = (permuted.firsts[:, 6:] == 12).all(axis=1) | ((permuted.firsts == 12) @ (restless > 1) == 0)
    assert permuted.scale()[quiet].max() < permuted.scale()[0]
    assert Permuted.of(some.until(14), np.where(first < 20, 2, 14), 500, np.random.default_rng(0)).scale() is None


def test_a_look_that_tells_nothing_calls_nothing():
    """A first look without any figure is no alarm, and changes nothing that later looks say."""
    looks = flipped(np.full(6, 2.0))
    nothing = Drawn(np.full(64, np.nan), np.full(64, np.nan), np.nan)
    assert together([nothing, *looks[1:]], 6, 0.9).p() == together(looks, 6, 0.9).p()
    assert together([nothing], 6, 0.9).interval(0.9) == (-np.inf, np.inf)


def test_the_smallest_p_of_looks():
    """It is what an effect beyond all bounds gets: never below that of one test, and 2 of 64 mirrored coins in the end."""
    looks = flipped(np.zeros(6))
    one_test = Permutation.of(looks[-1].figures + looks[-1].slopes, looks[-1].slopes)
    assert least_p(one_test) == 2 / 64
    for over in range(1, 7):
        shifted = [Drawn(look.figures + 1e6 * look.slopes, look.slopes, 1.0) for look in looks[:over]]
        test = together(shifted, 6, 0.9)
        assert least_p(test) == test.p()
        assert test.p() >= 2 / 2**over
    assert least_p(together(looks, 6, 0.9)) == 2 / 64


def test_a_look_that_is_too_early_says_so():
    """While no effect could be told, that is said with the way out; at the last look it is too late to wait."""
    looks = flipped(np.full(6, 9.0))
    early, late = too_early(together(looks[:2], 6, 0.9), 0.9), too_early(together(looks, 6, 0.9), 0.9)
    assert "look 2 of 6" in (early or "")
    assert "later" in (early or "")
    assert late is None
    assert "last one" in (too_early(together(looks[:3], 3, 0.9), 0.9) or "")
