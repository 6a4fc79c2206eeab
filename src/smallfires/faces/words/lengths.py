"""How long a period is, in a word: day, week, month; seen from how the first and the last of many are written."""

from __future__ import annotations

from datetime import datetime

from smallfires.errors import UsageError
from smallfires.fires.when import parse_when

UNKNOWN = "period"
"""What a period is called that is only counted."""
_LENGTHS = (
    (1.0, 1.5, "day"),
    (6.0, 8.5, "week"),
    (28.0, 32.0, "month"),
    (88.0, 94.0, "quarter"),
    (360.0, 370.0, "year"),
)


def length(first: str, last: str, count: int) -> str:
    """``week`` for ``2024-W01`` to ``2024-W52``; ``period`` where they are no dates, or of another length.

    Args:
        first, last: labels of periods.
        count: how many there are from the one to the other.
    """
    start, end = _moment(first), _moment(last)
    if start is None or end is None or count < 2:
        return UNKNOWN
    days = (end - start).total_seconds() / 86_400 / (count - 1)
    return next((name for low, high, name in _LENGTHS if low <= days <= high), UNKNOWN)


def _moment(label: str) -> datetime | None:
    try:
        return parse_when(label)
    except UsageError:
        return None
