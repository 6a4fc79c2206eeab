"""XES opens as one row an event, with the attributes of its trace beside it."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats import FileOptions, Table, open_table

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="org:resource" value="UNKNOWN"/></global>
  <string key="concept:name" value="the log itself"/>
  <trace>
    <string key="concept:name" value="1"/>
    <int key="amount" value="7"/>
    <event>
      <string key="concept:name" value="A &amp; B"><string key="why" value="urgent"/></string>
      <string key="lifecycle:transition" value="start"/>
      <date key="time:timestamp" value="2024-01-31T10:00:00.000+01:00"/>
      <list key="items"><values><string key="item" value="x"/></values></list>
    </event>
    <event>
      <string key="concept:name" value="C"/>
      <string key="org:resource" value="Ann"/>
      <string key="Concept:Name" value="another key"/>
    </event>
  </trace>
  <trace><string key="concept:name" value="2"/><event><string key="concept:name" value="D"/></event></trace>
</log>"""


def read(content: bytes, folder: Path, name: str = "log.xes") -> tuple[Table, list[dict[str, object]]]:
    path = folder / name
    path.write_bytes(content)
    connection = duckdb.connect()
    table = open_table(path, connection, folder, FileOptions(), lambda *_: None)
    names = [column.name for column in table.columns]
    rows = connection.execute(
        f"SELECT {', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)} FROM {table.relation} ORDER BY {table.row}"
    ).fetchall()
    return table, [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("packed", [False, True])
def test_rows(tmp_path: Path, packed: bool) -> None:
    """Events come in order, traces' attributes with the prefix case:, and absent keys stay absent."""
    content = gzip.compress(LOG.encode()) if packed else LOG.encode()
    table, rows = read(content, tmp_path)
    assert table.format == "XES"
    assert [(row["case:concept:name"], row["concept:name"]) for row in rows] == [("1", "A & B"), ("1", "C"), ("2", "D")]
    assert [row["org:resource"] for row in rows] == [None, "Ann", None]
    assert [row["case:amount"] for row in rows] == ["7", "7", None]
    assert rows[0]["concept:name/why"] == "urgent"
    assert rows[1]["Concept:Name (2)"] == "another key"
    assert table.notes == (
        "Attributes inside attributes were laid out as columns of their own: why.",
        "Lists inside events or cases were left out: items.",
    )


def test_many_batches(tmp_path: Path) -> None:
    """A log of several batches keeps its order and its late columns."""
    one = '<trace><string key="concept:name" value="{}"/>' + '<event><int key="n" value="{}"/></event></trace>'
    late = '<trace><event><string key="late" value="yes"/></event></trace>'
    body = "".join(one.format(i, i) for i in range(60_000)) + late
    _, rows = read(f"<log>{body}</log>".encode(), tmp_path)
    assert [row["n"] for row in rows[:60_000]] == [str(i) for i in range(60_000)]
    assert rows[-1]["late"] == "yes"


def test_entities(tmp_path: Path) -> None:
    """A file that declares entities is refused before any of them can swell."""
    bomb = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log><trace><event/></trace></log>'
    with pytest.raises(DataError, match="declares entities"):
        read(bomb.encode(), tmp_path)


def test_empty(tmp_path: Path) -> None:
    """A log without events is empty."""
    with pytest.raises(EmptyData, match="1 traces and no events"):
        read(b"<log><trace/></log>", tmp_path)
