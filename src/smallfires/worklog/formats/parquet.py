"""Parquet: read in place."""

from __future__ import annotations

from pathlib import Path

import duckdb

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats.table import PARQUET_ROW, Column, Table, from_parquet, kind_of, literal


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
        reason = str(error).splitlines()[0]
        raise DataError(f"The Parquet file is broken: {reason}", "Export it again.", file=path.name) from None
    if not rows:
        raise EmptyData("The file has columns, but no rows.", "Export it again with its rows.", file=path.name)
    columns = tuple(Column(name, kind_of(sql_type)) for name, sql_type, *_ in described)
    if any(column.name.lower() == PARQUET_ROW for column in columns):
        return Table(path.name, "Parquet", f"read_parquet({literal(path)})", columns)
    return Table(path.name, "Parquet", from_parquet(path), columns, row=PARQUET_ROW)
