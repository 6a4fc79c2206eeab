"""OCEL 2.0 in its three encodings flattens to the same rows, and says what flattening costs."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest

from smallfires.errors import DataError, EmptyData, Unclear
from smallfires.worklog.formats import FileOptions, Table, open_table

EVENTS: list[tuple[str, str, str, dict[str, Any], list[str]]] = [
    ("e1", "Create Order", "2024-01-01T10:00:00Z", {"total": 3}, ["o1", "i1", "i2"]),
    ("e2", "Pick Item", "2024-01-01T11:00:00Z", {}, ["i1"]),
    ("e3", "Pick Item", "2024-01-01T12:00:00Z", {}, ["i2"]),
    ("e4", "Send Order", "2024-01-02T10:00:00Z", {"total": 4}, ["o1"]),
    ("e5", "Close Day", "2024-01-02T20:00:00Z", {}, []),
]
OBJECTS: list[tuple[str, str, list[tuple[str, Any, str]]]] = [
    ("o1", "Order", [("price", 9, "2024-01-02T00:00:00Z"), ("price", 5, "1970-01-01T00:00:00Z")]),
    ("i1", "Item", []),
    ("i2", "Item", []),
]


def as_json(folder: Path) -> Path:
    log = {
        "objectTypes": [{"name": "Order", "attributes": [{"name": "price", "type": "integer"}]}, {"name": "Item"}],
        "eventTypes": [{"name": kind, "attributes": []} for kind in sorted({event[1] for event in EVENTS})],
        "objects": [
            {
                "id": key,
                "type": kind,
                "attributes": [{"name": name, "value": value, "time": time} for name, value, time in attributes],
            }
            for key, kind, attributes in OBJECTS
        ],
        "events": [
            {
                "id": key,
                "type": kind,
                "time": time,
                "attributes": [{"name": name, "value": value} for name, value in attributes.items()],
                "relationships": [{"objectId": thing, "qualifier": how} for thing in things for how in ("a", "b")],
            }
            for key, kind, time, attributes, things in EVENTS
        ],
    }
    (folder / "log.jsonocel").write_text(json.dumps(log, indent=2))
    return folder / "log.jsonocel"


def as_xml(folder: Path) -> Path:
    events = "".join(
        f'<event id="{key}" type="{kind}" time="{time}"><attributes>'
        + "".join(f'<attribute name="{name}">{value}</attribute>' for name, value in attributes.items())
        + "</attributes><objects>"
        + "".join(f'<relationship object-id="{thing}" qualifier="q"/>' for thing in things)
        + "</objects></event>"
        for key, kind, time, attributes, things in EVENTS
    )
    objects = "".join(
        f'<object id="{key}" type="{kind}"><attributes>'
        + "".join(f'<attribute name="{name}" time="{time}">{value}</attribute>' for name, value, time in attributes)
        + '</attributes><objects><relationship object-id="i1" qualifier="o2o"/></objects></object>'
        for key, kind, attributes in OBJECTS
    )
    types = '<object-types><object-type name="Order"/></object-types><event-types><event-type name="x"/></event-types>'
    (folder / "log.xml").write_text(f"<log>{types}<objects>{objects}</objects><events>{events}</events></log>")
    return folder / "log.xml"


def as_sqlite(folder: Path) -> Path:
    path = folder / "log.sqlite"
    base = sqlite3.connect(path)
    base.executescript(
        """
        CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
        CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
        CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
        CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
        CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
        """
    )
    for kind in {event[1] for event in EVENTS}:
        table = kind.replace(" ", "")
        base.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind, table))
        base.execute(f"CREATE TABLE event_{table} (ocel_id TEXT, ocel_time TIMESTAMP, total INTEGER)")
    for kind in {thing[1] for thing in OBJECTS}:
        base.execute("INSERT INTO object_map_type VALUES (?, ?)", (kind, kind))
        base.execute(
            f"CREATE TABLE object_{kind} (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, price INT)"
        )
    for key, kind, time, attributes, things in EVENTS:
        base.execute("INSERT INTO event VALUES (?, ?)", (key, kind))
        base.execute(
            f"INSERT INTO event_{kind.replace(' ', '')} VALUES (?, ?, ?)", (key, time, attributes.get("total"))
        )
        base.executemany("INSERT INTO event_object VALUES (?, ?, 'q')", [(key, thing) for thing in things])
    for key, kind, attributes in OBJECTS:
        base.execute("INSERT INTO object VALUES (?, ?)", (key, kind))
        for _, value, time in attributes or [("", None, "1970-01-01T00:00:00Z")]:
            base.execute(f"INSERT INTO object_{kind} VALUES (?, ?, NULL, ?)", (key, time, value))
    base.commit()
    base.close()
    return path


ENCODINGS = {"json": as_json, "xml": as_xml, "sqlite": as_sqlite}
KEYS = ("case:concept:name", "concept:name", "time:timestamp", "event id", "total", "case:price")


def read(path: Path, folder: Path, kind: str | None) -> tuple[Table, list[tuple[Any, ...]]]:
    connection = duckdb.connect()
    table = open_table(path, connection, folder, FileOptions(object_type=kind), lambda *_: None)
    columns = ", ".join(f'"{key}"' for key in KEYS)
    order = 'ORDER BY "time:timestamp", "case:concept:name"'
    return table, connection.execute(f"SELECT {columns} FROM {table.relation} {order}").fetchall()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_same_rows(tmp_path: Path, encoding: str) -> None:
    """A case is an object of the chosen type; every encoding gives the same rows and the same account."""
    path = ENCODINGS[encoding](tmp_path)
    table, rows = read(path, tmp_path, "Order")
    assert table.format == "OCEL 2.0"
    assert rows == [
        ("o1", "Create Order", "2024-01-01T10:00:00Z", "e1", "3", "5"),
        ("o1", "Send Order", "2024-01-02T10:00:00Z", "e4", "4", "5"),
    ]
    assert table.notes[1:] == ("3 of 5 events belong to none of them and are left out.",)
    table, rows = read(path, tmp_path, "Item")
    assert [row[:2] for row in rows] == [
        ("i1", "Create Order"),
        ("i2", "Create Order"),
        ("i1", "Pick Item"),
        ("i2", "Pick Item"),
    ]
    assert table.notes[1].startswith(
        "1 of 5 events belong to several of them and are counted once for each (1 rows more)"
    )
    assert table.notes[2] == "2 of 5 events belong to none of them and are left out."


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_question(tmp_path: Path, encoding: str) -> None:
    """With several types of objects one question is asked, with the counts and the flag that answers it."""
    with pytest.raises(Unclear) as caught:
        read(ENCODINGS[encoding](tmp_path), tmp_path, None)
    assert '"Item" (2 objects, 3 events); "Order" (1 objects, 2 events)' in str(caught.value)
    assert "--object-type" in caught.value.way_out


def test_unknown_type(tmp_path: Path) -> None:
    """A type that the log does not know is refused with those it knows."""
    with pytest.raises(DataError, match='"Item", "Order"'):
        read(as_json(tmp_path), tmp_path, "Invoice")


def test_long_json(tmp_path: Path) -> None:
    """A JSON log longer than the window in which it is read comes out whole, and in order."""
    text = "x" * 300
    things = [{"id": f"o{i}", "type": "Order", "attributes": []} for i in range(6000)]
    events = [
        {"id": f"e{i}", "type": text, "time": "2024-01-01T00:00:00Z", "relationships": [{"objectId": f"o{i}"}]}
        for i in range(6000)
    ]
    path = tmp_path / "long.json"
    path.write_text(json.dumps({"events": events, "objects": things}))
    connection = duckdb.connect()
    table = open_table(path, connection, tmp_path, FileOptions(), lambda *_: None)
    seen = connection.execute(f'SELECT "event id" FROM {table.relation} ORDER BY {table.row}').fetchall()
    assert seen == [(f"e{i}",) for i in range(6000)]


def test_no_events(tmp_path: Path) -> None:
    """A log whose events belong to nothing is empty."""
    (tmp_path / "log.json").write_text('{"events": [], "objects": [{"id": "o1", "type": "Order"}]}')
    with pytest.raises((EmptyData, DataError)):
        read(tmp_path / "log.json", tmp_path, None)
