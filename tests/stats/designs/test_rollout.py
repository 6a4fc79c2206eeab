"""The rollout, against published figures and its own promises."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from smallfires.errors import TooLittleData, UnreadableValue, UsageError
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


OPTIONS = {
    "nothing": {},
    "studentised": {"studentised": True},
    "cases": {"weigh": "cases"},
    "season": {"season": 3},
    "looks": {"looks": 10},
    "looks, studentised, cases": {"looks": 9, "studentised": True, "weigh": "cases"},
    "never": {"compare": "never", "level": 0.9},
    "bootstrap": {"inference": "bootstrap", "permutations": 400},
    "bootstrap, looks": {"inference": "bootstrap", "permutations": 400, "looks": 8, "season": 4},
}
every_option = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)


def long_staircase(seed=0, effect=0.0, noise=1.0):
    """Nine units and 24 periods, three of them lit in turn from the 17th on; with cases, and a covariate that matters."""
    rng = np.random.default_rng(seed)
    lit = np.zeros((9, 24), dtype=bool)
    for unit in range(3):
        lit[unit, 16 + 2 * unit :] = True
    x = rng.normal(size=(*lit.shape, 1))
    y = (
        40
        + 3 * rng.normal(size=(9, 1))
        + rng.normal(size=24).cumsum()
        + noise * rng.normal(size=lit.shape)
        + 2 * x[:, :, 0]
    )
    names = tuple(f"team {at}" for at in range(9)), tuple(f"w{at:02}" for at in range(24))
    cases = np.broadcast_to(rng.integers(1, 30, (9, 1)) * 1.0, lit.shape)
    return Panel(y + effect * lit, cases, lit, *names, x, ("staff",))


def shifted(panel, size):
    return replace(panel, y=panel.y + size * panel.lit)


@every_option
def test_an_added_effect_shifts_everything_exactly(options):
    """Whatever is asked, what is added to lit cells moves figure and interval by just that, each point and other average too."""
    design, panel = Rollout(**options), long_staircase(seed=3)
    plain, more = (design.estimate(shifted(panel, size)) for size in (0.0, 5.0))
    ends = [
        (plain.unit, more.unit),
        *((one.effect, other.effect) for one, other in zip(plain.path, more.path, strict=True)),
    ]
    for one, other in filter(all, ends):
        assert [other.value, other.low, other.high] == pytest.approx(
            [end + 5 for end in (one.value, one.low, one.high)], abs=1e-6
        )
    assert [one.value for one in more.beside] == pytest.approx([one.value + 5 for one in plain.beside])
    assert more.diagnostics.fit_before == pytest.approx(plain.diagnostics.fit_before)


@every_option
def test_p_and_interval_agree_whatever_is_asked(options):
    """The p-value is below alpha exactly when the interval leaves zero out, with each option, by percent too."""
    for percent in (False, True):
        design = Rollout(percent=percent, beside=False, **options)
        for seed, effect in ((0, 0.0), (1, 0.6), (2, -1.2), (3, 1.8), (4, -3.0), (5, 12.0)):
            found = design.estimate(long_staircase(seed, effect))
            assert (found.p < round(1 - found.level, 12)) == found.told
            assert found.told == (not found.percent.low <= 0 <= found.percent.high)
            assert found.smallest_p <= found.p


def test_a_tenth_more_is_ten_percent():
    """With percent, a tenth more in all lit cells is ten percent more, on top of what was there; units follow from it."""
    panel = long_staircase(seed=5)
    design = Rollout(percent=True)
    plain, more = (design.estimate(replace(panel, y=panel.y * factor**panel.lit)) for factor in (1.0, 1.1))
    assert 100 + more.percent.value == pytest.approx(1.1 * (100 + plain.percent.value))
    assert 100 + more.percent.low == pytest.approx(1.1 * (100 + plain.percent.low))
    assert [one.expected for one in more.path] == pytest.approx([one.expected for one in plain.path])
    observed = np.mean(more.path[-1].observed)
    assert more.path[-1].effect.value == pytest.approx(observed - more.path[-1].expected)


def test_cases_are_weights():
    """With cases, a unit with almost all of them is almost the whole answer; without, it is one of three."""
    panel = long_staircase(noise=0.0)
    grown = replace(panel, y=panel.y + panel.lit * np.array([9.0, *[0.0] * 8])[:, None])
    cases = np.ones(panel.y.shape)
    cases[0] = 1000
    grown = replace(grown, n=cases)
    assert Rollout(weigh="cases").estimate(grown).unit.value == pytest.approx(9, abs=0.1)
    assert Rollout().estimate(grown).unit.value == pytest.approx(9 * 8 / (8 + 6 + 4))


def test_what_staff_does_is_taken_out():
    """A covariate that moves the measure is taken out, and said; without it the interval is wider."""
    panel = long_staircase(seed=6, effect=2.0)
    beside, alone = Rollout().estimate(panel), Rollout().estimate(replace(panel, x=None, covariates=()))
    assert any("staff" in note for note in beside.notes)
    assert beside.unit.high - beside.unit.low < 0.8 * (alone.unit.high - alone.unit.low)


def test_points_say_what_was_and_what_would_have_been():
    """Every period has its point; from the start on, observed less expected is the effect, by the same test as the whole."""
    panel = long_staircase(effect=6.0, noise=0.3)
    effect = Rollout(level=0.8).estimate(panel)
    assert [point.period for point in effect.path] == list(panel.periods)
    assert [point.lit for point in effect.path] == [False] * 16 + [True] * 8
    for point in effect.path[16:]:
        assert point.effect.value == pytest.approx(point.observed - point.expected)
        assert point.effect.low > 0
    assert all(point.effect is None for point in effect.path[:16])
    assert effect.path[-1].observed == pytest.approx(panel.y[:3, -1].mean(), abs=3 * np.abs(panel.x).max())
    one_period = Rollout(level=0.8).estimate(panel.only(slice(None), slice(0, 17)))
    assert one_period.path[-1].effect.value == pytest.approx(one_period.unit.value)
    assert one_period.path[-1].effect.low == pytest.approx(one_period.unit.low)


def test_looking_every_period_is_paid_for():
    """With looks, a reading waits for its part of the alarms; too early a look says so, one look too many is refused."""
    panel = long_staircase(seed=2, effect=9.0, noise=0.5)
    looks = [Rollout(looks=8).estimate(panel.only(slice(None), slice(0, end))) for end in range(17, 25)]
    told = [one.told for one in looks]
    assert told == sorted(told)
    assert told[-1]
    assert [one.lacking is None for one in looks] == [one.smallest_p < 0.05 for one in looks]
    assert "9 units" in looks[0].lacking or "look 1 of 8" in looks[0].lacking
    with pytest.raises(UsageError, match="look 8, and 7 were planned"):
        Rollout(looks=7).estimate(panel)


def test_false_alarms_of_looks_are_as_promised():
    """Read after every period, a rollout in which nothing changed cries wolf at most as often as promised."""
    rng, alarms = np.random.default_rng(8), []
    design = Rollout(looks=5, permutations=120, checks=False, beside=False)
    for _ in range(100):
        first = np.full(10, 12)
        first[rng.permutation(10)[:4]] = [7, 7, 9, 9]
        y = rng.normal(size=(10, 12)).cumsum(axis=1)
        lit = np.arange(12) >= first[:, None]
        labels = tuple(f"{at:02}" for at in range(12))
        panel = Panel(y, np.ones(y.shape), lit, labels[:10], labels)
        alarms.append(any(design.estimate(panel.only(slice(None), slice(0, end))).told for end in range(8, 13)))
    assert np.mean(alarms) <= 0.08


def test_diagnostics_show_what_it_rests_on():
    """Shares of units and periods add up to one; leaving out the unit that moved takes its effect away; fits are compared."""
    panel = long_staircase(noise=0.2, effect=1.0)
    moved = replace(panel, y=panel.y + 30 * panel.lit * (np.arange(9) == 1)[:, None])
    found = Rollout().estimate(moved).diagnostics
    assert sum(share.weight for share in found.units) == pytest.approx(1)
    assert sum(share.weight for share in found.periods) == pytest.approx(1)
    assert {share.label for share in found.periods} == {"w15", "w17", "w19"}
    without = {one.unit: one.value for one in found.without}
    assert without["team 1"] == pytest.approx(1, abs=0.5)
    assert without["team 0"] > 10
    assert len(found.placebos) == 503
    assert found.exhaustive
    assert 0.3 < found.fit_before / found.fit_usual < 3
    assert found.studentised is not None


def test_a_trend_of_their_own_shows_before():
    """Lit units that ran away from the others before are shown to fit badly, and cry wolf at earlier dates: it is wider."""
    panel = long_staircase(noise=0.3)
    away = replace(panel, y=panel.y + panel.ever_lit[:, None] * 2.0 * np.arange(24))
    effect = Rollout().estimate(away)
    assert effect.diagnostics.fit_before > 1.5 * effect.diagnostics.fit_usual
    assert effect.diagnostics.pretended.alarms == len(effect.diagnostics.pretended.dates) > 1
    assert effect.diagnostics.pretended.widened > 1
    assert any("cried wolf" in note for note in effect.notes)
    unchecked = Rollout(checks=False).estimate(away)
    assert effect.unit.high - effect.unit.low > (unchecked.unit.high - unchecked.unit.low)


def test_the_worst_get_better_by_themselves():
    """Units picked as the worst of measures that swing back by themselves: most of the effect is explained, the check fails."""
    rng = np.random.default_rng(1)
    y = 20 + rng.normal(size=(12, 30)) * 3
    first = np.full(12, 30)
    first[np.argsort(-y[:, 22:26].mean(axis=1))[:4]] = [26, 26, 28, 28]
    panel = Panel(
        y, np.ones(y.shape), np.arange(30) >= first[:, None], *(tuple(f"{at:02}" for at in range(n)) for n in y.shape)
    )
    worst, lot = (Rollout(picked=how).estimate(panel) for how in ("worst", "lot"))
    assert worst.diagnostics.picked.rebound < 0
    assert worst.diagnostics.picked.passed is False
    assert (worst.evidence, lot.evidence) == ("fair", "strong")
    assert lot.diagnostics.picked.passed


def test_studentised_is_fair_to_restless_units():
    """Where lit units vary far more than others, plain ranks cry wolf; divided by expected errors they do so less."""
    rng, plain, fair = np.random.default_rng(4), [], []
    restless = np.r_[np.full(3, 5.0), np.full(11, 1.0)]
    first = np.r_[14, 14, 16, np.full(11, 20)]
    labels = tuple(f"{at:02}" for at in range(20))
    for _ in range(60):
        y = rng.normal(size=(14, 20)) * restless[:, None]
        panel = Panel(y, np.ones(y.shape), np.arange(20) >= first[:, None], labels[:14], labels)
        options = {"checks": False, "beside": False, "permutations": 300}
        plain.append(Rollout(**options).estimate(panel).told)
        effect = Rollout(studentised=True, **options).estimate(panel)
        fair.append(effect.told)
        assert effect.p == effect.diagnostics.studentised
    assert np.mean(plain) > 0.2
    assert np.mean(fair) < 0.12


def test_another_method_stands_beside():
    """Synthetic difference-in-differences by cohort stands beside, near the estimate where units move in parallel."""
    effect = Rollout().estimate(long_staircase(effect=4.0, noise=0.3))
    beside = {one.method: one for one in effect.beside}["synthetic difference-in-differences by cohort"]
    assert beside.value == pytest.approx(effect.unit.value, abs=0.5)
    assert beside.p < 0.05
    assert beside.error > 0
    assert Rollout(beside=False).estimate(long_staircase()).beside == ()


def test_what_cannot_be_is_refused():
    """Studentised ranks of a bootstrap, and a logarithm of what is not above zero, are refused, not ignored."""
    with pytest.raises(UsageError, match="bootstrap"):
        Rollout(studentised=True, inference="bootstrap")
    panel = long_staircase()
    panel.y[4, 7] = -1.0
    with pytest.raises(UnreadableValue, match="team 4 in w07"):
        Rollout(percent=True).estimate(panel)
