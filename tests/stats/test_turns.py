"""Pairs of blocks and their coins."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from smallfires.stats.panel import Panel
from smallfires.stats.turns import Pairs, apart

EVERY = np.array(list(product([1.0, -1.0], repeat=8)))


def paired(coins, y, block, known=None, weights=None, carry=0):
    stripes = np.array([[coin > 0, coin < 0] for coin in coins]).ravel()
    lit = np.tile(np.repeat(stripes, block), (len(y), 1))
    panel = Panel(
        y, np.ones(y.shape), lit, tuple(f"u{at}" for at in range(len(y))), tuple(f"{at:02}" for at in range(y.shape[1]))
    )
    known = np.zeros((*y.shape, 0)) if known is None else known
    return Pairs.of(panel, known, np.ones(len(y)) if weights is None else weights, block, carry)


def test_the_figure_is_the_regression_on_coins():
    """Beside what else is known, the figure is the least-squares coefficient of the coins; its slope is one."""
    rng = np.random.default_rng(0)
    y, x = rng.normal(size=(2, 32)), rng.normal(size=(2, 32, 2))
    pairs = paired(rng.choice([-1.0, 1.0], 8), y + 3 * x[:, :, 0], 2, x, np.array([0.5, 1.5]))
    drawn = pairs.drawn(np.ones((1, pairs.many)))
    root = np.sqrt(pairs.weight)[:, None]
    by_hand = np.linalg.lstsq(root * np.c_[pairs.coin, pairs.known], root[:, 0] * pairs.difference, rcond=None)[0]
    assert drawn.figures[0] == pytest.approx(by_hand[0])
    assert drawn.slopes[0] == pytest.approx(1)
    assert pairs.slopes == pytest.approx(by_hand[1:])
    assert pairs.adjusted.drawn(np.ones((1, pairs.many))).figures[0] == pytest.approx(by_hand[0])


def test_the_test_is_exact_beside_what_is_known():
    """Over all ways that eight coins can fall, p is at most alpha in at most that share, also with a covariate taken out."""
    rng = np.random.default_rng(1)
    y, x = rng.normal(size=(1, 16)).cumsum(axis=1), rng.normal(size=(1, 16, 1))
    p = np.array([paired(coins, y, 1, x).drawn(EVERY).test().p() for coins in EVERY])
    for alpha in (0.02, 0.05, 0.1, 0.5):
        assert (p <= alpha).mean() <= alpha


def test_coins_that_something_else_says_tell_nothing():
    """Where a covariate is the coins, nothing is left to them."""
    rng = np.random.default_rng(2)
    coins = rng.choice([-1.0, 1.0], 8)
    stripes = np.array([[coin > 0, coin < 0] for coin in coins]).ravel()
    pairs = paired(coins, rng.normal(size=(1, 16)), 1, stripes[None, :, None] * 1.0)
    assert np.isnan(pairs.drawn(EVERY).figures).all()
    assert pairs.taken == 1


def test_carry_over_shows_after_a_switch():
    """Where the first period of a block is still as the one before, the later ones are nearer to the block's own way."""
    rng = np.random.default_rng(3)
    coins = rng.choice([-1.0, 1.0], 8)
    pairs = paired(coins, np.zeros((1, 48)), 3)
    lit = np.repeat(np.array([[coin > 0, coin < 0] for coin in coins]).ravel(), 3)
    late = np.r_[lit[:1], lit[:-1]]
    carried, none = (paired(coins, 5.0 * each[None], 3) for each in (late, lit))
    assert carried.late(EVERY)[0] == pytest.approx(5)
    assert none.late(EVERY)[0] == pytest.approx(0)
    left_out = paired(coins, 5.0 * late[None], 3, carry=1)
    assert left_out.late(EVERY)[0] == pytest.approx(0)
    assert pairs.many == 8


def test_the_sign_of_carry_over_is_exact():
    """Without carry-over, the sign of it is as rare as chance says, over all coins, whatever the effect."""
    y = np.random.default_rng(4).normal(size=(1, 48)).cumsum(axis=1)
    p = []
    for coins in EVERY:
        lit = np.repeat(np.array([[coin > 0, coin < 0] for coin in coins]).ravel(), 3)
        late = paired(coins, y + 4 * lit, 3).late(EVERY)
        p.append((np.abs(late) >= abs(late[0]) * (1 - 1e-9)).mean())
    for alpha in (0.05, 0.2, 0.5):
        assert (np.array(p) <= alpha).mean() <= alpha


def test_pairs_without_values_are_left_out():
    """A pair with a block that is not seen is none; a block seen in part counts by what is seen."""
    y = np.arange(16.0)[None].copy()
    y[0, [0, 1, 6]] = np.nan
    pairs = paired([1, -1, 1, 1], y, 2)
    assert pairs.number.tolist() == [1, 2, 3]
    assert pairs.second[0] == 7
    assert pairs.some(pairs.number > 1).many == 2


def test_blocks_before_the_lot():
    """How far blocks next to each other were apart is counted from the end; without two of them there is no figure."""
    assert apart(np.array([[99.0, 1, 1, 4, 4, 0, 0, 5, 5]]), 2) == pytest.approx(np.sqrt((3**2 + 5**2) / 2))
    assert apart(np.array([[1.0, 2, 3]]), 2) is None
    assert apart(np.full((1, 4), np.nan), 2) is None


def test_an_effect_only_moves_what_it_should():
    """Adding to lit blocks moves every figure by its slope."""
    rng = np.random.default_rng(5)
    coins, y = rng.choice([-1.0, 1.0], 8), rng.normal(size=(1, 16))
    plain = paired(coins, y, 1)
    lit = np.array([[coin > 0, coin < 0] for coin in coins]).ravel()
    added = paired(coins, y + 7 * lit, 1)
    before, after = plain.drawn(EVERY), added.drawn(EVERY)
    assert after.figures == pytest.approx(before.figures + 7 * before.slopes)
    assert replace(plain, first=plain.second).drawn(EVERY).figures == pytest.approx(0)
