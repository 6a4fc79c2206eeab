"""The three encodings of OCEL 2.0 (JSON, XML, SQLite), each read as a stream into the same three tables.

Source: OCEL 2.0 specification, Berti et al., 2023, https://www.ocel-standard.org (JSON, XML and SQLite formats).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from smallfires.errors import DataError
from smallfires.worklog.formats import markup
from smallfires.worklog.formats.bounds import LONGEST_ITEM
from smallfires.worklog.formats.content import CHUNK, opened
from smallfires.worklog.formats.rows import TextRows
from smallfires.worklog.formats.table import quoted

ID, TYPE, TIME = "ocel id", "ocel type", "ocel time"
EVENT, OBJECT = "ocel event", "ocel object"


class Objects:
    """An object-centric log on its way into Parquet.

    Attributes:
        events: rows of id, type, time and attributes.
        objects: rows of id, type and the first known value of each attribute.
        links: rows of event and object.
    """

    def __init__(self, scratch: Path) -> None:
        self.events = TextRows(scratch, "ocel-events")
        self.objects = TextRows(scratch, "ocel-objects")
        self.links = TextRows(scratch, "ocel-links")

    def event(self, key: Any, kind: Any, time: Any, attributes: Iterable[tuple[str, Any]]) -> None:
        """Take one event."""
        own = {ID: _text(key), TYPE: _text(kind), TIME: _text(time)}
        self.events.add({**{name: _text(value) for name, value in attributes}, **own})

    def object(self, key: Any, kind: Any, attributes: Iterable[tuple[str, Any, Any]]) -> None:
        """Take one object; of each attribute (name, value, time) the earliest value."""
        first: dict[str, tuple[str, Any]] = {}
        for name, value, time in attributes:
            if name not in first or str(time or "") < first[name][0]:
                first[name] = (str(time or ""), value)
        self.objects.add(
            {**{name: _text(value) for name, (_, value) in first.items()}, ID: _text(key), TYPE: _text(kind)}
        )

    def link(self, event: Any, thing: Any) -> None:
        """Take one relationship between an event and an object."""
        self.links.add({EVENT: _text(event), OBJECT: _text(thing)})


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_json(path: Path, into: Objects) -> None:
    """Read the JSON encoding, one event or object at a time.

    Raises:
        DataError: it is broken, or JSON of another kind.
    """
    sections = set()
    try:
        for section, item in _items(path):
            sections.add(section)
            if section == "events":
                into.event(item["id"], item["type"], item["time"], _pairs(item))
                for link in item.get("relationships") or ():
                    into.link(item["id"], link["objectId"])
            elif section == "objects":
                triples = ((name["name"], name["value"], name.get("time")) for name in item.get("attributes") or ())
                into.object(item["id"], item["type"], triples)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"An entry in the JSON is not as OCEL 2.0 has it ({error}).", "Export it again as OCEL 2.0.", file=path.name
        ) from None
    if not {"events", "objects"} & sections:
        raise _other(path, "JSON")


def _pairs(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((attribute["name"], attribute["value"]) for attribute in item.get("attributes") or ())


def _other(path: Path, what: str) -> DataError:
    return DataError(
        f"The file is {what}, but not an object-centric log in OCEL 2.0.",
        "Export the log as OCEL 2.0, XES, CSV or Excel; OCEL 1.0 has to be converted first.",
        file=path.name,
    )


def _items(path: Path) -> Iterator[tuple[str, Any]]:
    """The members of every list in a JSON object, with the list's key, holding one member at a time."""
    with opened(path) as source:
        text = _Json(path, source)
        text.expect("{")
        while text.peek() != "}":
            key = text.value()
            text.expect(":")
            if text.peek() != "[":
                text.value()
            else:
                text.expect("[")
                while text.peek() != "]":
                    yield key, text.value()
                    text.skip(",")
                text.expect("]")
            text.skip(",")


class _Json:
    """A place in a JSON text of which only a window is in memory."""

    def __init__(self, path: Path, source: Any) -> None:
        import codecs

        self._name = path.name
        self._source = source
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._window = ""
        self._place = 0
        self._done = False
        self._parse = json.JSONDecoder().raw_decode

    def _more(self, size: int = CHUNK) -> None:
        piece = self._source.read(size)
        self._done = not piece
        try:
            self._window = self._window[self._place :] + self._decode.decode(piece, final=self._done)
        except UnicodeDecodeError:
            raise self._broken("it is not UTF-8") from None
        self._place = 0

    def peek(self) -> str:
        """The next character that is no white space."""
        while True:
            while self._place < len(self._window):
                if not self._window[self._place].isspace():
                    return self._window[self._place]
                self._place += 1
            if self._done:
                raise self._broken("it ends too early")
            self._more()

    def skip(self, mark: str) -> None:
        """Go past a mark if it is there."""
        if self.peek() == mark:
            self._place += 1

    def expect(self, mark: str) -> None:
        """Go past a mark that has to be there."""
        if self.peek() != mark:
            raise self._broken(f"there should be a {mark} before {self._window[self._place : self._place + 20]!r}")
        self._place += 1

    def value(self) -> Any:
        """The next whole value; the window grows, by doubling, until it holds it."""
        self.peek()
        while True:
            try:
                value, place = self._parse(self._window, self._place)
            except json.JSONDecodeError as error:
                if self._done:
                    raise self._broken(error.msg) from None
                if len(self._window) - self._place > LONGEST_ITEM:
                    raise self._broken("one entry has more than 64 MB") from None
            except RecursionError:
                raise self._broken("its parts stand too deep inside each other") from None
            except ValueError:
                raise self._broken("it has a number of thousands of digits") from None
            else:
                if place < len(self._window) or self._done:
                    self._place = place
                    return value
            self._more(max(CHUNK, len(self._window)))

    def _broken(self, why: str) -> DataError:
        return DataError(f"The JSON is broken ({why}).", "Export it again; perhaps it was cut off.", file=self._name)


def read_xml(path: Path, into: Objects) -> None:
    """Read the XML encoding.

    Raises:
        DataError: it is not well-formed, or an event or object lacks what it must have.
    """
    reader = _Markup(path, into)
    markup.stream(path, reader.start, reader.end, reader.text)


class _Markup:
    """Where the stream of elements stands: in an event, or in an object."""

    def __init__(self, path: Path, into: Objects) -> None:
        self._path = path
        self._into = into
        self._own: dict[str, str] = {}
        self._is_event = False
        self._links: list[str] = []
        self._attributes: list[tuple[str, str, str]] = []
        self._open: dict[str, str] | None = None
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if name in ("event", "object") and "id" in attributes:
            self._own, self._is_event = attributes, name == "event"
            self._links, self._attributes = [], []
        elif name in ("relationship", "relobj", "object") and self._own and "object-id" in attributes:
            self._links.append(attributes["object-id"])
        elif name == "attribute" and self._own:
            self._open, self._text = attributes, []

    def text(self, piece: str) -> None:
        """Characters inside an element."""
        if self._open is not None:
            self._text.append(piece)

    def end(self, name: str) -> None:
        """An element closes."""
        if name == "attribute" and self._open is not None:
            value = "".join(self._text).strip()
            self._attributes.append((self._open.get("name", ""), value, self._open.get("time", "")))
            self._open = None
        elif name == "event" and self._own and self._is_event:
            self._close_event()
        elif name == "object" and self._own and not self._is_event:
            self._into.object(self._own.get("id"), self._own.get("type"), self._attributes)
            self._own = {}

    def _close_event(self) -> None:
        own, self._own = self._own, {}
        self._into.event(own.get("id"), own.get("type"), own.get("time"), (pair[:2] for pair in self._attributes))
        for thing in self._links:
            self._into.link(own.get("id"), thing)


def read_sqlite(path: Path, into: Objects) -> None:
    """Read the SQLite encoding.

    Raises:
        DataError: it is broken, or a database of another kind.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            own = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"  # a view may be a question without an end
            tables = {name for (name,) in base.execute(f"SELECT name FROM sqlite_master WHERE {own}")}
            if not {"event_map_type", "object_map_type", "event_object"} <= tables:
                raise _other(path, "a SQLite database")
            _from_tables(base, tables, into)
    except sqlite3.Error as error:
        raise DataError(f"The SQLite file is broken ({error}).", "Export it again.", file=path.name) from None


def _from_tables(base: sqlite3.Connection, tables: set[str], into: Objects) -> None:
    for kind, table in base.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall():
        for row in _named(base, _own(f"event_{table}", tables)):
            into.event(row.pop("ocel_id"), kind, row.pop("ocel_time"), row.items())
    for event, thing in base.execute("SELECT ocel_event_id, ocel_object_id FROM event_object"):
        into.link(event, thing)
    for kind, table in base.execute("SELECT ocel_type, ocel_type_map FROM object_map_type").fetchall():
        _things(base, _own(f"object_{table}", tables), kind, into)


def _own(table: str, tables: set[str]) -> str:
    """A table that is one.

    Raises:
        sqlite3.Error: it is not.
    """
    if table not in tables:
        raise sqlite3.OperationalError(f"no such table: {table}")
    return table


def _things(base: sqlite3.Connection, table: str, kind: str, into: Objects) -> None:
    """Objects of one type; a row names an object at a time, so rows of one object are gathered."""
    key: str | None = None
    known: list[tuple[str, Any, Any]] = []
    for row in _named(base, table, "ORDER BY ocel_id"):
        if row["ocel_id"] != key:
            if key is not None:
                into.object(key, kind, known)
            key, known = row["ocel_id"], []
        own = {name: value for name, value in row.items() if not name.startswith("ocel_") and value is not None}
        known.extend((name, value, row.get("ocel_time")) for name, value in own.items())
    if key is not None:
        into.object(key, kind, known)


def _named(base: sqlite3.Connection, table: str, order: str = "") -> Iterator[dict[str, Any]]:
    cursor = base.execute(f"SELECT * FROM {quoted(table)} {order}")
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
