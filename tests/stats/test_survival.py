"""Durations with open cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.errors import TooLittleData, UnreadableValue
from smallfires.stats import resample
from smallfires.stats.survival import completion_weights


def kaplan_meier(duration, complete):
    """The curve by its textbook product: the durations of completions, and the share still open after each."""
    times = np.unique(duration[complete])
    left = [1 - ((duration == t) & complete).sum() / (duration >= t).sum() for t in times]
    return times, np.cumprod(left)


# Kalbfleisch and Prentice's pattern of ties; open cases marked False.
TIED = (
    np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35], dtype=float),
    np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool),
)


def test_published_curve():
    """The weights reproduce the published Kaplan-Meier curve of the 6-MP remission times (Freireich et al. 1963)."""
    duration, complete = TIED
    found = completion_weights(duration, complete)
    one = found.weights[0] * duration.size
    left = [1 - found.weights[duration <= t].sum() / one for t in (6, 7, 10, 13, 16, 22)]
    assert left == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538], abs=5e-4)
    assert found.reached == pytest.approx(1 - 0.448, abs=5e-4)
    assert resample.quantile(duration, found.weights, 0.5) == 23


@given(st.integers(0, 10_000))
def test_equals_kaplan_meier_where_all_is_reached(seed):
    """With the longest case complete, weighted median and mean are Kaplan-Meier's median and area, ties and all."""
    rng = np.random.default_rng(seed)
    duration = rng.integers(1, 15, 40).astype(float)
    complete = rng.random(40) < 0.7
    complete[duration == duration.max()] = True
    found = completion_weights(duration, complete)
    times, left = kaplan_meier(duration, complete)
    area = np.sum(np.diff(np.append(0, times)) * np.append(1, left[:-1]))
    assert found.reached == pytest.approx(1)
    assert resample.mean(duration, found.weights) == pytest.approx(area)
    half = times[np.argmax(left <= 0.5 + 1e-9)]
    assert resample.quantile(duration, found.weights, 0.5 - 1e-6) == half


def test_leaving_open_cases_out_is_too_fast():
    """The weights find the true median where the complete cases alone say half of it."""
    rng = np.random.default_rng(1)
    true, cut = rng.exponential(10, 20_000), rng.exponential(10, 20_000)
    duration, complete = np.minimum(true, cut), true <= cut
    found = completion_weights(duration, complete)
    assert resample.median(duration, found.weights) == pytest.approx(10 * np.log(2), rel=0.04)
    assert np.median(duration[complete]) < 4


def test_median_out_of_reach_is_said():
    """Where most cases are still open and longer than any that is done, the median is not known."""
    found = completion_weights(np.array([1.0, 2, 3, 9, 9, 9, 9]), np.array([1, 1, 1, 0, 0, 0, 0], dtype=bool))
    assert found.reached == pytest.approx(3 / 7)
    assert not found.median_known
    assert found.weights[3:].sum() == 0


def test_nothing_complete_is_an_error():
    """No complete case: an error, and no number."""
    with pytest.raises(TooLittleData, match="None of the 3 cases"):
        completion_weights(np.ones(3), np.zeros(3, dtype=bool))


def test_impossible_duration_is_an_error():
    """A negative or missing duration is named with its place."""
    with pytest.raises(UnreadableValue, match="row 2"):
        completion_weights(np.array([1.0, -1.0]), np.array([True, True]))
