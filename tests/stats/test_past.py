"""The history in which pretend pilots are put."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.errors import TooLittleData
from smallfires.stats.panel import Panel
from smallfires.stats.past import past


def panel(lit=()):
    y = np.arange(40.0).reshape(4, 10)
    burnt = np.zeros(y.shape, bool)
    for unit, start in lit:
        burnt[unit, start:] = True
    return Panel(y, np.ones(y.shape), burnt, ("A", "B", "C", "D"), tuple(map(str, range(10))))


ALL = np.ones(4, bool)


def test_a_history_ends_before_the_first_fire():
    """Where most of the time was before any fire, the history ends there, and says so."""
    found = past(panel([(1, 7)]), ALL)
    assert found.panel.periods == tuple("0123456")
    assert not found.panel.lit.any()
    assert found.notes == ("The history ends before 7, when B was lit.",)


def test_units_lit_early_are_left_out():
    """Where a fire was lit in the first half, its units are left out instead, with all of the time kept."""
    found = past(panel([(1, 2), (3, 8)]), ALL)
    assert found.panel.units == ("A", "C")
    assert len(found.panel.periods) == 10
    assert "2 units" in found.notes[0]


def test_units_that_cannot_take_part_do_not_end_the_history():
    """What happened in a unit that is left out does not matter."""
    found = past(panel([(1, 7)]), np.array([True, False, True, True]))
    assert found.panel.units == ("A", "C", "D")
    assert len(found.panel.periods) == 10
    assert found.notes == ()


def test_nothing_left_is_said():
    """Where every unit was lit early, or none can take part, there is no history: an error says so."""
    with pytest.raises(TooLittleData, match="from 1 on"):
        past(panel([(unit, 1) for unit in range(4)]), ALL)
    with pytest.raises(TooLittleData, match="All 4 units"):
        past(panel(), ~ALL)


def test_the_usual_level_is_that_of_late():
    """The usual level is the mean of the last third, and of all where nothing is seen there."""
    assert past(panel(), ALL).level == panel().y[:, 7:].mean()
    unseen = panel().y.copy()
    unseen[:, 6:] = np.nan
    blank = Panel(unseen, np.ones((4, 10)), np.zeros((4, 10), bool), ("A", "B", "C", "D"), tuple(map(str, range(10))))
    assert past(blank, ALL).level == unseen[:, :6].mean()
    assert past(blank, ALL).unseen == 0.4


def test_units_that_tell_nothing_are_left_out():
    """A unit that never changes, or is hardly seen of late, takes no part and is named; unless the user names it."""
    y = panel().y.copy()
    y[1], y[2, 5:] = 7.0, np.nan
    poor = Panel(y, np.ones((4, 10)), np.zeros((4, 10), bool), ("A", "B", "C", "D"), tuple(map(str, range(10))))
    found = past(poor, ALL)
    assert found.panel.units == ("A", "D")
    assert "B, C" in found.notes[0]
    assert past(poor, ALL, ["B"]).panel.units == ("A", "B", "D")
    assert past(poor.only(np.array([1])), ALL[:1]).panel.units == ("B",)
