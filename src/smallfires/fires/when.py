"""Moments as people type them: a day, a month, a week, a quarter or a year, and where it begins."""

from __future__ import annotations

import re
from datetime import date, datetime

from smallfires.errors import UsageError

_WEEK = re.compile(r"(\d{4})[- ]?[Ww](\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[- ]?[Qq]([1-4])|[Qq]([1-4])[- /](\d{4})")
_FORMATS = (
    "%Y-%m",
    "%Y/%m",
    "%m-%Y",
    "%B %Y",
    "%b %Y",
    "%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%Y/%m/%d",
)
_TURNED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_WAY_OUT = "Write it as 2026-03-02, 2026-03, 2026-W10, 2026-Q1 or 2026."


def parse_when(text: str, *, day_first: bool | None = None) -> datetime:
    """Where a day, month, week (ISO 8601), quarter or year begins; a moment with a clock is taken as it stands.

    Args:
        text: as it was typed.
        day_first: whether 03/04/2026 is the third of April; None where only a day over 12 tells.

    Raises:
        UsageError: it is none of these, or day and month could be either way round.
    """
    tidy = " ".join(text.split())
    found = _of_week(tidy) or _of_quarter(tidy) or _of_format(tidy) or _of_turned(tidy, day_first) or _of_iso(tidy)
    if found is None:
        raise UsageError(f'"{text}" is no date.', _WAY_OUT)
    return found


def _of_week(text: str) -> datetime | None:
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    try:
        return _midnight(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        raise UsageError(f"{match[1]} has no week {match[2]}.", _WAY_OUT) from None


def _of_quarter(text: str) -> datetime | None:
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    year, quarter = (match[1], match[2]) if match[1] else (match[4], match[3])
    return datetime(int(year), 3 * int(quarter) - 2, 1)


def _of_format(text: str) -> datetime | None:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _of_turned(text: str, day_first: bool | None) -> datetime | None:
    """A day whose year comes last: day first, or month first."""
    match = _TURNED.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if day_first is None and first != second and max(first, second) <= 12:
        ways = f"{year}-{second:02d}-{first:02d} or {year}-{first:02d}-{second:02d}"
        raise UsageError(f'"{text}" could mean {ways}.', f"Write {ways}.")
    turned = first > 12 if day_first is None else day_first
    try:
        return datetime(year, second, first) if turned else datetime(year, first, second)
    except ValueError:
        return None


def _of_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
