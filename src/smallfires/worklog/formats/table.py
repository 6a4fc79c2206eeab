"""A source that has been opened: where its rows are, what its columns are called, what was guessed on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from smallfires.errors import DataError
from smallfires.fires.work import Guess

Progress = Callable[[str, float | None], None]
"""Told what is being done, and how far it is from 0 to 1, or None where nobody can know."""

ROW = "row in the source"
"""The column, beside the source's own, in which a relation carries true row numbers where counting would be wrong."""


@dataclass(frozen=True)
class Column:
    """A column of a source.

    Attributes:
        name: its own name in the source.
        kind: ``text``, ``integer``, ``number``, ``moment`` (timestamp without zone), ``instant`` (timestamp with
            zone), ``date`` or ``boolean``.
    """

    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """An opened source.

    Attributes:
        name: the file's name, for messages.
        format: ``CSV``, ``Parquet``, ``Excel``, ``XES``, ``OCEL 2.0`` or ``data frame``.
        relation: what stands behind FROM in DuckDB's SQL: the raw columns, in the source's order.
        columns: the columns, in the source's order.
        guesses: what was found out about the file itself.
        notes: what opening it cost, each one sentence.
        first_row: what a spreadsheet calls the first row of data.
        row: an expression over the relation that counts rows from 0 in the source's order.
        decimal: the decimal mark of numbers written as text.
        sampled: whether columns are recognised from a sample, so that nothing is known of every row.
    """

    name: str
    format: str
    relation: str
    columns: tuple[Column, ...]
    guesses: tuple[Guess, ...] = ()
    notes: tuple[str, ...] = ()
    first_row: int = 2
    row: str = "row_number() OVER () - 1"
    decimal: str = "."
    sampled: bool = False


@dataclass(frozen=True)
class FileOptions:
    """What the user says about the file; None where it is to be found out.

    Attributes:
        delimiter: what stands between two values of a CSV file.
        encoding: how its characters are coded.
        sheet: the sheet of an Excel file.
        object_type: what a case is in an object-centric log.
        decimal: ``.`` or ``,``.
    """

    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    object_type: str | None = None
    decimal: str | None = None


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def from_parquet(path: Path) -> str:
    """A relation over a Parquet file that also counts its rows, so that they can be numbered in parallel."""
    return f"read_parquet({literal(path)}, file_row_number = true)"


PARQUET_ROW = "file_row_number"


def in_microseconds(
    connection: duckdb.DuckDBPyConnection, relation: str, described: Iterable[tuple[str, str]]
) -> tuple[str, tuple[str, ...]]:
    """A relation whose columns of nanoseconds are cut, not rounded, to microseconds; and a note where that loses some.

    Args:
        connection: where the relation stands.
        relation: what stands behind FROM.
        described: name and type of each column.
    """
    fine = [(quoted(name), sql_type) for name, sql_type in described if sql_type.upper().endswith("_NS")]
    if not fine:
        return relation, ()
    cuts = []
    for name, sql_type in fine:
        cut = f"make_timestamp(epoch_ns({name}) // 1000)"
        zoned = f"timezone('UTC', {cut})"
        cuts.append(f"{zoned if 'TZ' in sql_type.upper() else cut} AS {name}")
    lost = " OR ".join(f"epoch_ns({name}) % 1000 <> 0" for name, _ in fine)
    loses = connection.execute(f"SELECT 1 FROM {relation} WHERE {lost} LIMIT 1").fetchall()
    notes = ("Times finer than a microsecond were cut off there.",) if loses else ()
    return f"(SELECT * REPLACE ({', '.join(cuts)}) FROM {relation})", notes


def kind_of(sql_type: str) -> str:
    """What kind of column a type of DuckDB is."""
    name = sql_type.upper()
    if name.startswith(("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")):
        return "instant"
    if name.startswith(("TIMESTAMP", "DATETIME")):
        return "moment"
    if name.endswith(("INT", "INTEGER")) and "[" not in name:
        return "integer"
    if name.startswith(("FLOAT", "DOUBLE", "DECIMAL", "REAL")):
        return "number"
    return {"DATE": "date", "BOOLEAN": "boolean"}.get(name, "text")


def distinct_names(names: Iterable[str]) -> list[str]:
    """Names that differ also for SQL, which knows no upper case: nameless columns are counted, doubles numbered."""
    taken: set[str] = set()
    result = []
    for place, raw in enumerate(names, 1):
        base = " ".join(raw.split()) or f"column {place}"
        name, again = base, 1
        while name.lower() in taken:
            again += 1
            name = f"{base} ({again})"
        taken.add(name.lower())
        result.append(name)
    return result


def unknown_option(what: str, value: str, known: Iterable[str], flag: str, file: str) -> DataError:
    """The error for a sheet or an object type that is not in the file."""
    listed = ", ".join(f'"{name}"' for name in known)
    return DataError(f'There is no {what} "{value}".', f"Say {flag} with one of: {listed}.", file=file)
