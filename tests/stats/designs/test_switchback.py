"""The switchback and its coins."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UsageError
from smallfires.stats.arrangements import turned
from smallfires.stats.designs.switchback import Switchback
from smallfires.stats.panel import Panel


def striped(coins, block=1, y=None, seed=0, units=1, effect=0.0):
    """A unit whose pairs of blocks were ordered by these coins, after a random walk of its own."""
    stripes = np.array([[coin, not coin] for coin in coins]).ravel()
    lit = np.tile(np.repeat(stripes, block), (units, 1))
    rng = np.random.default_rng(seed)
    y = 10 + rng.normal(size=lit.shape).cumsum(axis=1) if y is None else y
    labels = tuple(f"day {at:03}" for at in range(lit.shape[1]))
    return Panel(y + effect * lit, np.ones(lit.shape), lit, tuple(f"desk {at}" for at in range(units)), labels)


def test_the_test_is_exact():
    """Over all ways that eight coins can fall on one series, p is at most alpha in at most that share of them."""
    y = 10 + np.random.default_rng(3).normal(size=(1, 16)).cumsum(axis=1)
    p = np.array([Switchback().estimate(striped(coins, y=y)).p for coins in product([True, False], repeat=8)])
    for alpha in (0.01, 0.02, 0.05, 0.1, 0.25, 0.5):
        assert (p <= alpha).mean() <= alpha
    assert 0.03 <= (p < 0.05).mean() < 0.05


def test_p_by_hand():
    """With six pairs that all say the same, only the coins as they fell and their mirror are as odd: 2 of 64."""
    coins = [True, False, False, True, True, False]
    panel = striped(coins, y=np.zeros((1, 12)), effect=3.0)
    effect = Switchback().estimate(panel)
    assert effect.unit.value == pytest.approx(3)
    assert effect.p == effect.smallest_p == 2 / 64
    assert effect.told


def test_the_interval_holds_the_truth():
    """An effect that is there is in the 90 % interval in nine of ten pilots, whatever drift the series has."""
    rng = np.random.default_rng(5)
    held = []
    for seed in range(200):
        coins = rng.integers(0, 2, 12).astype(bool)
        effect = Switchback(level=0.9).estimate(striped(coins, seed=seed, effect=1.5))
        held.append(effect.unit.low <= 1.5 <= effect.unit.high)
    assert 0.85 <= np.mean(held) <= 0.96


def test_carry_over_is_left_out():
    """Where what was before shows for one more period, leaving that out finds the effect; keeping it does not."""
    coins = np.random.default_rng(7).integers(0, 2, 10).astype(bool)
    panel = striped(coins, block=3, y=np.zeros((1, 60)))
    late = np.concatenate([panel.lit[:, :1], panel.lit[:, :-1]], axis=1)
    panel = replace(panel, y=6.0 * np.where(late, 1, 0))
    assert Switchback(block=3, carry=1).estimate(panel).unit.value == pytest.approx(6)
    assert Switchback(block=3).estimate(panel).unit.value < 5


def test_the_block_is_found():
    """Without a declared block, the first stretch is one."""
    coins = [True, False, True, True, False, True, False]
    declared, found = (Switchback(block=b).estimate(striped(coins, block=4, seed=2)) for b in (4, None))
    assert declared == found


def test_trend_does_not_matter():
    """A steep trend adds no more than its step from block to block, and never a false alarm of its own."""
    coins = np.random.default_rng(1).integers(0, 2, 10).astype(bool)
    panel = striped(coins, y=np.arange(20.0)[None] * 5)
    effect = Switchback().estimate(panel)
    assert abs(effect.unit.value) <= 5
    assert effect.p >= 0.05 or abs(2 * coins.sum() - 10) >= 8


def test_units_share_the_test():
    """Two units with three pairs each can tell as much as one with six."""
    y = np.zeros((2, 6))
    effect = Switchback().estimate(striped([True, False, True], units=2, y=y, effect=2.0))
    assert effect.p == 2 / 64


def test_unseen_periods_are_left_out():
    """A pair with a block that was never seen is left out, and said so; a block seen in part counts by what was seen."""
    coins = [True, False, True, False, True, True, False, True]
    panel = striped(coins, block=2, seed=4, effect=9.0)
    y = panel.y.copy()
    y[0, [0, 1, 9]] = np.nan
    effect = Switchback(block=2).estimate(replace(panel, y=y))
    assert any("1 pair" in note for note in effect.notes)
    assert effect.smallest_p == 2 / 2**7


def test_too_few_pairs_say_how_many():
    """Five pairs can never tell anything at 95 %: the record says how many more periods it takes."""
    effect = Switchback().estimate(striped([True] * 5, y=np.zeros((1, 10)), effect=100.0))
    assert not effect.can_tell
    assert not effect.told
    assert "6 pairs: 2 more periods" in (effect.lacking or "")


def test_patterns_that_no_coin_draws_are_refused():
    """Two blocks of a pair the same way, or a switch inside a block, are refused with unit and period."""
    panel = striped([True, False, True, False])
    lit = panel.lit.copy()
    lit[0, 2:4] = True
    with pytest.raises(TooLittleData, match=r"desk 0 .*day 002"):
        Switchback(block=1).estimate(panel.burning(lit))
    with pytest.raises(TooLittleData, match=r"desk 0 .*inside the block.*day 000"):
        Switchback(block=2).estimate(panel)


def test_history_before_the_lot_is_put_aside():
    """Periods before the lot's first are no part of it."""
    panel = striped([True, False, True, False, True, False, False], effect=5.0)
    longer = Panel(
        np.c_[np.full((1, 3), 50.0), panel.y],
        np.ones((1, 17)),
        np.c_[np.zeros((1, 3), dtype=bool), panel.lit],
        panel.units,
        ("a", "b", "c", *panel.periods),
    )
    longer, alone = Switchback(since="day 000").estimate(longer), Switchback().estimate(panel)
    assert longer.diagnostics.fit_before == 0
    assert replace(longer, diagnostics=alone.diagnostics) == alone
    with pytest.raises(TooLittleData, match="nowhere"):
        Switchback(since="nowhere").estimate(panel)


def test_no_switch_is_refused():
    """A unit that never was switched is no switchback."""
    panel = striped([True] * 4)
    with pytest.raises(TooLittleData, match="lit"):
        Switchback().estimate(panel.burning(np.zeros((1, 8), dtype=bool)))
    with pytest.raises(TooLittleData, match="nothing was switched"):
        Switchback().estimate(panel.burning(np.ones((1, 8), dtype=bool)))


def test_carry_over_longer_than_a_block_is_refused():
    """Blocks that carry-over swallows whole say that they have to be longer."""
    with pytest.raises(TooLittleData, match="longer"):
        Switchback(block=2, carry=2).estimate(striped([True, False, True], block=2))


@pytest.mark.parametrize("setting", [{"carry": -1}, {"block": 0}, {"level": 0.2}])
def test_impossible_settings_are_refused(setting):
    """A parameter that is none is refused at once."""
    with pytest.raises(UsageError):
        Switchback(**setting)


def test_signs_are_all_there():
    """All signs are listed once where few, sampled where many; the real ones first."""
    every, whole = turned(5, 32, np.random.default_rng(0))
    assert whole
    assert len({tuple(row) for row in every}) == 32
    drawn, whole = turned(20, 100, np.random.default_rng(0))
    assert not whole
    assert (every[0] == 1).all()
    assert (drawn[0] == 1).all()
