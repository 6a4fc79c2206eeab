"""A question holds together before anything is read."""

from __future__ import annotations

import math

import pytest

from smallfires.errors import UsageError
from smallfires.fires.work import Target
from smallfires.verbs.question import Question


def test_a_target_is_read_in_the_unit_of_its_measure():
    """Durations come in seconds, costs as they are, and the user's own words are kept."""
    assert Question(target="2 days").wanted() == Target(172_800.0, "2 days")
    assert Question(target="1 200", measure="cost").wanted() == Target(1200.0, "1 200")
    assert Question(target=12.5, measure="cost").wanted() == Target(12.5, "12.5")
    assert Question().wanted() is None


@pytest.mark.parametrize("target", ["", "0d", "5", "-5d", "nan", "five days", "1,5,5 d"])
def test_a_duration_that_cannot_be_read_is_refused(target):
    """A target without a unit, of no time at all, below zero or in no known form is no target."""
    with pytest.raises(UsageError):
        Question(target=target).wanted()


def test_a_number_is_no_duration():
    """5 could mean seconds or days, so it is refused with the way to say it."""
    with pytest.raises(UsageError, match="5d"):
        Question(target=5.0).wanted()


@pytest.mark.parametrize(
    "settings",
    [
        {"statistic": "mode"},
        {"level": 0.2},
        {"level": 1.0},
        {"level": math.nan},
        {"seed": -1},
        {"target": math.nan, "measure": "cost"},
        {"target": math.inf, "measure": "cost"},
        {"touch": {"A": (3.0, 2.0, 4.0)}},
        {"touch": {"A": (-1.0, 2.0, 4.0)}},
        {"touch": {"A": (0.0, 2.0, math.inf)}},
        {"touch": {"A": (math.nan, 2.0, 3.0)}},
    ],
)
def test_settings_that_make_no_sense_are_refused_at_once(settings):
    """Nothing is read with a setting that no figure can be made with."""
    with pytest.raises(UsageError):
        Question(**settings)


def test_settings_say_all_that_shapes_the_figures():
    """Every setting that was made, and every default, is there to make the reading again."""
    found = Question(target="5d", hard=("A -> B",), seed=3).settings()
    assert found["target"] == "5d"
    assert "A -> B" in found["hard"]
    assert (found["seed"], found["statistic"], found["level"]) == ("3", "median", "0.9")
    assert "case" not in found
