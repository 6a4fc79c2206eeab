"""The pilot of the demo, whose effect is known."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from smallfires.sim.teams import BEFORE, EFFECT, LIT, TEAMS, teams


def test_the_effect_is_where_it_was_put():
    """Only lit teams, and only since the start, differ from what would have been; in the end by the whole effect."""
    made = teams(3)
    share = made.minutes / made.without - 1
    rows = [TEAMS.index(team) for team in LIT]
    assert share[rows, -1] == pytest.approx([EFFECT] * 2)
    share[rows, BEFORE:] = 0
    assert (share == 0).all()
    assert EFFECT * made.without.max() < made.effect < 0


def test_another_seed_is_another_year():
    """The same seed makes the same year, another one another; calls and minutes are above zero."""
    assert (teams(1).minutes == teams(1).minutes).all()
    assert (teams(1).minutes != teams(2).minutes).any()
    assert teams(1).minutes.min() > 0
    assert teams(1).calls.min() > 0


def test_the_file_has_a_row_a_team_and_week(tmp_path):
    """What is written is what was made, to the second decimal."""
    made = teams(4)
    with made.write(tmp_path / "weekly.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["week"], row["team"]) for row in rows] == [(week, team) for week in made.weeks for team in TEAMS]
    assert np.array([float(row["minutes"]) for row in rows]) == pytest.approx(made.minutes.T.ravel(), abs=0.005)
    assert made.since in made.weeks
