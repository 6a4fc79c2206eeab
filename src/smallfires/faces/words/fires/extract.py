"""Entries of the ledger, in words."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.extract import Extract, Row
from smallfires.fires.quantity import many, say_count

GLOSS = "The ledger is only ever added to: each entry holds the hash of the one before it."
_COLUMNS = (
    Column("when (UTC)", "text"),
    Column("what", "text"),
    Column("fire", "name", least=70),
    Column("who", "name"),
    Column("entry"),
)


def page(record: Extract) -> Page:
    """The entries, oldest first."""
    whose = f" of {name(record.fire)}" if record.fire else ""
    return made(
        title=f"The ledger{whose}",
        said=verdict(record),
        gloss=GLOSS,
        doubts=(),
        sections=[_entries(record)],
        footer=f"Smallfires {record.version}.",
    )


def verdict(record: Extract) -> Verdict:
    """How many entries there are, and the last one's hash, to be noted elsewhere."""
    if not record.head.number:
        return Verdict("The ledger is empty.", (), "")
    head = f"The last one is {say_count(record.head.number)}, with the hash {record.head.hash}."
    return Verdict(f"{many(record.head.number, 'entry', 'entries')}.", (head,), "")


def _entries(record: Extract) -> Section | None:
    if not record.rows:
        return None
    earlier = (f"{say_count(record.earlier)} earlier ones are not shown: --last {record.earlier + len(record.rows)}",)
    return Section(
        "entries",
        "Entries",
        earlier if record.earlier else (),
        Table("Entries", _COLUMNS, tuple(map(_row, record.rows))),
    )


def _row(row: Row) -> tuple[str, ...]:
    return (
        f"{row.at[:10]} {row.at[11:16]}",
        row.text,
        name(row.fire, 40) if row.fire else "",
        name(row.who, 30),
        str(row.number),
    )
