"""Checks on the user's own history."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.permutation import Permutation
from smallfires.stats.pilots import Pilots
from smallfires.stats.pretend import MOST_DATES, Dates, alarms, rebound, tallied, without_each
from smallfires.stats.recipes import DID, SDID
from smallfires.stats.synthetic import fit


def singles(units, first=0):
    """Every unit taken as lit alone, this one first."""
    return np.roll(np.eye(units, dtype=bool), -first, axis=0)


@pytest.mark.parametrize(("before", "after"), [(40, 6), (12, 3), (100, 4), (7, 20), (6, 1)])
def test_pretend_dates_leave_room(before, after):
    """Windows do not overlap, end by the start, have half of the history before them, and are at most as long as the pilot."""
    dates = Dates.of(before, after)
    assert dates.starts
    assert dates.window <= after
    assert all(np.diff(dates.starts) == dates.window)
    assert dates.starts[-1] + dates.window <= before
    assert dates.starts[0] >= max(3, before // 2)
    assert len(dates.starts) <= MOST_DATES


def test_no_room_for_pretend_dates():
    """In a history of three periods there is no earlier date."""
    assert Dates.of(3, 5).starts == ()


def of_sizes(true, many=40):
    """A test of a figure against pretend ones from -1 to 1."""
    figures = np.r_[true, np.linspace(-1, 1, many - 1)]
    return Permutation.of(figures, np.r_[1.0, np.zeros(many - 1)])


def test_one_alarm_is_no_proof():
    """A single alarm is what chance shows now and then: nothing is widened, with one date or with eight."""
    assert tallied([of_sizes(3.0)], 0.95).widened == 1
    found = tallied([of_sizes(3.0), *[of_sizes(0.1)] * 7], 0.95)
    assert (found.alarms, found.widened) == (1, 1)
    assert found.said == ()


def test_more_alarms_than_chance_shows():
    """Three alarms at eight dates are no chance: pretend figures are enlarged until only as many are left as chance explains."""
    tests = [of_sizes(5.0), of_sizes(3.0), of_sizes(2.0), *[of_sizes(0.1)] * 5]
    found = tallied(tests, 0.95)
    assert found.alarms == 3
    low, high = tests[2].interval(0.95)
    assert found.widened == pytest.approx(2 * 2.0 / (high - low))
    assert "At 3 of 8 earlier dates" in found.said[0]
    assert (found.values == [5, 3, 2, 0.1, 0.1, 0.1, 0.1, 0.1]).all()


def test_nothing_tried_nothing_found():
    """Without any date there is nothing to widen for."""
    assert (tallied([], 0.95).alarms, tallied([], 0.95).widened) == (0, 1)


def test_the_method_is_run_at_each_date():
    """The figure at a pretend date is what the method says of the history up to the end of its window."""
    rng = np.random.default_rng(1)
    y = rng.normal(size=(24, 40)).cumsum(axis=1)
    dates = Dates.of(30, 5)
    found = alarms(y, dates, singles(24, 3), SDID, 0.9)
    for at, start in enumerate(dates.starts):
        alone = fit(Pilots.of(y[:, : start + dates.window], start, singles(24, 3)[:1]), SDID).value[0]
        assert found.values[at] == pytest.approx(alone)
    y[:, 30:] += 1000
    assert (alarms(y, dates, singles(24, 3), SDID, 0.9).values == found.values).all()


def test_alarms_at_random_units_are_as_rare_as_promised():
    """Units drawn by lot are an alarm at a pretend date as often as promised, and almost never widen anything."""
    rng = np.random.default_rng(2)
    called, tried, widened = 0, 0, 0
    for seed in range(60):
        y = rng.normal(size=(40, 32)).cumsum(axis=1)
        found = alarms(y, Dates.of(28, 4), singles(40, seed % 40), DID, 0.9)
        called, tried, widened = called + found.alarms, tried + found.values.size, widened + (found.widened > 1)
    assert 0.04 <= called / tried <= 0.14
    assert widened <= 6


def test_what_stood_out_comes_back():
    """Where levels are noise that lasts for a window, those at the top fall by themselves, and those below rise."""
    rng = np.random.default_rng(3)
    y = rng.normal(size=(300, 15)).repeat(4, axis=1)
    dates = Dates.of(60, 4)
    top, bottom = (rebound(y, dates, 50, highest, DID) for highest in (True, False))
    assert top == pytest.approx(-bottom, abs=0.15)
    assert top < -0.05 < 0.05 < bottom
    steady = np.arange(30.0)[:, None] + rng.normal(size=(30, 60)) * 0.01
    assert rebound(steady, dates, 3, True, DID) == pytest.approx(0, abs=0.02)


def test_without_each_unit():
    """Each unit that counts is left out in turn, and the figure is that of a panel without it."""
    rng = np.random.default_rng(4)
    y = rng.normal(size=(8, 30)).cumsum(axis=1)
    group = np.arange(8)[None] < 2
    pilots = Pilots.of(y, 22, group)
    weights = fit(pilots, SDID).omega[0]
    index, values = without_each(pilots, weights, SDID)
    assert set(index) == set(np.flatnonzero(weights > 0)) | {0, 1}
    for at, value in zip(index, values, strict=True):
        kept = np.arange(8) != at
        alone = fit(Pilots.of(y[kept], 22, group[:, kept]), SDID).value[0]
        assert value == pytest.approx(alone, abs=1e-6)


def test_the_only_other_unit_stays():
    """With one lit unit and one other, there is nobody who could be left out."""
    pilots = Pilots.of(np.random.default_rng(5).normal(size=(2, 12)), 8, np.array([[True, False]]))
    index, values = without_each(pilots, fit(pilots, DID).omega[0], DID)
    assert index.size == values.size == 0
