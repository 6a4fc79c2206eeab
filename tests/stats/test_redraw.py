"""The lot drawn again over units."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.permutation import lot
from smallfires.stats.redraw import redrawn, turned


def units(many=9, looks=3, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=many) * 5
    y = 40 + x[:, None] + rng.normal(size=(many, looks))
    return y, x, rng.integers(1, 9, many).astype(float)


def regression(y, x, weights, lit, adjust):
    """The coefficient of being lit, by weighted least squares."""
    off = x - np.average(x, weights=weights)
    columns = {"none": [], "cuped": [off], "lin": [off, off * lit]}[adjust]
    design = np.stack([np.ones(y.size), lit, *columns], axis=1) * np.sqrt(weights)[:, None]
    return np.linalg.lstsq(design, y * np.sqrt(weights), rcond=None)[0][1]


@pytest.mark.parametrize("adjust", ["none", "cuped", "lin"])
def test_every_assignment_is_its_own_regression(adjust):
    """The figure of each way in which the lot could have fallen is what a regression says of it, at each look."""
    y, x, weights = units()
    y[2, 0] = np.nan
    groups = lot(np.arange(9) < 4, 1000, np.random.default_rng(0)).groups
    found = redrawn(y, x, weights, groups, adjust)
    for number in (0, 17, 80):
        for look in range(3):
            seen = ~np.isnan(y[:, look])
            lit = groups[number].astype(float)[seen]
            expected = regression(y[seen, look], x[seen], weights[seen], lit, adjust)
            assert found.figures[number, look] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("adjust", ["none", "cuped", "lin"])
def test_slopes_are_what_an_effect_takes(adjust):
    """An effect that is taken out of the lit units takes its slope off each figure, and itself off the true one."""
    y, x, weights = units(seed=3)
    groups = lot(np.arange(9) < 3, 1000, np.random.default_rng(0)).groups
    found = redrawn(y, x, weights, groups, adjust)
    less = redrawn(y - 7 * groups[0][:, None], x, weights, groups, adjust)
    assert found.slopes[0] == pytest.approx([1, 1, 1])
    assert less.figures == pytest.approx(found.figures - 7 * found.slopes, abs=1e-9)


@pytest.mark.parametrize("adjust", ["none", "cuped", "lin"])
def test_each_can_stand_for_the_true_one(adjust):
    """Taken in turn, each assignment has the figures and slopes that it has as the true one; empty sides are left out."""
    y, x, weights = units(looks=1)
    y[4] = np.nan
    groups = lot(np.arange(9) < 3, 1000, np.random.default_rng(0)).groups
    alone = np.arange(9) == 4
    figures, slopes = turned(y[:, 0], x, weights, np.vstack([groups, alone]), adjust, 5)
    assert slopes.shape == (5, len(groups))
    for row in range(5):
        order = np.r_[row, np.delete(np.arange(len(groups)), row)]
        one = redrawn(y, x, weights, groups[order], adjust)
        assert figures[order] == pytest.approx(one.figures[:, 0])
        assert slopes[row, order] == pytest.approx(one.slopes[:, 0], abs=1e-9)


def test_an_empty_side_is_no_less_extreme():
    """Where nobody of one side was seen, the assignment counts as far out as the true one."""
    y, x, weights = units(4, 1)
    y[2:, 0] = np.nan
    groups = np.array([[True, False, True, False], [True, True, False, False]])
    found = redrawn(y, x, weights, groups, "none")
    assert found.figures[1, 0] == found.figures[0, 0]
    assert found.slopes[1, 0] == 1


def test_a_look_without_a_side_shows_nothing():
    """A look at which nobody lit was seen, or nobody at all, has no figures, and calls nothing."""
    y, x, weights = units(4, 3)
    y[:2, 0], y[:, 1] = np.nan, np.nan
    groups = lot(np.arange(4) < 2, 50, np.random.default_rng(0)).groups
    found = redrawn(y, x, weights, groups, "cuped")
    assert not found.figures[:, :2].any()
    assert not found.slopes[:, :2].any()
    assert found.figures[:, 2].any()


def test_values_before_that_say_nothing():
    """Values before that are all alike adjust nothing."""
    y, _, weights = units()
    groups = lot(np.arange(9) < 4, 50, np.random.default_rng(0)).groups
    plain, same = (redrawn(y, np.ones(9), weights, groups, way) for way in ("none", "cuped"))
    assert same.figures == pytest.approx(plain.figures)
