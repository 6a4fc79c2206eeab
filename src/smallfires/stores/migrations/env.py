"""What Alembic runs: the steps, in the transaction that it is handed."""

from __future__ import annotations

from alembic import context

from smallfires.stores.tables import METADATA, VERSION

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, version_table=VERSION.name
)
context.run_migrations()
