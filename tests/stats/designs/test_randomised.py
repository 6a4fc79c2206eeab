"""The lot over cases, clusters and units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power
from scipy.stats import ttest_ind

from smallfires.errors import TooLittleData, UsageError
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.difference import by_case, by_cluster
from smallfires.stats.panel import Panel
from smallfires.stats.sums import about_means, add_up, merge


def cases(size=600, seed=0, effect=0.0):
    rng = np.random.default_rng(seed)
    before = rng.lognormal(3, 0.6, size)
    arm = rng.integers(0, 2, size)
    return before + rng.normal(0, 4, size) + effect * arm, arm, before


def grouped(groups=9, seed=0):
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(groups), rng.integers(3, 25, groups))
    arm = (rng.permutation(groups) < groups // 2 + 1).astype(np.int64)[cluster]
    x = rng.normal(size=cluster.size) + rng.normal(size=groups)[cluster]
    y = 5 + 0.8 * x + rng.normal(size=groups)[cluster] + rng.normal(size=cluster.size)
    return y, arm, x, cluster


def panel_of(units=16, periods=12, lit=6, start=8, seed=0, effect=0.0):
    rng = np.random.default_rng(seed)
    y = 50 + 8 * rng.normal(size=(units, 1)) + rng.normal(size=periods).cumsum() + rng.normal(size=(units, periods))
    burning = np.zeros(y.shape, dtype=bool)
    burning[rng.choice(units, lit, replace=False), start:] = True
    names = tuple(f"shop {at:02}" for at in range(units))
    return Panel(y + effect * burning, np.ones(y.shape), burning, names, tuple(f"w{at:02}" for at in range(periods)))


def test_without_adjustment_it_is_welch():
    """The plain difference has the p-value and the interval of Welch's test."""
    y, arm, _ = cases(effect=1.0)
    effect = Randomised(adjust="none").estimate_cases(add_up(y, arm))
    welch = ttest_ind(y[arm == 1], y[arm == 0], equal_var=False)
    assert effect.p == pytest.approx(welch.pvalue)
    assert (effect.unit.low, effect.unit.high) == pytest.approx(tuple(welch.confidence_interval()))


def test_lin_is_the_regression_with_interactions():
    """Adjusting in each arm gives the coefficient of a regression on the arm, the value before, and their product."""
    y, arm, x = cases(effect=2.0)
    off = x - x.mean()
    design = np.stack([np.ones(y.size), arm, off, arm * off], axis=1)
    beta = np.linalg.lstsq(design, y, rcond=None)[0]
    assert by_case(about_means(add_up(y, arm, x=x)), "lin").value == pytest.approx(beta[1], rel=1e-10)


def test_cuped_is_the_regression_with_one_slope():
    """One slope for both arms gives the coefficient of a regression on the arm and the value before."""
    y, arm, x = cases(effect=2.0)
    beta = np.linalg.lstsq(np.stack([np.ones(y.size), arm, x], axis=1), y, rcond=None)[0]
    assert by_case(about_means(add_up(y, arm, x=x)), "cuped").value == pytest.approx(beta[1], rel=1e-10)


def test_the_time_before_makes_it_sharper():
    """What was known before makes the interval of a measure that goes with it several times as narrow."""
    y, arm, x = cases()
    plain, adjusted = (by_case(about_means(add_up(y, arm, x=x)), way) for way in ("none", "lin"))
    assert adjusted.error < plain.error / 2.5


@pytest.mark.parametrize("adjust", ["none", "cuped", "lin"])
def test_intervals_hold(adjust):
    """The 95 % interval holds the truth in 93 to 97 of 100 lots, with strata whose shares differ and few cases."""
    rng = np.random.default_rng(11)
    held = []
    for _ in range(600):
        stratum = rng.integers(0, 3, 90)
        arm = (rng.random(90) < np.array([0.3, 0.5, 0.7])[stratum]).astype(np.int64)
        x = rng.normal(size=90) + 3 * stratum
        y = x + 2 * stratum + 0.5 * arm + rng.normal(size=90) * (1 + arm)
        effect = Randomised(adjust=adjust).estimate_cases(add_up(y, arm, x=x, stratum=stratum))
        held.append(effect.unit.low <= 0.5 <= effect.unit.high)
    assert 0.93 <= np.mean(held) <= 0.97


def test_strata_take_their_difference_out():
    """Where strata have other levels and other shares, only the figure within strata is right."""
    stratum = np.repeat([0, 1], 500)
    arm = np.r_[np.arange(500) < 100, np.arange(500) < 400].astype(np.int64)
    y = 10.0 * stratum + np.random.default_rng(0).normal(size=1000)
    assert abs(by_case(about_means(add_up(y, arm)), "none").value) > 5
    assert abs(by_case(about_means(add_up(y, arm, stratum=stratum)), "none").value) < 0.3


def test_matched_pairs_are_a_paired_test():
    """Strata of one case each way give the paired test."""
    rng = np.random.default_rng(3)
    level = rng.normal(size=20) * 5
    y = np.r_[level + rng.normal(size=20), level + 0.7 + rng.normal(size=20)]
    found = by_case(about_means(add_up(y, np.repeat([0, 1], 20), stratum=np.tile(np.arange(20), 2))), "none")
    off = y[20:] - y[:20]
    assert found.value == pytest.approx(off.mean())
    assert found.error == pytest.approx(off.std(ddof=1) / np.sqrt(20))
    assert found.freedom == 19


def test_strata_of_one_arm_are_left_out():
    """A stratum in which all went one way says nothing, is left out, and said so."""
    y, arm, _ = cases(400)
    stratum = np.zeros(400, dtype=np.int64)
    stratum[:30], arm[:30] = 1, 1
    effect = Randomised(adjust="none").estimate_cases(add_up(y, arm, stratum=stratum))
    rest = Randomised(adjust="none").estimate_cases(add_up(y[30:], arm[30:]))
    assert effect.unit.value == pytest.approx(rest.unit.value)
    assert effect.unit.low == pytest.approx(rest.unit.low)
    assert any("30 cases" in note for note in effect.notes)


@pytest.mark.parametrize("adjust", ["none", "cuped"])
def test_clusters_have_the_textbook_error(adjust):
    """Value, CR2 error and degrees of freedom are those of the whole matrices, which are never made."""
    y, arm, x, cluster = grouped()
    design = np.stack([np.ones(y.size), arm, *([x] if adjust == "cuped" else [])], axis=1)
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    residual, rest = y - design @ beta, np.eye(y.size) - design @ inverse @ design.T
    variance, columns = 0.0, []
    for group in range(9):
        at = np.flatnonzero(cluster == group)
        weight = fractional_matrix_power(rest[np.ix_(at, at)], -0.5).real @ design[at] @ inverse[:, 1]
        variance += float(weight @ residual[at]) ** 2
        columns.append(rest[:, at] @ weight)
    spread = np.array(columns) @ np.array(columns).T
    found = by_cluster(about_means(add_up(y, arm, x=x, cluster=cluster)), adjust)
    assert found.value == pytest.approx(beta[1])
    assert found.error == pytest.approx(np.sqrt(variance))
    assert found.freedom == pytest.approx(np.trace(spread) ** 2 / np.square(spread).sum())


def test_few_clusters_do_not_cry_wolf():
    """With five clusters each way, false alarms are at most 6 in 100; case by case they would be above 20."""
    rng = np.random.default_rng(8)
    ours, naive = [], []
    for _ in range(500):
        cluster = np.repeat(np.arange(10), rng.integers(10, 40, 10))
        arm = (rng.permutation(10) < 5).astype(np.int64)[cluster]
        y = rng.normal(size=10)[cluster] + rng.normal(size=cluster.size)
        ours.append(Randomised().estimate_cases(add_up(y, arm, cluster=cluster)).p < 0.05)
        naive.append(Randomised().estimate_cases(add_up(y, arm)).p < 0.05)
    assert np.mean(ours) <= 0.06
    assert np.mean(naive) > 0.2


def test_parts_give_the_same_effect():
    """Merged parts give the very record that all cases at once give."""
    y, arm, x, cluster = grouped()
    parts = [add_up(y[k::4], arm[k::4], x=x[k::4], cluster=cluster[k::4]) for k in (2, 0, 3, 1)]
    whole = add_up(y, arm, x=x, cluster=cluster)
    assert Randomised().estimate_cases(merge(parts)) == Randomised().estimate_cases(whole)


def test_looking_on_the_way_is_wider_and_waits():
    """With a planned end the interval is wider; before 20 cases each way nothing is said, and that is said."""
    y, arm, x = cases(400, effect=3.0)
    once, often = (Randomised(looks=p).estimate_cases(add_up(y, arm, x=x)) for p in (None, 1000))
    assert often.unit.low < once.unit.low < once.unit.high < often.unit.high
    assert often.beside[0].p == once.p < often.p < 0.05
    early = Randomised(looks=1000).estimate_cases(add_up(y[:20], arm[:20]))
    assert np.isinf(early.unit.high)
    assert early.p == 1
    assert any("begins with 20" in note for note in early.notes)


def test_a_lot_that_was_not_kept_is_told():
    """Shares that no lot of that chance gives are told."""
    y, arm, _ = cases(1000)
    kept = Randomised(share=0.5).estimate_cases(add_up(y, arm))
    broken = Randomised(share=0.6).estimate_cases(add_up(y, arm))
    assert not any("not kept" in note for note in kept.notes)
    assert any("not kept" in note for note in broken.notes)


def test_a_panel_uses_the_time_before():
    """Units that differ much by themselves are told apart from an effect by their own past."""
    panel = panel_of(effect=2.0)
    adjusted, plain = (Randomised(adjust=way).estimate(panel) for way in ("cuped", "none"))
    assert adjusted.unit.high - adjusted.unit.low < (plain.unit.high - plain.unit.low) / 3
    assert adjusted.told
    assert adjusted.unit.value == pytest.approx(2, abs=1)
    assert [point.effect is not None for point in adjusted.path] == [False] * 8 + [True] * 4


def test_unseen_cells_do_not_tilt():
    """A unit that was seen in good periods only is not taken for a good unit."""
    panel = panel_of(effect=2.0)
    good = panel.y + 30.0 * (np.arange(12) % 2)
    hole = good.copy()
    unit = int(np.flatnonzero(panel.ever_lit)[0])
    hole[unit, 8::2] = np.nan
    full, gaps = (Randomised().estimate(replace(panel, y=y)) for y in (good, hole))
    assert gaps.unit.value == pytest.approx(full.unit.value, abs=0.5)
    assert any("2 cells" in note for note in gaps.notes)


@pytest.mark.parametrize("lit", [1, 15])
def test_one_unit_on_a_side_is_refused(lit):
    """A side of one unit cannot show how units differ: what it takes is said."""
    with pytest.raises(TooLittleData, match="two of each"):
        Randomised().estimate(panel_of(lit=lit))


def test_one_cluster_on_a_side_is_refused():
    """So it is with clusters, and a cluster with cases both ways is named."""
    y, arm, _, cluster = grouped()
    with pytest.raises(TooLittleData, match="two each way"):
        by_cluster(about_means(add_up(y, cluster == 0, cluster=cluster)))
    arm[0] = 1 - arm[0]
    with pytest.raises(UsageError, match="Cluster 0"):
        by_cluster(about_means(add_up(y, arm, cluster=cluster)))


def test_one_arm_is_refused():
    """Cases of one arm only, or one case in an arm, are refused with what it takes."""
    with pytest.raises(TooLittleData, match="two cases each way"):
        Randomised().estimate_cases(add_up(np.arange(5.0), np.ones(5, dtype=np.int64)))
    with pytest.raises(TooLittleData, match="two cases each way"):
        Randomised().estimate_cases(add_up(np.arange(5.0), np.array([0, 0, 0, 0, 1])))


def test_constant_measures_have_no_doubt():
    """Cases that are all alike give an effect of zero without an interval around it, and no error."""
    effect = Randomised().estimate_cases(add_up(np.full(50, 3.0), np.arange(50) % 2, x=np.full(50, 1.0)))
    assert (effect.unit.low, effect.unit.value, effect.unit.high, effect.p) == (0, 0, 0, 1)


def test_uneven_starts_are_refused():
    """Units that start one after another, or go back, are sent to the design for them, by name."""
    panel = panel_of()
    unit = int(np.flatnonzero(panel.ever_lit)[2])
    lit = panel.lit.copy()
    lit[unit, 8] = False
    with pytest.raises(TooLittleData, match=rf"{panel.units[unit]} .*rollout"):
        Randomised().estimate(panel.burning(lit))


def test_percent_of_cases_is_the_ratio_of_means():
    """The percentage of cases is new mean over old mean, with Fieller's interval; it holds the truth, and agrees with p."""
    rng = np.random.default_rng(12)
    held, agree = [], []
    for _ in range(500):
        x = rng.lognormal(2, 0.8, 160)
        arm = rng.integers(0, 2, 160)
        y = x * (1 + 0.2 * arm) + rng.normal(size=160)
        effect = Randomised().estimate_cases(add_up(y, arm, x=x))
        held.append(effect.percent.low <= 20 <= effect.percent.high)
        agree.append((effect.p < 0.05) == (not effect.percent.low <= 0 <= effect.percent.high))
    assert 0.925 <= np.mean(held) <= 0.975
    assert all(agree)


def test_fieller_is_the_regression_through_the_ratio():
    """Each end of the percentage is the ratio at which the new mean less that many old ones is told from zero, just."""
    y, arm, _ = cases(200, effect=3.0)
    effect = Randomised(adjust="none").estimate_cases(add_up(y, arm))
    assert effect.percent.value == pytest.approx(100 * (y[arm == 1].mean() / y[arm == 0].mean() - 1))
    found = by_case(about_means(add_up(y, arm)), "none")
    for end in (effect.percent.low, effect.percent.high):
        scaled = y * np.where(arm == 0, 1 + end / 100, 1.0)
        error = np.sqrt(sum(scaled[arm == side].var(ddof=1) / (arm == side).sum() for side in (0, 1)))
        reach = abs(scaled[arm == 1].mean() - scaled[arm == 0].mean()) / error
        assert reach == pytest.approx((effect.unit.high - found.value) / found.error)


def test_clusters_have_a_percentage_too():
    """With clusters the interval of the percentage holds the truth as well."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(400):
        cluster = np.repeat(np.arange(16), 12)
        arm = (rng.permutation(16) < 8).astype(np.int64)[cluster]
        y = (20 + 3 * rng.normal(size=16)[cluster] + rng.normal(size=192)) * (1 + 0.1 * arm)
        effect = Randomised().estimate_cases(add_up(y, arm, cluster=cluster))
        held.append(effect.percent.low <= 10 <= effect.percent.high)
        assert (effect.p < 0.05) == (not effect.percent.low <= 0 <= effect.percent.high)
    assert 0.92 <= np.mean(held) <= 0.98


def test_no_percentage_of_nothing():
    """Where the old way's mean may be zero, there is no percentage."""
    rng = np.random.default_rng(0)
    effect = Randomised().estimate_cases(add_up(rng.normal(size=200), np.arange(200) % 2))
    assert effect.percent is None


def test_the_lot_drawn_again_decides():
    """A panel's p is the share of ways to fall that do as much; Student's t stands beside and says much the same."""
    effect = Randomised().estimate(panel_of(effect=1.0))
    (student,) = effect.beside
    assert "Student's t" in student.method
    assert student.value == effect.unit.value
    assert student.p == pytest.approx(effect.p, abs=0.05)
    as_far = np.abs(effect.diagnostics.placebos) >= abs(effect.unit.value) - 1e-9
    assert len(as_far) == 999
    assert effect.p == pytest.approx((1 + as_far.sum()) / 1000)
    assert "Rosenbaum" in effect.source


def test_two_lit_units_are_told_exactly():
    """With two lit units a lot that is drawn again cries wolf 5 times in 100, where Student's t hardly ever dares to."""
    calls, student = [], []
    for seed in range(400):
        effect = Randomised(checks=False).estimate(panel_of(units=20, lit=2, seed=seed))
        calls.append(effect.p < 0.05)
        student.append(effect.beside[0].p < 0.05)
        assert calls[-1] == effect.told
    assert 0.028 <= np.mean(calls) <= 0.072  # two standard errors around .05
    assert np.mean(student) < np.mean(calls)


def test_too_few_ways_to_fall_are_said():
    """Three of six units fall in twenty ways: it is said that no effect could be told, and what would help."""
    effect = Randomised().estimate(panel_of(units=6, lit=3, effect=50.0))
    assert "Find" in effect.lacking
    assert not effect.told
    assert effect.smallest_p == pytest.approx(0.1)  # the lot, and the one that mirrors it
    assert Randomised().estimate(panel_of(units=8, lit=4, effect=50.0)).told


@pytest.mark.parametrize("worthwhile", [1.0, -1.0])
def test_worthwhile_is_asked_of_the_same_test(worthwhile):
    """The probability of a worthwhile effect is near 1 where it is far surpassed, and near 0 the other way."""
    effect = Randomised(worthwhile=worthwhile).estimate(panel_of(effect=6.0))
    assert effect.probability == pytest.approx(float(worthwhile > 0), abs=0.02)


def test_few_units_are_all_enumerated():
    """Where few ways are possible all of them are tried."""
    effect = Randomised().estimate(panel_of(units=7, lit=3))
    assert len(effect.diagnostics.placebos) == 34
    assert effect.diagnostics.exhaustive


@pytest.mark.parametrize("percent", [False, True])
def test_looks_over_units_hold_together(percent):
    """With a look after every period alarms stay within 6 of 100; p and interval agree at every look; naive looks cry wolf."""
    calls, naive = [], []
    for seed in range(120):
        panel = panel_of(seed=seed)
        at = [panel.only(slice(None), slice(end)) for end in range(9, 13)]
        design = Randomised(looks=4, permutations=400, percent=percent, checks=False)
        effects = [design.estimate(each) for each in at]
        calls.append(any(effect.p < 0.05 for effect in effects))
        naive.append(any(effect.beside[0].p < 0.05 for effect in effects))
        assert all((effect.p < 0.05) == effect.told for effect in effects)
    assert np.mean(calls) <= 0.085  # 120 pilots: two standard errors above
    assert np.mean(naive) > np.mean(calls)


def test_looks_find_what_is_there():
    """A large effect is found on the way, in full."""
    panel = panel_of(effect=8.0).only(slice(None), slice(11))
    effect = Randomised(looks=4).estimate(panel)
    assert effect.told
    assert effect.unit.value == pytest.approx(8, abs=2)
    assert effect.lacking is None


def test_hopeless_looks_are_said():
    """Where the lot has too few ways to fall, it is said that no effect could be told."""
    effect = Randomised(looks=4).estimate(panel_of(units=5, lit=2))
    assert "no effect, however large" in effect.lacking
    assert effect.smallest_p >= 0.05


def test_more_looks_than_planned_are_refused():
    """The promise holds for the planned looks only."""
    with pytest.raises(UsageError, match="look 4, and 3 were planned"):
        Randomised(looks=3).estimate(panel_of())


def test_percent_of_a_panel_is_a_ratio():
    """With percent, an effect that multiplies comes out as it went in, exactly."""
    panel = panel_of()
    more = replace(panel, y=panel.y * np.where(panel.lit, 1.1, 1.0))
    one, other = (Randomised(percent=True).estimate(each).percent.value for each in (panel, more))
    assert (1 + other / 100) / (1 + one / 100) == pytest.approx(1.1, rel=1e-9)


def test_units_may_count_by_their_cases():
    """Where cases count the same, a unit with most of them decides; else each counts once."""
    panel = panel_of(units=14, lit=7)
    unit = int(np.flatnonzero(panel.ever_lit)[0])
    y, n = panel.y.copy(), np.ones(panel.y.shape)
    y[unit, 8:] += 70
    n[unit] = 1000
    panel = replace(panel, y=y, n=n)
    equal, by_cases = (
        Randomised(weigh=weigh, adjust="none").estimate(panel).unit.value for weigh in ("units", "cases")
    )
    assert by_cases > equal + 30


def test_covariates_are_taken_out():
    """What a covariate does in unlit cells is taken out of all, which makes the figure sharper."""
    panel = panel_of(effect=2.0, units=20, lit=10)
    heat = np.random.default_rng(3).normal(size=panel.y.shape) * 6
    hot = replace(panel, y=panel.y + heat)
    known = replace(hot, x=heat[:, :, None], covariates=("heat",))
    plain, sharp = (Randomised().estimate(each) for each in (hot, known))
    assert sharp.unit.high - sharp.unit.low < (plain.unit.high - plain.unit.low) / 1.5
    assert any("heat" in note for note in sharp.notes)


def test_balance_before_is_said():
    """How far the sides were apart before is said, with how often a lot does that; a lot that was not kept is named."""
    y, arm, x = cases()
    fair = Randomised().estimate_cases(add_up(y, arm, x=x))
    assert any("Before, the new way's cases" in note and "times in 100" in note for note in fair.notes)
    tilted = Randomised().estimate_cases(add_up(y, arm, x=x + 20.0 * arm))
    assert any("whether the lot was kept" in note for note in tilted.notes)
    panel = Randomised().estimate(panel_of())
    assert any("Before, the lit units" in note for note in panel.notes)
    assert panel.diagnostics.fit_before > 0


def test_each_cluster_is_left_out():
    """Where clusters or units are few, the figure without each of them is shown, by name."""
    y, arm, x, cluster = grouped()
    names = tuple(f"team {code}" for code in range(9))
    effect = Randomised().estimate_cases(add_up(y, arm, x=x, cluster=cluster), clusters=names)
    assert [one.unit for one in effect.diagnostics.without] == list(names)
    kept = cluster != 4
    rest = by_cluster(about_means(add_up(y[kept], arm[kept], x=x[kept], cluster=cluster[kept])), "cuped")
    assert effect.diagnostics.without[4].value == pytest.approx(rest.value)
    panel = panel_of()
    assert [one.unit for one in Randomised().estimate(panel).diagnostics.without] == list(panel.units)


def test_values_before_that_only_tell_the_arm_adjust_nothing():
    """Where what was known before varies between the sides only, it is not used: nothing could be told apart from it."""
    y, arm, _, cluster = grouped()
    one = Randomised().estimate_cases(add_up(y, arm, x=arm + 1.0, cluster=cluster))
    assert one.method == "difference in means"
    assert one.unit.value == pytest.approx(y[arm == 1].mean() - y[arm == 0].mean())


def test_notes_of_the_data_are_passed_on():
    """What was done to the cases beforehand stands in the record; a season, which cases have not, is refused."""
    y, arm, _ = cases()
    assert "9 cases were lost." in Randomised().estimate_cases(add_up(y, arm), ("9 cases were lost.",)).notes
    with pytest.raises(UsageError, match="no season"):
        Randomised(season=12).estimate_cases(add_up(y, arm))


def test_a_lot_passes_the_check_of_who_was_picked():
    """Units that a lot picked have nothing to come back from."""
    assert Randomised(picked="lot").estimate(panel_of()).diagnostics.picked.passed


@pytest.mark.parametrize(
    "setting", [{"adjust": "magic"}, {"looks": 0}, {"picked": "worst"}, {"share": 1.5}, {"level": 2}]
)
def test_impossible_settings_are_refused(setting):
    """A parameter that is none is refused at once."""
    with pytest.raises(UsageError):
        Randomised(**setting)
