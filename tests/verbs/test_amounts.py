"""Amounts of a charter: what people write, in the unit of the measure."""

from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.fires.reading import Measure
from smallfires.verbs.amounts import asked_effect, change_of, level_of

DAYS = Measure("days to repair", "s", True)
MINUTES = Measure("minutes a call", "minutes", True)
EUROS = Measure("cost of a repair", "€", True)
SCORE = Measure("score", "", False)


@pytest.mark.parametrize(
    ("text", "measure", "asked"),
    [
        ("3%", MINUTES, "3%"),
        ("-3 %", MINUTES, "3 %"),
        ("−3%", MINUTES, "3%"),
        ("+2,5%", MINUTES, "2,5%"),
        ("2 days", DAYS, "172800.0"),
        ("-1d 4h", DAYS, "100800.0"),
        ("90 s", MINUTES, "1.5"),
        ("0.3 minutes", MINUTES, "0.3"),
        ("0.3", MINUTES, "0.3"),
        ("12.5 €", EUROS, "12.5"),
        ("€12.5", EUROS, "12.5"),
        ("−0.5", SCORE, "0.5"),
        ("2.5 points", SCORE, "2.5"),
    ],
)
def test_an_amount_is_in_the_unit_of_its_measure(text, measure, asked):
    """Lengths of time are in the measure's own, percentages stay, and a sign says nothing: the direction is told elsewhere."""
    assert asked_effect(text, measure) == asked


@pytest.mark.parametrize(
    ("text", "measure", "problem", "way_out"),
    [
        ("2 days", EUROS, "is a length of time", "Give a figure in €."),
        ("2 days", SCORE, "is a length of time", "Give a figure."),
        ("2", DAYS, "has no unit", "Write it as in 2 days."),
        ("5 EUR", EUROS, "is in EUR, and cost of a repair is in €", "in €"),
        ("3 points", MINUTES, "is in points, and minutes a call is in minutes", "in minutes"),
        ("a lot", SCORE, "does not say how much", "10%"),
        ("1,200", SCORE, "could mean 1200 or 1.200", "1200"),
        ("", SCORE, "does not say how much", "10%"),
    ],
)
def test_another_unit_is_never_taken_for_the_measures(text, measure, problem, way_out):
    """An amount in another unit is refused with what to write, and is no bare figure."""
    for ask in (asked_effect, lambda told, of: change_of(told, 10.0, of), lambda told, of: level_of(told, 10.0, of)):
        with pytest.raises(UsageError, match=problem) as caught:
            ask(text, measure)
        assert way_out in caught.value.way_out


def test_a_percentage_is_of_what_is_usual():
    """Ten percent of 8 are 0.8, whatever the sign; of nothing they are nothing that could be said."""
    assert change_of("10%", 8.0, SCORE) == change_of("-10%", 8.0, SCORE) == pytest.approx(0.8)
    assert change_of("30 s", 8.0, MINUTES) == pytest.approx(0.5)
    for usual in (0.0, -8.0, float("nan")):
        with pytest.raises(UsageError, match="percentages are of a level above zero"):
            change_of("10%", usual, SCORE)


def test_a_level_in_percent_is_better_by_that():
    """Where less is better it lies below what is usual, else above; a figure is the level itself."""
    assert level_of("25%", 8.0, MINUTES) == pytest.approx(6.0)
    assert level_of("25%", 8.0, SCORE) == pytest.approx(10.0)
    assert level_of("9 days", 1e6, DAYS) == 9 * 86_400
