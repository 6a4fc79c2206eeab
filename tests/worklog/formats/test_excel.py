"""Excel opens at its table, wherever that stands, with true row numbers and real dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats import FileOptions, Table, open_table

TEN = datetime(2024, 1, 31, 10, 0, 0)


def saved(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "log.xlsx")
    return folder / "log.xlsx"


def read(path: Path, folder: Path, sheet: str | None = None) -> tuple[Table, list[tuple[Any, ...]]]:
    connection = duckdb.connect()
    table = open_table(path, connection, folder, FileOptions(sheet=sheet), lambda *_: None)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = connection.execute(
        f"SELECT {table.row} + {table.first_row}, {columns} FROM {table.relation} ORDER BY 1"
    ).fetchall()
    return table, rows


def test_table_below_a_title(tmp_path: Path) -> None:
    """A title above the header and blank rows inside do not shift the row numbers."""
    rows = [["Report"], [], ["case", "when", "n"], ["1", TEN, 5.0], [], ["2", TEN, 1.5]]
    table, seen = read(saved(tmp_path, {"Data": rows}), tmp_path)
    assert seen == [(4, "1", TEN, "5"), (6, "2", TEN, "1.5")]
    assert [column.kind for column in table.columns] == ["text", "moment", "text"]
    assert table.format == "Excel"


def test_mixed_dates(tmp_path: Path) -> None:
    """A column in which some dates are text stays text, so that the odd one can be named."""
    _, seen = read(saved(tmp_path, {"Data": [["case", "when"], ["1", TEN], ["2", "soon"]]}), tmp_path)
    assert [row[2] for row in seen] == ["2024-01-31 10:00:00", "soon"]


def test_sheets(tmp_path: Path) -> None:
    """The longest table is taken and said; another can be named; a name that is not there is refused."""
    sheets = {"Notes": [["hello"]], "Small": [["a", "b"], [1, 2]], "Big": [["c", "d"], [1, 2], [3, 4], [5, 6]]}
    path = saved(tmp_path, sheets)
    table, seen = read(path, tmp_path)
    assert len(seen) == 3
    assert (table.guesses[0].value, table.guesses[0].given) == ("Big", False)
    assert read(path, tmp_path, "Small")[1] == [(2, "1", "2")]
    with pytest.raises(DataError, match='There is no sheet "Other"'):
        read(path, tmp_path, "Other")


def test_nothing(tmp_path: Path) -> None:
    """A header without rows, and a workbook without a table, are empty."""
    with pytest.raises(EmptyData):
        read(saved(tmp_path, {"Data": [["case", "when"]]}), tmp_path)
    with pytest.raises(EmptyData):
        read(saved(tmp_path, {"Data": [["hello"]]}), tmp_path)


def test_broken(tmp_path: Path) -> None:
    """A damaged workbook is said to be broken."""
    path = saved(tmp_path, {"Data": [["case", "when"], ["1", TEN]]})
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError):
        read(path, tmp_path)
