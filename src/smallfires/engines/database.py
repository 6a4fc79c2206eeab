"""A database as an engine: the rows stay where they are, only answers come over. Proven on PostgreSQL.

Everything happens in one transaction that is rolled back in the end: it sees one state of the data, and what it keeps are
temporary tables of its own, which no one else sees and which are gone with it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import sqlalchemy as sa
from numpy.typing import NDArray

from smallfires.engines.address import explained, parsed, place_of
from smallfires.engines.arrow import as_arrays, as_table
from smallfires.engines.catalog import Known, find
from smallfires.engines.dialects import transpile
from smallfires.errors import UsageError

_TYPES = {
    "bool": pa.bool_(), "int2": pa.int32(), "int4": pa.int32(), "int8": pa.int64(), "float4": pa.float64(),
    "float8": pa.float64(), "numeric": pa.float64(),
}  # fmt: skip
"""What PostgreSQL's types arrive as; all others as text."""

_SETTINGS = {
    "timezone": "UTC", "datestyle": "ISO", "extra_float_digits": "3", "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}  # fmt: skip
"""For this transaction only: one clock, figures to the last digit, and time to think between questions."""


class Database:
    """A connection to a database on which questions run.

    Args:
        url: its address, such as ``postgresql://user@host/name``.

    Raises:
        EngineError: it cannot be reached.
        UsageError: the address cannot be understood, or questions do not run on databases of its kind.
    """

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        address = parsed(url)
        if address.get_backend_name() != "postgresql":
            raise UsageError(
                f"Questions do not run on {address.get_backend_name()}.",
                "Export the table as CSV or Parquet and read that.",
            )
        self._place = place_of(address)
        with explained(self._place):
            self._engine = sa.create_engine(address, poolclass=sa.NullPool)
            self._link = self._engine.connect().execution_options(isolation_level="REPEATABLE READ")
            self._raw: Any = self._link.connection.driver_connection
            for name, value in _SETTINGS.items():
                self._do(f"set local {name} to '{value}'")

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with explained(self._place):
            found: list[tuple[Any, ...]] = self._raw.execute(transpile(sql, self.dialect)).fetchall()
            return found

    def columns(self, sql: str) -> Mapping[str, NDArray[Any]]:
        """Run a query and return its columns; a column with NULLs comes masked."""
        return as_arrays(self.table(sql))

    def look_up(self, table: str | None) -> Known:
        """Find a table or view.

        Args:
            table: its name, with or without its schema; None takes the only one there is.

        Raises:
            DataError: there is none of that name.
            Unclear: there are several.
        """
        with explained(self._place):
            return find(self._link, table)

    def table(self, sql: str) -> pa.Table:
        """Run a query and return its rows as an Arrow table; what is neither a figure nor true or false comes as text."""
        own = transpile(sql, self.dialect)
        with explained(self._place):
            names = self._columns(own)
            with self._raw.cursor().copy(f"copy ({own}) to stdout (format csv)") as copy:
                text = io.BytesIO(b"".join(copy))
        return _parsed(text, names)

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's rows as a temporary table."""
        self._keep(name, f"as {transpile(sql, self.dialect)}")

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without keeping its rows."""
        with explained(self._place):
            self._do(f"create or replace temporary view {_quoted(name)} as {transpile(sql, self.dialect)}")

    def amend(self, name: str, column: str, sql: str) -> None:
        """Set a column of a kept table in the rows that a query names by their ``i``."""
        table, own = f"pg_temp.{_quoted(name)}", _quoted(column)
        with explained(self._place):
            self._do(
                f"update {table} as old set {own} = new.{own} from ({transpile(sql, self.dialect)}) as new where new.i = old.i"
            )
            self._do(f"analyze {table}")

    def upload(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays as a temporary table; what is masked or NaN becomes NULL."""
        table = as_table(columns)
        self._keep(name, f"({', '.join(f'{_quoted(each.name)} {_type(each.type)}' for each in table.schema)})")
        text = io.BytesIO()
        pc.write_csv(table, text, pc.WriteOptions(include_header=False))
        with explained(self._place):
            with self._raw.cursor().copy(f"copy pg_temp.{_quoted(name)} from stdin (format csv)") as copy:
                copy.write(text.getbuffer())
            self._do(f"analyze pg_temp.{_quoted(name)}")

    def forget(self, name: str) -> None:
        """Drop a temporary table; a table of the user's that has its name is not touched."""
        with explained(self._place):
            self._do(f"drop table if exists pg_temp.{_quoted(name)}")

    def close(self) -> None:
        """Undo everything that was kept, and hang up."""
        self._link.close()
        self._engine.dispose()

    def _keep(self, name: str, what: str) -> None:
        self.forget(name)
        with explained(self._place):
            self._do(f"create temporary table {_quoted(name)} {what}")
            self._do(f"analyze pg_temp.{_quoted(name)}")

    def _columns(self, own: str) -> dict[str, pa.DataType]:
        """The columns of a query, and what they arrive as."""
        described = self._raw.execute(f"select * from ({own}) as described limit 0").description
        kinds = self._raw.adapters.types
        return {
            each.name: _TYPES.get(getattr(kinds.get(each.type_code), "name", ""), pa.string()) for each in described
        }

    def _do(self, sql: str) -> None:
        self._raw.execute(sql)


def _parsed(text: io.BytesIO, names: Mapping[str, pa.DataType]) -> pa.Table:
    schema = pa.schema(list(names.items()))
    if not text.getbuffer().nbytes:
        return schema.empty_table()
    return pc.read_csv(
        text,
        read_options=pc.ReadOptions(column_names=list(names)),
        parse_options=pc.ParseOptions(newlines_in_values=pa.string() in names.values()),
        convert_options=pc.ConvertOptions(
            column_types=schema, null_values=[""], true_values=["t"], false_values=["f"], strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )  # fmt: skip


def _type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "integer" if kind.bit_width <= 32 else "bigint"
    if pa.types.is_floating(kind):
        return "double precision"
    return "boolean" if pa.types.is_boolean(kind) else "text"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
