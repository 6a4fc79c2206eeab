"""From a panel to what a design estimates on, and the way back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UnreadableValue
from smallfires.fires.effect import Figure
from smallfires.stats.design import Asked
from smallfires.stats.panel import Panel
from smallfires.stats.prepare import prepared


def made(seed=0, units=8, periods=30, lit=2, start=24, season=None, slopes=()):
    """Levels of units and periods with noise, and on top seasons of the units' own and what covariates do."""
    rng = np.random.default_rng(seed)
    y = 50 + rng.normal(size=(units, 1)) + rng.normal(size=periods) + rng.normal(scale=0.01, size=(units, periods))
    if season:
        y += rng.normal(size=(units, season))[:, np.arange(periods) % season]
    x = rng.normal(size=(units, periods, len(slopes))) if slopes else None
    if slopes:
        y = y + x @ np.array(slopes)
    cells = np.zeros(y.shape, dtype=bool)
    cells[:lit, start:] = True
    names = tuple(f"u{at}" for at in range(units)), tuple(f"{at:02}" for at in range(periods))
    return Panel(y, np.ones(y.shape), cells, *names, x, tuple(f"x{at}" for at in range(len(slopes))))


def noise(panel):
    """What is left beside levels of units and of periods: root mean square."""
    y = panel.y
    rest = y - y.mean(axis=0) - y.mean(axis=1, keepdims=True) + y.mean()
    return float(np.sqrt(np.square(rest).mean()))


def test_nothing_asked_changes_nothing():
    """Without covariates, season, percent and cases, the panel comes back as it was, and figures as they are."""
    panel = made()
    ready = prepared(panel, Asked())
    assert (ready.panel.y == panel.y).all()
    assert not ready.taken.any()
    assert (ready.weights == 1).all()
    assert ready.notes == ()
    figure = Figure(1.0, -2.0, 3.0)
    assert ready.unit(figure) == figure
    assert ready.observed == pytest.approx(panel.y[panel.lit].mean())
    assert ready.in_percent(figure).value == pytest.approx(100 / (ready.observed - 1))
    assert ready.scaled(-4.0) == -4.0


def test_ratios_and_the_way_back():
    """On logarithms, a figure is a percentage and an amount of the same effect; infinite ends stay infinite or full loss."""
    panel = made()
    ready = prepared(panel, Asked(percent=True))
    assert np.exp(ready.panel.y) == pytest.approx(panel.y)
    tenth = Figure(np.log(1.1), -np.inf, np.inf)
    unit, percent = ready.unit(tenth), ready.in_percent(tenth)
    assert (percent.value, percent.low, percent.high) == pytest.approx((10, -100, np.inf))
    assert (unit.value, unit.low, unit.high) == pytest.approx((ready.observed / 11, -np.inf, ready.observed))
    assert ready.unit(tenth, 22.0).value == pytest.approx(2.0)
    assert ready.scaled(unit.value) == pytest.approx(np.log(1.1))
    assert ready.scaled(ready.observed) == np.inf
    assert ready.back(np.log(7.0)) == pytest.approx(7.0)


def test_no_logarithm():
    """A value that is not above zero has no logarithm; unit and period are named."""
    panel = made()
    panel.y[3, 4] = -1.0
    with pytest.raises(UnreadableValue, match="u3 in 04"):
        prepared(panel, Asked(percent=True))


def test_what_covariates_do_is_taken_out():
    """What two covariates do is found in unlit cells, taken out of all, and said; their mean level stays."""
    panel = made(slopes=(3.0, -2.0))
    ready = prepared(panel, Asked())
    assert noise(ready.panel) < 0.012
    assert ready.panel.x is None
    assert ready.panel.y + ready.taken == pytest.approx(panel.y)
    unlit = ~panel.lit
    assert ready.panel.y[unlit].mean() == pytest.approx(panel.y[unlit].mean())
    assert "What x0 does is taken out, as seen in unlit cells: 3 for one more of it." in ready.notes
    assert any("x1" in note and "-2" in note for note in ready.notes)


@pytest.mark.parametrize("asked", [Asked(), Asked(season=6), Asked(weigh="cases"), Asked(season=6, weigh="cases")])
def test_an_effect_stays_whole(asked):
    """Whatever is added to lit cells is still there, to the last digit, after preparation."""
    panel = made(slopes=(1.0,), season=6)
    added = np.where(panel.lit, 7.0, 0.0)
    before, after = (prepared(one, asked) for one in (panel, replace(panel, y=panel.y + added)))
    assert after.panel.y - before.panel.y == pytest.approx(added, abs=1e-12)
    assert after.weights == pytest.approx(before.weights)


def test_covariates_that_say_nothing():
    """A covariate that is constant in each unit, in each period, or the same as another is left out by name."""
    panel = made(slopes=(3.0,))
    shape = panel.y.shape
    size, day = np.broadcast_to(np.arange(8.0)[:, None], shape), np.broadcast_to(np.arange(30.0), shape)
    x = np.stack([panel.x[:, :, 0], size, day, 5 - 2 * panel.x[:, :, 0]], axis=2)
    ready = prepared(replace(panel, x=x, covariates=("heat", "size", "day", "cold")), Asked())
    assert ready.panel.y == pytest.approx(prepared(panel, Asked()).panel.y)
    said = " ".join(ready.notes)
    assert all(f"{name} is left out" in said for name in ("size", "day"))
    assert "cold is left out: it says nothing beside the levels of units and of periods, and heat." in ready.notes
    alone = prepared(replace(panel, x=x[:, :, 1:2], covariates=("size",)), Asked())
    assert (alone.panel.y == panel.y).all()


def test_covariates_with_holes():
    """A cell whose covariate is missing counts as unseen, and the first is named; holes of both are no matter."""
    panel = made(slopes=(3.0,))
    panel.x[2, 5, 0] = panel.x[4, 7, 0] = panel.x[6, 9, 0] = np.nan
    panel.y[6, 9] = np.nan
    ready = prepared(panel, Asked())
    assert np.argwhere(np.isnan(ready.panel.y)).tolist() == [[2, 5], [4, 7], [6, 9]]
    assert "x0 has no value for u2 in 05 and in 1 more cell: they count as unseen." in ready.notes
    assert np.isfinite(ready.taken).all()


def test_too_few_cells_for_covariates():
    """With fewer unlit cells than covariates need, they are named, with how many it takes."""
    panel = made(units=3, periods=6, lit=1, start=4, slopes=(1.0, 1.0))
    with pytest.raises(TooLittleData, match="16 unlit cells are too few to see what x0, x1 does: it takes 28"):
        prepared(panel, Asked())


def test_one_unit_has_its_own_level_only():
    """Of a single unit, what a covariate does is seen beside its level; there are no others to show levels of periods."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(1, 30, 1))
    lit = np.arange(30)[None] >= 24
    y = 5 + 2 * x[:, :, 0] + rng.normal(scale=0.01, size=(1, 30))
    panel = Panel(y, np.ones((1, 30)), lit, ("a",), tuple(f"{at:02}" for at in range(30)), x, ("heat",))
    assert prepared(panel, Asked()).panel.y.std() < 0.02


def test_each_units_own_season_is_taken_out():
    """Each unit's season goes and its level and trend stay; a design that knows seasons itself keeps them."""
    panel = made(season=6)
    panel = replace(panel, y=panel.y + np.arange(30) * np.linspace(0, 0.1, 8)[:, None])
    plain = replace(made(), y=panel.y)
    ready = prepared(plain, Asked(season=6))
    trended = ready.panel.y - np.arange(30) * np.linspace(0, 0.1, 8)[:, None]
    assert noise(replace(panel, y=trended)) < 0.15
    assert noise(panel) > 0.7
    assert ready.panel.y.mean(axis=1) == pytest.approx(panel.y.mean(axis=1), abs=1e-9)
    assert any("season" in note for note in ready.notes)
    assert (prepared(plain, Asked(season=6), season=False).panel.y == panel.y).all()


def test_a_season_has_to_be_seen_twice():
    """With less than two seasons before, it is said how much is missing; others that are seen too rarely are left out."""
    with pytest.raises(TooLittleData, match=r"that of u0 is not, with 24 periods.*Give 2 more periods"):
        prepared(made(), Asked(season=13))
    panel = made()
    panel.y[5, 0:24:6] = np.nan
    ready = prepared(panel, Asked(season=6))
    assert ready.panel.units == ("u0", "u1", "u2", "u3", "u4", "u6", "u7")
    assert ready.weights.size == ready.taken.shape[0] == 7
    assert any("u5" in note for note in ready.notes)
    panel.y[1, 0:24:6] = np.nan
    with pytest.raises(TooLittleData, match=r"that of u1 is not.*Complete its values"):
        prepared(panel, Asked(season=6))


def test_a_season_of_taking_turns():
    """Where the fire was on and off from early on, the season is seen in the periods when it was off."""
    panel = made(units=2, periods=40, season=4)
    turns = np.broadcast_to((np.arange(40) // 4) % 2 == 1, panel.y.shape) & (np.arange(2) == 0)[:, None]
    ready = prepared(panel.burning(turns), Asked(season=4))
    assert noise(ready.panel) < 0.5 * noise(panel)


def test_cases_as_weights():
    """Each unit counts by its mean cases before the start; what the pilot did to cases is no matter."""
    panel = made()
    n = np.broadcast_to(np.arange(1.0, 9)[:, None], panel.y.shape).copy()
    n[panel.lit] = 1000
    ready = prepared(replace(panel, n=n), Asked(weigh="cases"))
    assert ready.weights == pytest.approx(np.arange(1.0, 9) / 4.5)
    lit = panel.y[:2, 24:].mean(axis=1)
    assert ready.observed == pytest.approx((lit[0] + 2 * lit[1]) / 3)
    even = prepared(panel, Asked(weigh="cases"))
    assert (even.weights == 1).all()
    assert any("all count the same" in note for note in even.notes)


def test_only_some_units():
    """Units in another order, or fewer, keep their weights and what was taken out of them."""
    panel = made(slopes=(3.0,))
    n = np.broadcast_to(np.arange(1.0, 9)[:, None], panel.y.shape)
    ready = prepared(replace(panel, n=n), Asked(weigh="cases"))
    some = ready.only(np.array([5, 2]), slice(3, 20))
    assert some.panel.units == ("u5", "u2")
    assert some.weights == pytest.approx(ready.weights[[5, 2]])
    assert some.panel.y + some.taken == pytest.approx(panel.y[[5, 2], 3:20])
