"""Answers that are kept to be given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them."""
    names = ("who", "key")
    op.create_table(
        "smallfires_repeats",
        *(sa.Column(name, sa.Text, primary_key=True) for name in names),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "attempt", "at")),
        sa.Column("answer", sa.Text),
    )
    op.create_index("smallfires_repeats_by_age", "smallfires_repeats", ["at"])
