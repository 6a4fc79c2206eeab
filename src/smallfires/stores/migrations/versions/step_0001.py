"""The entries, the head, and the guards that let nobody change them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ONLY_ADDED = "The ledger is append-only: nothing in it is changed or removed."
AT_THE_END = "The ledger is append-only: an entry is put at its end."

SQLITE = f"""
create trigger smallfires_entries_kept before update on smallfires_entries
begin select raise(abort, '{ONLY_ADDED}'); end;;
create trigger smallfires_entries_all_kept before delete on smallfires_entries
begin select raise(abort, '{ONLY_ADDED}'); end;;
create trigger smallfires_entries_in_order before insert on smallfires_entries
when new.number is not (select coalesce(max(number), 0) + 1 from smallfires_entries)
begin select raise(abort, '{AT_THE_END}'); end;;
create trigger smallfires_head_grows before update on smallfires_head when new.number <= old.number
begin select raise(abort, '{ONLY_ADDED}'); end;;
create trigger smallfires_head_kept before delete on smallfires_head
begin select raise(abort, '{ONLY_ADDED}'); end"""

POSTGRESQL = f"""
create function smallfires_kept() returns trigger language plpgsql as $$
begin raise exception '{ONLY_ADDED}'; end $$;;
create trigger smallfires_entries_kept before update or delete or truncate on smallfires_entries
for each statement execute function smallfires_kept();;
create trigger smallfires_head_kept before delete or truncate on smallfires_head
for each statement execute function smallfires_kept();;
create trigger smallfires_head_grows before update on smallfires_head
for each row when (new.number <= old.number) execute function smallfires_kept()"""


def upgrade() -> None:
    """Make them."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    texts = [
        sa.Column(name, sa.Text, nullable=False) for name in ("at", "who", "fire", "act", "content", "before", "hash")
    ]
    op.create_table("smallfires_entries", sa.Column("number", number, primary_key=True, autoincrement=False), *texts)
    op.create_index("smallfires_entries_by_fire", "smallfires_entries", ["fire", "number"])
    head = op.create_table(
        "smallfires_head", sa.Column("number", number, nullable=False), sa.Column("hash", sa.Text, nullable=False)
    )
    op.bulk_insert(head, [{"number": 0, "hash": "0" * 64}])
    guards = SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL
    for guard in guards.split(";;"):
        op.execute(guard)
