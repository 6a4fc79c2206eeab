"""How periods are written: years, quarters, months, weeks, or plain numbers; and how they are said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.columns import Profile
from smallfires.worklog.names import says_time, words

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Period:
    """A way to write a period.

    Attributes:
        name: in a word.
        pattern: what a value looks like.
        sql: its beginning, as SQL over ``{x}``, a timestamp or NULL.
    """

    name: str
    pattern: re.Pattern[str]
    sql: str


_PERIODS = (
    Period("year", re.compile(r"(1[89]|20|21)\d\d(\.0+)?"), "try_strptime(left({x}, 4), '%Y')"),
    Period(
        "month",
        re.compile(r"(19|20)\d\d[-/.](0?[1-9]|1[0-2])"),
        "try_strptime(regexp_replace({x}, '[/.]', '-'), '%Y-%m')",
    ),
    Period(
        "month",
        re.compile(r"(0?[1-9]|1[0-2])[-/.](19|20)\d\d"),
        "try_strptime(regexp_replace({x}, '[/.]', '-'), '%m-%Y')",
    ),
    Period("month", re.compile(r"[A-Za-z]{3}[- ](19|20)\d\d"), "try_strptime(replace({x}, '-', ' '), '%b %Y')"),
    Period(
        "week",
        re.compile(r"(19|20)\d\d[- ]?[Ww](0?[1-9]|[1-4]\d|5[0-3])"),
        r"try_strptime(regexp_replace({x}, '^(\d{{4}})[- ]?[Ww](\d+)$', '\1-W\2') || '-1', '%G-W%V-%u')",
    ),
    Period(
        "quarter",
        re.compile(r"(19|20)\d\d[- ]?[Qq][1-4]"),
        "try_strptime(left({x}, 4) || '-' || (TRY_CAST(right({x}, 1) AS INTEGER) * 3 - 2), '%Y-%m')",
    ),
    Period(
        "quarter",
        re.compile(r"[Qq][1-4][- /](19|20)\d\d"),
        "try_strptime(right({x}, 4) || '-' || (TRY_CAST(substr({x}, 2, 1) AS INTEGER) * 3 - 2), '%Y-%m')",
    ),
)


_NUMBER = Period("number", re.compile(r"\d{1,7}(\.0+)?"), "make_timestamp(CAST(CAST({x} AS DOUBLE) AS BIGINT))")
"""Periods that are only counted: the number itself, as microseconds."""
_COUNTED = frozenset(["period", "year", "quarter", "month", "week", "day", "sprint", "wave", "round", "time", "t"])


def period_of(profile: Profile, *, named: bool = False) -> Period | None:
    """How a column writes periods, or None where it does not.

    Args:
        profile: the column.
        named: whether the user says that it holds periods, so that plain numbers may be some.
    """
    if not profile.present or profile.column.kind not in ("text", "integer", "number"):
        return None
    values = [value.strip() for value in profile.present]
    for period in _PERIODS:
        if all(period.pattern.fullmatch(value) for value in values):
            return None if period.name == "year" and not (named or says_time(profile.name)) else period
    counted = profile.style is None and (named or words(profile.name) in _COUNTED)
    return _NUMBER if counted and all(_NUMBER.pattern.fullmatch(value) for value in values) else None


def begins(kind: str, moments: Ints) -> NDArray[np.datetime64]:
    """First day of the period that each moment lies in; weeks begin on Monday.

    Args:
        kind: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
        moments: microseconds UTC.
    """
    days = moments.astype("datetime64[us]").astype("datetime64[D]")
    if kind == "week":
        return np.asarray(days - ((days.astype(np.int64) + 3) % 7).astype("timedelta64[D]"))
    if kind == "quarter":
        months = days.astype("datetime64[M]").astype(np.int64)
        return np.asarray((months // 3 * 3).astype("datetime64[M]").astype("datetime64[D]"))
    return days.astype(f"datetime64[{_UNITS[kind]}]").astype("datetime64[D]")


_UNITS = {"day": "D", "month": "M", "year": "Y"}


def labels(times: Ints, written: str) -> tuple[str, ...]:
    """Periods as their source writes them.

    Args:
        times: (periods,) where each begins, microseconds UTC, ascending.
        written: a name of a ``Period``, or ``moment`` for dates: then months, days or minutes, as short as can be.
    """
    if written == "number":
        return tuple(str(time) for time in times.tolist())
    moments = times.astype("datetime64[us]")
    if written in ("moment", "month") and (moments == moments.astype("datetime64[M]")).all():
        gap = np.diff(times).min(initial=31 * DAY)
        return tuple(str(moment)[: 7 if gap > 25 * DAY else 10] for moment in moments)
    if written == "moment":
        whole = bool((times % DAY == 0).all())
        return tuple(str(moment)[: 10 if whole else 16] for moment in moments)
    return tuple(_SAID[written](moment.astype(object)) for moment in moments.astype("datetime64[D]"))


DAY = 86_400_000_000
"""Microseconds."""
SAME_DAY = 14 * 3_600_000_000
"""Microseconds by which a time zone can move the beginning of a period: a start so little late still takes its period."""
RARE = 0.25
"""A weekday that is seen less often than this part of the most frequent one is none on which periods begin."""


def coming(times: Ints, start: int, end: int) -> Ints:
    """Where the periods to come begin, as those of the past go on: months by the calendar, days on the same weekdays, or evenly.

    Args:
        times: (periods,) where each of the past begins, microseconds UTC, ascending; at least one.
        start, end: the first and the last moment at which one may begin.
    """
    moments = times.astype("datetime64[us]")
    months = moments.astype("datetime64[M]")
    if times.size > 1 and (moments == months).all():
        found = _monthly(months, start, end)
    elif _gap(times) == DAY and (times % DAY == 0).all():
        days = np.arange(-(-start // DAY), end // DAY + 1)
        found = days[np.isin((days + 3) % 7, _weekdays(times // DAY))] * DAY
    else:
        gap = _gap(times)
        since = start - int(times[-1]) - slack(times)
        first = int(times[-1]) - (-since // gap) * gap
        found = np.arange(first, end + 1 - slack(times), gap)
    return np.asarray(found, dtype=np.int64)


def slack(times: Ints) -> int:
    """Microseconds by which a period may begin before the day that it is of, in another time zone; none of parts of a day."""
    gap = _gap(times)
    return min(SAME_DAY, gap // 4) if gap >= DAY else 0


def _gap(times: Ints) -> int:
    """Microseconds from one period to the next; a week where there is one only."""
    return int(np.median(np.diff(times))) if times.size > 1 else 7 * DAY


def _monthly(months: NDArray[np.datetime64], start: int, end: int) -> Ints:
    whole = months.astype(np.int64)
    step = max(1, int(np.median(np.diff(whole))))
    last = int(np.array(end, dtype="datetime64[us]").astype("datetime64[M]").astype(np.int64))
    ahead = np.arange(int(whole[-1]) % step, last + 1, step)
    begins_at = ahead.astype("datetime64[M]").astype("datetime64[us]").astype(np.int64)
    return np.asarray(begins_at[begins_at >= start])


def _weekdays(days: Ints) -> Ints:
    """The weekdays on which periods begin, 0 for Monday."""
    often = np.bincount((days + 3) % 7, minlength=7)
    return np.flatnonzero(often > RARE * often.max())


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


_SAID: dict[str, Callable[[date], str]] = {
    "year": lambda day: f"{day:%Y}",
    "quarter": lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day:%Y-%m}",
    "week": _week,
    "day": str,
}
