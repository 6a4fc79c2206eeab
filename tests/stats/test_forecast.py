"""Forecasts out of the own past, a season and what goes along."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.forecast import Controls, forecasts, mean_seen, one_forecast

RNG = np.random.default_rng(3)
WALK = 50 + RNG.normal(size=60).cumsum()


def along(name, values):
    return Controls(None, np.asarray(values)[:, None], (name,))


def test_nothing_of_the_future_is_known():
    """Forecasts with controls change with what came before a date only; and with the controls, which are known."""
    others = WALK + RNG.normal(size=60)
    changed = WALK.copy()
    changed[45:] += 30
    one, other = (forecasts(each, Controls(others, np.zeros((60, 0))), 56) for each in (WALK, changed))
    early = one.dates + 4 <= 45
    assert early.sum() > 10
    assert (one.expected[early] == other.expected[early]).all()


def test_what_goes_along_is_followed():
    """A series that follows a known one is forecast by it, however far it goes along."""
    known = RNG.normal(size=60).cumsum() * 5
    series = 20 - 1.7 * known + RNG.normal(size=60) * 0.2
    found = forecasts(series, along("heat", known), 54)
    assert "does not go along with heat" in found.names[found.method[-1]]
    assert np.abs(found.error[-1]).max() < 2


def test_what_does_not_go_along_is_shrunk_away():
    """Noise beside the series is hardly followed: the forecast differs little from that by the own past."""
    noise = np.random.default_rng(9).normal(size=60)
    found = forecasts(WALK, along("rain", noise), 54)
    own, beside = (
        found.every[:, found.names.index(f"last value of {base}")]
        for base in ("its own past", "what does not go along with rain")
    )
    assert np.sqrt(np.mean(np.square(beside))) < 1.25 * np.sqrt(np.mean(np.square(own)))


def test_one_forecast_is_that_of_all():
    """A single candidate says alone what it says among all."""
    controls = Controls(WALK + RNG.normal(size=60), np.zeros((60, 0)))
    found = forecasts(WALK, controls, 54, 4)
    for at in (0, 9, len(found.names) - 1):
        alone = one_forecast(WALK, controls, 54, 4, found.names[at])
        assert mean_seen(WALK[54:] - alone) == pytest.approx(found.every[-1, at])


def test_dates_that_knew_too_little_are_left_out():
    """The first pretend date had as many dates behind it as it takes to choose; with few dates, all are kept."""
    found = forecasts(WALK, Controls.none(60), 54)
    assert found.dates[0] == 6 + 6 + 6 - 1
    assert forecasts(WALK[:24], Controls.none(24), 18).dates[0] == 6


def test_a_season_is_gone_on_with():
    """A pure season is forecast exactly."""
    series = np.tile([1.0, 5, 9, 2], 15)
    found = forecasts(series, Controls.none(60), 54, 4)
    assert np.abs(found.error[-1]).max() == pytest.approx(0, abs=1e-9)


def test_unseen_is_carried_on():
    """A value that is missing is as it was last; what comes after is not looked at."""
    holes = WALK.copy()
    holes[:8] = np.nan
    found = forecasts(holes, Controls.none(60), 56)
    assert not np.isnan(found.expected).any()
    assert np.isnan(mean_seen(np.full((1, 3), np.nan)))[0]
