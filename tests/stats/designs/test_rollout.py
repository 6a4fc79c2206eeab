"""The rollout, against published figures and its own promises."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UsageError
from smallfires.stats import grouptime
from smallfires.stats.arrangements import arranged, count
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.panel import Panel
from smallfires.stats.staircases import Ground, Staircases


@pytest.fixture(scope="module")
def counties(shared_data):
    """Log employment of teenagers in 500 counties, 2003 to 2007; minimum wages were raised in 2004, 2006 and 2007."""
    with (shared_data / "panels" / "mpdta.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    raised = [float(row["first.treat"]) or np.inf for row in rows]
    return Panel.from_rows(
        [row["countyreal"] for row in rows],
        [int(row["year"]) for row in rows],
        [float(row["lemp"]) for row in rows],
        lit=[int(row["year"]) >= since for row, since in zip(rows, raised, strict=True)],
    )


def staircase(units=8, periods=14, seed=0, effect=0.0, noise=1.0):
    rng = np.random.default_rng(seed)
    lit = np.zeros((units, periods), dtype=bool)
    for unit in range(units // 2):
        lit[unit, 6 + 2 * unit :] = True
    y = 20 + rng.normal(size=(units, 1)) * 3 + rng.normal(size=periods).cumsum() + noise * rng.normal(size=lit.shape)
    names = tuple(f"team {at}" for at in range(units))
    weeks = tuple(f"w{at:02}" for at in range(periods))
    return Panel(y + effect * lit, np.ones(lit.shape), lit, names, weeks)


def first(panel):
    return np.where(panel.lit.any(axis=1), panel.lit.argmax(axis=1), panel.lit.shape[1])


def test_published_figures(counties):
    """Minimum wages and teenage employment come out as Callaway and Sant'Anna's own package prints them (never lit)."""
    steps = grouptime.steps(counties.y, first(counties), never=True)
    by_cell = {(2003 + g, 2003 + t): v for g, t, v in zip(steps.group, steps.period, steps.value, strict=True)}
    published = {(2004, 2004): -0.0105, (2004, 2006): -0.1373, (2006, 2006): -0.0046, (2007, 2007): -0.0261}
    assert {cell: round(by_cell[cell], 4) for cell in published} == published
    for average, value, error in (
        (grouptime.simple(steps), -0.03995, 0.01203),
        (grouptime.by_group(steps), -0.03102, 0.01245),
        (grouptime.dynamic(steps), -0.07724, 0.01997),
    ):
        assert average.value == pytest.approx(value, abs=5e-6)
        assert average.error == pytest.approx(error, abs=1e-5)


def test_published_interval(counties):
    """With many units the bootstrap's interval is that of the published standard error, in both comparisons."""
    effect = Rollout(compare="never", permutations=4000).estimate(counties)
    assert effect.unit.value == pytest.approx(-0.039951, abs=1e-6)
    assert effect.unit.low == pytest.approx(-0.039951 - 1.96 * 0.012034, abs=0.0012)
    assert effect.unit.high == pytest.approx(-0.039951 + 1.96 * 0.012034, abs=0.0012)
    assert effect.p < 0.01
    beside = {one.method: one for one in effect.beside}
    assert beside["mean over time since lit"].error == pytest.approx(0.01996, abs=1e-5)
    assert beside["against units not yet lit"].value == pytest.approx(-0.0398, abs=2e-4)


def test_many_staircases_at_once_are_one_by_one():
    """The figures of all staircases are those of the estimator called on each, also with cells unseen."""
    panel = staircase(seed=3)
    y = panel.y.copy()
    y[np.random.default_rng(1).random(y.shape) < 0.1] = np.nan
    firsts, _ = arranged(first(panel), 60, np.random.default_rng(2))
    weights = np.random.default_rng(5).uniform(0.2, 3.0, len(y))
    averages = (grouptime.simple, Staircases.mean), (grouptime.by_group, Staircases.by_group)
    for never in (False, True):
        found = Staircases.of(Ground(y, panel.lit, weights, never), firsts)
        one_by_one = [grouptime.steps(y, each, weights / weights.mean(), never=never) for each in firsts]
        for one, all_ in (*averages, (grouptime.dynamic, Staircases.since_lit)):
            assert all_(found)[:, 0] == pytest.approx([one(steps).value for steps in one_by_one])


def test_an_effect_that_grows_is_not_turned_round():
    """Where effects grow with time, the estimate is their mean; the usual regression with two sets of dummies is far off."""
    panel = staircase(noise=0.0)
    age = np.where(panel.lit, panel.lit.cumsum(axis=1), 0)
    panel = replace(panel, y=panel.y + age)
    truth = age[panel.lit].mean()
    assert Rollout().estimate(panel).unit.value == pytest.approx(truth)
    lit = panel.lit * 1.0
    rest = lit - lit.mean(axis=0) - lit.mean(axis=1, keepdims=True) + lit.mean()
    regression = float((rest * panel.y).sum() / (rest * lit).sum())
    assert abs(regression - truth) > 0.2 * truth


def test_all_arrangements_are_listed_once():
    """Every way to put units on the staircase is there, once, with the real one first."""
    groups = np.array([3, 1, 9, 3, 9, 9])
    every, whole = arranged(groups, 100, np.random.default_rng(0))
    assert whole
    assert len({tuple(row) for row in every}) == len(every) == count(groups) == 60
    assert (every[0] == groups).all()
    assert (np.sort(every, axis=1) == np.sort(groups)).all()


def test_a_sample_has_the_same_groups():
    """Too many arrangements are sampled; each has the groups of the real one, which is first."""
    groups = np.repeat([2, 5, 9], 8)
    drawn, whole = arranged(groups, 50, np.random.default_rng(0))
    assert not whole
    assert (drawn[0] == groups).all()
    assert (np.sort(drawn, axis=1) == np.sort(groups)).all()


def test_false_alarms_are_as_promised():
    """Under every one of a panel's staircases together, p is below .05 in less than one of twenty: the test is exact."""
    panel = staircase(units=6, seed=4)
    firsts, _ = arranged(first(panel), 1000, np.random.default_rng(0))
    p = []
    for each in firsts[::3]:
        lit = np.arange(panel.y.shape[1]) >= each[:, None]
        p.append(Rollout().estimate(panel.burning(lit)).p)
    assert np.mean(np.array(p) < 0.05) <= 0.06


def test_unseen_cells_are_left_out():
    """A missing cell takes its unit out of the steps it is needed for, and nothing else."""
    panel = staircase(effect=5.0)
    y = panel.y.copy()
    y[0, 9] = y[6, 3] = np.nan
    full, gaps = (Rollout().estimate(replace(panel, y=each)) for each in (panel.y, y))
    assert gaps.unit.value == pytest.approx(full.unit.value, abs=0.5)
    assert gaps.told


def test_lit_from_the_start_is_named_and_left_out():
    """A unit lit from the first period on is left out, by name; if all were, that is refused with their names."""
    panel = staircase()
    lit = panel.lit.copy()
    lit[7] = True
    effect = Rollout().estimate(panel.burning(lit))
    assert any("team 7" in note for note in effect.notes)
    assert "team 7" not in effect.lit
    only = np.zeros(lit.shape, dtype=bool)
    only[7] = True
    with pytest.raises(TooLittleData, match=r"team 7.*w00"):
        Rollout().estimate(panel.burning(only))


def test_steps_without_comparison_are_said():
    """Where all are lit in the end, the last step has nobody to compare it with: it is left out, and said so."""
    panel = staircase(effect=4.0)
    lit = panel.lit.copy()
    lit[4:, 12:] = True
    effect = Rollout().estimate(panel.burning(lit))
    assert any("no unit left" in note for note in effect.notes)
    with pytest.raises(TooLittleData, match="never was"):
        Rollout(compare="never").estimate(panel.burning(lit))


def test_too_few_arrangements_say_what_helps():
    """Four units of which one is lit can never be told from chance: the record says so, and the interval has no ends."""
    panel = staircase(units=8).only(np.array([0, 5, 6, 7]))
    effect = Rollout().estimate(panel)
    assert not effect.can_tell
    assert np.isinf(effect.unit.low)
    assert np.isinf(effect.unit.high)
    assert effect.lacking is not None
    assert "4 ways" in effect.lacking
    assert "Add units" in effect.lacking


def test_going_back_is_refused():
    """A unit that goes back to the old way is named, with the period, and another design is."""
    panel = staircase()
    lit = panel.lit.copy()
    lit[1, 12] = False
    with pytest.raises(TooLittleData, match=r"team 1 .*w12.*switchback"):
        Rollout().estimate(panel.burning(lit))


def test_alone_is_refused():
    """One unit has nobody to be compared with."""
    with pytest.raises(TooLittleData, match="compare"):
        Rollout().estimate(staircase().only(np.array([0])))


@pytest.mark.parametrize(
    "setting", [{"compare": "all"}, {"inference": "wish"}, {"level": 1.0}, {"permutations": 1}, {"steps": 0}]
)
def test_impossible_settings_are_refused(setting):
    """A parameter that is none is refused at once."""
    with pytest.raises(UsageError):
        Rollout(**setting)


def test_drawn_staircases_have_their_steps():
    """A drawn lot has so many units, in so many steps, within the horizon."""
    history = staircase().burning(np.zeros((8, 14), dtype=bool))
    lit = Rollout(steps=3, horizon=6).assign(history, 6, np.random.default_rng(0))
    starts = lit[lit.any(axis=1)].argmax(axis=1)
    assert sorted(starts) == [8, 8, 10, 10, 12, 12]
