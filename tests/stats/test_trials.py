"""Pilots that could be lit, and the lots that are drawn for them."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel
from smallfires.stats.trials import Trial, labels


def history(units=8, periods=30):
    y = np.random.default_rng(1).normal(size=(units, periods)) + 30
    names = tuple(f"Team {letter}" for letter in "ABCDEFGHIJKL"[:units])
    return Panel(y, np.ones(y.shape), np.zeros(y.shape, bool), names, tuple(f"{at:02}" for at in range(periods)))


def trial(name, size=3, periods=6, named=(), **settings):
    return Trial(DESIGNS[name](horizon=periods, **settings), size, periods, named)


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_the_lot_is_the_same_again(name):
    """The same seed draws the same lot, another seed another one, and the order of the units does not matter."""
    panel, order = history(), np.random.default_rng(2).permutation(8)
    one = trial(name).drawn(panel, 4)
    assert one.shape == (8, 6)
    assert (one == trial(name).drawn(panel, 4)).all()
    assert (one[order] == trial(name).drawn(panel.only(order), 4)).all()
    assert any((one != trial(name).drawn(panel, seed)).any() for seed in range(5, 9))


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_the_lot_is_as_large_as_it_costs(name):
    """As many units are lit as were wanted, and the cells that are lit are what the trial says it costs."""
    drawn = trial(name).drawn(history(), 4)
    assert drawn.any(axis=1).sum() == 3
    assert drawn.sum() == trial(name).cost


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_named_units_are_the_ones(name):
    """Where units are named, these are lit and no others, in a pretend pilot and in the lot."""
    named = ("Team B", "Team F", "Team H")
    one = trial(name, named=named)
    panel = history()
    assert tuple(np.array(panel.units)[one.drawn(panel, 0).any(axis=1)]) == named
    pilot = one.pilot(panel, 20, np.random.default_rng(0))
    assert tuple(np.array(panel.units)[pilot.ever_lit]) == named
    assert DESIGNS[name]().misfit(pilot) is None


def test_a_pretend_pilot_ends_where_it_would_have():
    """Nothing after the pilot's last period is known; a switchback needs nothing before it either."""
    pilot = trial("parallel").pilot(history(), 9, np.random.default_rng(0))
    assert (len(pilot.periods), pilot.start) == (15, 9)
    assert trial("switchback").pilot(history(), 9, np.random.default_rng(0)).periods[0] == "09"


@pytest.mark.parametrize(
    ("past", "ahead"),
    [
        (("2024", "2025"), ("2026", "2027")),
        (("2025-11", "2025-12"), ("2026-01", "2026-02")),
        (("2025-10", "2026-01"), ("2026-04", "2026-07")),
        (("2025-W51", "2025-W52"), ("2026-W01", "2026-W02")),
        (("2026-02-16", "2026-02-23"), ("2026-03-02", "2026-03-09")),
        (("2025-10-01", "2025-11-01", "2025-12-01"), ("2026-01-01", "2026-02-01")),
        (("08", "09"), ("10", "11")),
        (("spring", "summer"), ("1", "2")),
        (("2026-01-05", "2026-01-06", "2026-01-09"), ("1", "2")),
        (("2026-W01", "2026-W99"), ("1", "2")),
        (("2026-02-31", "2026-03-31"), ("1", "2")),
        (("7",), ("1", "2")),
    ],
)
def test_periods_to_come_are_called_as_those_before(past, ahead):
    """Years, months, weeks and dates that run evenly go on; whatever does not is counted from 1."""
    assert labels(past, 2) == ahead
