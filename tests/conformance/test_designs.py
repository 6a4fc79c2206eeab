"""What every design keeps, whatever it estimates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel

UNITS, PERIODS = 9, 24
LIT = {
    "parallel": lambda at, period: (at < 2) & (period >= 18),
    "randomised": lambda at, period: (at < 4) & (period >= 18),
    "rollout": lambda at, period: (at < 3) & (period >= 14 + 3 * at),
    "before-after": lambda at, period: (at < 1) & (period >= 20),
    "switchback": lambda at, period: (at < 2) & ((period + at) % 2 == 0),
}
"""A pattern that fits each design, by unit and period."""
NAMES = sorted(set(DESIGNS) & set(LIT))
SEEDS = st.integers(0, 10_000)


def panel_of(name, seed):
    rng = np.random.default_rng(seed)
    y = 30 + rng.normal(size=(UNITS, 1)) * 5 + rng.normal(size=(UNITS, PERIODS)).cumsum(axis=1)
    lit = LIT[name](*np.indices(y.shape))
    labels = tuple(f"{at:02}" for at in range(PERIODS))
    return Panel(y, np.ones(y.shape), lit, labels[:UNITS], labels)


def estimate(name, panel):
    return DESIGNS[name]().estimate(panel)


def figures(effect):
    return [effect.unit.value, effect.unit.low, effect.unit.high, effect.p]


def every_design(test):
    """Each design, on panels out of some seeds."""
    return pytest.mark.parametrize("name", NAMES)(settings(max_examples=8, deadline=None)(given(seed=SEEDS)(test)))


@every_design
def test_unit_order_does_not_matter(name, seed):
    """Units in another order give the same effect."""
    panel = panel_of(name, seed)
    order = np.random.default_rng(seed).permutation(UNITS)
    assert figures(estimate(name, panel.only(order))) == pytest.approx(figures(estimate(name, panel)), abs=1e-6)


@every_design
def test_scale_does_not_matter(name, seed):
    """A measure in another unit gives the same effect in that unit, and the same p."""
    panel = panel_of(name, seed)
    *ends, p = figures(estimate(name, panel))
    scaled = replace(panel, y=panel.y * 3600)
    assert figures(estimate(name, scaled)) == pytest.approx([end * 3600 for end in ends] + [p], rel=1e-6, abs=1e-4)


@every_design
def test_shift_does_not_matter(name, seed):
    """A constant added to every cell changes nothing."""
    panel = panel_of(name, seed)
    shifted = replace(panel, y=panel.y + 1000)
    assert figures(estimate(name, shifted)) == pytest.approx(figures(estimate(name, panel)), rel=1e-5, abs=1e-6)


@every_design
def test_a_doubled_effect_is_a_doubled_estimate(name, seed):
    """What is added to the lit cells comes out as it went in: one more, or two more."""
    panel = panel_of(name, seed)
    found = [estimate(name, replace(panel, y=panel.y + size * panel.lit)).unit.value for size in (0, 1, 2)]
    assert np.diff(found) == pytest.approx([1, 1], abs=1e-6)


@every_design
def test_p_and_interval_agree(name, seed):
    """The p-value is below alpha exactly when the interval leaves zero out, whatever the effect."""
    panel = panel_of(name, seed)
    for size in (0.0, 2.0, -4.0, 20.0):
        effect = estimate(name, replace(panel, y=panel.y + size * panel.lit))
        assert (effect.p < round(1 - effect.level, 12)) == effect.told
        assert effect.unit.low <= effect.unit.value <= effect.unit.high
        assert 0 < effect.smallest_p <= effect.p <= 1


@every_design
def test_the_same_again(name, seed):
    """The same panel gives the same record to the last digit, and is left as it was."""
    panel = panel_of(name, seed)
    kept = panel.y.copy()
    assert estimate(name, panel) == estimate(name, panel)
    assert (panel.y == kept).all()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_can_be_read(name):
    """A lot that a design draws is one that it can read, and an effect in it is found where it was put."""
    history = panel_of(name, 3).burning(np.zeros((UNITS, PERIODS), dtype=bool))
    drawn = history.burning(DESIGNS[name]().assign(history, 3, np.random.default_rng(5)))
    assert DESIGNS[name]().misfit(drawn) is None
    assert DESIGNS[name]().misfit(history) is not None
    effect = estimate(name, replace(drawn, y=drawn.y + 40 * drawn.lit))
    assert effect.design == name
    assert effect.unit.value == pytest.approx(40, abs=15)


@pytest.mark.parametrize("name", NAMES)
def test_the_record_says_where_it_comes_from(name):
    """Every record names its method, its source and what it assumes."""
    effect = estimate(name, panel_of(name, 4))
    assert effect.method
    assert any(digit.isdigit() for digit in effect.source)
    assert effect.assumptions
