"""A table that stays where it is: in a database, or on a cluster. Its look is found from a sample that is brought here.

The sample stands on the embedded engine under the table's own name, so that what is found from it is a question that the
warehouse can answer too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from smallfires.errors import EmptyData
from smallfires.worklog.formats.table import Column, Table, quoted

SAMPLE = 4_000
"""Rows brought here to recognise columns."""

_TYPES = {
    "integer": "BIGINT", "number": "DOUBLE", "moment": "TIMESTAMP", "instant": "TIMESTAMPTZ", "date": "DATE",
    "boolean": "BOOLEAN", "text": "VARCHAR",
}  # fmt: skip
_CAST = ("integer", "number", "text")
TYPED_MOMENTS = ("moment", "instant", "date")
"""Kinds of columns whose values are moments on every engine alike; text is read on the embedded engine only."""


def open_warehouse(
    name: str, format_: str, place: Sequence[str], columns: Sequence[Column], key: Sequence[str]
) -> Table:
    """Describe a table that stays where it is.

    Args:
        name: for messages.
        format_: for messages: ``table of PostgreSQL``.
        place: the parts of its name, the schema first.
        columns: its columns.
        key: those of its primary key; empty where it has none.
    """
    relation = ".".join(quoted(part) for part in place)
    kinds = {column.name: column.kind for column in columns}
    listed = ", ".join(_selected(column) for column in columns)
    by = f'of "{key[0]}"' if len(key) == 1 else "of its key" if key else "of their own values"
    note = (
        "A table has no order of its own: steps of one case that end and start at the same moments are taken in the order "
        f"{by}."
    )
    whole = len(key) == 1 and kinds[key[0]] == "integer"
    order = ", ".join(_sorted(each, kinds[each]) for each in key or kinds)
    return Table(
        name, format_, f"(SELECT {listed} FROM {relation}) AS source", tuple(columns), notes=(note,),
        sampled=True, first_row=0 if whole else 1, row=quoted(key[0]) if whole else f"row_number() OVER (ORDER BY {order}) - 1",
    )  # fmt: skip


def bring(rows: Any, place: Sequence[str], columns: Sequence[Column], connection: duckdb.DuckDBPyConnection) -> None:
    """Keep rows of a table here, under the table's own name.

    Args:
        rows: an Arrow table; what is neither a figure nor true or false may be text.
        place: the parts of the table's name, the schema first.
        columns: its columns.
        connection: of the embedded engine.

    Raises:
        EmptyData: there are no rows.
    """
    if not rows.num_rows:
        raise EmptyData("The table has no rows.", "Name another with --table.", file=".".join(place))
    relation = ".".join(quoted(part) for part in place)
    listed = ", ".join(f"CAST({quoted(each.name)} AS {_TYPES[each.kind]}) AS {quoted(each.name)}" for each in columns)
    if len(place) > 1:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(place[0])}")
    connection.register("brought", rows)
    try:
        connection.execute(f"CREATE OR REPLACE TABLE {relation} AS SELECT {listed} FROM brought")
    finally:
        connection.unregister("brought")


def rows_of(table: Table, limit: int | None) -> str:
    """The question that brings so many rows; all where None."""
    return f"SELECT * FROM {table.relation}" + (f" LIMIT {limit}" if limit else "")


def _selected(column: Column) -> str:
    """The column as a kind of value that all engines have: decimals as figures, what is unusual as text."""
    name = quoted(column.name)
    return f"CAST({name} AS {_TYPES[column.kind]}) AS {name}" if column.kind in _CAST else name


def _sorted(name: str, kind: str) -> str:
    return f'{quoted(name)} COLLATE "C"' if kind == "text" else quoted(name)
