"""Working hours as people write them: ``Mon-Fri 9:00-12:30, 13:00-17:00; Sat 9-12``."""

from __future__ import annotations

import re

from smallfires.errors import UsageError

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
WEEK = 7 * DAY

Week = tuple[tuple[int, int], ...]
"""Spans of work, microseconds since Monday 0:00, sorted, apart from each other."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?")
_WAY_OUT = 'Write hours like "Mon-Fri 9:00-17:00; Sat 9-12", "daily 6-22" or "always".'


def week_of(text: str) -> Week:
    """The week that a text of working hours means.

    Parts are separated by semicolons; a part is days, then one or more spans of hours separated by commas. A span that
    ends before it begins runs over midnight.

    Raises:
        UsageError: the text cannot be understood.
    """
    plain = re.sub(r"[–—]|\bto\b", "-", text.strip().lower())
    if plain in ("always", "24/7"):
        return ((0, WEEK),)
    spans = [span for part in re.split(r"[;\n]", plain) if part.strip() for span in _part(part.strip(), text)]
    if not spans:
        raise UsageError(f'"{text}" names no working hours.', _WAY_OUT)
    return _joined(spans)


def _part(part: str, text: str) -> list[tuple[int, int]]:
    days, hours = re.fullmatch(r"([^\d]*)(.*)", part, re.DOTALL).groups()  # type: ignore[union-attr]
    spans = [_span(span.strip(), text) for span in hours.split(",")] if hours else [(0, DAY)]
    return [(day * DAY + begin, day * DAY + stop) for day in _days(days.strip(" ,:"), text) for begin, stop in spans]


def _days(days: str, text: str) -> list[int]:
    if days in ("", "daily", "every day"):
        return list(range(7))
    found: list[int] = []
    for item in re.split(r"[,\s]+(?!-)(?<!-)", re.sub(r"\s*-\s*", "-", days)):
        ends = [_day(name, text) for name in item.split("-")]
        if len(ends) > 2:
            raise UsageError(f'"{item}" in "{text}" is not a span of days.', _WAY_OUT)
        found += [day % 7 for day in range(ends[0], ends[-1] + 1 + (7 if ends[-1] < ends[0] else 0))]
    return found


def _day(name: str, text: str) -> int:
    short = name.rstrip(".")
    for day, full in enumerate(_DAYS):
        if len(short) > 1 and full.startswith(short):
            return day
    raise UsageError(f'"{name}" in "{text}" is not a day of the week.', _WAY_OUT)


def _span(span: str, text: str) -> tuple[int, int]:
    ends = [_TIME.fullmatch(end.strip()) for end in span.split("-")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        raise UsageError(f'"{span}" in "{text}" is not a span of hours.', _WAY_OUT)
    begin, stop = (_moment(end, text) for end in ends if end)
    return begin, stop if stop > begin else stop + DAY


def _moment(time: re.Match[str], text: str) -> int:
    hour, minute = int(time[1]), int(time[2] or 0)
    if time[3]:
        hour = hour % 12 + (12 if time[3] == "pm" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise UsageError(f'"{time[0]}" in "{text}" is not a time of day.', _WAY_OUT)
    return (hour * 60 + minute) * MINUTE


def _joined(spans: list[tuple[int, int]]) -> Week:
    """Sorted, with what runs past Sunday brought back to Monday, and what touches put together."""
    wrapped = [(begin, min(stop, WEEK)) for begin, stop in spans] + [
        (0, stop - WEEK) for _, stop in spans if stop > WEEK
    ]
    week: list[tuple[int, int]] = []
    for begin, stop in sorted(wrapped):
        if week and begin <= week[-1][1]:
            week[-1] = (week[-1][0], max(week[-1][1], stop))
        else:
            week.append((begin, stop))
    return tuple(week)
