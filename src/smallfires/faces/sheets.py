"""Tables for spreadsheets, as CSV and Excel. What somebody typed stays text there, whatever it begins with.

A cell that begins with ``=``, ``+``, ``-`` or ``@`` would be worked out as a formula when the file is opened, and a formula can
send away what else is in the sheet. In CSV such a text gets an apostrophe in front; in Excel it is marked as text. Figures stay
figures.

Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import quote

Cell = str | int | float | date | None
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""The kinds of files, by their endings."""
LONGEST = 32_767
"""Letters of a cell in Excel."""
_STARTS = re.compile(r"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n|]))(?=[^\S\t\r\n]*[=+\-@＝＋－＠])")
"""Where a formula would begin: at the start, or behind what another country's spreadsheet takes for the end of a cell."""
_FIGURE = re.compile(r"[-+]?\d{1,15}(\.\d{1,15})?([eE][-+]?\d{1,3})?")
_COMMANDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        name: what its rows are.
        heads: of its columns.
        rows: its cells.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def harmless(text: str) -> str:
    """A text that no spreadsheet works out when it opens a file of CSV; a plain figure is none."""
    plain = _COMMANDS.sub("", text)
    return plain if _FIGURE.fullmatch(plain) else _STARTS.sub("'", plain)


def csv_of(*sheets: Sheet) -> bytes:
    """Tables as CSV, a line of nothing between two; with the mark by which Excel knows their letters."""
    made = io.StringIO()
    write = csv.writer(made, quoting=csv.QUOTE_NONNUMERIC)
    for place, sheet in enumerate(sheets):
        if place:
            made.write("\r\n")
        if len(sheets) > 1:
            write.writerow([harmless(sheet.name)])
        write.writerow([harmless(head) for head in sheet.heads])
        write.writerows([[_in_csv(cell) for cell in row] for row in sheet.rows])
    return made.getvalue().encode("utf-8-sig", "replace")


def _in_csv(cell: Cell) -> Cell:
    if isinstance(cell, float) and not isfinite(cell):
        return ""
    if cell is None or isinstance(cell, int | float):
        return "" if cell is None else cell
    return harmless(str(cell))


def xlsx_of(*sheets: Sheet) -> bytes:
    """Tables as a workbook, a sheet each."""
    import openpyxl

    book, made = openpyxl.Workbook(write_only=True), io.BytesIO()
    for sheet, title in zip(sheets, _titles(sheet.name for sheet in sheets), strict=True):
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        for row in (sheet.heads, *sheet.rows):
            page.append([_in_excel(page, cell) for cell in row])
    book.save(made)
    return made.getvalue()


def _in_excel(page: Any, cell: Cell) -> Any:
    """A cell; a text is marked as one, so that it is never a formula."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(cell, float) and not isfinite(cell):
        return None
    if cell is None or isinstance(cell, int | float | date):
        return cell
    made = WriteOnlyCell(page, _COMMANDS.sub("", cell)[:LONGEST])
    made.data_type = "s"
    return made


def _titles(names: Iterable[str]) -> Iterator[str]:
    """Names of sheets as Excel takes them: short, different, and without its own signs."""
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", " ", _COMMANDS.sub("", name)).strip(" '")[:28] or "Table"
        title = next(t for n in range(1, 10**6) if (t := plain if n == 1 else f"{plain} {n}").lower() not in taken)
        taken.add(title.lower())
        yield title


def written(ending: str, *sheets: Sheet) -> bytes:
    """Tables as a file with this ending."""
    return xlsx_of(*sheets) if ending == "xlsx" else csv_of(*sheets)


def figure(text: str) -> Cell:
    """A text of a page as a cell: a plain figure as one."""
    plain = text.replace("\u2212", "-").replace(",", "")
    if not _FIGURE.fullmatch(plain):
        return text
    return float(plain) if "." in plain or "e" in plain.lower() else int(plain)


def attached(name: str, ending: str) -> str:
    """The header that gives a file its name, whatever letters are in that.

    Source: RFC 6266, appendix D.
    """
    plain = re.sub(r"[^\w .()-]", "-", _COMMANDS.sub("", Path(name).name or "table"))[:100].strip(" .-") or "table"
    letters = re.sub(r"[^A-Za-z0-9 ._()-]", "-", plain)
    return f"attachment; filename=\"{letters}.{ending}\"; filename*=UTF-8''{quote(plain + '.' + ending, safe='')}"
