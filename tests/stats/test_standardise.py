"""Units on one footing."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.standardise import standardise


def house(rng, pace, mixes, cases, spread=0.5):
    """Cases of units whose paces and mixes of two types (the second five times as long) are known."""
    unit = np.repeat(np.arange(len(pace)), cases)
    kind = (rng.random(unit.size) < np.array(mixes)[unit]).astype(np.int64)
    values = np.array(pace)[unit] * np.where(kind == 1, 5.0, 1.0) * np.exp(spread * rng.standard_normal(unit.size))
    return values, np.ones(unit.size), unit, kind


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_easy_cases_do_not_win(statistic):
    """A unit that is slower but gets the easy cases looks best raw, and not when standardised."""
    found = standardise(*house(np.random.default_rng(0), [1.0, 1.3, 1.0], [0.6, 0.1, 0.6], 3000), statistic)
    assert found.raw.argmin() == 1
    assert found.figure.argmax() == 1
    assert found.figure[1] / found.figure[0] == pytest.approx(1.3, rel=0.2)


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_one_type_changes_nothing(statistic):
    """With one type of case the standardised figure is the raw one."""
    values, weights, unit, _ = house(np.random.default_rng(1), [1, 2, 3], [0.5] * 3, 50)
    found = standardise(values, weights, unit, np.full(unit.size, -1), statistic)
    assert found.figure == pytest.approx(found.raw)
    assert found.cases.tolist() == [50, 50, 50]


@pytest.mark.parametrize(("statistic", "factor"), [("mean", np.sqrt(np.expm1(0.25))), ("median", 0.5 * 1.2533)])
def test_errors_are_the_known_ones(statistic, factor):
    """Standard errors of lognormal figures are the textbook's, with the margin, at many cases."""
    values, weights, unit, kind = house(np.random.default_rng(2), [1] * 10, [0] * 10, 400)
    found = standardise(values, weights, unit, kind, statistic)
    assert np.median(found.error) == pytest.approx(1.1 * factor / 20, rel=0.12)


def test_small_and_unknown_units_stay_out():
    """Units with few cases, and cases of no unit, count for the house only."""
    values = np.arange(1.0, 41)
    unit = np.concatenate([np.repeat([3, 7], 15), [9, 9, 9], np.full(7, -1)])
    found = standardise(values, np.ones(40), unit, np.zeros(40, dtype=np.int64), "mean")
    assert found.code.tolist() == [3, 7]
    assert found.left_out == 1


def test_one_unit_is_no_comparison():
    """Fewer than two units: nothing to compare."""
    assert standardise(np.ones(9), np.ones(9), np.zeros(9, dtype=int), np.zeros(9, dtype=int), "mean") is None


def test_negative_figures_are_compared_by_difference():
    """Where figures may be negative, units are compared by difference, and shifting all shifts the figures."""
    rng = np.random.default_rng(3)
    unit, kind = np.repeat(np.arange(4), 50), rng.integers(0, 2, 200)
    values = rng.normal(0, 1, 200) + kind
    found, moved = (standardise(values + by, np.ones(200), unit, kind, "mean") for by in (-5, -7))
    assert not found.ratio
    assert moved.figure == pytest.approx(found.figure - 2)
    assert moved.error == pytest.approx(found.error)


def test_constant_values_are_defined():
    """Units without any spread have finite figures and errors of 0."""
    unit = np.repeat(np.arange(3), 10)
    for statistic in ("mean", "median"):
        found = standardise(np.full(30, 4.0), np.ones(30), unit, np.zeros(30, dtype=int), statistic)
        assert found.figure == pytest.approx([4, 4, 4])
        assert np.all(found.error == 0)
