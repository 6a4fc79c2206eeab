from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smallfires.errors import DataError, UsageError
from smallfires.verbs.bench import bench
from smallfires.verbs.look import look
from smallfires.verbs.workspace import NamedSource
from smallfires.worklog.formats import FileOptions, bounds, markup, objects, open_table, rows, workbook, xes
from smallfires.worklog.formats.bounds import MOST_COLUMNS

SMALL = 2**20
LINES = b"week,site,cost\n" + b"2025-01-06,Site A,3.5\n" * (SMALL // 20)
"""More than may come out of a small file."""
XES_HEAD = '<?xml version="1.0"?><log>'
EVENT = '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2025-01-06T10:00:00Z"/></event>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in ("ba", "cb", "dc", "ed", "fe", "gf", "hg"))
    + f"]><log><trace><string key='concept:name' value='&h;'/>{EVENT}</trace></log>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f"<log><trace><string key='concept:name' value='case'/><string key='x'>&x;</string>{EVENT}</trace></log>"
)
PARAMETER = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><log/>'


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """The same bounds on small files, so that no test has to write a large one."""
    for module in (bounds, workbook):
        monkeypatch.setattr(module, "SMALL", SMALL)
    for module, bound in ((markup, "LONGEST_TAG"), (objects, "LONGEST_ITEM"), (rows, "LETTERS")):
        monkeypatch.setattr(module, bound, SMALL)
    for bound, value in (("OTHER", SMALL), ("PARTS", 2_000), ("TAGS", 20_000), ("OTHER_TAGS", 10_000)):
        monkeypatch.setattr(workbook, f"MOST_{bound}", value)


def opened(path, scratch, **options):
    """Open a file; give back its format and its columns."""
    with duckdb.connect() as connection:
        table = open_table(path, connection, scratch, FileOptions(**options), lambda *_: None)
        return table.format, [column.name for column in table.columns]


@pytest.fixture
def refused(tmp_path):
    """Write a file, and say why it cannot be opened; what went to the disk on the way stays small."""

    def refused(content, name="log.bin", **options):
        path = tmp_path / name
        path.write_bytes(content)
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        with pytest.raises((DataError, UsageError)) as caught:
            opened(path, scratch, **options)
        assert sum(part.stat().st_size for part in scratch.rglob("*")) < 2 * SMALL
        return str(caught.value)

    return refused


def zipped(**parts: bytes) -> bytes:
    """An archive of these files, their names with ``__`` for a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def packed(how: str, content: bytes) -> bytes:
    """The content, packed in one of the ways that are read."""
    if how == "zstd":
        made = pa.BufferOutputStream()
        with pa.CompressedOutputStream(made, "zstd") as stream:
            stream.write(content)
        return made.getvalue().to_pybytes()
    return {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zip": lambda x: zipped(a=x)}[how](content)


def book_of(**other: bytes) -> bytes:
    """A workbook with a small table, in which some parts were replaced or added."""
    made, book = io.BytesIO(), openpyxl.Workbook()
    for row in (["week", "site", "cost"], ["2025-01-06", "A", 3.5], ["2025-01-13", "A", 4.5]):
        book.active.append(row)
    book.save(made)
    parts = {name.replace("__", "/"): content for name, content in other.items()}
    with zipfile.ZipFile(made) as old:
        parts = {name: old.read(name) for name in old.namelist()} | parts
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def sheet(rows: str) -> bytes:
    """A sheet with these rows."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>".encode()


CELL = '<c r="{0}{1}" t="inlineStr"><is><t>{0}{1}</t></is></c>'
ROWS = "".join(f'<row r="{row}">' + "".join(CELL.format(column, row) for column in "AB") + "</row>" for row in (1, 2))


@pytest.mark.parametrize("pack", ["gzip", "bz2", "xz", "zip", "zstd"])
def test_a_packed_file_that_swells_is_refused(refused, pack):
    """A small file that becomes a huge one when it is unpacked ends early, whatever packed it."""
    assert "swells to more than 250 times its size" in refused(packed(pack, LINES))


def test_a_packed_log_that_swells_is_refused(refused):
    """The same of a log that is read as it is unpacked."""
    log = XES_HEAD + "<trace>" + EVENT * (SMALL // len(EVENT) + 1) + "</trace></log>"
    assert "swells" in refused(gzip.compress(log.encode()))


def test_packed_in_packed_is_refused(refused):
    """A file that is packed again and again is not followed for ever."""
    content = b"a,b\n1,2\n"
    for _ in range(12):
        content = gzip.compress(content)
    assert "packed again and again" in refused(content)


def test_a_real_packed_file_is_read(tmp_path):
    """What is packed as logs are is read as ever, in several streams one behind the other, too."""
    rows = [f"2025-01-{day:02d},Site {day % 7},{day * 1.25}\n" for day in range(1, 29)]
    text = ("week,site,cost\n" + "".join(rows * 50)).encode()
    for number, packed in enumerate((gzip.compress(text), lzma.compress(text), bz2.compress(text), zipped(a=text))):
        path = tmp_path / f"a{number}.bin"
        path.write_bytes(packed)
        assert opened(path, tmp_path) == ("CSV", ["week", "site", "cost"])
    two = tmp_path / "two.xz"
    two.write_bytes(lzma.compress(text[:1_000]) + b"\0" * 8 + lzma.compress(text[1_000:]))
    with duckdb.connect() as connection:
        table = open_table(two, connection, tmp_path, FileOptions(), lambda *_: None)
        assert connection.execute(f"select count(*) from {table.relation}").fetchall() == [(1_400,)]
    two.write_bytes(two.read_bytes()[:-20])
    with pytest.raises(DataError, match="cut off"):
        opened(two, tmp_path)


def test_unpacking_takes_no_more_memory_than_it_may(refused):
    """A file that asks for gigabytes of memory to be unpacked is refused before it gets them."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30, "preset": 1}]
    packed = bytearray(lzma.compress(b"a,b\n1,2\n", filters=[{**filters[0], "dict_size": 1 << 20}]))
    # The size of the dictionary stands in the block's head, behind the filter's number and the length of its settings.
    at = packed.index(b"\x21\x01") + 2
    packed[at] = 37  # 3 << 29 bytes
    end = 12 + (packed[12] + 1) * 4
    packed[end - 4 : end] = struct.pack("<L", zlib.crc32(bytes(packed[12 : end - 4])))
    assert "compressed file is broken" in refused(bytes(packed))


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, PARAMETER], ids=["laughs", "outside", "parameter"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_entities_are_refused(refused, text, pack):
    """A log that declares entities is refused before any of them is worked out, or looked for elsewhere."""
    said = refused(pack(text.encode()))
    assert "declares entities" in said
    assert "root:" not in said


@pytest.mark.parametrize(
    "part", ["xl__worksheets__sheet1.xml", "xl__workbook.xml", "xl__styles.xml", "xl___rels__workbook.xml.rels"]
)
@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, PARAMETER, LAUGHS.encode("utf-16").decode("latin-1")])
def test_entities_in_a_workbook_are_refused(refused, part, text):
    """The same of every part of a workbook, however its letters are coded."""
    content = text.encode("latin-1")
    assert "declares entities" in refused(book_of(**{part: content}))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl__worksheets__sheet1.xml": sheet(ROWS + "<row>" + "<c/>" * 22_000 + "</row>")}, "more in one row"),
        ({"xl__worksheets__sheet1.xml": sheet(ROWS) + b"<x/>" * 22_000}, "more in one row"),
        ({"xl__worksheets__sheet1.xml": sheet(" " * (3 * SMALL))}, "swells"),
        ({"xl__sharedStrings.xml": b"<sst>" + b"<t/>" * 22_000 + b"</sst>"}, "more in one row"),
        ({"xl__styles.xml": b"<styleSheet>" + b"<xf/>" * 11_000 + b"</styleSheet>"}, "more in one row"),
        ({"xl__styles.xml": b"<styleSheet>" + bytes(range(32, 60)) * 40_000 + b"</styleSheet>"}, "too large"),
        ({f"xl__x{number}.bin": b"" for number in range(2_010)}, "swells"),
        ({"xl__worksheets__sheet1.xml": sheet(ROWS + '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>')},
         "more rows than Excel"),
        ({"xl__worksheets__sheet1.xml": sheet(ROWS + '<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>')}, "broken"),
        ({"xl__worksheets__sheet1.xml": sheet(ROWS + f'<row r="{"9" * 5_000}"><c/></row>')}, "broken"),
    ],
    ids=["cells", "behind", "blanks", "texts", "styles", "large", "many", "far-down", "far-right", "digits"],
)  # fmt: skip
def test_a_workbook_that_swells_is_refused(refused, parts, said):
    """A workbook of a few kilobytes that would fill memory, or never end, is refused in plain words."""
    assert said in refused(book_of(**parts))


def test_a_real_workbook_is_read(tmp_path):
    """What Excel and others write is read as ever, with names in front of its tags, too."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(book_of())
    assert opened(path, tmp_path) == ("Excel", ["week", "site", "cost"])
    named = sheet(ROWS * 1).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    path.write_bytes(book_of(xl__worksheets__sheet1__xml=b"", **{"xl__worksheets__sheet1.xml": named}))
    assert opened(path, tmp_path) == ("Excel", ["A1", "B1"])


def test_a_long_list_of_files_is_refused(refused):
    """An archive that says it lists millions of files is refused before its list is read."""
    content = bytearray(zipped(a=b"a,b\n1,2\n"))
    at = content.rindex(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<L", 17 * 2**20)
    assert "lists more files" in refused(bytes(content))
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 10**12, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    large = bytes(content[:at]) + record + locator + bytes(content[at:])
    assert "lists more files" in refused(large)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        (XES_HEAD + "<list>" * 5_000, "elements inside each other"),
        (XES_HEAD + "<trace>" + "".join(f'<event><string key="k{n}" value="1"/></event>' for n in range(6_000)), "columns"),
        (XES_HEAD + '<trace><string key="x" value="' + "y" * (SMALL + 2**21), "a tag or a text of more than"),
    ],
    ids=["deep", "wide", "long"],
)  # fmt: skip
def test_a_log_that_is_none_is_refused(refused, log, said):
    """Elements without end inside each other, attributes without end, or one without end, are refused."""
    assert said in refused((log + ("" if "x" * 9 in log else "</trace></log>" * ("<trace>" in log))).encode())


def test_a_case_without_an_end_is_refused(refused, monkeypatch):
    """A case is held until it ends, so it may not have events without end."""
    monkeypatch.setattr(xes, "MOST_EVENTS", 1_000)
    assert "A case has more than 1,000 events" in refused((XES_HEAD + "<trace>" + EVENT * 1_001).encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"events": [' + "[" * 200_000, "too deep"),
        ('{"events": [' + "9" * 10_000 + "]}", "thousands of digits"),
        ('{"events": ["' + "x" * (SMALL + 2**22), "JSON is broken"),
        ('{"events": [{"id": 1}]}', "not as OCEL 2.0 has it"),
    ],
)
def test_json_that_is_none_is_refused(refused, text, said):
    """Lists in lists without end, or one text without end, are refused."""
    assert said in refused(text.encode())


def test_a_question_without_an_end_is_not_asked(refused, tmp_path):
    """A database that comes as a file can hold questions that never end: only its tables are read."""
    path = tmp_path / "log.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("create table event_map_type (ocel_type, ocel_type_map)")
        base.execute("create table object_map_type (ocel_type, ocel_type_map)")
        base.execute("create table event_object (ocel_event_id, ocel_object_id)")
        base.execute("insert into event_map_type values ('a', 'a')")
        base.execute(
            "create view event_a as with recursive n(x) as (select 1 union all select x + 1 from n) "
            "select x as ocel_id, x as ocel_time from n"
        )
    base.close()
    assert "no such table: event_a" in refused(path.read_bytes())


def test_a_table_without_an_end_of_columns_is_refused(refused):
    """A table with more columns than anybody names is refused, as CSV and as Parquet."""
    names = [f"c{number}" for number in range(MOST_COLUMNS + 1)]
    assert "more than 5,000 columns" in refused((",".join(names) + "\n" + ",".join("1" for _ in names)).encode())
    made = io.BytesIO()
    pq.write_table(pa.table({name: [1] for name in names}), made)
    assert "more than 5,000 columns" in refused(made.getvalue())


@pytest.mark.parametrize("name", ["rot13", "hex", "zip", "base64", "no-such-thing", "\0", "x" * 10_000, "../../etc"])
def test_an_encoding_that_is_none_is_refused(refused, name):
    """What is no encoding of letters is said to be none."""
    assert "no encoding called" in refused(b"a,b\n1,2\n", encoding=name)


@pytest.mark.parametrize("sign", ["ab", '"', "\n", "\0", ";;"])
def test_a_delimiter_that_is_none_is_refused(refused, sign):
    """What cannot stand between two columns is said not to."""
    assert "cannot stand between two columns" in refused(b"a,b\n1,2\n", delimiter=sign)


HOSTILE = [
    "'; drop table x; --",
    '"',
    "a\"b'c",
    "\\",
    "${HOME}",
    "{{7*7}}",
    "<script>",
    "%s",
    "\u202e",
    "🔥",
    ";",
    "'",
    "/* */",
    "none",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(tmp_path, name):
    """Whatever a column, a file or a value is called, it is read as that, and nothing else is done."""
    path = tmp_path / (name.replace("/", "-").replace("$", "S") + ".parquet")
    weeks = [datetime(2025, 1, day, tzinfo=UTC).date() for day in (6, 13, 20, 27)]
    pq.write_table(pa.table({"week": weeks, name: [name, "b", name, "b"], "cost": [1.5, 2.5, 3.5, 9.0]}), path)
    with bench(threads=1) as ground:
        seen = look(NamedSource("x", str(path), {"unit": name if name != "none" else None}), tmp_path, ground)
    assert [part.name for part in seen.columns] == ["week", name, "cost"]
    assert seen.first.rows[0][1] == name
    assert (seen.log, seen.problem) == (False, None)


SETTINGS = ["case", "unit", "time", "timezone", "table", "sheet", "object_type", "decimal", "encoding"]


@pytest.mark.parametrize(("setting", "value"), list(zip(SETTINGS * 3, HOSTILE * 3, strict=False)))
def test_hostile_settings_are_settings(tmp_path, setting, value):
    """Whatever is said of a source is taken as a name, or refused in plain words."""
    (tmp_path / "a.csv").write_text("week,site,cost\n2025-01-06,A,3.5\n2025-01-13,A,4\n2025-01-20,A,5\n")
    with bench(threads=1) as ground:
        seen = look(NamedSource("x", "a.csv", {setting: value}), tmp_path, ground)
    assert seen.problem is None or seen.problem.problem


def test_an_event_is_held_by_its_letters(tmp_path):
    """Rows go to the disk when they are many, and when they are long."""
    long = json.dumps(
        {
            "events": [
                {"id": f"e{n}", "type": "a", "time": "2025-01-06T10:00:00Z", "attributes": [{"name": "x", "value": "y" * 2**16}],
                 "relationships": [{"objectId": "o"}]}
                for n in range(40)
            ],
            "objects": [{"id": "o", "type": "t"}],
        }
    )  # fmt: skip
    (tmp_path / "log.json").write_text(long)
    assert opened(tmp_path / "log.json", tmp_path)[0] == "OCEL 2.0"
    assert len(list(tmp_path.glob("ocel-events-*.parquet"))) == 3
