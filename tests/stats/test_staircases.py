"""Many staircases at once."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.staircases import Ground, Staircases, parts

FIRST = np.array([4, 6, 6, 10, 10, 10, 10])


def ground(seed=0, never=False, holes=False, weights=True):
    """Seven units and ten periods; the first three are lit, two of them later."""
    rng = np.random.default_rng(seed)
    y = 5 + rng.normal(size=(7, 10)).cumsum(axis=1)
    if holes:
        y[rng.random(y.shape) < 0.1] = np.nan
    lit = np.arange(10) >= FIRST[:, None]
    return Ground(y, lit, rng.uniform(0.5, 2, 7) if weights else np.ones(7), never)


@pytest.mark.parametrize("never", [False, True])
def test_figures_are_the_weighted_sums_that_parts_say(never):
    """What units count adds up to one on either side; the figure of one period is what they say."""
    some = ground(never=never)
    ours, theirs = parts(some, FIRST[None])
    assert ours.sum() == pytest.approx(1)
    assert theirs.sum() == pytest.approx(1)
    assert (ours[0] > 0).tolist() == [True] * 3 + [False] * 4
    cut = some.until(5)
    ours, theirs = parts(cut, np.minimum(FIRST, 5)[None])
    change = cut.y[:, 4] - cut.y[:, 3]
    assert Staircases.of(cut, np.minimum(FIRST, 5)[None]).mean()[0, 0] == pytest.approx(((ours - theirs) @ change)[0])


def test_the_true_slope_is_one():
    """An effect of one in all lit cells moves the true figure by one, every average of it, whatever the holes."""
    found = Staircases.of(ground(holes=True, seed=2), FIRST[None])
    for average in (found.mean(), found.by_group(), found.since_lit()):
        assert average[0, 1] == pytest.approx(1)


def test_left_out_units_are_as_if_they_were_not_there():
    """A unit marked −1 has no part: the figure is that of the panel without it."""
    some = ground(holes=True, seed=4)
    for unit in (1, 5):
        first, kept = FIRST.copy(), np.arange(7) != unit
        first[unit] = -1
        without = Ground(some.y[kept], some.lit[kept], some.weights[kept])
        assert Staircases.of(some, first[None]).mean() == pytest.approx(
            Staircases.of(without, FIRST[kept][None]).mean()
        )


def test_time_before_shows_whether_groups_moved_alike():
    """Units that move alike before are not apart; a group with a trend of its own is, by that trend."""
    some = ground(weights=False)
    alike = Ground(np.tile(np.arange(10.0) ** 2, (7, 1)), some.lit, some.weights)
    ahead = Staircases.of(alike, FIRST[None], ahead=True)
    assert set(zip(ahead.group.tolist(), ahead.period.tolist(), strict=True)) == {
        (group, period) for group in (4, 6) for period in range(group - 1)
    }
    assert ahead.apart()[0] == 0
    y = np.zeros((7, 10))
    y[0] = np.arange(10)
    tilted = Staircases.of(Ground(y, some.lit, some.weights), FIRST[None], ahead=True).apart()[0]
    own = np.arange(4) - 1.5
    assert tilted == pytest.approx(np.sqrt(np.square(own).sum() / (4 + 2 * 6)))
    assert np.isnan(Staircases.of(some.until(3), np.array([[1, 3, 3, 3, 3, 3, 3]]), ahead=True).apart()[0])
