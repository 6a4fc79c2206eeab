"""Weights as the reference implementation in R finds them."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.growing import grow
from smallfires.stats.reference import FIRST_ROUND, SECOND_ROUND, weights


def program(seed=0, rows=20, places=12):
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(rows, places)).cumsum(axis=0)
    return columns, columns[:, :4].mean(axis=1) + 0.3 * rng.normal(size=rows)


def objective(columns, target, penalty, x):
    return float(np.square(columns @ x - target).mean() + penalty**2 * np.square(x).sum())


def test_weights_are_weights():
    """They are not below zero and add up to one."""
    x = weights(*program(), 0.1, 1e-5)
    assert (x >= 0).all()
    assert x.sum() == pytest.approx(1)


def test_stopped_early_they_are_near_the_optimum():
    """Their objective is above the exact optimum, and close to it; stopping later brings them closer."""
    columns, target = program()
    exact = grow(columns - target[:, None], len(columns) * 0.1**2)
    best = objective(columns, target, 0.1, exact)
    early, late = (objective(columns, target, 0.1, weights(columns, target, 0.1, stop)) for stop in (1e-1, 1e-6))
    assert best < late <= early
    assert late == pytest.approx(best, rel=1e-2)


def test_a_target_that_is_a_corner():
    """A target that is one of the series gets that one, and nothing else."""
    columns, _ = program()
    x = weights(columns, columns[:, 5], 0.0, 1e-9)
    assert x[5] == pytest.approx(1)


def test_the_first_step_by_hand():
    """From equal weights, one step goes to the corner that the slope points at, as far as the objective falls."""
    columns, target = np.array([[0.0, 2.0], [1.0, 1.0]]), np.array([2.0, 1.0])
    assert weights(columns, target, 0.0, 1e-9) == pytest.approx([0, 1])
    shared = weights(columns, np.array([1.5, 1.0]), 0.0, 1e-9)
    assert shared == pytest.approx([0.25, 0.75])


def test_small_weights_are_dropped_between_the_rounds():
    """The second round starts from the large weights of the first, so that it ends in few places."""
    columns, target = program(places=40)
    assert (weights(columns, target, 0.0, 1e-3) > 0).sum() < 20


def test_steps_end():
    """Series that are all the same leave nothing to be done; the steps end, and weights stay weights."""
    columns = np.ones((5, 3))
    assert weights(columns, np.ones(5), 0.0, 1e-9).sum() == pytest.approx(1)
    assert FIRST_ROUND < SECOND_ROUND
