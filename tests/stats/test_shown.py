"""What single units show is found once for all pilots over one history."""

from __future__ import annotations

import numpy as np

from smallfires.stats import shown
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.pilots import Pilots
from smallfires.stats.power import simulate
from smallfires.stats.recipes import STACKED
from smallfires.stats.shown import Seen, Shown
from smallfires.stats.synthetic import fit
from smallfires.stats.trials import Trial


def measured(units=14, periods=30, seed=2):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(units, periods)).cumsum(axis=1) + 5 * rng.normal(size=(units, 1))


def lots(size, units=14):
    rng = np.random.default_rng(size)
    return np.stack([rng.permutation(np.arange(units) < size) for _ in range(20)])


class Counted(Seen):
    """Counts how often it had to look."""

    looked = 0

    def _look(self, *asked):
        self.looked += 1
        return super()._look(*asked)


def test_it_is_found_once_and_changes_nothing():
    """Pilots of other units, and of more of them, over the same history are fitted alike, and single units are looked at once."""
    y, seen = measured(), Counted()
    for size in (1, 2, 4):
        pilots = Pilots.of(y, 24, lots(size))
        assert (fit(pilots, STACKED, seen=seen).value == fit(pilots, STACKED).value).all()
    assert seen.looked == 1


def test_another_history_is_another():
    """Another start, another end, other values, or others that were lit, are looked at by themselves."""
    y, seen = measured(), Counted()
    marked = np.arange(14) < 2
    for pilots in (
        Pilots.of(y, 24, lots(2)),
        Pilots.of(y, 22, lots(2)),
        Pilots.of(y[:, :27], 24, lots(2)),
        Pilots.of(y + np.eye(14, 30), 24, lots(2)),
        Pilots.of(y, 24, lots(2), marked),
    ):
        assert (fit(pilots, STACKED, seen=seen).value == fit(pilots, STACKED).value).all()
    assert seen.looked == 5


def test_trials_of_one_search_share_it():
    """Trials of several sizes in one history give the same pretend pilots together as each by itself."""
    y = 50 + measured()
    panel = Panel(
        y, np.ones(y.shape), np.zeros(y.shape, bool), *(tuple(f"{at:02}" for at in range(n)) for n in y.shape)
    )
    seen = Counted()
    for size in (1, 3):
        trial = Trial(Parallel(horizon=4), size, 4)
        together, alone = simulate(trial, panel, seen=seen), simulate(trial, panel)
        assert (together.low == alone.low).all()
        assert (together.high == alone.high).all()
    assert seen.looked == together.windows


def test_the_same_units_stand_for_very_many():
    """Of more units than are looked at in one window, the same are drawn for trials of every size, and by the seed."""
    y = 50 + measured(units=210)
    panel = Panel(
        y, np.ones(y.shape), np.zeros(y.shape, bool), *(tuple(f"{at:03}" for at in range(n)) for n in y.shape)
    )
    seen = Counted()
    for size in (2, 5):
        simulate(Trial(Parallel(horizon=4), size, 4), panel, windows=2, seen=seen)
    assert seen.looked == 2
    simulate(Trial(Parallel(horizon=4), 2, 4), panel, windows=2, seed=1, seen=seen)
    assert seen.looked == 4


def test_only_the_latest_are_kept(monkeypatch):
    """However many histories are asked about, no more than so many are kept."""
    monkeypatch.setattr(shown, "MOST_KEPT", 3)
    seen = Counted()
    for before in (20, 21, 22, 23, 24, 24, 22):
        assert isinstance(seen.by(Pilots.of(measured(), before, lots(2)), STACKED), Shown)
    assert (seen.looked, len(seen)) == (5, 3)
