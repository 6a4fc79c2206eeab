"""What simulated pilots say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.stats.detectable import Simulated


def simulated(low, high, windows=5, periods=4):
    window = 10 + periods * (np.arange(len(low)) * windows // len(low))
    low, high = np.array(low, float), np.array(high, float)
    return Simulated(low, high, window, periods, 0.01, (low > 0) | (high < 0))


SPREAD = simulated(-np.linspace(1, 100, 100), np.linspace(2, 101, 100))


def test_an_effect_is_told_beyond_the_interval():
    """An effect is told by the pilots whose interval it carries past zero, in its own direction only."""
    assert SPREAD.power(40.5, upwards=True).share == 0.40
    assert SPREAD.power(40.5, upwards=False).share == 0.39


def test_a_false_alarm_in_the_other_direction_is_no_power():
    """A pilot that cries wolf downwards does not tell an effect upwards until it is carried all the way."""
    wolf = simulated([-9.0] * 9 + [1.0], [9.0] * 9 + [5.0])
    assert wolf.alarms.share == 0.1
    assert wolf.power(0.5, upwards=True).share == 0.1
    assert wolf.power(0.5, upwards=False).share == 0.0
    assert wolf.power(5.5, upwards=False).share == 0.1


@given(seed=st.integers(0, 10_000), power=st.sampled_from([0.5, 0.8, 0.9]), upwards=st.booleans())
def test_what_is_detectable_is_told_so_often(seed, power, upwards):
    """Just beyond the detectable effect the wanted power is reached, just below it is not; its interval holds it."""
    rng = np.random.default_rng(seed)
    some = simulated(-rng.gamma(3, size=60), rng.gamma(3, size=60))
    here, least, most = some.detectable(power, upwards)
    assert some.power(here * (1 + 1e-12), upwards).share >= power
    assert some.power(here, upwards).share < power
    assert least <= here <= most


def test_power_never_falls():
    """A larger effect is told at least as often."""
    shares = [SPREAD.power(size, upwards=True).share for size in np.linspace(0, 120, 50)]
    assert (np.diff(shares) >= 0).all()
    assert (shares[0], shares[-1]) == (0, 1)


def test_nothing_is_detectable_where_no_pilot_tells():
    """Where too few intervals have an end, there is no detectable effect: infinite."""
    assert simulated([-np.inf] * 5 + [-1.0] * 5, [np.inf] * 10).detectable(0.8, upwards=True)[0] == np.inf


def test_windows_that_differ_leave_more_doubt():
    """The same share is less sure where it comes from some windows wholly, and from others not at all."""
    alike = simulated([-1.0, -3.0] * 20, [3.0] * 40).power(2, upwards=True)
    apart = simulated([-1.0] * 20 + [-3.0] * 20, [3.0] * 40, windows=4).power(2, upwards=True)
    assert alike.share == apart.share == 0.5
    assert apart.error > 2 * alike.error
    assert apart.high - apart.low > 1.5 * (alike.high - alike.low)


def test_the_doubt_of_independent_pilots_is_that_of_a_share():
    """With pilots that do not resemble each other, the error is the usual one of a share."""
    rng = np.random.default_rng(3)
    window, cried = np.repeat(np.arange(0, 800, 4), 10), np.zeros(2000, dtype=bool)
    many = Simulated(rng.normal(-1, 1, 2000), np.full(2000, 9.0), window, 4, 0.01, cried)
    rate = many.power(1.0, upwards=True)
    assert rate.error == pytest.approx(np.sqrt(rate.share * (1 - rate.share) / 2000), rel=0.3)


@given(came=st.integers(0, 12))
def test_no_share_is_certain(came):
    """Where all pilots or none tell, the interval still leaves room for doubt."""
    rate = simulated([1.0] * came + [-1.0] * (12 - came), [2.0] * 12).alarms
    assert 0 <= rate.low <= rate.share <= rate.high <= 1
    assert rate.high - rate.low > 0.1
    assert rate.error > 0
