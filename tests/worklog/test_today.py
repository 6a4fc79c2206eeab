"""Today is the last full periods, of the size that suits the log."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.worklog.periods import begins
from smallfires.worklog.today import find_periods, label

DAY = 86_400_000_000


def at(text: str) -> int:
    return int(np.datetime64(text, "us").astype(np.int64))


def every(hours: float, start: str, days: int) -> np.ndarray:
    """Starts of cases, evenly spread."""
    return at(start) + (np.arange(int(days * 24 / hours)) * hours * 3_600_000_000).astype(np.int64)


def periods(first: np.ndarray, lasting: int = DAY):
    last = first + lasting
    return find_periods(first, last, np.ones(first.size, dtype=bool))


def labels_of(found) -> list[str]:
    return [found.labels[place] for place in np.unique(found.of[found.recent])]


def test_a_long_log_shows_its_last_twelve_months():
    """Two years of cases: today is the last twelve months that are covered whole."""
    found = periods(every(12, "2022-01-01", 745))
    assert found.kind == "month"
    assert labels_of(found) == [f"2023-{month:02d}" for month in range(1, 13)]


def test_half_a_year_shows_its_last_thirteen_weeks():
    """Where months are too few, weeks are taken, at most a quarter of them."""
    found = periods(every(6, "2023-01-02", 150))
    assert found.kind == "week"
    assert labels_of(found) == [f"2023-W{week:02d}" for week in range(9, 22)]


def test_a_short_log_shows_its_last_fourteen_days():
    """Where weeks are too few, days are taken, at most a fortnight of them."""
    found = periods(every(3, "2023-01-02", 30), lasting=0)
    assert found.kind == "day"
    assert labels_of(found) == [f"2023-01-{day:02d}" for day in range(17, 31)]


def test_a_log_too_short_for_periods_is_today_whole():
    """Four days of cases have no periods: all cases are today's."""
    found = periods(every(1, "2023-01-02", 4))
    assert (found.kind, found.labels) == ("all", ("all",))
    assert found.recent.all()


def test_a_log_with_few_cases_is_today_whole():
    """Fewer than thirty complete cases in the last periods are no basis: all cases are today's."""
    found = periods(every(24 * 20, "2022-01-01", 730))
    assert found.kind == "all"


def test_cases_that_are_only_followed_up_are_not_today():
    """Months at the end in which hardly any case starts are left out, although the log still runs."""
    first = np.concatenate([every(6, "2022-01-01", 365), every(24 * 10, "2023-01-01", 90)])
    found = periods(first)
    assert labels_of(found)[-1] == "2022-12"
    assert not found.full[found.labels.index("2023-01")]


def test_a_log_that_begins_within_a_month_does_not_count_it_whole():
    """The first month counts only where the log begins in its first days."""
    assert not periods(every(6, "2022-01-15", 400)).full[0]
    assert periods(every(6, "2022-01-03", 400)).full[0]


def test_the_last_period_is_never_whole():
    """The period in which the log ends may still get cases."""
    assert not periods(every(6, "2022-01-01", 364)).full[-1]


@pytest.mark.parametrize(
    ("kind", "moment", "start", "name"),
    [
        ("week", "2021-01-03T23:59", "2020-12-28", "2020-W53"),
        ("week", "1969-12-29T00:00", "1969-12-29", "1970-W01"),
        ("month", "1900-02-28T12:00", "1900-02-01", "1900-02"),
        ("day", "2200-01-01T00:00", "2200-01-01", "2200-01-01"),
    ],
)
def test_periods_are_named_as_the_calendar_names_them(kind, moment, start, name):
    """Weeks begin on Monday and carry ISO numbers, before 1970 as after."""
    found = begins(kind, np.array([at(moment)]))[0]
    assert str(found) == start
    assert label(kind, found) == name


def test_one_slip_of_the_pen_does_not_move_today():
    """A single case two centuries on leaves today where nearly all cases are."""
    first = np.append(every(12, "2022-01-01", 745), at("2200-01-01"))
    assert labels_of(periods(first))[-1] == "2023-12"
