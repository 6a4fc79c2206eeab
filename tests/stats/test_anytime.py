"""Looking every day is safe."""

from __future__ import annotations

import importlib.util
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from smallfires.errors import UsageError
from smallfires.stats.anytime import at_least, look


def bench():
    path = Path(__file__).parents[2] / "bench" / "anytime.py"
    spec = importlib.util.spec_from_file_location("anytime_bench", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_looking_every_period_is_safe():
    """With a look every period, a change without effect is taken for one in at most 5.5 of 100 pilots."""
    alarms = bench().cases(pilots=400, seed=3)
    assert alarms["sequence"] <= 0.055
    assert alarms["naive"] > 0.12


@given(
    st.floats(-5, 5),
    st.floats(0.01, 3),
    st.floats(0.01, 3),
    st.sampled_from([0.8, 0.9, 0.95, 0.99]),
    st.sampled_from([inf, 200.0, 30.0, 6.5]),
)
def test_p_and_interval_agree(estimate, error, share, level, freedom):
    """The p-value is below alpha exactly when the interval leaves zero out."""
    found = look(estimate, error, share, level=level, freedom=freedom)
    if abs(found.p - (1 - level)) > 1e-9:
        assert (found.p < 1 - level) == (found.low > 0 or found.high < 0)


def test_narrowest_where_declared():
    """At the declared share no other choice of the mixture is narrower; at the end it costs little more than half again."""
    at = 0.5

    def reach(spread):
        return np.sqrt((1 + spread) / spread * np.log((1 + spread) / 0.05**2))

    best = minimize_scalar(reach, bounds=(0.1, 100), method="bounded").fun
    assert look(0, 1, at, when=at).high == pytest.approx(best, rel=1e-6)
    assert look(0, 1, 1.0).high < 1.6 * norm.isf(0.025)


def test_few_degrees_of_freedom_widen():
    """The fewer degrees of freedom, the wider; very many are none."""
    widths = [look(0, 1, 1, freedom=f).high for f in (3.0, 10.0, 100.0, 1e7, inf)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-2] == pytest.approx(widths[-1], rel=1e-4)


def test_one_side_reaches_less_far():
    """A bound on one side is nearer to the estimate than the interval's end on that side."""
    for share in (0.2, 0.5, 1.0, 2.0):
        assert look(1, 1, share).low < at_least(1, 1, share) < 1


def test_no_error_at_all():
    """Without any spread the interval is the estimate, and p is 0 or 1."""
    assert look(2.0, 0.0, 1.0).p == 0
    assert look(0.0, 0.0, 1.0).p == 1
    assert (look(2.0, 0.0, 1.0).low, look(2.0, 0.0, 1.0).high) == (2.0, 2.0)


@pytest.mark.parametrize(("level", "share"), [(1.0, 0.5), (0.0, 0.5), (0.95, 0.0), (0.95, np.nan), (0.95, inf)])
def test_impossible_requests_are_refused(level, share):
    """A level or share that cannot be is refused with what could."""
    with pytest.raises(UsageError):
        look(0.0, 1.0, share, level=level)
