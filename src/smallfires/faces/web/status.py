"""What HTTP says of each kind of error: for pages and programs alike."""

from __future__ import annotations

from smallfires.errors import DataError, NotThere, NotYet, SmallfiresError, Unclear, UsageError

STATUS: tuple[tuple[type[SmallfiresError], int], ...] = (
    (NotThere, 404),
    (NotYet, 409),
    (UsageError, 422),
    (DataError, 422),
    (Unclear, 422),
)
"""The first kind that fits counts."""
OTHERWISE = 503
"""Whatever else Smallfires says on purpose: a database or the ledger did not do its part."""


def status_of(error: Exception) -> int:
    """The status of an answer that says an error."""
    return next((code for kind, code in STATUS if isinstance(error, kind)), OTHERWISE)
