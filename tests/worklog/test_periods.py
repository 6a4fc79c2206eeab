"""Periods to come begin where those of the past go on."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.worklog.periods import DAY, begins, coming, labels

HOUR = DAY // 24


def at(*days: str) -> np.ndarray:
    """Microseconds of these moments."""
    return np.array(days, dtype="datetime64[us]").astype(np.int64)


def every(first: str, step: int, count: int) -> np.ndarray:
    """So many moments, so many days apart."""
    return at(first)[0] + np.arange(count) * step * DAY


def ahead(times: np.ndarray, start: str, end: str) -> list[str]:
    """The days on which the periods from one day to another begin."""
    found = coming(times, int(at(start)[0]), int(at(end)[0]) + DAY - 1)
    return [str(moment)[:10] for moment in found.astype("datetime64[us]")]


def test_months_go_by_the_calendar():
    """Months are no number of days: each begins on its first, across a year's end and a February."""
    past = at("2023-10-01", "2023-11-01", "2023-12-01")
    assert ahead(past, "2024-01-01", "2024-03-31") == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert ahead(past, "2024-01-02", "2024-03-31") == ["2024-02-01", "2024-03-01"]
    assert ahead(past, "2024-01-02", "2024-01-31") == []


def test_quarters_and_years_keep_their_months():
    """Every third month, and every twelfth, as those before."""
    quarters = at("2023-02-01", "2023-05-01", "2023-08-01")
    assert ahead(quarters, "2023-11-01", "2024-06-30") == ["2023-11-01", "2024-02-01", "2024-05-01"]
    assert ahead(at("2021-01-01", "2022-01-01"), "2023-01-01", "2024-12-31") == ["2023-01-01", "2024-01-01"]


def test_days_keep_their_weekdays():
    """Where nobody works on Saturdays and Sundays no period is planned for them; one Sunday worked makes none a working day."""
    week = every("2026-02-02", 1, 28)
    working = week[((week // DAY + 3) % 7) < 5]
    assert ahead(working, "2026-03-05", "2026-03-10") == ["2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10"]
    once = np.sort(np.append(working, at("2026-02-08")))
    assert ahead(once, "2026-03-07", "2026-03-09") == ["2026-03-09"]
    assert len(ahead(week, "2026-03-02", "2026-03-15")) == 14


def test_weeks_begin_on_their_own_weekday():
    """Weeks that begin on Wednesdays go on so; a start in the middle of one takes the next."""
    past = every("2026-01-07", 7, 8)
    assert ahead(past, "2026-03-04", "2026-03-18") == ["2026-03-04", "2026-03-11", "2026-03-18"]
    for start in ("2026-03-05", "2026-03-07", "2026-03-10"):
        assert ahead(past, start, "2026-03-18") == ["2026-03-11", "2026-03-18"]


def test_a_time_zone_moves_no_period():
    """Weeks that begin on Sunday evening in UTC are those that begin on Monday elsewhere."""
    past = every("2026-01-05", 7, 8) - 2 * HOUR
    found = coming(past, int(at("2026-03-02")[0]), int(at("2026-03-15")[0]) + DAY - 1)
    assert found.tolist() == (every("2026-03-02", 7, 2) - 2 * HOUR).tolist()


def test_one_period_is_taken_for_a_week():
    """Of a single period nobody knows how long it is: a week."""
    assert ahead(at("2026-03-02"), "2026-03-09", "2026-03-22") == ["2026-03-09", "2026-03-16"]


def test_a_gap_in_the_past_leaves_none_ahead():
    """A week without data is no other rhythm."""
    past = np.delete(every("2026-01-05", 7, 12), [3, 7])
    assert len(ahead(past, "2026-03-30", "2026-05-03")) == 5


@pytest.mark.parametrize(
    ("times", "written", "said"),
    [
        (every("2026-03-02", 7, 2), "moment", ("2026-03-02", "2026-03-09")),
        (every("2026-12-28", 7, 2), "week", ("2026-W53", "2027-W01")),
        (at("2026-01-01", "2026-02-01"), "moment", ("2026-01", "2026-02")),
        (at("2026-01-01", "2026-04-01"), "quarter", ("2026-Q1", "2026-Q2")),
        (at("2026-03-02T06:00", "2026-03-02T14:00"), "moment", ("2026-03-02T06:00", "2026-03-02T14:00")),
        (np.array([7, 8]), "number", ("7", "8")),
    ],
)
def test_periods_are_said_as_their_source_writes_them(times, written, said):
    """So that the lot's periods are found again in the data that come later."""
    assert labels(times, written) == said


def test_a_period_begins_with_its_first_day():
    """A moment lies in the week since Monday, in the quarter since its first month."""
    moment = at("2026-05-14T17:30")
    begun = {kind: str(begins(kind, moment)[0]) for kind in ("day", "week", "month", "quarter", "year")}
    assert begun == {
        "day": "2026-05-14", "week": "2026-05-11", "month": "2026-05-01", "quarter": "2026-04-01", "year": "2026-01-01",
    }  # fmt: skip
