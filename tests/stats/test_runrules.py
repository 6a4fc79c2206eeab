"""Run rules and their false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from smallfires.stats import runrules


def marks(rule, values):
    return np.flatnonzero(rule(np.array([values], dtype=float))[0]).tolist()


def test_shift_takes_seven():
    """Six in a row on one side are nothing, seven are a shift, and all seven are marked."""
    assert marks(runrules.shift, [-1, *[1] * 6, -1]) == []
    assert marks(runrules.shift, [-1, *[1] * 7, -1]) == list(range(1, 8))


def test_trend_takes_six():
    """Five rising points are nothing, six are a trend; an equal neighbour ends it."""
    assert marks(runrules.trend, [1, 2, 3, 4, 5, 0]) == []
    assert marks(runrules.trend, [3, 1, 2, 3, 4, 5, 6, 0]) == list(range(1, 7))
    assert marks(runrules.trend, [1, 2, 3, 3, 4, 5, 6]) == []


def test_two_of_three_near_one_limit():
    """Two of three near one limit, the third on the same side; opposite limits do not count."""
    assert marks(runrules.near_limit, [0, 2.5, 0.5, 2.5, 0]) == [1, 3]
    assert marks(runrules.near_limit, [0, 2.5, -2.5, 0.5]) == []
    assert marks(runrules.near_limit, [0, 2.5, -0.5, 2.5, 0]) == []


def test_a_point_outside():
    """A point beyond a limit is marked, one on it is not."""
    assert marks(runrules.outside, [0, 3.01, -3.01, 3]) == [1, 2]


def test_anhoej_limits_at_24():
    """At 24 points the longest run may be 8, and there must be at least 8 crossings (Anhøj and Olesen 2014)."""
    eight = [1] * 8 + [-1] * 8 + [1, -1] * 4
    nine = [1] * 9 + [-1] * 9 + [1, -1] * 3
    assert marks(runrules.long_run, eight) == []
    assert marks(runrules.long_run, nine) == list(range(18))
    runs_of_three = ([1] * 3 + [-1] * 3) * 4
    assert marks(runrules.few_crossings, runs_of_three) == list(range(24))
    more = [1, -1] + ([1] * 3 + [-1] * 3) * 3 + [1, 1, -1, -1]
    assert marks(runrules.few_crossings, more) == []


@pytest.mark.parametrize(("autocorrelation", "share"), [(0.0, 0.18), (0.4, 0.59)])
def test_nhs_rules_on_pure_noise(autocorrelation, share):
    """On pure noise 18 % of 24-point charts show a signal under the NHS rules, 59 % at autocorrelation 0.4."""
    assert runrules.false_alarms(24, autocorrelation)["NHS"] == pytest.approx(share, abs=0.015)


def test_noise_is_what_it_says():
    """The simulated series have variance 1 throughout, and the autocorrelation that was asked for."""
    x = runrules.noise(4000, 30, 0.4)
    assert x.var(axis=0) == pytest.approx(np.ones(30), abs=0.1)
    assert (x[:, 1:] * x[:, :-1]).mean() == pytest.approx(0.4, abs=0.02)


def test_long_series_alarm_at_the_normal_rate():
    """With long series the points outside come at the normal distribution's rate."""
    z = runrules.standardised(runrules.noise(40, 5000, 0.0))
    assert runrules.outside(z).mean() == pytest.approx(2 * norm.sf(3), rel=0.15)


def test_short_and_constant_series_show_nothing():
    """Series too short for a rule, and constant ones, have no marks."""
    for values in ([1.0], [1.0, 2.0], [3.0] * 30):
        z = runrules.standardised(np.array([values])) if len(values) > 1 else np.zeros((1, 1))
        assert not any(rule(z).any() for rule in runrules.RULES.values())
