"""Weights of the periods before, mixed out of three ways: what each is, and by whom the mix is judged."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats import stacking
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID, SDID, STACKED
from smallfires.stats.stacking import NOISE, Ways, mix
from smallfires.stats.synthetic import fit


def panel(remembers, seed=0, units=30, periods=34):
    """Units around levels of their own: their noise remembers so much of the period before."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(units, periods))
    for at in range(1, periods):
        noise[:, at] += remembers * noise[:, at - 1]
    return noise + 5 * rng.normal(size=(units, 1)) + rng.normal(size=periods)


def singles(y, before):
    return Pilots.of(y, before, np.eye(len(y), dtype=bool))


def wrong(recipe, remembers):
    """The usual error where nothing was changed, over six panels."""
    every = [fit(singles(panel(remembers, seed), 26), recipe).value for seed in range(6)]
    return float(np.sqrt(np.square(every).mean()))


@pytest.mark.parametrize("many_out", [0.0, 9.0])
def test_the_ways(many_out, monkeypatch):
    """Each way adds up to 1: all alike, the last alone, and the least variance as a plain solution of its equations gives it."""
    monkeypatch.setattr(stacking, "MANY_OUT", many_out)
    rng = np.random.default_rng(1)
    off, kept, noise = rng.normal(size=(12, 8)).cumsum(axis=1), rng.random((5, 12)) < 0.7, rng.uniform(0.5, 2, 5)
    found = Ways(off).weights(kept, noise)
    assert found.sum(axis=2) == pytest.approx(np.ones((5, 3)))
    assert found[:, 0] == pytest.approx(np.full((5, 8), 1 / 8))
    assert found[:, 1] == pytest.approx(np.tile(np.eye(8)[-1], (5, 1)))
    for row, some in enumerate(kept):
        rows = off[some] - off[some].mean(axis=0)
        z = np.linalg.solve(rows.T @ rows + some.sum() * np.square(NOISE * noise[row]) * np.eye(8), np.ones(8))
        assert found[row, 2] == pytest.approx(z / z.sum())


def test_the_mix_is_of_what_showed_least():
    """A way by which others show nothing takes nearly all; and it is judged by those kept only, and by the window before."""
    rng = np.random.default_rng(2)
    figures = rng.normal(size=(20, 3)) * [1.0, 0.05, 1.0]
    kept = np.ones((2, 20), dtype=bool)
    kept[1, 0] = False
    plain = mix(figures, kept, None)
    assert (plain[:, 1] > 0.9).all()
    figures[0] = [0.0, 50.0, 0.0]
    torn = mix(figures, kept, None)
    assert torn[0, 1] < 0.1
    assert torn[1] == pytest.approx(plain[1])
    then = mix(figures, kept, rng.normal(size=(20, 3)) * [0.001, 1.0, 1.0])
    assert then[1, 0] > plain[1, 0] + 0.3


@pytest.mark.parametrize(("remembers", "best"), [(0.0, DID), (1.0, SDID)])
def test_never_far_from_the_better_one(remembers, best):
    """Where units swing around levels it errs as little as plain DiD, where they drift as little as SDID: within 5 %."""
    assert wrong(STACKED, remembers) < 1.05 * wrong(best, remembers)


def test_better_than_published_weights_where_units_swing():
    """Where units swing around levels, published period weights err by a tenth more."""
    assert wrong(SDID, 0.0) > 1.1 * wrong(STACKED, 0.0)


@pytest.mark.parametrize(("units", "lit"), [(30, 2), (12, 5), (6, 3), (3, 1)])
def test_an_effect_shifts_the_estimate_exactly(units, lit):
    """What is added to lit cells is added to the estimate, and moves no other's weights: with many units, and with few."""
    y, group = panel(0.7, units=units), np.arange(units) < lit
    groups = np.stack([group, np.roll(group, 1), group[::-1]])
    raised = y.copy()
    raised[group, 26:] += 3.0
    before, after = (fit(Pilots.of(one, 26, groups, group), STACKED) for one in (y, raised))
    assert after.value[0] - before.value[0] == pytest.approx(3.0)
    assert after.lam == pytest.approx(before.lam)


def test_too_few_to_judge_by():
    """Where an assignment leaves fewer than three others that were never lit, the published period weights are taken."""
    y, groups = panel(0.5, units=3), np.eye(3, dtype=bool)
    assert fit(Pilots.of(y, 26, groups), STACKED).value == pytest.approx(fit(Pilots.of(y, 26, groups), SDID).value)


@pytest.mark.parametrize("before", [2, 3, 4])
def test_a_short_past(before):
    """Two periods before are enough, though there is no window before the start then."""
    found = fit(singles(panel(0.5), before), STACKED)
    assert np.isfinite(found.value).all()
    assert found.lam.sum(axis=1) == pytest.approx(np.ones(30))


def test_nothing_varies():
    """Units in perfect step, and units that never change, give an effect of zero."""
    step = np.arange(34.0) + 7 * np.arange(30.0)[:, None]
    for y in (step, np.broadcast_to(np.arange(30.0)[:, None], (30, 34))):
        assert fit(singles(np.array(y), 26), STACKED).value == pytest.approx(np.zeros(30), abs=1e-6)


def test_the_unit_of_the_measure_changes_nothing():
    """A measure in other units, at other levels, or with units in another order, gives the same figures in those."""
    y, order = panel(0.5), np.random.default_rng(3).permutation(30)
    plain = fit(singles(y, 26), STACKED).value
    assert fit(singles(1e-6 * y + 9, 26), STACKED).value == pytest.approx(1e-6 * plain, rel=1e-6)
    assert fit(singles(y[order], 26), STACKED).value == pytest.approx(plain[order])
