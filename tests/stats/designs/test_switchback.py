"""The switchback and its coins."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UnreadableValue, UsageError
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


COINS = np.random.default_rng(11).integers(0, 2, 14).astype(bool)
OPTIONS = {
    "nothing": {},
    "carry-over": {"carry": 1},
    "cases": {"weigh": "cases"},
    "season": {"season": 5},
    "looks": {"looks": 56},
    "looks, season, cases": {"looks": 60, "season": 3, "weigh": "cases", "carry": 1, "level": 0.9},
}
every_option = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)


def desks(seed=0, effect=0.0, noise=1.0, coins=COINS):
    """Two desks, blocks of two days, with cases, and a covariate that matters."""
    rng = np.random.default_rng(seed)
    panel = striped(coins, block=2, y=np.zeros((2, 4 * len(coins))), units=2)
    x = rng.normal(size=(*panel.y.shape, 1))
    y = 30 + noise * rng.normal(size=panel.y.shape) + 2 * x[:, :, 0] + effect * panel.lit
    cases = np.broadcast_to(np.array([[4.0], [12.0]]), y.shape)
    return Panel(y, cases, panel.lit, panel.units, panel.periods, x, ("calls",))


@every_option
def test_an_added_effect_shifts_everything_exactly(options):
    """Whatever is asked, what is added to lit periods moves figure and interval by just that, each pair and other method too."""
    panel, design = desks(seed=1), Switchback(block=2, permutations=4096, **options)
    plain, more = (design.estimate(replace(panel, y=panel.y + size * panel.lit)) for size in (0.0, 3.0))
    pairs = [
        (plain.unit, more.unit),
        *((one.effect, two.effect) for one, two in zip(plain.path, more.path, strict=True)),
    ]
    for one, other in pairs:
        assert [other.value, other.low, other.high] == pytest.approx(
            [end + 3 for end in (one.value, one.low, one.high)], abs=1e-6
        )
    assert [one.value for one in more.beside if "carry" not in one.method] == pytest.approx(
        [one.value + 3 for one in plain.beside if "carry" not in one.method]
    )
    assert more.diagnostics.fit_usual == pytest.approx(plain.diagnostics.fit_usual)


@every_option
def test_p_and_interval_agree_whatever_is_asked(options):
    """The p-value is below alpha exactly when the interval leaves zero out, with each option, by percent too."""
    for percent in (False, True):
        design = Switchback(block=2, percent=percent, permutations=2048, beside=False, **options)
        for seed, effect in ((0, 0.0), (1, 0.4), (2, -0.6), (3, 0.8), (4, -2.0), (5, 9.0)):
            found = design.estimate(desks(seed, effect))
            assert (found.p < round(1 - found.level, 12)) == found.told
            assert found.told == (not found.percent.low <= 0 <= found.percent.high)
            assert found.smallest_p <= found.p


def test_a_tenth_more_is_ten_percent():
    """With percent, a tenth more in all lit periods is ten percent more, on top of what was there."""
    panel = desks(seed=5)
    plain, more = (
        Switchback(block=2, percent=True).estimate(replace(panel, y=panel.y * factor**panel.lit))
        for factor in (1.0, 1.1)
    )
    assert 100 + more.percent.value == pytest.approx(1.1 * (100 + plain.percent.value))
    assert 100 + more.percent.high == pytest.approx(1.1 * (100 + plain.percent.high))
    with pytest.raises(UnreadableValue, match="desk 0 in day 000"):
        Switchback(block=2, percent=True).estimate(replace(panel, y=panel.y - 1000))


def test_cases_are_weights():
    """With cases, the desk with three times as many counts three times as much."""
    panel = desks(noise=0.0)
    panel = replace(panel, y=panel.lit * np.array([[1.0], [5.0]]), x=None, covariates=())
    assert Switchback(block=2).estimate(panel).unit.value == pytest.approx(3)
    assert Switchback(block=2, weigh="cases").estimate(panel).unit.value == pytest.approx(4)


def test_season_and_covariates_are_taken_out():
    """A week's pattern and a covariate are taken out of measure and coins alike: said, and the interval is far narrower."""
    panel = desks(seed=6, effect=1.0, noise=0.3)
    week = replace(panel, y=panel.y + np.array([0, 8, 1, 3, -6, 2, -9.0])[np.arange(56) % 7])
    plain = Switchback(block=2).estimate(replace(week, x=None, covariates=()))
    known = Switchback(block=2, season=7).estimate(week)
    assert known.unit.value == pytest.approx(1, abs=0.3)
    assert known.unit.high - known.unit.low < 0.3 * (plain.unit.high - plain.unit.low)
    assert any("the season, calls" in note for note in known.notes)
    alike = Switchback(block=2, season=2).estimate(replace(panel, x=None, covariates=()))
    assert any("nothing to take out" in note for note in alike.notes)


def test_too_much_to_take_out_is_refused():
    """A season with more places than pairs can tell is refused with the periods it takes, coins that it says are, too."""
    with pytest.raises(TooLittleData, match=r"it takes \d+.*more periods"):
        Switchback(season=7).estimate(striped(COINS[:7]))
    panel = striped(COINS)
    with pytest.raises(TooLittleData, match="cannot be told"):
        Switchback().estimate(replace(panel, x=panel.lit[:, :, None] * 1.0, covariates=("shift",)))


def test_unknown_covariates_are_unseen():
    """A period whose covariate is not known counts as unseen, and is named."""
    panel = desks()
    x = panel.x.copy()
    x[1, 9] = np.nan
    notes = Switchback(block=2).estimate(replace(panel, x=x)).notes
    assert any("desk 1 in day 009" in note for note in notes)
    y = panel.y.copy()
    y[1, 9] = np.nan
    beside, alone = (Switchback(block=2).estimate(replace(panel, x=x, y=each)).unit for each in (panel.y, y))
    assert beside == alone


def test_points_are_pairs():
    """Each pair has its point: the lit block as observed, the other as expected; alone it cannot be told from chance."""
    panel = striped(COINS, block=2, seed=3, effect=4.0)
    effect = Switchback(block=2).estimate(panel)
    assert [point.period for point in effect.path] == list(panel.periods[::4])
    for number, point in enumerate(effect.path):
        cells = slice(4 * number, 4 * number + 4)
        assert point.observed == pytest.approx(panel.y[0, cells][panel.lit[0, cells]].mean())
        assert point.expected == pytest.approx(panel.y[0, cells][~panel.lit[0, cells]].mean())
        assert point.effect.value == pytest.approx(point.observed - point.expected)
        assert np.isinf(point.effect.low)
    assert np.mean([point.effect.value for point in effect.path]) == pytest.approx(effect.unit.value)
    many = striped(COINS[:3], units=8, seed=2, effect=30.0)
    assert all(point.effect.low > 0 for point in Switchback().estimate(many).path)


def test_looking_after_every_pair_is_paid_for():
    """With looks, what is called stays called, too early a look says so, and more periods than planned are refused."""
    panel = striped(COINS, seed=2, effect=9.0, y=np.random.default_rng(0).normal(size=(1, 28)))
    looks = [Switchback(looks=28).estimate(panel.only(slice(None), slice(0, end))) for end in range(2, 29, 2)]
    told = [one.told for one in looks]
    assert told == sorted(told)
    assert told[-1]
    assert [one.lacking is None for one in looks] == [one.smallest_p < 0.05 for one in looks]
    assert told.index(True) >= 6
    with pytest.raises(UsageError, match="28 periods, and 20 were planned"):
        Switchback(looks=20).estimate(panel)


def test_every_look_is_judged_by_the_same_coins():
    """Where coins are a sample, they are the same at every look: what is called once stays called, no look is a second chance."""
    design = Switchback(looks=20, permutations=200, checks=False, beside=False)
    ever = 0
    for seed in range(30):
        coins = np.random.default_rng(seed).integers(0, 2, 10).astype(bool)
        panel = striped(coins, units=3, y=np.random.default_rng(seed + 99).normal(size=(3, 20)), effect=0.9)
        told = [design.estimate(panel.only(slice(None), slice(0, end))).told for end in range(6, 21, 2)]
        assert told == sorted(told)
        ever += told[-1] > told[0]
    assert ever > 5


def test_false_alarms_of_looks_are_as_promised():
    """Read after every pair, a lot that did nothing cries wolf at most as often as promised; plain readings do more often."""
    rng, ours, plain = np.random.default_rng(3), [], []
    options = {"permutations": 256, "beside": False, "checks": False}
    for seed in range(120):
        panel = striped(rng.integers(0, 2, 12).astype(bool), seed=seed)
        cut = [panel.only(slice(None), slice(0, end)) for end in range(12, 25, 2)]
        ours.append(any(Switchback(looks=24, **options).estimate(each).told for each in cut if switched_in(each)))
        plain.append(any(Switchback(**options).estimate(each).told for each in cut if switched_in(each)))
    assert np.mean(ours) <= 0.07
    assert np.mean(plain) > 0.09


def switched_in(panel):
    return panel.lit.any() and not panel.lit.all()


def test_carry_over_that_was_not_declared_is_noticed():
    """Where the first period after a switch is still as before, a note says so; where it is left out, it does not."""
    panel = striped(COINS, block=3, y=np.zeros((1, 84)))
    late = np.concatenate([panel.lit[:, :1], panel.lit[:, :-1]], axis=1)
    panel = replace(panel, y=6.0 * late + np.random.default_rng(0).normal(size=late.shape))
    hasty, patient = (Switchback(block=3, carry=carry).estimate(panel) for carry in (0, 1))
    assert any(note.startswith("Doubt: early in a block") for note in hasty.notes)
    assert not any(note.startswith("Doubt") for note in patient.notes)
    assert any("too short to see" in note for note in Switchback(block=3, carry=2).estimate(panel).notes)
    beside = {one.method: one.value for one in patient.beside}
    assert beside["with the carry-over periods"] == pytest.approx(hasty.unit.value)


def test_diagnostics_of_coins():
    """Pretend pilots are the other coins; one desk is read without each pair, two without each desk."""
    one = Switchback(block=2).estimate(striped(COINS[:8], block=2, seed=1)).diagnostics
    assert len(one.placebos) == 255
    assert one.exhaustive
    assert [each.unit for each in one.without][:2] == ["day 000 to day 003", "day 004 to day 007"]
    two = Switchback(block=2).estimate(desks(seed=2))
    assert [each.unit for each in two.diagnostics.without] == ["desk 0", "desk 1"]
    assert two.diagnostics.studentised == two.p
    alone = Switchback(block=2).estimate(desks(seed=2).only(np.array([1])))
    assert two.diagnostics.without[0].value == pytest.approx(alone.unit.value, abs=0.2)


def test_only_a_lot_is_strong_evidence():
    """A switchback is drawn by lot; picked by hand it is fair evidence, and a note says what that means."""
    found = {how: Switchback(block=2, picked=how).estimate(desks()) for how in (None, "lot", "hand")}
    assert [one.evidence for one in found.values()] == ["strong", "strong", "fair"]
    assert any("not drawn by a lot" in note for note in found["hand"].notes)
    assert found["hand"].diagnostics.picked.passed is None


def test_worthwhile_in_percent_has_its_probability():
    """The probability of a worthwhile effect is high where far less would do, low where far more is asked for."""
    panel = desks(seed=3, effect=3.0, noise=0.5)
    chances = [
        Switchback(block=2, percent=True, worthwhile=bar).estimate(panel).probability for bar in (1.0, 6.0, 1000.0)
    ]
    assert chances[0] > 0.95
    assert chances[1] < 0.05
    assert chances[2] == 0
