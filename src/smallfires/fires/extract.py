"""Entries of the ledger as people read them: the record that ``ledger show`` gives."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.entry import Act, Head


@dataclass(frozen=True)
class Row:
    """An entry.

    Attributes:
        number: its place in the ledger.
        at: when it was written: ISO 8601 in UTC.
        who: the person who acted.
        fire: the fire's slug; empty for an act on the whole organization.
        act: what was done.
        text: the same in a sentence; what somebody answered is not told.
        hash: of the entry.
    """

    number: int
    at: str
    who: str
    fire: str
    act: Act
    text: str
    hash: str


@dataclass(frozen=True)
class Extract:
    """A part of the ledger.

    Attributes:
        head: the last entry of the whole ledger.
        fire: whose entries they are; empty for all.
        rows: the entries, oldest first.
        earlier: how many stand before them and are not shown.
        version: of the software.
    """

    head: Head
    fire: str
    rows: tuple[Row, ...]
    earlier: int
    version: str
