from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.prior import ENOUGH, Known, Prior, prior, shrunk


def fires(spread: float, many: int, rng: np.random.Generator, error: float = 1.0) -> list[Known]:
    return [Known(float(rng.normal(2.0, np.hypot(spread, error))), error) for _ in range(many)]


def test_the_spread_is_found() -> None:
    """Restricted maximum likelihood finds how much true effects differ, and their mean, on average over many workspaces."""
    rng = np.random.default_rng(1)
    found = [prior(fires(3.0, 40, rng)) for _ in range(60)]
    assert np.mean([one.spread for one in found if one]) == pytest.approx(3.0, rel=0.05)
    assert np.mean([one.mean for one in found if one]) == pytest.approx(2.0, abs=0.2)


def test_equal_errors_have_a_closed_form() -> None:
    """With equal errors the spread is what the figures' variance has beyond the errors', and no spread where it has less."""
    values = np.array([1.0, 4.0, -2.0, 7.0, 5.0, 3.0])
    found = prior([Known(float(value), 1.5) for value in values])
    assert found is not None
    assert found.spread == pytest.approx(np.sqrt(values.var(ddof=1) - 1.5**2), rel=1e-4)
    assert found.error == pytest.approx(np.sqrt(values.var(ddof=1) / values.size), rel=1e-4)
    alike = prior([Known(2.0 + 0.01 * at, 5.0) for at in range(8)])
    assert alike is not None
    assert alike.spread == 0.0


def test_few_fires_are_no_prior() -> None:
    """With fewer than five others whose error is known there is no prior."""
    rng = np.random.default_rng(2)
    assert prior(fires(1.0, ENOUGH - 1, rng)) is None
    assert prior([*fires(1.0, ENOUGH - 1, rng), Known(3.0, float("inf"))]) is None
    assert prior(fires(1.0, ENOUGH, rng)) is not None


def test_luck_is_taken_out() -> None:
    """A large effect out of little data is drawn towards the others; one with hardly an error stays."""
    before = Prior(mean=0.0, spread=2.0, error=0.3, fires=20)
    assert 0 < shrunk(Known(10.0, 5.0), before, 5.0).mean < 5
    assert shrunk(Known(10.0, 0.05), before, 5.0).mean == pytest.approx(10.0, abs=0.05)


def test_heavy_tails_let_an_outlier_stand() -> None:
    """An effect far from all others is drawn to them less than normal tails would, and so is the more probable."""
    found = shrunk(Known(20.0, 3.0), Prior(mean=0.0, spread=2.0, error=0.3, fires=20), 10.0)
    assert found.probability > found.normal + 0.2
    normal_mean = 20.0 * (2.0**2 + 0.3**2) / (2.0**2 + 0.3**2 + 9)
    assert found.mean > normal_mean + 2


def test_a_wide_prior_changes_nothing() -> None:
    """Where others differ beyond all bounds, the probability is that of the figure alone."""
    found = shrunk(Known(2.0, 1.0), Prior(mean=0.0, spread=1e4, error=10.0, fires=9), 1.0)
    assert found.probability == pytest.approx(0.8413, abs=2e-3)
    assert found.normal == pytest.approx(0.8413, abs=2e-3)


def test_probabilities_hold() -> None:
    """Of effects that truly are as the prior says, those said to be worthwhile with p are so p times, in each band."""
    rng = np.random.default_rng(3)
    before = Prior(mean=0.0, spread=2.0, error=0.0, fires=100)
    true = 2.0 * rng.standard_t(4, 3000)
    said = np.array([shrunk(Known(float(each + rng.normal(0, 2)), 2.0), before, 1.0).probability for each in true])
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.0)):
        band = (said >= low) & (said < high)
        error = np.sqrt(0.25 / band.sum())
        assert abs((true[band] > 1).mean() - said[band].mean()) < 3 * error
