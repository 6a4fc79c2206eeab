"""Accounts, and what opens the door for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "smallfires_accounts",
        sa.Column("known", sa.Text, primary_key=True),
        *_texts("name", "role", "mail"),
        sa.Column("mailed", sa.Text, unique=True),
        *_texts("password"),
        sa.Column("subject", sa.Text, unique=True),
        sa.Column("closed", sa.Boolean, nullable=False),
        *_texts("made"),
    )
    op.create_table(
        "smallfires_keys",
        sa.Column("digest", sa.Text, primary_key=True),
        *_texts("kind"),
        sa.Column("known", sa.Text, sa.ForeignKey("smallfires_accounts.known"), nullable=False),
        *_texts("made", "until", "used", "label", "rights"),
    )
    op.create_index("smallfires_keys_by_account", "smallfires_keys", ["known", "kind"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
