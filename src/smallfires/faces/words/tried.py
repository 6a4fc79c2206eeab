"""A call to try a webhook, as sentences."""

from __future__ import annotations

from smallfires.fires.tried import Tried


def tried(record: Tried) -> tuple[str, ...]:
    """What came of it: the answer first."""
    if record.taken:
        return (f"{record.name} took it: {record.host} answered {record.status} after {_seconds(record)}.",)
    after = f" That was after {_seconds(record)}." if record.host else ""
    return (f"{record.name} did not take it. {record.problem}{after}", record.way_out)


def _seconds(record: Tried) -> str:
    return f"{record.seconds:.1f} seconds" if record.seconds >= 0.1 else "less than a tenth of a second"
