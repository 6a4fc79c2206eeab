"""CSV: how its characters, columns and lines are written is found out; DuckDB then reads it strictly, as text.

Blank lines are not rows, and are not counted as such.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from smallfires.errors import DataError, EmptyData, UsageError
from smallfires.fires.work import Guess
from smallfires.worklog.formats import encoding as coding
from smallfires.worklog.formats.bounds import no_more_columns
from smallfires.worklog.formats.table import (
    PARQUET_ROW,
    Column,
    FileOptions,
    Progress,
    Table,
    distinct_names,
    from_parquet,
    literal,
)

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_WRITTEN_OUT = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
_SAMPLE_ROWS = 2000
_LONGEST = 2**31 - 1
"""Letters of a value: a note may be a whole letter, and Python's own limit of 131,072 is no limit of the format."""
_VALUE = re.compile(r"[-+]?\d[\d.,]*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")
_COMMA_NUMBER = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+")
_POINT_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)\.\d+")


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        delimiter: between two values.
        quote: around a value that holds a delimiter.
        skip: lines before the header (Excel's ``sep=;``).
        header: whether the first row names the columns.
        names: of the columns.
        decimal: the decimal mark of its numbers.
    """

    delimiter: str
    quote: str
    skip: int
    header: bool
    names: tuple[str, ...]
    decimal: str


def open_csv(
    path: Path, connection: duckdb.DuckDBPyConnection, scratch: Path, options: FileOptions, progress: Progress
) -> Table:
    """Open a CSV file, and read it once to the end, so that whatever is broken in it is known now.

    Raises:
        DataError: a row does not fit the header, or a quote is never closed; says which row.
        EmptyData: nothing but a header.
    """
    written = coding.as_utf8(path, scratch, options.encoding, progress)
    try:
        return _table(path, written, connection=connection, scratch=scratch, options=options, progress=progress)
    except coding.NotUtf8:
        written = coding.rewrite(path, scratch, options.encoding, progress)
    try:
        return _table(path, written, connection=connection, scratch=scratch, options=options, progress=progress)
    except coding.NotUtf8:
        raise DataError(
            "The file does not keep to the rules of CSV.", "Export it again as CSV in UTF-8.", file=path.name
        ) from None


def _table(
    path: Path,
    written: coding.Written,
    *,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    options: FileOptions,
    progress: Progress,
) -> Table:
    dialect = find_dialect(coding.head_text(written.path), options, path.name)
    no_more_columns(len(dialect.names), path.name)
    target = scratch / f"{path.name}.parquet"
    progress(f"reading {path.name}", None)
    _read(connection, _reader(written.path, dialect), path, target, dialect)
    if written.path != path:
        written.path.unlink()
    return Table(
        path.name,
        "CSV",
        from_parquet(target),
        tuple(Column(name, "text") for name in dialect.names),
        _guesses(dialect, written, options),
        () if dialect.header else (f"{path.name} has no header row, so its columns are called by their place.",),
        1 + dialect.skip + dialect.header,
        PARQUET_ROW,
        dialect.decimal,
    )


def _guesses(dialect: Dialect, written: coding.Written, options: FileOptions) -> tuple[Guess, ...]:
    mark = _DELIMITERS.get(dialect.delimiter, dialect.delimiter)
    splits = f"splits the rows into {len(dialect.names)} columns"
    return (
        Guess("delimiter", mark, splits, "--delimiter", options.delimiter is not None),
        Guess("encoding", written.encoding, written.reason, "--encoding", options.encoding is not None),
        *_decimal_guess(dialect, options),
    )


def _decimal_guess(dialect: Dialect, options: FileOptions) -> tuple[Guess, ...]:
    if dialect.decimal == "." and not options.decimal:
        return ()
    given = options.decimal is not None
    return (Guess("decimal mark", dialect.decimal, "as its numbers are written", "--decimal", given),)


def find_dialect(text: str, options: FileOptions, name: str) -> Dialect:
    """How a CSV file is written, from its first lines.

    Args:
        text: its beginning, cut after a whole line.
        options: what the user says about it.
        name: of the file, for messages.

    Raises:
        EmptyData: nothing but blank lines.
        UsageError: the delimiter that the user names cannot be one.
    """
    told = options.delimiter and _WRITTEN_OUT.get(options.delimiter.lower(), options.delimiter)
    if told and (len(told) != 1 or told in '"\r\n\0'):
        raise UsageError(f'"{told}" cannot stand between two columns.', "Say --delimiter with one sign, such as ;")
    skip = 0
    if match := re.match(r"sep=(.)\r?\n", text):
        told, skip, text = told or match[1], 1, text[match.end() :]
    if not text.strip():
        raise EmptyData("The file holds nothing but blank lines.", "Export it again.", file=name)
    delimiter, quote = _best_split(text, [told] if told else list(_DELIMITERS))
    rows = _rows(text, delimiter, quote)
    header = _has_header(rows)
    names = rows[0] if header else [""] * len(rows[0])
    if header and len(rows) > 1 and not names[-1] and not any(row[len(names) - 1 :] != [""] for row in rows[1:]):
        names = names[:-1]
    decimal = options.decimal or _decimal(rows[1:], delimiter)
    return Dialect(delimiter, quote, skip, header, tuple(distinct_names(names)), decimal)


def _rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    """The first rows; the last line may be cut inside a quoted value, and is then left to the strict reader."""
    csv.field_size_limit(_LONGEST)
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    try:
        return [row for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return [row for row in islice(reader, _SAMPLE_ROWS) if row]


def _best_split(text: str, delimiters: list[str]) -> tuple[str, str]:
    """The delimiter and quote under which most rows have as many values as the header, and the most of them."""
    quotes = ['"', "'"] if re.search(r"(^|[,;\t|])'[^']*'([,;\t|\r\n]|$)", text, re.M) and '"' not in text else ['"']
    scored: list[tuple[bool, float, int, int, str, str]] = []
    for delimiter in delimiters:
        for quote in quotes:
            rows = _rows(text, delimiter, quote)
            width = len(rows[0])
            fit = sum(len(row) == width for row in rows) / len(rows)
            scored.append((width > 1, round(fit, 2), width, -len(scored), delimiter, quote))
    return max(scored)[-2:]


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: names are not figures or dates where the column below has those."""
    first, below = rows[0], rows[1:50]
    if not any(cell.strip() for cell in first):
        return True
    for place, cell in enumerate(first):
        values = [row[place] for row in below if place < len(row) and row[place].strip()]
        if values and _VALUE.fullmatch(cell.strip()) and all(_VALUE.fullmatch(value.strip()) for value in values):
            return False
    return True


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    """The decimal mark that the figures are written with."""
    cells = [cell.strip() for row in rows[:500] for cell in row]
    commas = sum(bool(_COMMA_NUMBER.fullmatch(cell)) for cell in cells)
    points = sum(bool(_POINT_NUMBER.fullmatch(cell)) for cell in cells)
    return "," if commas > points and delimiter != "," else "."


def _reader(path: Path, dialect: Dialect) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in dialect.names)
    return (
        f"read_csv({literal(path)}, auto_detect = false, delim = {literal(dialect.delimiter)}, "
        f"quote = {literal(dialect.quote)}, escape = {literal(dialect.quote)}, "
        f"header = {str(dialect.header).lower()}, skip = {dialect.skip}, strict_mode = true, "
        f"columns = {{{columns}}})"
    )


def _read(connection: duckdb.DuckDBPyConnection, reader: str, path: Path, target: Path, dialect: Dialect) -> None:
    """Read the whole file once, in parallel, into Parquet: numbering and asking its rows is then cheap."""
    try:
        connection.execute(f"COPY (SELECT * FROM {reader}) TO {literal(target)} (FORMAT parquet)")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if "No space left on device" in str(error):
            raise
        raise _explained(str(error), path, dialect) from None
    if not connection.execute(f"SELECT count(*) FROM read_parquet({literal(target)})").fetchall()[0][0]:
        raise EmptyData("The file has a header, but no rows.", "Export it again with its rows.", file=path.name)


def _explained(message: str, path: Path, dialect: Dialect) -> Exception:
    """What DuckDB says about a broken row, in the user's words.

    The line that DuckDB counts is the spreadsheet's row where no value before it holds a line break.
    """
    if "unicode" in message or "utf-8" in message.lower() or "invalid state" in message:
        return coding.NotUtf8()
    line = re.search(r"CSV Error on Line: (\d+)", message)
    row = int(line[1]) if line else None
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if counts:
        return DataError(
            f"The row has {counts[2]} values, and the header has {counts[1]}.",
            "Correct the row; a value that holds the delimiter has to stand in quotes.",
            file=path.name,
            row=row,
        )
    if "quote" in message:
        return DataError(
            f"A quote ({dialect.quote}) is opened in this row and not closed properly.",
            "Close it, or double it if it belongs to the text.",
            file=path.name,
            row=row,
        )
    if "Maximum line size" in message:
        return DataError(
            "The row is longer than 2 MB.", "Look for a quote that is never closed.", file=path.name, row=row
        )
    first = message.splitlines()[0].removeprefix("Invalid Input Error: ").replace(str(path), path.name)
    return DataError(f"The row cannot be read ({first}).", "Correct it.", file=path.name, row=row)
