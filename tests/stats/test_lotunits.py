"""A lot over units: means before and since."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.lotunits import LotOfUnits
from smallfires.stats.panel import Panel
from smallfires.stats.prepare import prepared


def units(y, lit, since, adjust="cuped", weigh="units", n=None):
    cells = np.zeros(y.shape, dtype=bool)
    cells[:lit, since:] = True
    labels = tuple(f"{at:02}" for at in range(max(y.shape)))
    panel = Panel(y, np.ones(y.shape) if n is None else n, cells, labels[: len(y)], labels[: y.shape[1]])
    return LotOfUnits(prepared(panel, Randomised(weigh=weigh)), adjust, 200, 0)


def measured(seed=0, many=10):
    rng = np.random.default_rng(seed)
    return 30 + 5 * rng.normal(size=(many, 1)) + rng.normal(size=12).cumsum() + rng.normal(size=(many, 12))


def test_without_adjustment_it_is_the_means():
    """The plain difference of units' means since the start, with the p-value of a two-sample test."""
    y = measured()
    found = units(y, 5, 8, "none").found
    since = y[:, 8:].mean(axis=1)
    assert found.value == pytest.approx(since[:5].mean() - since[5:].mean())
    assert found.error == pytest.approx(np.sqrt(since[:5].var(ddof=1) / 5 + since[5:].var(ddof=1) / 5))
    assert ttest_ind(since[:5], since[5:]).statistic == pytest.approx(found.value / found.error)


def test_apart_is_the_time_before():
    """How far the sides were apart before knows nothing of what came after; without a time before it is unknown."""
    y = measured()
    changed = y.copy()
    changed[:, 8:] += 90
    one, other = (units(each, 5, 8).apart for each in (y, changed))
    assert one.value == pytest.approx(other.value)
    assert one.value == pytest.approx(y[:5, :8].mean() - y[5:, :8].mean())
    assert units(y, 5, 0).apart is None


def test_the_true_one_comes_first():
    """The first of the redrawn figures is the estimate itself, at every look and by every way to adjust."""
    y = measured()
    y[1, 8] = np.nan
    for adjust in ("none", "cuped", "lin"):
        lot = units(y, 5, 8, adjust)
        drawn = lot.redrawn(range(9, 13))
        for look, end in enumerate(range(9, 13)):
            assert drawn.figures[0, look] == pytest.approx(lot.of(lot.since(end), adjust=lot.found.adjusted).value)
        assert drawn.slopes[0] == pytest.approx(np.ones(4))


def test_cases_as_weights():
    """A unit with twice the cases counts as two units that are alike do."""
    y = measured(many=8)
    n = np.ones(y.shape)
    n[0] = 2
    weighted = units(y, 4, 8, "none", "cases", n).found.value
    since = y[:, 8:].mean(axis=1)
    assert weighted == pytest.approx(np.average(since[:4], weights=[2, 1, 1, 1]) - since[4:].mean())
