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

ACCOUNTS = sa.Table(
    "smallfires_accounts",
    METADATA,
    sa.Column("known", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("mail", sa.Text, nullable=False),
    sa.Column("mailed", sa.Text, unique=True),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, unique=True),
    sa.Column("closed", sa.Boolean, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
)
"""Who belongs to the organization; ``known`` and ``mailed`` are name and mail as they are compared. None is ever removed."""

KEYS = sa.Table(
    "smallfires_keys",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("known", sa.Text, sa.ForeignKey("smallfires_accounts.known"), nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    sa.Column("used", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("rights", sa.Text, nullable=False),
    sa.Index("smallfires_keys_by_account", "known", "kind"),
)
"""What opens the door: sessions, tokens and links, each by its digest only."""

REPEATS = sa.Table(
    "smallfires_repeats",
    METADATA,
    sa.Column("who", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("attempt", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("answer", sa.Text),
    sa.Index("smallfires_repeats_by_age", "at"),
)
"""What programs asked for under keys of their own, with the answers; swept after a day."""

LATEST = "0003"
"""The migration that this version of Smallfires needs; they are numbered."""
