from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.errors import UsageError
from smallfires.fires.quantity import (
    DAY,
    HOUR,
    MINUTE,
    UNITS,
    WEEK,
    many,
    parse_duration,
    parse_number,
    say_chance,
    say_duration,
    say_level,
    say_number,
    say_share,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5d", 5 * DAY),
        ("2 weeks", 2 * WEEK),
        ("36h", 36 * HOUR),
        ("1.5 days", 1.5 * DAY),
        ("1,5 days", 1.5 * DAY),
        ("90 min", 90 * MINUTE),
        ("1d 4h", 28 * HOUR),
        ("1 day, 4 hours and 30 minutes", 28.5 * HOUR),
        ("1d4h", 28 * HOUR),
        (" 45 S ", 45),
        ("1 200 min", 1200 * MINUTE),
        ("P1DT4H", 28 * HOUR),
        ("PT90M", 90 * MINUTE),
        ("P2W", 2 * WEEK),
    ],
)
def test_durations_are_read_as_people_write_them(text, seconds):
    """A duration is read as people write it."""
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "5", "d", "five days", "5 fortnights", "-5d", "5 working days", "3:20", "P", "PT", "5d!", "1,200 h"],
)
def test_what_is_no_duration_is_refused_with_the_way_out(text):
    """What is no duration, or could be two, is refused with its own words and a way out."""
    with pytest.raises(UsageError) as refused:
        parse_duration(text)
    assert refused.value.way_out
    assert not text.strip() or any(word in str(refused.value) for word in text.split())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", 1200), ("1 200", 1200), ("1'200", 1200), ("1,200.5", 1200.5), ("1.200,5", 1200.5), ("0,5", 0.5),
        ("1,200,000", 1_200_000), ("1.200.000", 1_200_000), ("-3", -3), ("−3.5", -3.5), ("95%", 0.95), ("95 %", 0.95),
        ("1e3", 1000), ("0,125", 0.125), ("1234,567", 1234.567), ("1.200", 1.2),
    ],
)  # fmt: skip
def test_numbers_are_read_with_either_decimal_sign(text, number):
    """A number is read with either decimal sign, wherever only one meaning is left."""
    assert parse_number(text) == pytest.approx(number)


@pytest.mark.parametrize(
    "text", ["1,200", "12,345", "abc", "", "1,2,3", "1.2.3", "1..2", "inf", "nan", "12 34", "0x10", "1_000"]
)
def test_a_number_with_two_meanings_or_none_is_refused(text):
    """A number with two meanings, or none, is refused."""
    with pytest.raises(UsageError):
        parse_number(text)


def test_an_ambiguous_number_names_both_meanings():
    """An ambiguous number is refused by naming both of its meanings."""
    with pytest.raises(UsageError, match=r"1200 or 1\.200"):
        parse_number("1,200")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (0.3, "0.3 s"), (45, "45 s"), (59.7, "1 min"), (200, "3 min 20 s"), (720, "12 min"),
        (12_000, "3 h 20 min"), (3599, "1 h"), (14 * HOUR, "14 h"), (DAY, "1 day"), (0.99 * DAY, "1 day"),
        (12.7 * DAY, "12.7 days"), (7.0 * DAY, "7 days"), (99.97 * DAY, "100 days"), (128 * DAY, "128 days"),
        (3 * 365.25 * DAY, "3 years"), (-2 * DAY, "−2 days"), (math.nan, "unknown"), (math.inf, "without end"),
    ],
)  # fmt: skip
def test_durations_are_said_as_a_person_would(seconds, said):
    """A duration is said in the unit a person would choose."""
    assert say_duration(seconds) == said


@given(st.floats(1, 1e9))
def test_what_is_said_can_be_read_again(seconds):
    """What is said can be typed back, and is within 5 % of the figure."""
    assert parse_duration(say_duration(seconds)) == pytest.approx(seconds, rel=0.05, abs=0.6)


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_numbers_are_said_to_three_digits(value):
    """A number is said to within half of its third digit."""
    if abs(value) < 1e-9:
        return
    assert float(say_number(value).replace(",", "").replace("−", "-")) == pytest.approx(value, rel=0.0051)


def test_shares_and_chances_are_never_falsely_certain():
    """A share or chance is never rounded to certainty or to nothing."""
    assert say_share(0.384) == "38 %"
    assert say_share(0.0344) == "3.4 %"
    assert say_share(0.0001) == "under 0.1 %"
    assert say_share(0.999) == "over 99 %"
    assert say_share(1.0) == "100 %"
    assert say_chance(1.0) == "more than 99 in 100"
    assert say_chance(0.0) == "less than 1 in 100"
    assert say_chance(0.972) == "97 in 100"


def test_every_unit_has_a_size():
    """Every spelling of a unit has a size above zero."""
    assert all(size > 0 for size in UNITS.values())


def test_a_level_is_never_rounded_to_certainty():
    """A level is said as it was asked for."""
    assert [say_level(level) for level in (0.5, 0.95, 0.999)] == ["50 %", "95 %", "99.9 %"]


def test_one_is_not_many():
    """A count agrees with its noun; thousands stand apart."""
    assert [many(1, "case"), many(0, "case"), many(1_200, "way")] == ["1 case", "0 cases", "1,200 ways"]
    assert many(2, "pair of blocks", "pairs of blocks") == "2 pairs of blocks"
