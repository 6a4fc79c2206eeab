"""Working hours: as people write them, as mined from a log, and how much of a span falls outside them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from smallfires.errors import UsageError
from smallfires.worklog.calendars import HOUR, Calendars
from smallfires.worklog.hours import week_of

QUARTER = HOUR // 4


def at(text: str, zone: str = "UTC") -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


def closed(calendars: Calendars, since: str, until: str, resource: int = 0, zone: str = "UTC") -> float:
    """Closed hours between two local times."""
    spans = (np.array([value]) for value in (resource, at(since, zone), at(until, zone)))
    return float(calendars.closed(*spans)[0]) / HOUR


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mon-Fri 9:00-17:00", [(9 + 24 * day, 17 + 24 * day) for day in range(5)]),
        ("Monday to Tuesday 9am-12:30pm, 13-17", [(9, 12.5), (13, 17), (33, 36.5), (37, 41)]),
        ("Mon, Wed 8-16; Sat 9-12", [(8, 16), (56, 64), (129, 132)]),
        ("Fri–Mon 10–12", [(10, 12), (106, 108), (130, 132), (154, 156)]),
        ("Sun 22-6", [(0, 6), (166, 168)]),
        ("Mon 9-12; Mon 11-14", [(9, 14)]),
        ("Wed", [(48, 72)]),
        ("9-17", [(9 + 24 * day, 17 + 24 * day) for day in range(7)]),
        ("always", [(0, 168)]),
        ("daily 0-24", [(0, 168)]),
    ],
)
def test_hours_as_people_write_them(text, hours):
    """Days and hours are understood as written: spans, lists, noon, midnight, and what runs past Sunday."""
    assert [(begin / HOUR, stop / HOUR) for begin, stop in week_of(text)] == hours


@pytest.mark.parametrize("text", ["", "Foo 9-17", "Mon 9", "Mon 9-25", "Mon 9:75-10", "Mon-Tue-Wed 9-10", "9-10-11"])
def test_hours_that_mean_nothing(text):
    """What cannot be understood is refused, with the words and an example."""
    with pytest.raises(UsageError, match="Write hours like"):
        week_of(text)


def test_closed_over_days_and_weeks():
    """Nights, weekends and whole weeks outside the hours are counted; what is inside is not."""
    office = Calendars.parse("Mon-Fri 9:00-17:00")
    assert closed(office, "2024-03-04 10:00", "2024-03-04 16:00") == 0
    assert closed(office, "2024-03-04 16:00", "2024-03-05 10:00") == 16
    assert closed(office, "2024-03-08 16:30", "2024-03-11 09:30") == 64
    assert closed(office, "2024-03-04 10:00", "2025-03-03 10:00") == 52 * 128
    assert closed(office, "1969-12-31 10:00", "1970-01-01 10:00") == 16


def test_summer_time():
    """The hours follow the clock on the wall: the hour that spring skips and autumn repeats is counted as it passed."""
    office = Calendars.parse("Mon-Fri 9:00-17:00", "Europe/Amsterdam")
    assert closed(office, "2024-03-29 17:00", "2024-04-01 09:00", zone="Europe/Amsterdam") == 63
    assert closed(office, "2024-10-25 17:00", "2024-10-28 09:00", zone="Europe/Amsterdam") == 65
    assert closed(office, "2024-07-01 09:00", "2024-07-01 17:00", zone="Europe/Amsterdam") == 0


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_closed_quarter_by_quarter(zone):
    """In any zone, the closed time is what counting quarters of an hour on the wall's clock gives."""
    text, rng = "Mon-Fri 9:00-17:00; Sat 22-3; Sun 1-4", np.random.default_rng(1)
    since = at("2024-03-01 00:00") + rng.integers(0, 4 * 24 * 300, 12) * QUARTER
    until = since + rng.integers(0, 4 * 24 * 15, 12) * QUARTER
    expected = [_by_quarters(text, zone, *span) for span in zip(since, until, strict=True)]
    found = Calendars.parse(text, zone).closed(np.zeros(12, dtype=np.int64), since, until)
    assert found.tolist() == expected


def _by_quarters(text: str, zone: str, since: int, until: int) -> int:
    week, total = week_of(text), 0
    for moment in range(since, until, QUARTER):
        wall = datetime.fromtimestamp(moment / 1_000_000, UTC).astimezone(ZoneInfo(zone))
        into = ((wall.weekday() * 24 + wall.hour) * 60 + wall.minute) * 60_000_000
        total += 0 if any(begin <= into < stop for begin, stop in week) else QUARTER
    return total


def test_each_resource_its_own():
    """Each named resource has its own hours, all others the starred ones, or none to close."""
    calendars = Calendars.by_resource({"Ann": "Mon 9-17", "*": "Mon 12-13"}, ["Ann", "Bob"])
    day = ("2024-03-04 00:00", "2024-03-05 00:00")
    assert [closed(calendars, *day, resource) for resource in (0, 1, -1, 7)] == [16, 23, 23, 23]
    assert closed(Calendars.by_resource({"Ann": "Mon 9-17"}, ["Ann", "Bob"]), *day, 1) == 0


def test_unknown_names():
    """Hours for somebody who is not in the log, and a zone that does not exist, are refused."""
    with pytest.raises(UsageError, match="Anne"):
        Calendars.by_resource({"Anne": "Mon 9-17"}, ["Ann"])
    with pytest.raises(UsageError, match="Amsterdamned"):
        Calendars.parse("Mon 9-17", "Europe/Amsterdamned")


def test_mined_hours():
    """Mined: the hours of the week in which one ever started or ended something; who did nothing is always at work."""
    start = np.array([at("2024-03-04 09:10"), at("2024-03-12 14:00"), at("2024-03-05 03:00")])
    end = np.array([at("2024-03-04 11:30"), at("2024-03-12 14:59"), at("2024-03-05 04:00")])
    mined = Calendars.mine(np.array([1, 1, -1]), start, end)
    assert mined.mined
    assert closed(mined, "2024-03-18 00:00", "2024-03-19 00:00", 1) == 22
    assert closed(mined, "2024-03-19 00:00", "2024-03-20 00:00", 1) == 23
    assert closed(mined, "2024-03-18 09:00", "2024-03-18 12:00", 1) == 1
    assert closed(mined, "2024-03-18 00:00", "2024-03-25 00:00", -1) == 0
    assert closed(mined, "2024-03-18 00:00", "2024-03-25 00:00", 0) == 0


def test_mined_on_the_wall():
    """Mined hours are those of the zone's clock, in summer as in winter."""
    start = np.array([at("2024-01-08 09:30", "Europe/Amsterdam")])
    mined = Calendars.mine(np.array([0]), start, start, "Europe/Amsterdam")
    assert closed(mined, "2024-07-08 09:00", "2024-07-08 10:00", zone="Europe/Amsterdam") == 0
    assert closed(mined, "2024-07-08 10:00", "2024-07-08 11:00", zone="Europe/Amsterdam") == 1
