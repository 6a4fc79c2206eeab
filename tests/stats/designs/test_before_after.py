"""Before and after, which must not take every drift for an effect."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from smallfires.errors import TooLittleData, UsageError
from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.forecast import Controls, forecasts
from smallfires.stats.panel import Panel


def series(kind, periods=40, seed=0, units=1):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(units, periods))
    if kind == "walk":
        return 100 + noise.cumsum(axis=1)
    memory = {"noise": 0.0, "memory": 0.8}[kind]
    y = noise.copy()
    for at in range(1, periods):
        y[:, at] += memory * y[:, at - 1]
    return 100 + y


def panel_of(y, since=34, lit=1, effect=0.0):
    burning = np.zeros(y.shape, dtype=bool)
    burning[:lit, since:] = True
    names = tuple(f"team {at}" for at in range(y.shape[0]))
    return Panel(y + effect * burning, np.ones(y.shape), burning, names, tuple(f"w{at:02}" for at in range(y.shape[1])))


@pytest.mark.parametrize("kind", ["noise", "memory", "walk"])
def test_drift_is_not_taken_for_an_effect(kind):
    """On series that change by themselves there are at most 6 false alarms in 100; the t-test has far more of them."""
    ours, naive = [], []
    for seed in range(300):
        y = series(kind, seed=seed)
        ours.append(BeforeAfter().estimate(panel_of(y)).p < 0.05)
        naive.append(ttest_ind(y[0, 34:], y[0, :34]).pvalue < 0.05)
    assert np.mean(ours) <= 0.06
    if kind != "noise":
        assert np.mean(naive) > 0.2


def test_real_panels_are_quiet(shared_data):
    """On five real panels without an effect there are no more than 8 false alarms in 100, nor is p against its interval."""
    path = Path(__file__).parents[3] / "bench" / "false_alarms_other.py"
    spec = importlib.util.spec_from_file_location("false_alarms_other", path)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    panels = bench.panels(shared_data).values()
    for name in ("before and after", "randomised", "rollout", "switchback"):
        pilot = bench.PILOTS[name]
        alarm, contradiction = np.mean([bench.alarms(pilot, panel, 40, 2) for panel in panels], axis=0)
        assert contradiction == 0, name
        assert alarm <= 0.08, name


def test_a_large_effect_is_found():
    """An effect of many times the usual error is found, with its size."""
    effect = BeforeAfter().estimate(panel_of(series("noise"), effect=-12.0))
    assert effect.told
    assert effect.unit.value == pytest.approx(-12, abs=2)
    assert effect.percent.value == pytest.approx(-12, abs=2)
    assert BeforeAfter(worthwhile=-5.0).estimate(panel_of(series("noise"), effect=-12.0)).probability > 0.95


def test_others_beside_make_it_sharper():
    """Where others go through the same shocks, the interval against them is much narrower than without them."""
    shocks = 4 * np.random.default_rng(1).normal(size=40).cumsum()
    panel = panel_of(series("noise", units=8) + shocks)
    alone = panel.only(panel.ever_lit)
    wide, narrow = (BeforeAfter().estimate(each).unit for each in (alone, panel))
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2.5


def test_a_season_is_taken_out():
    """A measure with a season is known better by its season; the same pilot without it is told far less sharply."""
    season = np.tile([0.0, 9, 4, -7, -6, 0], 10)
    wide = {6: [], 1: []}
    for seed in range(5):
        panel = panel_of(series("noise", 60, seed) + season, since=55)
        for known, widths in wide.items():
            found = BeforeAfter(season=known).estimate(panel).unit
            assert known == 1 or abs(found.value) < 2
            widths.append(found.high - found.low)
    assert np.median(wide[6]) < np.median(wide[1]) / 2


def test_forecasts_know_the_past_only():
    """A forecast does not change with what comes after its date."""
    y = series("walk")[0]
    changed = y.copy()
    changed[30:] += 50
    one, other = (forecasts(each, Controls.none(40), 37, 4) for each in (y, changed))
    early = one.dates + 3 <= 30
    assert early.sum() > 5
    assert (one.expected[early] == other.expected[early]).all()


def test_it_is_weak_evidence_always():
    """Every record says that it is weak evidence, however small p is."""
    effect = BeforeAfter().estimate(panel_of(series("noise"), effect=80.0))
    assert any("Weak evidence" in note for note in effect.notes)


def test_pretend_dates_are_shown():
    """What the same forecast got wrong at earlier dates is in the record: their errors, and who would have cried wolf."""
    diagnostics = BeforeAfter().estimate(panel_of(series("walk"))).diagnostics
    first = 6 + 6 - 1 + 6  # periods before the first date, then six dates whose six periods are over
    assert len(diagnostics.placebos) == 34 - 6 - first + 1
    assert diagnostics.placebos == tuple(sorted(diagnostics.placebos))
    assert diagnostics.pretended.alarms <= len(diagnostics.pretended.dates)
    assert "w34" not in diagnostics.pretended.dates


def test_wolf_cried_before_widens():
    """A history in which the method cried wolf too often widens the interval, and says by how much."""
    y = series("noise", 60, seed=5)
    y[0, 30:] += 25
    y[0, 40:] -= 60
    effect = BeforeAfter().estimate(panel_of(y, since=57))
    assert effect.diagnostics.pretended.widened > 1
    assert any("times as wide" in note for note in effect.notes)


def test_too_little_before_says_how_much_more():
    """Too short a past is an answer: how many more periods it takes, or how early to look."""
    with pytest.raises(TooLittleData, match=r"10 periods before .*w10.*takes 18, 8 more, .*first 2 periods"):
        BeforeAfter().estimate(panel_of(series("noise", 16), since=10))


def test_a_constant_past_is_refused():
    """A series that never moved cannot show how much it moves by itself."""
    with pytest.raises(TooLittleData, match=r"team 0 is at 5 in every period before w34"):
        BeforeAfter().estimate(panel_of(np.full((1, 40), 5.0), effect=1.0))


def test_unseen_periods_are_left_out():
    """A missing period is no zero, neither before nor after."""
    y = series("noise")
    y[0, [3, 20, 36]] = np.nan
    effect = BeforeAfter().estimate(panel_of(y))
    assert abs(effect.unit.value) < 3
    assert not any(np.isnan(point.observed) for point in effect.path)
    assert any("3 cells" in note for note in effect.notes)


def test_nothing_after_is_refused():
    """Without a value after the start there is nothing to learn, and the periods are named."""
    y = series("noise")
    y[0, 34:] = np.nan
    with pytest.raises(TooLittleData, match=r"w34 to w39"):
        BeforeAfter().estimate(panel_of(y))


def test_other_patterns_are_sent_on():
    """Units that start one after another, go back, or burn from the first period on are named."""
    panel = panel_of(series("noise", units=3), lit=2)
    later, back, whole = (panel.lit.copy() for _ in range(3))
    later[1, 34:36] = False
    back[0, 38] = False
    whole[:2] = True
    for lit, words in (
        (later, r"team 1 .*w36.*rollout"),
        (back, r"team 0 .*w38.*switchback"),
        (whole, r"first period, w00"),
    ):
        with pytest.raises(TooLittleData, match=words):
            BeforeAfter().estimate(panel.burning(lit))


def test_several_lit_units_count_by_their_mean():
    """The effect of several units is that of their mean; a unit that is unseen for a while does not move it."""
    y = series("noise", units=4) + np.array([[0.0], [200], [400], [600]])
    hole = y.copy()
    hole[2, 36] = np.nan
    full, gap = (BeforeAfter().estimate(replace(panel_of(y, lit=3, effect=9.0), y=each)) for each in (y, hole))
    assert gap.unit.value == pytest.approx(full.unit.value, abs=1)


def test_others_count_as_far_as_they_go_along():
    """A unit that goes along with the others twice as far as they go is told more sharply than by its gap to them."""
    course = np.random.default_rng(4).normal(size=60).cumsum()
    y = series("noise", 60, units=6) * 0.3 + course * np.array([[2.0], [1], [1], [1], [1], [1]])
    effect = BeforeAfter().estimate(panel_of(y, since=55))
    assert "goes along" not in effect.method
    assert "does not go along with the others" in effect.method
    gap = next(one for one in effect.beside if "gap to the others" in one.method)
    assert effect.unit.high - effect.unit.low < 4 * gap.error


def test_covariates_are_control_series():
    """What goes along with the lit unit makes it sharper where it does; what does not is not taken."""
    rng = np.random.default_rng(6)
    heat = rng.normal(size=60).cumsum() * 4
    panel = panel_of(series("noise", 60) + heat, since=54, effect=9.0)
    known = replace(panel, x=(heat + rng.normal(size=60) * 0.1)[None, :, None], covariates=("heat",))
    other = replace(panel, x=rng.normal(size=(1, 60, 1)).cumsum(axis=1), covariates=("rain",))
    plain, sharp, vain = (BeforeAfter().estimate(each) for each in (panel, known, other))
    assert sharp.unit.high - sharp.unit.low < (plain.unit.high - plain.unit.low) / 2
    assert "heat" in sharp.method
    assert sharp.unit.value == pytest.approx(9, abs=2)
    assert vain.unit.high - vain.unit.low < 1.5 * (plain.unit.high - plain.unit.low)


def test_a_covariate_without_a_value_is_none():
    """A covariate that is never seen changes nothing."""
    panel = panel_of(series("noise"))
    empty = replace(panel, x=np.full((1, 40, 1), np.nan), covariates=("heat",))
    assert BeforeAfter().estimate(empty).unit == BeforeAfter().estimate(panel).unit


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 999),
    percent=st.booleans(),
    looks=st.sampled_from([None, 6, 9]),
    holes=st.booleans(),
    size=st.floats(-30, 30),
)
def test_effects_shift_exactly(seed, percent, looks, holes, size):
    """What is added to lit cells comes out in full, with holes, looks and percent; p below alpha is zero outside."""
    y = series("walk", 44, seed=seed, units=4)
    if holes:
        y[np.random.default_rng(seed).random(y.shape) < 0.1] = np.nan
        y[0, 40] = 90.0
    panel = panel_of(y, since=38, lit=2)
    design = BeforeAfter(percent=percent, looks=looks, checks=False)
    moved = replace(panel, y=np.where(panel.lit, y * np.exp(size / 100) if percent else y + size, y))
    one, other = design.estimate(panel), design.estimate(moved)
    if percent:
        before, after = (np.log1p(each.percent.value / 100) for each in (one, other))
        assert after - before == pytest.approx(size / 100, abs=1e-9)
    else:
        assert other.unit.value - one.unit.value == pytest.approx(size, abs=1e-8)
    for effect in (one, other):
        assert (effect.p < 0.05) == effect.told
        assert effect.smallest_p <= effect.p <= 1


def test_looks_hold_together():
    """With a look after every period, alarms stay few; each look's interval is wider than that of a single look."""
    calls, naive = [], []
    for seed in range(200):
        panel = panel_of(series("walk", 44, seed=seed), since=39)
        at = [panel.only(slice(None), slice(end)) for end in range(40, 45)]
        calls.append(any(BeforeAfter(looks=5, checks=False).estimate(each).p < 0.05 for each in at))
        naive.append(any(BeforeAfter(checks=False).estimate(each).p < 0.05 for each in at))
    assert np.mean(calls) <= 0.06
    assert np.mean(naive) > np.mean(calls) + 0.02
    once, looked = (BeforeAfter(looks=looks).estimate(panel) for looks in (None, 5))
    assert looked.unit.high - looked.unit.low > once.unit.high - once.unit.low
    assert any("look 5" in note for note in looked.notes)


def test_more_looks_than_planned_are_refused():
    """The promise holds for the planned looks only."""
    with pytest.raises(UsageError, match="look 6, and 4 were planned"):
        BeforeAfter(looks=4).estimate(panel_of(series("noise")))


def test_looks_need_their_whole_horizon_before():
    """How all planned periods go by themselves has to be seen, even at the first look."""
    with pytest.raises(TooLittleData, match="it takes 26, 6 more"):
        BeforeAfter(looks=10).estimate(panel_of(series("noise", 21), since=20))


def test_ranks_decide_where_dates_are_many():
    """With dates enough that do not overlap, p is the rank of the error among those of pretend dates."""
    effect = BeforeAfter().estimate(panel_of(series("walk", 80), since=79, effect=300.0))
    dates = len(effect.diagnostics.placebos)
    assert dates == 79 - 6 - 3
    assert effect.p == effect.smallest_p == pytest.approx(1 / (dates + 1))


def test_a_rebound_is_named():
    """A date picked at the worst is checked against how the measure came back by itself; a mere rebound does not pass."""
    rng = np.random.default_rng(2)
    y = 100 + rng.normal(size=(1, 90))
    y[0, 84:86] += 4
    panel = panel_of(y, since=86)
    found = BeforeAfter(picked="worst").estimate(panel).diagnostics.picked
    assert found.how == "worst"
    assert found.rebound < 0
    assert not found.passed
    assert BeforeAfter(picked="worst").estimate(panel_of(y, since=86, effect=-30.0)).diagnostics.picked.passed
    assert BeforeAfter(picked="volunteers").estimate(panel).diagnostics.picked.passed is None
    assert BeforeAfter(picked="lot").estimate(panel).diagnostics.picked.passed


def test_each_other_is_left_out():
    """Where the forecast goes by the others, the figure without each of them is shown; and without each lit unit."""
    shocks = 4 * np.random.default_rng(1).normal(size=40).cumsum()
    effect = BeforeAfter().estimate(panel_of(series("noise", units=6) + shocks, lit=2, effect=5.0))
    assert [one.unit for one in effect.diagnostics.without] == [f"team {at}" for at in range(6)]
    assert all(one.value == pytest.approx(effect.unit.value, abs=2) for one in effect.diagnostics.without)
    assert BeforeAfter(checks=False).estimate(panel_of(series("noise"))).diagnostics.without == ()


def test_units_count_by_their_cases():
    """A unit with most of the cases decides, where cases count the same."""
    y = series("noise", units=5)
    y[0, 34:] += 10
    panel = panel_of(y, lit=2)
    many = np.ones(y.shape)
    many[0] = 99
    equal, by_cases = (
        BeforeAfter(weigh=weigh).estimate(replace(panel, n=many)).unit.value for weigh in ("units", "cases")
    )
    assert equal == pytest.approx(5, abs=2)
    assert by_cases == pytest.approx(10, abs=2)


def test_beside_is_the_spreadsheet_too():
    """The mean of what was before stands beside, as other things to measure from; with looks on the way nothing does."""
    panel = panel_of(series("walk", units=4), effect=4.0)
    names = [one.method for one in BeforeAfter().estimate(panel).beside]
    assert any("own past" in name for name in names)
    assert BeforeAfter(looks=9).estimate(panel).beside == ()


@pytest.mark.parametrize("setting", [{"season": 0}, {"level": 0.0}])
def test_impossible_settings_are_refused(setting):
    """A parameter that is none is refused at once."""
    with pytest.raises(UsageError):
        BeforeAfter(**setting)
