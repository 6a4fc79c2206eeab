"""Parquet: read in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats.bounds import MOST_ROWS, no_more_columns
from smallfires.worklog.formats.table import PARQUET_ROW, Column, Table, from_parquet, in_microseconds, kind_of, literal


def open_parquet(path: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    """Open a Parquet file.

    Raises:
        DataError: it is broken.
        EmptyData: it has no rows.
    """
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(path)})").fetchall()
        rows = connection.execute(f"SELECT count(*) FROM read_parquet({literal(path)})").fetchall()[0][0]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(path), path.name)
        raise DataError(f"The Parquet file is broken: {reason}", "Export it again.", file=path.name) from None
    if not rows:
        raise EmptyData("The file has columns, but no rows.", "Export it again with its rows.", file=path.name)
    no_more_columns(len(described), path.name)
    if rows > MOST_ROWS:
        raise DataError(f"The file says that it has {rows:,} rows.", f"{MOST_ROWS:,} can be read.", file=path.name)
    columns = tuple(Column(name, kind_of(sql_type)) for name, sql_type, *_ in described)
    counted = all(column.name.lower() != PARQUET_ROW for column in columns)
    source = from_parquet(path) if counted else f"read_parquet({literal(path)})"
    relation, notes = in_microseconds(connection, source, (row[:2] for row in described))
    table = Table(path.name, "Parquet", relation, columns, notes=notes)
    return replace(table, row=PARQUET_ROW) if counted else table
