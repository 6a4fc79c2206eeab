"""Moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smallfires.errors import UsageError
from smallfires.fires.when import parse_when


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", (2026, 3, 2)),
        ("2026/03/02", (2026, 3, 2)),
        ("20260302", (2026, 3, 2)),
        (" 2  March 2026 ", (2026, 3, 2)),
        ("Mar 2, 2026", (2026, 3, 2)),
        ("2026-03", (2026, 3, 1)),
        ("March 2026", (2026, 3, 1)),
        ("2026", (2026, 1, 1)),
        ("2026-W10", (2026, 3, 2)),
        ("2026-W01", (2025, 12, 29)),
        ("2026-Q3", (2026, 7, 1)),
        ("Q3 2026", (2026, 7, 1)),
    ],
)
def test_a_day_a_month_a_week_a_quarter_or_a_year(text, day):
    """Each is where it begins."""
    assert parse_when(text) == datetime(*day)


def test_a_clock_and_a_zone_are_kept():
    """A moment is taken as it stands."""
    assert parse_when("2026-03-02T09:30Z") == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-W60", "2026-02-30", "12"])
def test_what_is_no_date_is_refused(text):
    """It is quoted, with how to write it."""
    with pytest.raises(UsageError, match=r"2026-03-02|no week"):
        parse_when(text)


@pytest.mark.parametrize(("text", "day_first"), [("25/05/2026", None), ("05.25.2026", None), ("25-05-2026", True)])
def test_a_day_whose_year_comes_last(text, day_first):
    """A day over twelve tells which is which."""
    assert parse_when(text, day_first=day_first) == datetime(2026, 5, 25)


def test_day_and_month_that_could_be_either_way_round():
    """It is asked which is meant, with both; where it is said, it is taken so."""
    with pytest.raises(UsageError, match=r"could mean 2026-04-03 or 2026-03-04"):
        parse_when("03/04/2026")
    assert parse_when("03/04/2026", day_first=True) == datetime(2026, 4, 3)
    assert parse_when("03/04/2026", day_first=False) == datetime(2026, 3, 4)
    with pytest.raises(UsageError, match=r"is no date"):
        parse_when("25/05/2026", day_first=False)
