"""What is in a file decides how it is opened, and what cannot be opened says why and what to do."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats import FileOptions, Table, open_table


def opened(source: object, scratch: Path, connection: duckdb.DuckDBPyConnection | None = None) -> Table:
    return open_table(source, connection or duckdb.connect(), scratch, FileOptions(), lambda *_: None)


@pytest.mark.parametrize("name", ["log.parquet", "log.csv", "log.xlsx", "log.txt"])
@pytest.mark.parametrize("pack", [False, True])
def test_content_beats_name(tmp_path: Path, name: str, pack: bool) -> None:
    """A Parquet file opens as Parquet whatever it is called, packed or not."""
    box = io.BytesIO()
    pq.write_table(pa.table({"case": ["1", "2"], "n": [1, 2]}), box)
    path = tmp_path / name
    path.write_bytes(gzip.compress(box.getvalue()) if pack else box.getvalue())
    connection = duckdb.connect()
    table = opened(path, tmp_path, connection)
    assert (table.format, table.name) == ("Parquet", name)
    assert [(column.name, column.kind) for column in table.columns] == [("case", "text"), ("n", "integer")]
    assert connection.execute(f"SELECT n, {table.row} FROM {table.relation} ORDER BY 2").fetchall() == [(1, 0), (2, 1)]


def test_own_row_column(tmp_path: Path) -> None:
    """A Parquet file with a column called like DuckDB's row counter opens too."""
    pq.write_table(pa.table({"file_row_number": [7, 8]}), tmp_path / "log.parquet")
    connection = duckdb.connect()
    table = opened(tmp_path / "log.parquet", tmp_path, connection)
    seen = connection.execute(f"SELECT file_row_number, {table.row} FROM {table.relation}").fetchall()
    assert seen == [(7, 0), (8, 1)]


BAD = {
    "junk.csv": (bytes(range(256)) * 40, "neither text nor a table"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format, or one with a password"),
    "paper.pdf": (b"%PDF-1.7\n" + bytes(100), "a PDF"),
    "cut.csv.gz": (gzip.compress(b"a,b\n1,2\n" * 9999)[:60], "broken or cut off"),
    "cut.parquet": (b"PAR1" + bytes(60), "Parquet file is broken"),
    "page.html": (b"<html><body>no log</body></html>", "begins with <html>"),
    "data.json": (b'{"rows": [1, 2]}', "not an object-centric log"),
    "cut.json": (b'{"events": [{"id": "e1", "type"', "JSON is broken"),
    "other.sqlite": (b"SQLite format 3\x00" + bytes(100), "SQLite"),
    "broken.zip": (b"PK\x03\x04" + bytes(40), "zip file cannot be read"),
    "cut.xes": (b"<log><trace><event>", "XML is broken in line 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad(tmp_path: Path, name: str) -> None:
    """A file that cannot be read is named, with the reason and a way out, and no traceback."""
    content, says = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=says) as caught:
        opened(tmp_path / name, tmp_path)
    assert caught.value.file == name
    assert caught.value.way_out


def test_not_there(tmp_path: Path) -> None:
    """A missing file, a folder and an empty file are told apart."""
    with pytest.raises(DataError, match="There is no file"):
        opened(tmp_path / "nothing.csv", tmp_path)
    with pytest.raises(DataError, match="is a folder"):
        opened(tmp_path, tmp_path)
    (tmp_path / "empty.csv").touch()
    with pytest.raises(EmptyData):
        opened(str(tmp_path / "empty.csv"), tmp_path)


def test_zip_of_two(tmp_path: Path) -> None:
    """A zip file with two files asks for one of them."""
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
        archive.writestr("b.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match=r"holds 2 files \(a.csv, b.csv\)"):
        opened(tmp_path / "two.zip", tmp_path)


def test_frames(tmp_path: Path) -> None:
    """Arrow tables, pandas frames and relations of another connection open with their own kinds."""
    pandas = pytest.importorskip("pandas")
    arrow = pa.table({"case": ["1", "2"], "n": [1.5, 2.5]})
    for frame in (arrow, pandas.DataFrame({"case": ["1", "2"], "n": [1.5, 2.5]}), duckdb.connect().from_arrow(arrow)):
        connection = duckdb.connect()
        table = opened(frame, tmp_path, connection)
        assert [(column.name, column.kind) for column in table.columns] == [("case", "text"), ("n", "number")]
        assert connection.execute(f"SELECT n FROM {table.relation}").fetchall() == [(1.5,), (2.5,)]


def test_bad_frames(tmp_path: Path) -> None:
    """What is no table, and a table without rows, are refused."""
    with pytest.raises(DataError, match="int cannot be read as a table"):
        opened(7, tmp_path)
    with pytest.raises(EmptyData):
        opened(pa.table({"case": pa.array([], pa.string())}), tmp_path)
