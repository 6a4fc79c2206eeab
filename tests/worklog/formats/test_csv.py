"""CSV in every dress opens to the same rows, and a broken row is named."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.errors import DataError, EmptyData, UsageError
from smallfires.worklog.formats import FileOptions, Table, open_table

ROWS = [
    ["case", "activity", "time"],
    ["1", "Café, öffnen", "2024-01-31 10:00:00"],
    ["2", 'say "so"', "2024-01-31 11:00:00"],
    ["3", "two\nlines", "2024-01-31 12:00:00"],
]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def read(
    content: bytes, folder: Path, options: FileOptions | None = None, name: str = "log.csv"
) -> tuple[Table, list[list[str]]]:
    path = folder / name
    path.write_bytes(content)
    connection = duckdb.connect()
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    table = open_table(path, connection, scratch, options or FileOptions(), lambda *_: None)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = connection.execute(f"SELECT {columns} FROM {table.relation} ORDER BY {table.row}").fetchall()
    return table, [[column.name for column in table.columns], *(list(row) for row in rows)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_dress(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    """The same rows come out whatever the delimiter, the encoding and the line ends."""
    table, rows = read(written(ROWS, delimiter, end).encode(encoding), tmp_path)
    assert rows == ROWS
    assert table.format == "CSV"
    assert {guess.role for guess in table.guesses} == {"delimiter", "encoding"}


@pytest.mark.parametrize("pack", ["gz", "bz2", "xz", "zst", "zip"])
@pytest.mark.parametrize("named", [True, False])
def test_packed(tmp_path: Path, pack: str, named: bool) -> None:
    """A packed file opens whether or not its name says that it is packed, and errors name the file as given."""
    plain = written(ROWS).encode()
    name = f"log.csv.{pack}" if named else "log.csv"
    table, rows = read(packed(plain, pack), tmp_path, name=name)
    assert rows == ROWS
    assert table.name == name
    with pytest.raises(EmptyData, match=f"^{name}: "):
        read(packed(b"a,b,c\n", pack), tmp_path, name=name)


def packed(plain: bytes, how: str) -> bytes:
    if how == "zip":
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as archive:
            archive.writestr("inner.csv", plain)
        return box.getvalue()
    if how == "zst":
        return bytes(pa.compress(plain, "zstd", asbytes=True))
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[how](plain)


TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\x00\r\x85\u2028\u2029\x1c\x1d\x1e\x0b\x0c", exclude_categories=["Cs"]
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and '""' not in text)


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=3, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text(rows: list[list[str]], delimiter: str, end: str) -> None:
    """Whatever text stands in the cells comes out as it was, once the dialect is known."""
    header = ["case", "activity", "time"]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    with TemporaryDirectory() as folder:
        _, seen = read(text.getvalue().encode(), Path(folder), FileOptions(delimiter=delimiter))
    assert seen == [header, *rows]


def test_long_values(tmp_path: Path) -> None:
    """A value of two hundred thousand letters is a value like any other."""
    rows = [["case", "note"], ["1", "x" * 200_000], ["2", "y"]]
    assert read(written(rows).encode(), tmp_path)[1] == rows


def test_late_break(tmp_path: Path) -> None:
    """A row with too few values is named by its number, however far down it stands."""
    content = "a,b,c\n" + "1,2,3\n" * 69_999 + "4,5\n" + "1,2,3\n" * 10
    with pytest.raises(DataError, match=r"^log\.csv, row 70001: The row has 2 values, and the header has 3\."):
        read(content.encode(), tmp_path)


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        ("a,b,c\n1,2,3\n4,5,6,7\n", 3, "4 values"),
        ('a,b,c\n1,2,3\n4,"5"x,6\n7,8,9\n', 3, "quote"),
        ('a,b,c\n1,2,3\n4,"5,6\n7,8,9\n', 3, "quote"),
    ],
)
def test_broken(tmp_path: Path, content: str, row: int, says: str) -> None:
    """A broken row ends in an error that says which row and what is wrong."""
    with pytest.raises(DataError, match=says) as caught:
        read(content.encode(), tmp_path)
    assert caught.value.row == row


def test_late_encoding(tmp_path: Path) -> None:
    """A character that is not UTF-8 a million bytes down still changes the encoding of the whole file."""
    content = b"a,b,c\n" + b"1,2,3\n" * 200_000 + "7,Köln,9\n".encode("cp1252")
    table, rows = read(content, tmp_path)
    assert rows[-1] == ["7", "Köln", "9"]
    assert ("encoding", "Windows-1252") in [(guess.role, guess.value) for guess in table.guesses]


def test_mixed_line_ends(tmp_path: Path) -> None:
    """Line ends may differ from line to line."""
    assert read(b"a,b,c\n1,2,3\r\n4,5,6\n", tmp_path)[1][1:] == [["1", "2", "3"], ["4", "5", "6"]]


def test_separator_line(tmp_path: Path) -> None:
    """Excel's first line, sep=;, is obeyed, and rows are counted from the top of the file."""
    table, rows = read(b"sep=;\r\na;b\r\n1,5;2\r\n", tmp_path)
    assert rows == [["a", "b"], ["1,5", "2"]]
    assert table.first_row == 3


def test_decimal_comma(tmp_path: Path) -> None:
    """A decimal comma is recognised, said, and can be overruled."""
    content = b"a;b\n1;1.234,50\n2;7,25\n"
    assert read(content, tmp_path)[0].decimal == ","
    assert read(content, tmp_path, FileOptions(decimal="."))[0].decimal == "."


def test_no_header(tmp_path: Path) -> None:
    """Without a header no row is lost, and it is said."""
    table, rows = read(b"1,A,2024-01-01\n2,B,2024-01-02\n", tmp_path)
    assert len(rows) == 3
    assert rows[0] == ["column 1", "column 2", "column 3"]
    assert table.first_row == 1
    assert "no header" in table.notes[0]


def test_names(tmp_path: Path) -> None:
    """Columns without a name, or with one that is taken, get one of their own."""
    assert read(b",Case,case\n0,x,y\n", tmp_path)[1][0] == ["column 1", "Case", "case (2)"]


def test_told(tmp_path: Path) -> None:
    """What the user says of the file is obeyed and marked as given."""
    table, rows = read("a;b,c\n1;é,2\n".encode("latin-1"), tmp_path, FileOptions(delimiter=";", encoding="latin-1"))
    assert rows == [["a", "b,c"], ["1", "é,2"]]
    assert all(guess.given for guess in table.guesses)


def test_told_wrongly(tmp_path: Path) -> None:
    """An encoding that does not exist, or does not fit, is refused."""
    with pytest.raises(UsageError, match="klingon"):
        read(b"a,b\n1,2\n", tmp_path, FileOptions(encoding="klingon"))
    with pytest.raises(DataError, match="cp1252"):
        read(b"a,b\n1,\x81\n", tmp_path, FileOptions(encoding="cp1252"))


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"a,b,c\n", b"a,b,c"])
def test_nothing(tmp_path: Path, content: bytes) -> None:
    """A file without rows is said to be empty."""
    with pytest.raises(EmptyData):
        read(content, tmp_path)
