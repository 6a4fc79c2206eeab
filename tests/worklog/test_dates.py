"""Moments written in any known way are read as the moments they are, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.worklog.dates import Style, find_style, micros, number_style
from smallfires.worklog.moments import guesses

CONNECTION = duckdb.connect()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def since_1970(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)


def read(style: Style, values: list[str], timezone: str | None = None) -> list[int | None]:
    sql = f"SELECT {micros(style, 'v', timezone)} FROM (SELECT unnest($1::VARCHAR[]) AS v)"
    return [row[0] for row in CONNECTION.execute(sql, [values]).fetchall()]


DATES = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%Y%m%d",
]
CLOCKS = ["", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f", " %H:%M:%S,%f", " %I:%M:%S %p", " %I:%M%p"]
MOMENTS = st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2060, 1, 1)), min_size=1, max_size=15)


@settings(max_examples=120, deadline=None)
@given(moments=MOMENTS, date=st.sampled_from(DATES), clock=st.sampled_from(CLOCKS))
def test_round_trip(moments: list[datetime], date: str, clock: str) -> None:
    """What is written in a known format is read back to the last figure that was written."""
    if date == "%Y%m%d" and clock:
        clock = "%H%M%S"
    moments = [*moments, datetime(2024, 1, 31, 23, 59, 58, 123456)]
    values = [moment.strftime(date + clock) for moment in moments]
    style = find_style(values)
    assert style is not None
    assert not style.unsure
    assert style.share == 1.0
    assert read(style, values) == [since_1970(datetime.strptime(value, date + clock)) for value in values]


@settings(max_examples=80, deadline=None)
@given(
    moments=MOMENTS,
    date=st.sampled_from(DATES[:-1]),
    clock=st.sampled_from([" %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f"]),
    minutes=st.sampled_from([0, 60, -300, 330, 345, -570]),
    how=st.sampled_from(["%z", "colon", "blank"]),
)
def test_offsets(moments: list[datetime], date: str, clock: str, minutes: int, how: str) -> None:
    """An offset is part of the moment, however it is written."""
    zone = timezone(timedelta(minutes=minutes))
    aware = [moment.replace(tzinfo=zone) for moment in [*moments, datetime(2024, 1, 31, 12)]]
    values = []
    for moment in aware:
        offset = moment.strftime("%z")
        written = offset if how == "%z" else f"{offset[:3]}:{offset[3:]}"
        values.append(moment.strftime(date + clock) + (" " if how == "blank" else "") + written)
    style = find_style(values)
    assert style is not None
    assert style.absolute
    expected = [moment if "%f" in clock else moment.replace(microsecond=0) for moment in aware]
    if "%y" in date:
        expected = [datetime.strptime(m.strftime(date + clock + "%z"), date + clock + "%z") for m in expected]
    assert read(style, values) == [since_1970(moment) for moment in expected]


@settings(max_examples=40, deadline=None)
@given(moments=MOMENTS, kind=st.sampled_from(["seconds", "milliseconds", "microseconds"]))
def test_since_1970(moments: list[datetime], kind: str) -> None:
    """Seconds, milliseconds and microseconds since 1970 are told apart by their size."""
    moments = [moment.replace(microsecond=0) for moment in moments if moment.year > 1980] or [datetime(2024, 1, 1)]
    factor = {"seconds": 1_000_000, "milliseconds": 1000, "microseconds": 1}[kind]
    values = [str(since_1970(moment) // factor) for moment in moments]
    style = number_style(values, says_time=True)
    assert style is not None
    assert style.kind == kind
    assert read(style, values) == [since_1970(moment) for moment in moments]
    assert number_style(values, says_time=False) is None


def test_excel_days() -> None:
    """Excel's days count from the end of 1899."""
    style = number_style(["45322.4166666667", "45323"], says_time=True)
    assert style is not None
    assert read(style, ["45322.4166666667", "45323"]) == [
        since_1970(datetime(2024, 1, 31, 10)),
        since_1970(datetime(2024, 2, 1)),
    ]


@pytest.mark.parametrize(
    "values",
    [["2024-01-31 10:00:00.123456789"], ["31.01.2024 10:00:00.123456789"], ["2024-01-31T10:00:00.123456789Z"]],
)
def test_nanoseconds(values: list[str]) -> None:
    """What is finer than a microsecond is cut off, not rounded, and known to be there."""
    style = find_style(values)
    assert style is not None
    assert style.fine == 9
    assert read(style, values) == [since_1970(datetime(2024, 1, 31, 10, 0, 0, 123456))]


@pytest.mark.parametrize(
    ("sample", "odd"),
    [
        (
            "2024-01-31 10:00",
            ["2024-13-45", "2024-02-30 10:00", "24-01-31 10:00", "infinity", "epoch", "soon", "10:00", "31/01/2024"],
        ),
        (
            "2024-01-31 10:00",
            ["2024-01-31 10:00Z", "2024-01-31 10:00+01:00", "2024-01-31 10:00-05", "2024-01-31 10:00 UTC "],
        ),
        (
            "2024-01-31 10:00Z",
            ["2024-01-31 10:00", " 2024-01-31 10:00 ", "24-01-31 10:00Z", "infinity", "soonZ", "2024-02-30 10:00Z"],
        ),
        (
            "31/01/2024 10:00",
            ["31/02/2024 10:00", "01/31/2024 10:00", "31/01/24 10:00", "2024-01-31", "31/01/2024 10:00Z"],
        ),
        ("31-01-2024 10:00+01:00", ["31-01-2024 10:00", "31-02-2024 10:00+01:00"]),
    ],
)
def test_odd_values(sample: str, odd: list[str]) -> None:
    """What is not written as the column's style is read as nothing, never as another moment."""
    style = find_style([sample])
    assert style is not None
    assert read(style, [sample])[0] is not None
    assert read(style, odd) == [None] * len(odd)


@pytest.mark.parametrize("sample", ["2024-07-01 10:00", "01.07.2024 10:00", " 2024-07-01 10:00 "])
def test_zone(sample: str) -> None:
    """A zone that was named holds for values that say none; those that say one keep it."""
    style = find_style([sample])
    assert style is not None
    noon = datetime(2024, 7, 1, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert read(style, [sample, sample.strip() + ":00+00:00"], "Europe/Amsterdam") == [
        since_1970(noon),
        since_1970(datetime(2024, 7, 1, 10)),
    ]


@pytest.mark.parametrize(
    ("other", "said"), [("2026-01-05T06:00:00Z", "every moment"), ("2026-01-05T06:00:00", "not every")]
)
def test_zones_are_not_claimed_for_all(other: str, said: str) -> None:
    """Where some values say no zone, it is not said that every one does."""
    style = find_style(["2026-01-05T05:00:00Z", "2026-01-05T05:30:00Z", other])
    assert style is not None
    assert guesses({"end": style}, "", None, None)[1].reason.startswith(said)


def test_unsure() -> None:
    """Without a day over 12 the order of day and month is left open; with the dot, or told, it is not."""
    assert find_style(["01/02/2024"]).unsure  # type: ignore[union-attr]
    assert find_style(["01/02/2024", "13/02/2024"]).order == "day first"  # type: ignore[union-attr]
    assert find_style(["01/02/2024", "02/13/2024"]).order == "month first"  # type: ignore[union-attr]
    assert find_style(["01.02.2024"]).order == "day first"  # type: ignore[union-attr]
    assert find_style(["01/02/2024"], day_first=False).order == "month first"  # type: ignore[union-attr]


@pytest.mark.parametrize("values", [[], ["", "NaT"], ["a", "b"], ["12", "13"], ["10:00"], ["1.5", "2.25"], ["v1.2.3"]])
def test_no_moments(values: list[str]) -> None:
    """Names, figures and clock times are not taken for moments."""
    assert find_style(values) is None
