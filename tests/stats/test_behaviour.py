"""Process-behaviour charts."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.errors import EmptyData, UnreadableValue, UsageError
from smallfires.fires.ladder import Call
from smallfires.stats.behaviour import chart, chart_answer

CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
STEADY = np.random.default_rng(3).normal(10, 1, 24)


def test_published_individuals_chart():
    """Centre and limits of the flowrate data in NIST's handbook, 6.3.2.2: 50.81, 45.8159 and 55.8041."""
    found = chart(np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]))
    assert found.centre == pytest.approx(50.81)
    assert found.lower[0] == pytest.approx(45.8159, abs=2e-3)
    assert found.upper[0] == pytest.approx(55.8041, abs=2e-3)
    assert found.stable


def test_published_p_chart():
    """Centre and limits of the cans of Montgomery's textbook: 0.2313, 0.0524 and 0.4102; samples 15 and 23 outside."""
    found = chart(np.array(CANS) / 50, np.full(30, 50), "p")
    assert (found.centre, found.lower[0], found.upper[0]) == pytest.approx((0.2313, 0.0524, 0.4102), abs=1e-4)
    assert found.signals[0].points == (14, 22)


def test_large_samples_need_the_large_sample_form():
    """With huge counts and ordinary variation, p and u flag nearly all points, p' and u' almost none."""
    rng = np.random.default_rng(0)
    counts = np.full(30, 100_000)
    shares = rng.binomial(counts, np.clip(rng.normal(0.2, 0.02, 30), 0, 1)) / counts
    for plain, large in (("p", "p'"), ("u", "u'")):
        outside = [
            ((c.values > c.upper) | (c.values < c.lower)).sum()
            for c in (chart(shares, counts, k) for k in (plain, large))
        ]
        assert outside[0] > 20
        assert outside[1] <= 1


def test_large_sample_form_is_the_plain_one_where_nothing_is_added():
    """Where all variation is that of counting, p' and p agree."""
    rng = np.random.default_rng(1)
    counts = rng.integers(200, 400, 400)
    shares = rng.binomial(counts, 0.2) / counts
    ratio = chart(shares, counts, "p'").upper - 0.2, chart(shares, counts, "p").upper - 0.2
    assert ratio[0].mean() == pytest.approx(ratio[1].mean(), rel=0.08)


def test_large_sample_form_with_equal_counts_is_xmr():
    """With equal counts, p' has the limits of the individuals chart, as Laney showed."""
    shares = np.array(CANS) / 50
    a, b = chart(shares, np.full(30, 50), "p'"), chart(shares)
    assert a.upper == pytest.approx(b.upper, abs=1e-4)


def test_periods_without_data_have_no_point():
    """NaN and zero counts are left out, and it is said which periods are kept."""
    found = chart(np.array([0.1, np.nan, 0.2, 0.3]), np.array([10, 10, 0, 10]), "p")
    assert found.kept.tolist() == [0, 3]
    assert found.centre == pytest.approx(0.2)


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [5.0] * 20])
def test_constant_series_are_defined(values):
    """One point, or a constant series: limits at the centre, no signal, no false alarm."""
    found = chart(np.array(values))
    assert found.stable
    assert found.lower.tolist() == found.upper.tolist() == values
    assert found.false_alarm == 0


def test_bad_input_is_refused():
    """Nothing, impossible shares, infinite values, missing counts and unknown kinds are errors that say what to do."""
    with pytest.raises(EmptyData):
        chart(np.array([np.nan]))
    with pytest.raises(UnreadableValue, match="period 2"):
        chart(np.array([0.1, 1.2]), np.array([5, 5]), "p")
    with pytest.raises(UnreadableValue, match="finite"):
        chart(np.array([1.0, np.inf]))
    with pytest.raises(UsageError, match="counts"):
        chart(np.array([0.1]), kind="u")
    with pytest.raises(UsageError, match="XmR"):
        chart(np.array([0.1]), kind="z")


@pytest.mark.parametrize(
    ("target", "call"), [(4.0, Call.TRANSFORM), (9.5, Call.OPTIMIZE), (17.0, Call.REACHED), (None, Call.NO_TARGET)]
)
def test_stable_charts_answer_by_their_limits(target, call):
    """Stable: inside the limits optimize, beyond them transform, on the good side reached; mirrored likewise."""
    assert chart_answer(chart(STEADY), target).call is call
    assert chart_answer(chart(-STEADY), None if target is None else -target, less_is_better=False).call is call


def test_a_target_on_a_limit_is_too_close():
    """On a natural limit the answer is too close to call, and says what would settle it."""
    found = chart(STEADY)
    answer = chart_answer(found, float(found.lower[0]))
    assert answer.call is Call.TOO_CLOSE
    assert "more periods" in answer.settle


def test_a_special_cause_is_to_be_found_first():
    """A lasting step, or one wild point: find the cause, whatever the target."""
    rng = np.random.default_rng(5)
    step = np.concatenate([rng.normal(10, 1, 12), rng.normal(14, 1, 12)])
    spike = STEADY.copy()
    spike[10] = 20
    for series in (step, spike):
        answer = chart_answer(chart(series), 2.0)
        assert answer.call is Call.OPTIMIZE
        assert answer.probability >= 0.8


def test_drift_is_no_special_cause():
    """Of series that only drift, most raise a signal; fewer than a third are called a special cause."""
    from smallfires.stats.runrules import noise

    series = noise(4000, 24, 0.4)[:100]
    charts = [chart(values) for values in series]
    alarmed = np.mean([not c.stable for c in charts])
    called = np.mean([chart_answer(c, -6.0).call is Call.OPTIMIZE for c in charts])
    assert alarmed > 0.5
    assert called < 1 / 3


def test_too_few_periods_cannot_tell():
    """Below twelve periods there is no answer, and it is said how many more it takes."""
    answer = chart_answer(chart(STEADY[:9]), 4.0)
    assert answer.call is Call.CANNOT_TELL
    assert "3 more" in answer.settle
