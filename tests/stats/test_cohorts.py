"""Synthetic difference-in-differences by cohort."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smallfires.stats.cohorts import by_cohort
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel


def staircase(starts, periods=16, seed=0):
    """Units that move together in part, lit from these periods on; None for never."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(2, periods)).cumsum(axis=1)
    y = 20 + rng.uniform(size=(len(starts), 2)) @ common + rng.normal(size=(len(starts), periods)) * 0.3
    lit = np.arange(periods) >= np.array([periods if start is None else start for start in starts])[:, None]
    return Panel(
        y, np.ones(y.shape), lit, tuple(f"u{at}" for at in range(len(y))), tuple(f"{at:02}" for at in range(periods))
    )


def told(panel, weights=None, most=50):
    weights = np.ones(len(panel.units)) if weights is None else weights
    return by_cohort(panel, weights, most, np.random.default_rng(0))


STARTS = (8, 8, 12, None, None, None, None, None)


def test_one_cohort_is_the_parallel_design():
    """Units lit at once give what the parallel design gives."""
    panel = staircase((10, 10, None, None, None, None, None))
    assert told(panel)[0] == pytest.approx(Parallel(decider="sdid", checks=False).estimate(panel).unit.value, abs=1e-9)


def test_cohorts_are_averaged_by_lit_cells():
    """Two cohorts: the mean of what each says against the units never lit, by the number of its lit cells, or their weights."""
    panel, weights = staircase(STARTS), np.array([1.0, 1.0, 3.0, 1, 1, 1, 1, 1])
    early, late = (panel.only(np.array(rows)) for rows in ([0, 1, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6, 7]))
    values = [Parallel(decider="sdid", checks=False).estimate(each).unit.value for each in (early, late)]
    assert told(panel)[0] == pytest.approx(np.average(values, weights=[2 * 8, 4]), abs=1e-9)
    assert told(panel, weights)[0] == pytest.approx(np.average(values, weights=[2 * 8, 3 * 4]), abs=1e-9)


def test_an_added_effect_shifts_it_exactly():
    """What is added to lit cells comes out as it went in."""
    panel = staircase(STARTS, seed=3)
    assert told(replace(panel, y=panel.y + 2 * panel.lit))[0] == pytest.approx(told(panel)[0] + 2, abs=1e-9)


def test_those_lit_last_stand_in_for_those_never_lit():
    """Where all are lit in the end, those lit last are the others, until their turn comes."""
    panel = staircase((6, 8, 12, 12, 12, 12))
    until = panel.only(slice(None), slice(0, 12))
    assert told(panel)[0] == pytest.approx(told(until)[0], abs=1e-9)


def test_holes_are_filled_and_too_short_a_time_is_none():
    """A hole changes little; a cohort with one period before is left out; where no cohort is left, there is no figure."""
    panel = staircase(STARTS)
    y = panel.y.copy()
    y[0, 3] = y[5, 9] = np.nan
    assert told(replace(panel, y=y))[0] == pytest.approx(told(panel)[0], abs=0.2)
    early = replace(panel, lit=panel.lit | (np.arange(16) >= 1) & (np.arange(8) < 2)[:, None])
    assert told(early)[0] == pytest.approx(told(early.only(np.arange(8) >= 2))[0], abs=1e-9)
    assert told(staircase((1, 1, None, None, None))) is None
