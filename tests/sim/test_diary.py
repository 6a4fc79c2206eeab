"""One person's diary, in which the tool brings nothing."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import pytest

from smallfires.sim.diary import EFFECT, FIRST, LEVEL, SPREAD, WEEKS, diary


def test_it_has_every_working_day_and_no_other():
    """Twenty-one weeks from Monday to Friday, none twice."""
    days = diary(3).days
    assert days[0] == FIRST
    assert len(set(days)) == len(days) == 5 * WEEKS
    assert {day.weekday() for day in days} == set(range(5))


def test_hours_vary_as_they_are_said_to():
    """About the level and the spread; never below zero; and nothing is gained by reading mail twice a day."""
    hours = np.concatenate([diary(seed).hours for seed in range(40)])
    assert hours.mean() == pytest.approx(LEVEL - 0.02, abs=0.05)
    assert hours.std() == pytest.approx(SPREAD, rel=0.1)
    assert hours.min() >= 0
    assert EFFECT == 0


def test_another_seed_is_another_diary():
    """The same seed is the same diary, day by day."""
    assert (diary(1).hours == diary(1).hours).all()
    assert (diary(1).hours != diary(2).hours).any()


@pytest.mark.parametrize(("before", "rows"), [(None, 5 * WEEKS), (date(2026, 2, 9), 5), (date(2026, 2, 2), 0)])
def test_the_file_holds_the_days_that_are_over(tmp_path, before, rows):
    """A row a day before the date, the figures to the second decimal."""
    made = diary(4)
    with made.write(tmp_path / "diary.csv", before).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["day"] for row in found] == [str(day) for day in made.days[:rows]]
    assert [float(row["undisturbed hours"]) for row in found] == pytest.approx(made.hours[:rows].tolist(), abs=0.005)
