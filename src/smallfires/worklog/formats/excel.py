"""Excel: the sheet that holds a table, its header wherever it stands, dates as dates."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from smallfires.errors import DataError, EmptyData
from smallfires.fires.work import Guess
from smallfires.worklog.formats.rows import BATCH, TextRows
from smallfires.worklog.formats.table import ROW, FileOptions, Progress, Table, distinct_names, quoted, unknown_option
from smallfires.worklog.formats.workbook import look_through

_LOOKED_AT = 50
MOST_ROWS = 1_048_576
"""Of a sheet, in Excel."""


def open_excel(
    path: Path, connection: duckdb.DuckDBPyConnection, scratch: Path, options: FileOptions, progress: Progress
) -> Table:
    """Open a workbook.

    Raises:
        DataError: it is broken, or there is no such sheet, or no sheet holds a table.
        EmptyData: the sheet has a header and no rows.
    """
    look_through(path)
    with _workbook(path) as book:
        sheet, reason = _sheet(book, options.sheet, path.name)
        header = _header(sheet)
        if header is None:
            raise DataError(
                f'The sheet "{sheet.title}" has no row that names the columns.',
                "Put the names of the columns in one row, right above the data.",
                file=path.name,
            )
        rows, moments = _copy(sheet, header, TextRows(scratch, "excel"), path.name, progress)
        title, first_row = sheet.title, header[0] + 1
    if not rows.count:
        raise EmptyData(f'The sheet "{title}" has a header, but no rows.', "Export it again.", file=path.name)
    relation, columns = rows.close(moments)
    guess = Guess("sheet", title, reason, "--sheet", options.sheet is not None)
    return Table(path.name, "Excel", relation, columns, (guess,), (), first_row=first_row, row=quoted(ROW))


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as file:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
                try:
                    yield book
                finally:
                    book.close()
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
            raise DataError(
                f"The Excel file is broken ({error}).", "Open it in Excel and save it again.", file=path.name
            ) from None


def _sheet(book: Any, told: str | None, name: str) -> tuple[Any, str]:
    """The sheet to read, and why that one."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if told is not None:
        if told not in sheets:
            raise unknown_option("sheet", told, sheets, "--sheet", name)
        return sheets[told], "as the user says"
    tables = [sheet for sheet in sheets.values() if _header(sheet) is not None]
    if not tables:
        raise EmptyData(
            "No sheet of the workbook holds a table.", "Name the columns in one row, with data below.", file=name
        )
    if len(tables) == 1:
        return tables[0], "the only sheet with a table"
    return max(tables, key=lambda sheet: sheet.max_row or 0), f"the longest of {len(tables)} sheets with a table"


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, those that are left out in it, too, as far as a sheet can go."""
    sheet.reset_dimensions()
    for place, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if place > MOST_ROWS:
            raise DataError(f'The sheet "{sheet.title}" has more rows than Excel can have.', "Save it as CSV.")
        yield row


def _header(sheet: Any) -> tuple[int, list[str]] | None:
    """The place (from 1) and the cells of the row that names the columns: the first that is nearly as wide as any."""
    longest = sheet.max_row
    rows = list(islice(_values(sheet), _LOOKED_AT))
    sheet._max_row = longest
    widest = max((sum(cell is not None for cell in row) for row in rows), default=0)
    for place, row in enumerate(rows, 1):
        filled = [cell for cell in row if cell is not None]
        if len(filled) >= max(2, 0.6 * widest) and all(isinstance(cell, str) for cell in filled):
            last = max(index for index, cell in enumerate(row) if cell is not None)
            return place, [str(cell or "") for cell in row[: last + 1]]
    return None


def _copy(
    sheet: Any, header: tuple[int, list[str]], rows: TextRows, name: str, progress: Progress
) -> tuple[TextRows, frozenset[str]]:
    place, cells = header
    names = distinct_names(cells)
    dated, other = [0] * len(names), [0] * len(names)
    for number, row in enumerate(islice(_values(sheet), place, None)):
        values = {}
        for index, (column, cell) in enumerate(zip(names, row, strict=False)):
            if cell is None or cell == "":
                continue
            values[column] = _text(cell)
            (dated if isinstance(cell, date) else other)[index] += 1
        if values:
            rows.add({column: values.get(column) for column in names}, number)
            if rows.count % BATCH == 0:
                progress(f"reading {name}: {rows.count:,} rows", None)
    return rows, frozenset(
        column for column, is_date, is_not in zip(names, dated, other, strict=True) if is_date and not is_not
    )


def _text(cell: Any) -> str | None:
    """A cell as text, so that a column may hold anything; whole numbers without a point, errors of Excel as nothing."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell / timedelta(seconds=1))
    text = str(cell)
    return None if text in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!") else text
