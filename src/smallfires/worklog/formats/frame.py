"""Data frames of pandas, polars, Arrow and DuckDB, asked where they are."""

from __future__ import annotations

from itertools import count
from typing import Any

import duckdb

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats.table import Column, Table, in_microseconds, kind_of, quoted

_NUMBERS = count(1)


def open_frame(frame: Any, connection: duckdb.DuckDBPyConnection) -> Table:
    """Register a data frame with the connection.

    Args:
        connection: where it will be asked.
        frame: a pandas or polars frame, an Arrow table, or a relation of DuckDB (of any connection).

    Raises:
        DataError: it is nothing with rows and columns.
        EmptyData: it has no rows.
    """
    name = f"smallfires frame {next(_NUMBERS)}"
    try:
        connection.register(name, _arrow_or_same(frame))
        described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    except (duckdb.Error, TypeError) as error:
        raise DataError(
            f"A {type(frame).__name__} cannot be read as a table ({str(error).splitlines()[0]}).",
            "Give a path, or a data frame of pandas, polars, Arrow or DuckDB whose columns have different names.",
        ) from None
    if not connection.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1").fetchall():
        raise EmptyData("The data frame has no rows.", "Give one with rows.", file="data frame")
    columns = tuple(Column(column, kind_of(sql_type)) for column, sql_type, *_ in described)
    relation, notes = in_microseconds(connection, quoted(name), (row[:2] for row in described))
    return Table("data frame", "data frame", relation, columns, notes=notes)


def _arrow_or_same(frame: Any) -> Any:
    """A relation of another connection, and a frame of polars, come over as Arrow; the rest is read in place."""
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return frame.to_arrow_table()
    if type(frame).__module__.startswith("polars"):
        eager = frame.collect() if hasattr(frame, "collect") else frame
        return eager.to_arrow()
    return frame
