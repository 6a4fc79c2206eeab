"""What a ledger's database holds. ``migrations`` makes it; this says how it is after the last of them."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""SQLite keeps a table in the order of its key only where the key is an INTEGER."""

ENTRIES = sa.Table(
    "smallfires_entries",
    METADATA,
    sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("fire", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Index("smallfires_entries_by_fire", "fire", "number"),
)
"""The entries. Triggers refuse to change or delete one, and to put one anywhere but at the end."""

HEAD = sa.Table(
    "smallfires_head",
    METADATA,
    sa.Column("number", NUMBER, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
"""One row: the last entry, so that a cut-off end is found. Who holds it writes; all others wait."""

VERSION = sa.Table("smallfires_version", METADATA, sa.Column("version_num", sa.String(32), primary_key=True))
"""One row: the last migration that was done."""

LATEST = "0001"
"""The migration that this version of Smallfires needs; they are numbered."""
