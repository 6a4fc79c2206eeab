"""The verb ``ledger show``: the last entries of the ledger."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.fires.diary import told
from smallfires.fires.entry import Entry
from smallfires.fires.extract import Extract, Row
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk

MOST = 50
"""Entries that are shown, unless said."""


def extract(desk: Desk, fire: str = "", last: int = MOST, until: int | None = None) -> Extract:
    """The last entries, oldest first.

    Args:
        desk: of the workspace.
        fire: only those of this fire; all where it is empty.
        last: how many.
        until: only those with no higher number than this; all where None.

    Raises:
        UsageError: there is no such fire, or no entry is asked for.
    """
    if last < 1:
        raise UsageError(f"{last} entries cannot be shown.", "Ask for 1 or more.")
    if fire:
        desk.fire(fire)
    kept: deque[Entry] = deque(maxlen=last)
    head = desk.ledger.head()
    end = head.number if until is None else min(until, head.number)
    count = before = 0 if fire else max(0, end - last)
    for entry in desk.entries(fire, before, end):
        kept.append(entry)
        count += 1
    return Extract(head, fire, tuple(map(_row, kept)), count - len(kept), VERSION)


def rows(desk: Desk, after: int, fire: str = "") -> Iterator[Row]:
    """Entries, oldest first, as far as whoever acts may see their fires.

    Args:
        desk: of the workspace.
        after: only those behind this number.
        fire: only those of this fire; all where it is empty.

    Raises:
        NotThere: there is no such fire.
    """
    return map(_row, desk.entries(desk.fire(fire).slug if fire else "", after))


def _row(entry: Entry) -> Row:
    text = told(acts.fact(entry))
    return Row(entry.number, entry.at, entry.who, entry.fire, entry.act, text, entry.hash)
