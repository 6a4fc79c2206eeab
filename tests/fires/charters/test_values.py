"""Single values of a charter, out of what people write."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from smallfires.errors import UsageError
from smallfires.fires.charters import values
from smallfires.fires.charters.read import BETTER, PICKED


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "true"), (2.50, "2.5"), (7, "7"), ("x", '"x"'), ([1], "A list"), ({}, "A table"), (10**30, "This number"),
        (date(2026, 6, 1), "2026-06-01"), (time(10, 30), "10:30:00"), ("y" * 90, '"' + "y" * 55 + '..."'),
    ],
)  # fmt: skip
def test_a_value_is_quoted_in_short(value, said):
    """As it stands in the text, and never over the line."""
    assert values.said(value) == said


@pytest.mark.parametrize(
    ("value", "share"),
    [("60%", 0.6), ("60 %", 0.6), (0.6, 0.6), ("0,6", 0.6), (1, 1.0), (0, 0.0), ("100%", 1.0), ("1 %", 0.01)],
)
def test_shares_are_read(value, share):
    """In percent or as a number, from nothing to all."""
    assert values.share(value) == share


@pytest.mark.parametrize("value", [60, "60", 1.01, -0.1, "101%", "half", [0.5], False, "nan"])
def test_what_is_no_share_is_refused(value):
    """Also sixty, which is nearly one, but could be meant in percent."""
    with pytest.raises(UsageError):
        values.share(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)), (datetime(2026, 6, 30, 12), date(2026, 6, 30)),
        ("30 Jun 2026", date(2026, 6, 30)),
        ("20260630", date(2026, 6, 30)), ("June 30, 2026", date(2026, 6, 30)), ("31.12.2026", date(2026, 12, 31)),
        ("2026-W10-1", date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_a_day_on_which_something_ends(value, day):
    """A day is a day, however it is written."""
    assert values.last_day(value) == day
    assert values.first_day(value) == day


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"), ("2026-12", "2026-12-01", "2026-12-31"), ("Feb 2028", "2028-02-01", "2028-02-29"),
        ("Q4 2026", "2026-10-01", "2026-12-31"), ("2026-W53", "2026-12-28", "2027-01-03"),
    ],
)  # fmt: skip
def test_a_month_is_a_start_but_no_end(value, first, last):
    """Its first day begins it; whether something ends with its first day or its last is asked back."""
    assert values.first_day(value).isoformat() == first
    with pytest.raises(UsageError, match=f"could mean {first} or {last}"):
        values.last_day(value)


@pytest.mark.parametrize(
    ("word", "meant"), [("By Lot", "lot"), ("randomly", "lot"), ("volunteer", "volunteers"), ("by hand", "hand")]
)
def test_units_are_picked_in_peoples_own_words(word, meant):
    """However it is said."""
    assert values.choice(word, PICKED) == meant


def test_directions_are_said_in_peoples_own_words():
    """Fewer is less, and higher is more."""
    assert [values.choice(word, BETTER) for word in ("fewer", "Shorter", "up", "HIGHER")] == [
        "less",
        "less",
        "more",
        "more",
    ]


@pytest.mark.parametrize("text", ["10 percent", "10 per cent", "10 pct"])
def test_percentages_in_words_are_asked_back(text):
    """They could be taken for a figure in a unit called percent."""
    with pytest.raises(UsageError) as refused:
        values.amount(text)
    assert refused.value.way_out == 'Write "10%".'


@pytest.mark.parametrize("text", ["+3", "-3", "−3 days"])
def test_an_effect_has_no_sign_but_a_level_may(text):
    """The better direction is said elsewhere; a level can be below zero."""
    with pytest.raises(UsageError):
        values.amount(text)
    with pytest.raises(UsageError):
        values.margin(text)
    assert values.figure("-3.5") == "-3.5"


def test_no_name_is_meant_where_none_is_near():
    """A guess is made only of what is near."""
    assert values.meant("Sucess", ["success", "scope"]) == 'Did you mean "success"?'
    assert values.meant("colour", ["success", "scope"]) == ""
