from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.share import jeffreys


def below(limit, found, asked):
    """How much of the Beta density lies below a limit, summed over a fine grid in the arc-sine of the share."""
    angle = np.linspace(0, np.pi / 2, 200_001)
    density = np.sin(angle) ** (2 * found) * np.cos(angle) ** (
        2 * (asked - found)
    )  # the edges are bounded in this angle
    total = np.trapezoid(density, angle) if hasattr(np, "trapezoid") else np.trapz(density, angle)
    return np.sum(density[np.sin(angle) ** 2 < limit]) * (angle[1] - angle[0]) / total


@pytest.mark.parametrize(("found", "asked"), [(1, 10), (5, 10), (7, 30), (29, 30), (80, 100)])
def test_each_limit_leaves_its_tail_outside(found, asked):
    """Of the density of the share, 2.5 % lie below the lower limit and 2.5 % above the upper one."""
    low, high = jeffreys(found, asked)
    assert below(low, found, asked) == pytest.approx(0.025, abs=1e-4)
    assert below(high, found, asked) == pytest.approx(0.975, abs=1e-4)


def test_what_no_count_rules_out_stays_in():
    """None of ten leaves a share of zero possible, ten of ten a share of one."""
    assert jeffreys(0, 10) == (0.0, pytest.approx(0.2172, abs=1e-4))
    assert jeffreys(10, 10) == (pytest.approx(0.7828, abs=1e-4), 1.0)


def test_a_share_and_its_rest_mirror_each_other():
    """Who understood and who did not have the same interval, mirrored."""
    low, high = jeffreys(3, 11)
    assert jeffreys(8, 11) == (pytest.approx(1 - high), pytest.approx(1 - low))


@pytest.mark.parametrize(("found", "asked"), [(3, 2), (-1, 5), (0, 0)])
def test_what_is_no_share_is_refused(found, asked):
    """More found than asked, or nobody asked, is an error and no figure."""
    with pytest.raises(ValueError, match="no share"):
        jeffreys(found, asked)
