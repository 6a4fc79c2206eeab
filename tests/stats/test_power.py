"""Pretend pilots: read by the very test that reads the true one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UnreadableValue
from smallfires.stats import atonce
from smallfires.stats.atonce import Ends
from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel
from smallfires.stats.power import one_by_one, simulate, spread, starts, unrest
from smallfires.stats.trials import Trial, Window

LONG = {"switchback": 12, "before-after": 4}


def history(units=12, periods=36, seed=1):
    rng = np.random.default_rng(seed)
    y = 40 + 4 * rng.normal(size=(units, 1)) + rng.normal(size=periods).cumsum() + rng.normal(size=(units, periods))
    labels = tuple(f"{at:02}" for at in range(60))
    return Panel(y, np.ones(y.shape), np.zeros(y.shape, bool), labels[:units], labels[:periods])


def trial(name, size=3, named=(), **settings):
    periods = LONG.get(name, 6)
    return Trial(DESIGNS[name](horizon=periods, checks=False, beside=False, **settings), size, periods, named)


def ends(effect):
    return effect.unit.low, effect.unit.high


def pilots(one, panel, burnt, start=30):
    """A pretend pilot for each row of the last periods in which units are lit; one that is lit at all is lit all along."""
    stretch = one.stretch(panel, start)
    for row in burnt:
        length = np.where(row == 1, one.periods, row)
        yield stretch.burning(np.arange(len(stretch.periods)) >= len(stretch.periods) - length[:, None])


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_an_added_effect_shifts_the_interval(name):
    """What the power curve rests on: an effect added to the lit cells moves both ends of the interval by just so much."""
    pilot = trial(name).pilot(history(), 24, np.random.default_rng(2))
    before = ends(DESIGNS[name]().estimate(pilot))
    after = ends(DESIGNS[name]().estimate(replace(pilot, y=pilot.y + 5 * pilot.lit)))
    assert np.isfinite(before).any()
    assert np.array(after) == pytest.approx(np.array(before) + 5, abs=1e-6)


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_every_design_can_be_simulated(name):
    """Each design of the registry gives pretend pilots in several windows, whose power grows from alarms to certainty."""
    found = simulate(trial(name), history())
    assert found.windows >= 3
    assert found.low.size == found.high.size == found.window.size >= 36
    assert found.alarms.share < 0.25
    assert found.power(1000, upwards=True).share > 0.95
    assert found.power(0, upwards=False).share <= found.alarms.share
    assert 0 < found.smallest_p < 0.05


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_the_same_seed_simulates_the_same(name):
    """The same history and seed give the same pilots to the last digit."""
    one, other = (simulate(trial(name), history(), seed=3) for _ in range(2))
    assert (one.low == other.low).all()
    assert (one.high == other.high).all()


def test_a_named_group_is_read_as_it_will_be():
    """A pretend pilot of named units at once has the interval that the design's own reading gives, to rounding."""
    panel, one = history(units=11), trial("parallel", 2, named=("03", "07"))
    found = atonce.parallel(one, Window(panel, 26, np.random.default_rng(0)))
    read = ends(one.design.estimate(one.pilot(panel, 26, np.random.default_rng(0))))
    assert (found.low[0], found.high[0]) == pytest.approx(read, abs=1e-6)


def test_drawn_groups_are_read_nearly_as_they_will_be():
    """All groups of one fit, each in turn the true one, have intervals like those of their own readings: as wide, on average,
    to within 5 %, and with the same middle.
    """
    panel, one = history(units=24, seed=4), trial("parallel", 1)
    found = atonce.parallel(one, Window(panel, 30, np.random.default_rng(0)))
    read = np.array([ends(one.design.estimate(pilot)) for pilot in pilots(one, panel, np.eye(24, dtype=int))])
    wide = found.high - found.low
    assert np.median(wide) == pytest.approx(np.median(read[:, 1] - read[:, 0]), rel=0.05)
    middles = np.sort((found.low + found.high) / 2)
    assert middles == pytest.approx(np.sort(read.mean(axis=1)), abs=0.1 * np.median(wide))


def test_staircases_at_once_are_those_of_single_readings():
    """Where all staircases can be enumerated, every pretend pilot at once is one that would be read so by itself."""
    panel, one = history(units=6, seed=5), trial("rollout", 2, steps=2)
    found = atonce.rollout(one, Window(panel, 28, np.random.default_rng(0)))
    steps = [[6 * (at == first) + 3 * (at == second) for at in range(6)] for first, second in permutations(range(6), 2)]
    read = np.array([ends(one.design.estimate(pilot)) for pilot in pilots(one, panel, np.array(steps), start=28)])
    assert found.low.size > 9
    for pair in zip(found.low, found.high, strict=True):
        assert np.abs(read - pair).max(axis=1).min() < 1e-6


def test_named_staircases_at_once_are_those_of_single_readings():
    """Named units, put on a staircase by lot: every pretend pilot is one of the ways in which that lot can fall."""
    panel, one = history(units=6, seed=5), trial("rollout", 2, named=("01", "04"), steps=2)
    found = atonce.rollout(one, Window(panel, 28, np.random.default_rng(0)))
    steps = [[6 * (at == first) + 3 * (at == second) for at in range(6)] for first, second in ((1, 4), (4, 1))]
    read = np.array([ends(one.design.estimate(pilot)) for pilot in pilots(one, panel, np.array(steps), start=28)])
    for pair in zip(found.low, found.high, strict=True):
        assert np.abs(read - pair).max(axis=1).min() < 1e-6


def test_staircases_of_many_units_are_read_by_coins():
    """Of many units, chance is told by the bootstrap: the intervals are as wide as those of single readings."""
    panel, one = history(units=60), trial("rollout", 30)
    found = atonce.rollout(one, Window(panel, 28, np.random.default_rng(0)))
    single = one_by_one(one, Window(panel, 28, np.random.default_rng(0)), 8)
    assert np.median(found.high - found.low) == pytest.approx(np.median(single.high - single.low), rel=0.1)


@pytest.mark.parametrize("settings", [{}, {"percent": True}, {"season": 6}])
def test_before_and_after_is_planned_with_the_interval_that_it_will_have(settings):
    """How far the interval of a pilot will reach is known from the past alone, before it is lit."""
    panel = history(units=5)
    past = panel.only(slice(None), slice(0, 32))
    one = Trial(DESIGNS["before-after"](horizon=4, beside=False, **settings), 2, 4, ("01", "03"))
    found = atonce.before_after(one, Window(past, 26, np.random.default_rng(0)))
    effect = one.design.estimate(one.pilot(panel, 32, np.random.default_rng(0)))
    low, high = ends(effect)
    if "percent" in settings:
        low, high = (np.log1p(end / 100) for end in (effect.percent.low, effect.percent.high))
    assert found.high - found.low == pytest.approx(high - low, rel=1e-6)


def test_a_pretend_date_has_the_error_of_its_own_reading():
    """What before and after gets wrong at an earlier date is what a reading at that date would have called the effect."""
    panel = history(units=5)
    one = Trial(DESIGNS["before-after"](horizon=4, checks=False, beside=False), 2, 4, ("01", "03"))
    found = atonce.before_after(one, Window(panel, 30, np.random.default_rng(0)))
    then = one.design.estimate(one.pilot(panel, 30, np.random.default_rng(0)))
    assert found.value[0] == pytest.approx(then.unit.value, abs=1e-9)
    assert found.cried[0] == (then.p < 0.05)


def test_windows_differ_as_much_as_the_next_one_may():
    """Calm windows are told as calmer, restless ones as more restless, around the same middle: fewer windows, by more."""

    def size(sizes, periods):
        windows = [Ends(np.array([-one]), np.array([one]), 0.01, np.array([False])) for one in sizes]
        return [float(ends.high[0]) for ends in spread(windows, np.arange(len(sizes)), periods)]

    few, many = size([1.0, 2.0, 2.0, 4.0], 2), size([1.0, 2.0, 2.0, 4.0], 1)
    assert (few[1], many[1]) == pytest.approx((2, 2))
    assert few[0] < many[0] < 1
    assert many[3] == pytest.approx(2 * 2 ** np.sqrt(5 / 3))
    assert size([1.0, 4.0], 1) == [1, 4]


@pytest.mark.parametrize("settings", [{}, {"percent": True}, {"weigh": "cases"}, {"season": 6}])
def test_lots_over_units_at_once_are_those_of_single_readings(settings):
    """A lot over units, read without its path, has the interval of the full reading."""
    one = trial("randomised", 5, named=("01", "03", "05", "06", "09"), **settings)
    panel = history()
    panel = replace(panel, n=np.random.default_rng(2).integers(1, 9, panel.y.shape).astype(float))
    found = atonce.randomised(one, Window(panel, 28, np.random.default_rng(0)))
    single = one_by_one(one, Window(panel, 28, np.random.default_rng(0)), 1)
    assert (found.low[0], found.high[0]) == pytest.approx((single.low[0], single.high[0]), abs=1e-9)


def test_lots_at_once_are_those_of_single_readings():
    """Where all ways to fall can be enumerated, every pretend pilot at once is one that would be read so by itself."""
    panel, one = history(units=6, seed=5), trial("randomised", 2, level=0.8)
    found = atonce.randomised(one, Window(panel, 28, np.random.default_rng(0)))
    lots = [np.isin(np.arange(6), pair) for pair in combinations(range(6), 2)]
    read = np.array([ends(one.design.estimate(pilot)) for pilot in pilots(one, panel, np.array(lots, int), start=28)])
    assert found.low.size == 12
    assert found.smallest_p == pytest.approx(1 / 15)
    for pair in zip(found.low, found.high, strict=True):
        assert np.abs(read - pair).max(axis=1).min() < 1e-6


@pytest.mark.parametrize("name", ["parallel", "randomised", "rollout"])
def test_holes_are_no_hindrance(name):
    """Where cells are unseen, pretend pilots are read in the same windows."""
    panel = history()
    holes = replace(panel, y=np.where(np.random.default_rng(1).random(panel.y.shape) < 0.05, np.nan, panel.y))
    assert simulate(trial(name), holes).windows == simulate(trial(name), panel).windows


def test_false_alarms_are_as_many_as_promised():
    """In a history without any effect, permutation cries wolf as often as its level says, and no more."""
    found = simulate(trial("parallel", 2), history(units=30, periods=60))
    assert found.alarms.low <= 0.05
    assert 0.01 < found.alarms.share < 0.08


def test_units_that_cannot_be_read_are_not_drawn():
    """A unit that never changes is no reason to give up: the lot is drawn again, or it is left out."""
    panel = history()
    flat = replace(panel, y=np.vstack([np.full((1, 36), 7.0), panel.y[1:]]))
    assert simulate(trial("parallel", 2), flat).windows > 3


def test_a_short_history_says_how_much_more_it_takes():
    """Too few periods for one pretend pilot: the error says how many, and how many more."""
    with pytest.raises(
        TooLittleData, match=r"history has 7 periods .* pilot of 6\. It takes 1 more, or .* most 5 periods"
    ):
        simulate(trial("parallel"), history(periods=7))


def test_a_value_that_has_no_logarithm_is_named():
    """Percent effects of a measure that is not above zero: the cell is named, and not one trial after another refused."""
    panel = history()
    low = replace(panel, y=panel.y - 60)
    with pytest.raises(UnreadableValue, match="for 0"):
        simulate(trial("parallel", percent=True), low)


def test_windows_lie_late():
    """Windows are spread over the last third; a little more where two pilots would not fit; a switchback takes all."""
    assert starts(trial("parallel"), 60, 10).tolist() == [40, 42, 43, 45, 46, 48, 49, 51, 52, 54]
    assert starts(Trial(DESIGNS["parallel"](horizon=14), 3, 14), 40, 10)[0] == 25
    assert starts(trial("switchback"), 60, 4).tolist() == [0, 16, 32, 48]
    assert starts(trial("parallel"), 5, 10).size == 0


def test_unrest_of_today_counts():
    """Where the last periods are twice as restless as those before the windows, twice the effect is needed."""
    panel = history(units=30, periods=60)
    own = panel.y.mean(axis=1, keepdims=True)
    louder = replace(panel, y=own + (panel.y - own) * np.where(np.arange(60) < 53, 1.0, 2.0))
    one = trial("parallel", 2)
    assert unrest(one, louder, 60) == pytest.approx(2 * unrest(one, panel, 60), rel=0.1)
    calm, loud = (simulate(one, some).detectable(0.8, upwards=True)[0] for some in (panel, louder))
    assert 1.5 < loud / calm < 2.6


def test_lots_that_differ_are_taken_once():
    """Of lots drawn several times, and of staircases, each is compared once, in the order of rows; the true one is first."""
    rng = np.random.default_rng(1)
    for drawn in (rng.random((50, 5)) < 0.5, rng.integers(0, 300, (50, 2)) // 100 * 130):
        kept = atonce._distinct(drawn, 0.5, np.random.default_rng(0), 1000)
        assert (kept[0] == drawn[0]).all()
        assert (np.unique(kept, axis=0) == np.unique(drawn, axis=0)).all()
        assert (atonce._different(drawn) == np.unique(drawn, axis=0)).all()
