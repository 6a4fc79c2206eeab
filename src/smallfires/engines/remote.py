"""Any other database that SQLAlchemy speaks: questions do not run there, so its rows are brought here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from smallfires.engines.address import explained, parsed, place_of
from smallfires.engines.catalog import Known, find
from smallfires.errors import EngineError

BATCH = 50_000

_NAMES = {"sqlite": "SQLite", "mysql": "MySQL", "mariadb": "MariaDB", "mssql": "SQL Server", "oracle": "Oracle"}


def runs_questions(url: str) -> bool:
    """Whether questions run on a database of this kind; proven for PostgreSQL only.

    Raises:
        UsageError: the address cannot be understood.
    """
    return parsed(url).get_backend_name() == "postgresql"


class Remote:
    """A connection to a database whose rows are brought here.

    Args:
        url: its address, such as ``sqlite:///orders.db``.

    Raises:
        EngineError: it cannot be reached.
        UsageError: the address cannot be understood.
    """

    def __init__(self, url: str) -> None:
        address = parsed(url)
        self._place = place_of(address)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            raise EngineError(f'There is no file "{address.database}".', "Check the address: sqlite:///folder/file.db.")
        with explained(self._place):
            self._engine = sa.create_engine(address, poolclass=sa.NullPool)
            self._link = self._engine.connect()
        self._backend = address.get_backend_name()
        self.kind = _NAMES.get(self._backend, self._backend)

    def look_up(self, table: str | None) -> Known:
        """Find a table or view, as ``catalog.find``; SQLite keeps moments as text."""
        with explained(self._place):
            known = find(self._link, table)
        if self._backend != "sqlite":
            return known
        columns = tuple(
            (name, "text" if kind in ("moment", "instant", "date") else kind) for name, kind in known.columns
        )
        return replace(known, columns=columns)

    def rows(self, known: Known, limit: int | None = None) -> pa.Table:
        """Rows of a table, as an Arrow table of text.

        Args:
            known: the table.
            limit: how many; all where None.
        """
        names = [name for name, _ in known.columns]
        schema = known.place[0] if len(known.place) > 1 else None
        columns: list[sa.ColumnElement[Any]] = [sa.column(name) for name in names]
        wanted = sa.select(*columns).select_from(sa.table(known.place[-1], schema=schema))
        kind = pa.schema([(name, pa.string()) for name in names])
        with explained(self._place):
            found = self._link.execution_options(stream_results=True).execute(wanted.limit(limit) if limit else wanted)
            return pa.Table.from_batches((_batch(part, kind) for part in found.partitions(BATCH)), kind)

    def close(self) -> None:
        """Hang up."""
        self._link.close()
        self._engine.dispose()


def _batch(rows: Any, kind: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.record_batch([pa.array([_text(value) for value in column], pa.string()) for column in columns], kind)


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None else str(value)
