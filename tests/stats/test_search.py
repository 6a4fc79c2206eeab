"""The search for the smallest fire that can teach."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from smallfires.fires.plan import Refused
from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel
from smallfires.stats.search import Aim, Judged, curve, hopeless, judge, ranked, sharpest, some
from smallfires.stats.trials import Trial

AIM = Aim(upwards=False, power=0.8, worthwhile=-1.6, usual=40.0, percent=False)


def history(units=12, periods=36, seed=1):
    rng = np.random.default_rng(seed)
    y = 40 + 4 * rng.normal(size=(units, 1)) + rng.normal(size=(units, periods))
    labels = tuple(f"{at:02}" for at in range(60))
    return Panel(y, np.ones(y.shape), np.zeros(y.shape, bool), labels[:units], labels[:periods])


def trial(name, size=3, periods=6, named=(), **settings):
    return Trial(DESIGNS[name](horizon=periods, **settings), size, periods, named)


@pytest.fixture(scope="module")
def judged():
    found = [judge(trial("parallel", size, periods), history(), AIM) for size in (2, 5) for periods in (2, 6)]
    assert all(isinstance(one, Judged) for one in found)
    return found


def test_more_units_and_periods_tell_smaller_effects(judged):
    """The largest and longest pilot can tell a smaller effect than the smallest and shortest one, and has more power."""
    small, large = judged[0].candidate, judged[-1].candidate
    assert abs(large.detectable.effect) < abs(small.detectable.effect)
    assert large.power.share > small.power.share
    assert (small.cost, large.cost) == (4, 30)


def test_a_candidate_says_everything_in_the_measure_unit(judged):
    """The detectable effect has the sign that is wanted, its percentage is of the usual level, and its interval holds it."""
    told = judged[1].candidate.detectable
    assert told.effect < 0
    assert told.percent == pytest.approx(100 * told.effect / 40)
    assert abs(told.least) <= abs(told.effect) <= abs(told.most)
    assert judged[1].candidate.reaches == (judged[1].candidate.power.share >= 0.8)


def test_the_cheapest_that_reaches_comes_first(judged):
    """Candidates that reach the wanted power stand first, by their cost; the others follow, by their power."""
    found = [one.candidate for one in ranked(judged)]
    reaching = [one.cost for one in found if one.reaches]
    assert 0 < len(reaching) < len(found)
    assert reaching == sorted(reaching)
    assert [one.reaches for one in found] == sorted((one.reaches for one in found), reverse=True)
    assert found[0].cost == min(one.candidate.cost for one in judged if one.candidate.reaches)


def test_weak_evidence_stands_behind(judged):
    """Before and after is never put first where a design that compares reaches the power, however cheap it is."""
    weak = judge(trial("before-after", 1, 2), history(), replace(AIM, worthwhile=-20.0))
    assert weak.candidate.reaches
    assert weak.candidate.evidence == "weak"
    found = ranked([weak, *judged])
    last = sum(bool(one.candidate.reaches) for one in found) - 1
    assert found[last] is weak
    assert sharpest([weak, judged[0]]) is judged[0]


def test_power_curve_runs_from_nothing_to_nearly_always(judged):
    """The curve begins at no effect, never falls, ends beyond 95 %, and agrees with the candidate's own figures."""
    one = judged[1]
    points = curve(one, AIM)
    assert points[0].effect == 0
    assert points[0].power <= 0.05
    assert points[-1].power >= 0.95
    assert all(before.power <= after.power for before, after in pairwise(points))
    at = [point.power for point in points if abs(point.effect) < abs(one.candidate.detectable.effect)]
    assert max(at) < 0.8 + 1e-12
    assert abs(points[-1].effect) > 2.0


@pytest.mark.parametrize(
    ("one", "units", "help_"),
    [
        (trial("parallel", 1), 6, "Find 15 more units"),
        (trial("parallel", 1), 10, "Light 2 of these"),
        (trial("rollout", 2, steps=1), 6, "Add units, or light them in more steps"),
        (trial("switchback", 1, 8), 3, "It takes 6 pairs: 4 more periods"),
    ],
)
def test_what_can_never_be_told_is_refused(one, units, help_):
    """A pilot that could never be told from chance is refused without being simulated, with what would help."""
    assert help_ in hopeless(one, history(units))
    refused = judge(one, history(units), AIM)
    assert isinstance(refused, Refused)
    assert help_ in refused.why
    assert (refused.design, refused.size) == (one.design.name, one.size)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (trial("parallel", 12), "12 of 12 units cannot be lit"),
        (trial("parallel", 3, 35), "takes 1 more, or a pilot of at most 34 periods"),
        (trial("randomised", 1), "1 time in 12"),
        (trial("before-after", 1, 20), "cannot tell what"),
        (trial("parallel", 2, season=24), "season of 24 periods has to be seen twice"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(one, why):
    """What a design cannot read in this history is refused, in the design's own words."""
    assert why in judge(one, history(), AIM).why


def test_percent_is_simulated_on_logarithms():
    """A ratio's detectable effect in the measure's unit and in percent belong together; a halving needs more than 50 %."""
    aim = replace(AIM, percent=True)
    told = judge(trial("parallel", 3, percent=True), history(), aim).candidate.detectable
    assert told.percent == pytest.approx(100 * told.effect / 40)
    plain = judge(trial("parallel", 3), history(), AIM).candidate.detectable
    assert told.effect == pytest.approx(plain.effect, rel=0.35)
    assert aim.size(-20.0) == pytest.approx(np.log(2))
    assert aim.effect(np.log(2)) == pytest.approx(-20)
    assert aim.size(-40.0) == np.inf


@pytest.mark.parametrize(
    ("least", "most", "many", "numbers"), [(1, 12, 5, (1, 3, 5, 8, 12)), (2, 2, 4, (2,)), (7, 7, 3, (7,))]
)
def test_numbers_to_plan_with(least, most, many, numbers):
    """Some round numbers from the least to the most; the least itself where there is none between."""
    assert some(least, most, many) == numbers


def test_nothing_falls_by_more_than_all():
    """Of a measure that is never below zero, a fall by all of it or more is no effect that could be told."""
    restless = history(units=8)
    restless = replace(restless, y=np.random.default_rng(1).lognormal(0, 2, restless.y.shape))
    aim = Aim(upwards=False, power=0.8, worthwhile=None, usual=float(restless.y.mean()), percent=False, above_zero=True)
    one = judge(trial("parallel", 2, 2), restless, aim)
    assert one.candidate.detectable is None
    assert judge(trial("parallel", 2, 2), restless, replace(aim, upwards=True)).candidate.detectable is not None
    assert sharpest([one]) is None


def test_a_constant_history_tells_nothing_of_chance():
    """Where nothing ever changes, no effect is promised: the refusal says why, and what would help."""
    panel = history()
    flat = replace(panel, y=np.full(panel.y.shape, 7.0))
    for name in ("parallel", "rollout", "before-after"):
        found = judge(trial(name), flat, AIM)
        assert isinstance(found, Refused)
        assert "cannot be seen" in found.why
        assert "finer measure" in found.why


def test_what_stands_for_very_many_units_is_said():
    """Of more units than are tried in each window, the candidate says so; of fewer, it does not."""
    y, labels = np.random.default_rng(2).normal(40, 1, (250, 20)), tuple(f"{at:03}" for at in range(250))
    every = Panel(y, np.ones(y.shape), np.zeros(y.shape, bool), labels, labels[:20])
    some_of_them = every.only(np.arange(40))
    notes = [judge(trial("randomised", 15), panel, AIM).candidate.notes for panel in (every, some_of_them)]
    assert any("200 of the 250 units" in note for note in notes[0])
    assert not any("drawn anew" in note for note in notes[1])
