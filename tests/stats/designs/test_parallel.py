"""The parallel design: published figures, honest intervals, and panels that are not what they should be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bench import real_panels

from smallfires.errors import TooLittleData, UnreadableValue, UsageError
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID, DIFP, SC, SDID, STACKED
from smallfires.stats.synthetic import fit

PLAIN = Parallel(checks=False, beside=False, permutations=200)


def pilots_of(panel):
    return Pilots.of(panel.y, panel.start, panel.ever_lit[None])


def made(seed=0, units=12, periods=30, lit=2, start=22, effect=0.0):
    """Units that share a common path, each in its own measure, with noise."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(2, periods)).cumsum(axis=1)
    y = 50 + rng.uniform(0.5, 1.5, size=(units, 2)) @ common + rng.normal(scale=0.5, size=(units, periods))
    cells = np.zeros(y.shape, dtype=bool)
    cells[:lit, start:] = True
    names = tuple(f"u{at:02}" for at in range(units))
    return Panel(y + effect * cells, np.ones(y.shape), cells, names, tuple(f"{at:02}" for at in range(periods)))


@pytest.mark.parametrize(
    ("recipe", "exact", "iterates"),
    [(SDID, -15.605398, -15.603828), (SC, -19.513630, -19.619663), (DID, -27.349111, -27.349111)],
)
def test_california(shared_data, recipe, exact, iterates):
    """Proposition 99: the exact optimum, and the reference implementation's iterates, to six digits."""
    pilots = pilots_of(real_panels.prop99(shared_data / "panels"))
    assert fit(pilots, recipe).value[0] == pytest.approx(exact, abs=1e-6)
    assert fit(pilots, recipe, as_published=True).value[0] == pytest.approx(iterates, abs=1e-6)


@pytest.mark.parametrize(("recipe", "exact"), [(SDID, -0.7934), (SC, -0.8946), (DID, -0.4308)])
def test_basque_country(shared_data, recipe, exact):
    """Terrorism in the Basque Country: the published figures."""
    assert fit(pilots_of(real_panels.basque(shared_data / "panels")), recipe).value[0] == pytest.approx(exact, abs=5e-5)


def test_placebos_of_california(shared_data):
    """The 38 other states taken as lit, one by one: the published error, and the published ranks of California."""
    panel = real_panels.prop99(shared_data / "panels")
    others = panel.y[~panel.ever_lit]
    placebos = fit(Pilots.of(others, panel.start, np.eye(38, dtype=bool)), SDID).value
    assert placebos.std() == pytest.approx(9.371, abs=5e-3)
    found = {name: replace(PLAIN, decider=name).estimate(panel).p for name in ("sdid", "sc", "did")}
    assert found == pytest.approx({"sdid": 2 / 39, "sc": 3 / 39, "did": 4 / 39})


def test_california_in_words(shared_data):
    """The whole record of Proposition 99 holds together."""
    effect = Parallel(decider="sdid", worthwhile=-5, picked="worst").estimate(
        real_panels.prop99(shared_data / "panels")
    )
    assert effect.lit == ("California",)
    assert len(effect.others) == 38
    lit = [point for point in effect.path if point.lit]
    assert np.mean([point.effect.value for point in lit]) == pytest.approx(effect.unit.value)
    assert all(point.observed - point.expected == pytest.approx(point.effect.value) for point in lit)
    assert [point.effect for point in effect.path if not point.lit] == [None] * 19
    assert sum(share.weight for share in effect.diagnostics.units) == pytest.approx(1)
    assert {share.label for share in effect.diagnostics.periods} == {"1986", "1987", "1988"}
    assert effect.percent.value == pytest.approx(100 * -15.605398 / (60.35 + 15.605398), abs=0.01)
    assert 0.8 < effect.probability < 0.95
    assert [one.method for one in effect.beside] == [STACKED.title, SC.title, DIFP.title, DID.title]
    assert effect.diagnostics.picked.passed is False
    assert len(effect.diagnostics.placebos) == 38
    assert {one.unit for one in effect.diagnostics.without} <= set(effect.others)


def test_cps_simulation(shared_data):
    """The placebo simulation of the paper on 200 panels: its errors, and coverage, within what 200 panels allow."""
    from bench import cps

    drawn = cps.world(shared_data / "panels")
    for recipe, published in cps.PUBLISHED.items():
        values = cps.errors(drawn, 200, 5)[recipe.name]
        assert np.sqrt(np.square(values).mean()) == pytest.approx(published, rel=0.15)
    assert 0.9 <= cps.covered(drawn, 100, 6, 100) <= 0.99


def test_false_alarms_on_real_panels(shared_data):
    """On five real panels in which nothing was lit, 250 pretend pilots cry wolf no more often than promised."""
    from bench import false_alarms

    panels = real_panels.quiet(shared_data / "panels")
    alarms = [pilot.alarm for pilot in false_alarms.pilots(panels, 250, replace(PLAIN, permutations=100), 17)]
    assert 0.01 <= np.mean(alarms) <= 0.075


def test_a_true_effect_is_found():
    """An effect well above the noise is told from chance, and the interval holds it."""
    effect = PLAIN.estimate(made(effect=-3.0))
    assert effect.told
    assert effect.unit.low <= -3.0 <= effect.unit.high
    assert effect.p == pytest.approx(1 / 66)


def test_percent_is_on_the_scale_of_ratios():
    """Where effects are ratios, a change of every lit cell by a tenth is an effect of ten percent."""
    panel = made()
    raised = replace(panel, y=np.where(panel.lit, 1.1 * panel.y, panel.y))
    design = replace(PLAIN, percent=True)
    before, after = (design.estimate(one).percent for one in (panel, raised))
    assert 1 + after.value / 100 == pytest.approx(1.1 * (1 + before.value / 100))
    effect = design.estimate(raised)
    observed = raised.y[raised.lit].mean()
    assert effect.unit.value == pytest.approx(observed * (1 - 1 / (1 + after.value / 100)))


def test_percent_needs_values_above_zero():
    """A value of zero has no logarithm; unit and period are named."""
    panel = made()
    panel.y[3, 4] = 0.0
    with pytest.raises(UnreadableValue, match="u03 in 04"):
        replace(PLAIN, percent=True).estimate(panel)


def holes(panel, *cells):
    y = panel.y.copy()
    for cell in cells:
        y[cell] = np.nan
    return replace(panel, y=y)


def test_holes_are_filled_and_said():
    """A few holes hardly change the figure, the record says how many, and an added effect still shifts it exactly."""
    panel = made()
    whole = PLAIN.estimate(panel)
    torn = PLAIN.estimate(holes(panel, (5, 3), (0, 10), (1, 25), (7, 28)))
    assert torn.unit.value == pytest.approx(whole.unit.value, abs=0.2)
    assert any("4 cells of 360" in note for note in torn.notes)
    more = PLAIN.estimate(holes(made(effect=2.0), (5, 3), (0, 10), (1, 25), (7, 28)))
    assert more.unit.value == pytest.approx(torn.unit.value + 2.0)


def test_units_and_periods_that_are_left_out():
    """Other units seen too rarely or without change, and periods nobody is seen in, are left out by name."""
    panel = made()
    y = panel.y.copy()
    y[5, :15], y[6], y[:2, 4] = np.nan, 7.0, np.nan
    effect = PLAIN.estimate(replace(panel, y=y))
    assert {"u05", "u06"}.isdisjoint(effect.others)
    assert len(effect.path) == 29
    notes = " ".join(effect.notes)
    assert all(name in notes for name in ("u05", "u06", "04"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lit: lit[:, :] & False, "No unit was lit"),
        (lambda lit: lit | (np.arange(len(lit)) == 0)[:, None], "u00 is lit from the first period, 00"),
        (lambda lit: lit | (np.arange(30) >= 22), "All 12 units are lit from 22 on"),
        (lambda lit: lit & ((np.arange(30) != 25) | (np.arange(12) != 1)[:, None]), "u01 is lit in 22 and not in 25"),
        (
            lambda lit: lit & ((np.arange(30) > 25) | (np.arange(12) != 1)[:, None]),
            "u01 is lit from 26, others from 22",
        ),
        (lambda lit: lit | ((np.arange(30) >= 1) & lit.any(axis=1)[:, None]), "00 is the only period before"),
    ],
)
def test_patterns_that_do_not_fit(change, said):
    """What is no block of lit cells is refused, by unit and period."""
    panel = made()
    panel = panel.burning(change(panel.lit))
    assert said in Parallel().misfit(panel)
    with pytest.raises(TooLittleData, match=said):
        Parallel().estimate(panel)


def test_panels_without_anything_to_learn():
    """One unit, a lit unit that never changes or is hardly seen, and a measure that never varies are refused by name."""
    panel = made()
    with pytest.raises(TooLittleData, match="one unit only, u00"):
        Parallel().estimate(panel.only(np.array([0])))
    with pytest.raises(TooLittleData, match="u00, lit from 22 on, has the same value in every period from 00 on"):
        Parallel().estimate(replace(panel, y=np.where(np.arange(12)[:, None] == 0, 3.0, panel.y)))
    with pytest.raises(TooLittleData, match="u01, lit from 22 on, has no value"):
        Parallel().estimate(holes(panel, (1, slice(0, 15))))
    with pytest.raises(TooLittleData, match="no period from the start on in 22"):
        Parallel().estimate(holes(panel, (slice(0, 2), slice(22, 30))))
    with pytest.raises(TooLittleData, match="no period before the start in 22"):
        Parallel().estimate(holes(panel, (slice(2, 12), slice(0, 22))))
    with pytest.raises(TooLittleData, match="Every unit is at 4 in every period, from u00 on"):
        Parallel().estimate(replace(panel, y=np.full(panel.y.shape, 4.0)))


def test_one_of_six_can_never_be_told():
    """A pilot that could never be significant is named before, with what would help, and flagged after."""
    design = Parallel()
    assert "1 time in 6" in design.hopeless(6, 1)
    assert "Find 15 more" in design.hopeless(6, 1)
    assert "Light 2 of these" in design.hopeless(8, 1)
    assert design.hopeless(21, 1) is None
    effect = PLAIN.estimate(made(units=6, lit=1, effect=100.0))
    assert not effect.can_tell
    assert (effect.unit.low, effect.unit.high) == (-np.inf, np.inf)
    assert "1 time in 6" in (effect.lacking or "")


def test_the_lot():
    """So many units are drawn, the last periods are lit, the same seed draws the same, and each unit is drawn alike."""
    history = made()
    design = Parallel(horizon=5)
    lit = design.assign(history, 3, np.random.default_rng(1))
    assert (lit == design.assign(history, 3, np.random.default_rng(1))).all()
    assert (lit.any(axis=1).sum(), lit.any(axis=0).sum(), lit[:, -5:].sum()) == (3, 5, 15)
    rng = np.random.default_rng(2)
    drawn = np.mean([design.assign(history, 3, rng).any(axis=1) for _ in range(2000)], axis=0)
    assert drawn == pytest.approx(np.full(12, 0.25), abs=0.04)
    for size in (0, 12):
        with pytest.raises(UsageError, match=f"{size} of 12 units"):
            design.assign(history, size, rng)


def test_pretend_dates_widen_what_cries_wolf():
    """A lit unit that always went its own way was an alarm at earlier dates, too; the interval is widened for it."""
    panel = made(units=30, lit=1, periods=60, start=48)
    wild = panel.y.copy()
    wild[0] += 15 * np.sign(np.sin(np.arange(60) * 1.1))
    wild[0, 20:] += np.linspace(0, 160, 40)
    design = replace(PLAIN, checks=True)
    effect = design.estimate(replace(panel, y=wild))
    found = effect.diagnostics.pretended
    assert found.alarms >= 2
    assert found.widened > 1
    narrow = PLAIN.estimate(replace(panel, y=wild)).unit
    assert effect.unit.high - effect.unit.low == pytest.approx(found.widened * (narrow.high - narrow.low), rel=0.2)
    calm = design.estimate(panel).diagnostics.pretended
    assert calm.widened == 1


def test_the_worst_get_better_by_themselves():
    """Where levels are noise, units picked as the worst rebound, and the check says how much of the effect that is."""
    rng = np.random.default_rng(6)
    y = 20 + rng.normal(size=(20, 48)).repeat(2, axis=1)[:, :60]
    worst = int(y[:, 46:50].mean(axis=1).argmax())
    cells = np.zeros(y.shape, dtype=bool)
    cells[worst, 50:] = True
    labels = tuple(f"{at:02}" for at in range(60))
    panel = Panel(y, np.ones(y.shape), cells, labels[:20], labels)
    picked = replace(PLAIN, checks=True, picked="worst").estimate(panel).diagnostics.picked
    assert picked.rebound < 0
    assert not picked.passed
    assert replace(PLAIN, picked="lot").estimate(panel).diagnostics.picked.passed


@pytest.mark.parametrize("arguments", [{"level": 1.0}, {"decider": "x"}, {"picked": "x"}, {"permutations": 1}])
def test_parameters_that_are_none(arguments):
    """A parameter that makes no sense is refused."""
    with pytest.raises(UsageError):
        Parallel(**arguments)


def test_reading_after_every_period():
    """Read after each period, a strong effect is told before the horizon and stays so; p and interval agree at every look."""
    panel = made(units=14, lit=3, effect=-4.0)
    design = replace(PLAIN, looks=8, permutations=1000)
    effects = [design.estimate(panel.only(slice(None), slice(0, 22 + look))) for look in range(1, 9)]
    assert [effect.told for effect in effects] == sorted(effect.told for effect in effects)
    assert effects[3].told
    assert all((effect.p < 0.05) == effect.told for effect in effects)
    with pytest.raises(UsageError, match="look 8, and 5 were planned"):
        replace(PLAIN, looks=5).estimate(panel)


def test_reading_once_of_one_planned_look():
    """Where one period is planned and burnt, looking is the same as reading once."""
    panel = made().only(slice(None), slice(0, 23))
    looked, once = replace(PLAIN, looks=1).estimate(panel), PLAIN.estimate(panel)
    assert looked.p == once.p
    assert (looked.unit.low, looked.unit.high) == pytest.approx((once.unit.low, once.unit.high), abs=1e-6)


def test_units_in_perfect_step():
    """Where all units move in perfect step, nothing is an effect, and rounding is none either; with any estimator."""
    y = np.arange(20.0) + 7.3 * np.arange(8)[:, None]
    cells = np.outer(np.arange(8) < 2, np.arange(20) >= 14)
    labels = tuple(f"{at:02}" for at in range(20))
    panel = Panel(y, np.ones(y.shape), cells, labels[:8], labels)
    for design in (PLAIN, replace(PLAIN, studentised=True), replace(PLAIN, decider="difp"), replace(PLAIN, looks=6)):
        effect = design.estimate(panel)
        assert effect.unit.value == pytest.approx(0, abs=1e-6)
        assert effect.p == 1


def rich(effect=0.0, share=1.0, seed=3):
    """Units with seasons of their own, a covariate that matters, cases that differ, and some cells unseen."""
    panel = made(seed=seed, units=14, lit=3)
    rng = np.random.default_rng(seed)
    heat = rng.normal(size=panel.y.shape)
    y = panel.y + 2 * heat + 3 * rng.normal(size=(14, 4))[:, np.arange(30) % 4]
    y = np.where(panel.lit, share * y, y) + effect * panel.lit
    y[7, 3] = y[1, 25] = np.nan
    n = np.broadcast_to(np.arange(1.0, 15)[:, None], y.shape).copy()
    return Panel(y, n, panel.lit, panel.units, panel.periods, heat[:, :, None], ("heat",))


SETTINGS = [
    {},
    {"weigh": "cases"},
    {"season": 4},
    {"season": 4, "weigh": "cases", "looks": 8},
    {"season": 4, "weigh": "cases", "studentised": True},
    {"season": 4, "decider": "did"},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_an_added_effect_shifts_the_estimate_exactly(settings):
    """With covariates, seasons and cases, what is added to lit cells comes out as it went in, and takes the interval along."""
    design = replace(PLAIN, **settings)
    before, after = (design.estimate(rich(effect=effect)).unit for effect in (0.0, 2.5))
    assert after.value == pytest.approx(before.value + 2.5, abs=1e-9)
    assert (after.low, after.high) == pytest.approx((before.low + 2.5, before.high + 2.5), abs=1e-6)


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_ratio_shifts_the_estimate_exactly(settings):
    """Likewise where effects are ratios: lit cells a fifth higher are an effect that is a fifth higher."""
    design = replace(PLAIN, percent=True, **settings)
    before, after = (design.estimate(rich(share=share)).percent.value for share in (1.0, 1.2))
    assert 1 + after / 100 == pytest.approx(1.2 * (1 + before / 100))


def test_what_is_known_makes_the_interval_narrower():
    """Taking out what a covariate does and each unit's season narrows the interval, and it is said what was done."""
    bare = replace(rich(), x=None, covariates=())
    plain, known = PLAIN.estimate(bare), replace(PLAIN, season=4).estimate(rich())
    assert known.unit.high - known.unit.low < 0.6 * (plain.unit.high - plain.unit.low)
    said = " ".join(known.notes)
    assert "What heat does is taken out" in said
    assert "season is taken out" in said


def test_the_path_shows_what_was_measured():
    """Whatever is taken out for the estimate, the path has what was measured, and the effect is the distance to the expected."""
    panel = rich(effect=-4.0)
    whole = replace(panel, y=np.where(np.isnan(panel.y), np.nanmean(panel.y), panel.y))
    for percent in (False, True):
        effect = replace(PLAIN, season=4, percent=percent).estimate(whole)
        mean = np.exp(np.log(whole.y[:3]).mean(axis=0)) if percent else whole.y[:3].mean(axis=0)
        assert [point.observed for point in effect.path] == pytest.approx(list(mean))
        lit = [point for point in effect.path if point.lit]
        assert [point.observed - point.expected for point in lit] == pytest.approx([one.effect.value for one in lit])


def test_units_count_by_their_cases():
    """With cases as weights, the effect is the mean of the units' effects by their cases, and that of others likewise."""
    panel = made(lit=2)
    n = np.ones(panel.y.shape)
    n[0] = 9
    raised = panel.y + np.where(np.arange(12)[:, None] == 0, 10.0, 20.0) * panel.lit
    by_cases, by_units = (
        [design.estimate(replace(panel, y=y, n=n)).unit.value for y in (panel.y, raised)]
        for design in (replace(PLAIN, weigh="cases", decider="did"), replace(PLAIN, decider="did"))
    )
    assert np.diff(by_cases) == pytest.approx([11.0])
    assert np.diff(by_units) == pytest.approx([15.0])
    alone = [replace(PLAIN, decider="did").estimate(panel.only(np.arange(12) != at)).unit.value for at in (1, 0)]
    assert by_cases[0] == pytest.approx(0.9 * alone[0] + 0.1 * alone[1])


def test_cases_that_do_not_differ_change_nothing():
    """Where all units have as many cases, weighing by them gives the very same reading."""
    panel = made()
    effects = [replace(PLAIN, weigh=weigh).estimate(panel) for weigh in ("units", "cases")]
    assert effects[0].unit == effects[1].unit
    assert effects[0].p == effects[1].p


def test_a_worthwhile_effect_that_leaves_nothing():
    """A worthwhile rise above all that was measured is impossible for a ratio, and its probability is zero, not a neutral one."""
    effect = replace(PLAIN, percent=True, worthwhile=1000.0).estimate(made())
    assert effect.probability == 0.0
    likely = replace(PLAIN, percent=True, worthwhile=-1.0).estimate(made(effect=-5.0))
    assert likely.probability > 0.9


def test_other_methods_are_shown_with_fewer_assignments():
    """What is shown beside has the very figures of those methods, and an error that all assignments bear out."""
    panel = made(units=16, lit=3)
    beside = {one.method: one for one in Parallel(checks=False, permutations=600).estimate(panel).beside}
    for recipe in (SC, DIFP, DID):
        alone = replace(PLAIN, decider=recipe.name, permutations=600).estimate(panel)
        assert beside[recipe.title].value == pytest.approx(alone.unit.value)
        assert beside[recipe.title].error == pytest.approx(np.std(alone.diagnostics.placebos), rel=0.25)


def test_looking_first_where_weights_were_changes_nothing():
    """Weights that are sought from those of another look are the same as those that are sought anew."""
    panel = made(units=14, lit=3)
    groups = np.stack([np.roll(panel.ever_lit, at) for at in range(14)])
    pilots = Pilots.of(panel.y, 22, groups)
    for recipe in (SDID, SC, DIFP):
        near = fit(pilots, recipe)
        for end in (23, 26):
            anew, from_near = (fit(pilots.until(end), recipe, near=one) for one in (None, near))
            assert from_near.value == pytest.approx(anew.value, abs=1e-7)


def test_numbers_that_cannot_be_squared():
    """Values too large or too small to reckon with are refused, by unit and period."""
    panel = made()
    with pytest.raises(UnreadableValue, match="u04 in 07 is the largest value"):
        large = panel.y.copy()
        large[4, 7] = 1e80
        PLAIN.estimate(replace(panel, y=large))
    with pytest.raises(UnreadableValue, match="another unit"):
        PLAIN.estimate(replace(panel, y=panel.y * 1e-90))


def test_it_is_said_why_nothing_can_be_told():
    """Mirrored assignments, too few tried, or a look too early: whenever no effect can be told, there is a reason."""
    mirrored = replace(PLAIN, level=0.9, decider="did").estimate(made(units=6, lit=3, effect=50.0))
    assert mirrored.smallest_p == pytest.approx(0.1)
    assert "20 assignments" in mirrored.lacking
    few = replace(PLAIN, permutations=10).estimate(made(effect=50.0))
    assert "10 assignments" in few.lacking
    early = made(units=30, lit=1, effect=50.0).only(slice(None), slice(0, 23))
    looked = replace(PLAIN, looks=8).estimate(early)
    assert "At look 1 of 8" in looked.lacking
    for effect in (mirrored, few, looked):
        assert not effect.can_tell
        assert not effect.told
    assert PLAIN.estimate(made(effect=50.0)).lacking is None


def test_fit_before():
    """How far observed and expected were apart before is read off the path; pretend pilots fit as well, where units are alike."""
    found = PLAIN.estimate(made())
    apart = np.array([point.observed - point.expected for point in found.path if not point.lit])
    assert found.diagnostics.fit_before == pytest.approx(apart.std())
    assert 0.5 < found.diagnostics.fit_before / found.diagnostics.fit_usual < 2
