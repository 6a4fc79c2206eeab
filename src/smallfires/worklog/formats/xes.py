"""XES: traces and events become rows; a trace's attributes are repeated on its events as ``case:<key>``.

Global attributes declare which keys every event or trace carries. Their values are placeholders for tools that create
events, not values of events that lack the key, so none is filled in here.

Source: IEEE 1849, XES standard definition 2.0, sections on global attributes and on attributes.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats import markup
from smallfires.worklog.formats.bounds import MOST_EVENTS, MOST_LETTERS
from smallfires.worklog.formats.rows import TextRows
from smallfires.worklog.formats.table import ROW, Progress, Table, quoted

_ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_TOLD_EVERY = 100_000


def open_xes(path: Path, connection: duckdb.DuckDBPyConnection, scratch: Path, progress: Progress) -> Table:
    """Open an XES log, plain or packed.

    Raises:
        DataError: it is not well-formed, or not XES.
        EmptyData: it has no events.
    """
    reader = _Reader(path, TextRows(scratch, "xes"), progress)
    markup.stream(path, reader.start, reader.end)
    if not reader.rows.count:
        raise EmptyData(
            f"The log has {reader.traces} traces and no events.", "Export it again with its events.", file=path.name
        )
    relation, columns = reader.rows.close()
    return Table(path.name, "XES", relation, columns, (), reader.notes(), row=quoted(ROW))


class _Reader:
    """Where the stream of elements stands, and what it has gathered."""

    def __init__(self, path: Path, rows: TextRows, progress: Progress) -> None:
        self.path = path
        self.rows = rows
        self.traces = 0
        self._progress = progress
        self._trace: dict[str, str | None] = {}
        self._events: list[dict[str, str | None]] = []
        self._event: dict[str, str | None] | None = None
        self._inside: list[str] = []
        self._keys: list[str] = []
        self._letters = 0
        self._nested: set[str] = set()
        self._lists: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if not self._inside and name != "log":
            raise DataError(
                f"The file is XML, but not a log in XES or OCEL 2.0: it begins with <{name}>.",
                "Export the log as XES, OCEL 2.0, CSV or Excel.",
                file=self.path.name,
            )
        if name == "event":
            self._event = {}
        elif name in _ATTRIBUTES or name == "list":
            self._attribute(name, attributes)
        self._inside.append(name)

    def _attribute(self, name: str, attributes: dict[str, str]) -> None:
        key = attributes.get("key", "")
        self._keys.append(key)
        target = self._target()
        if target is None or "values" in self._inside:
            return
        if name == "list":
            self._lists.add(key)
            return
        if len(self._keys) > 1:
            self._nested.add(key)
        value = attributes.get("value")
        target["/".join(self._keys)] = value
        self._letters += len(value or "")

    def _target(self) -> dict[str, str | None] | None:
        """What an attribute belongs to here: the event, else the trace, else nothing of ours."""
        if self._event is not None:
            return self._event
        return self._trace if "trace" in self._inside else None

    def end(self, name: str) -> None:
        """An element closes."""
        self._inside.pop()
        if name in _ATTRIBUTES or name == "list":
            self._keys.pop()
        elif name == "event" and self._event is not None:
            self._events.append(self._event)
            if len(self._events) > MOST_EVENTS or self._letters > MOST_LETTERS:
                raise DataError(
                    f"A case has more than {MOST_EVENTS:,} events, or more than 1 GB of them.",
                    "Export the log as CSV or Parquet.",
                    file=self.path.name,
                )
            self._event = None
            if "trace" not in self._inside:
                self._emit()
        elif name == "trace":
            self.traces += 1
            self._emit()

    def _emit(self) -> None:
        case = {f"case:{key}": value for key, value in self._trace.items()}
        before = self.rows.count // _TOLD_EVERY
        for event in self._events:
            self.rows.add({**event, **case})
        if self.rows.count // _TOLD_EVERY > before:
            self._progress(f"reading {self.path.name}: {self.rows.count:,} events", None)
        self._trace, self._events, self._letters = {}, [], 0

    def notes(self) -> tuple[str, ...]:
        """What reading it cost."""
        notes = []
        if self._nested:
            notes.append(f"Attributes inside attributes were laid out as columns of their own: {_few(self._nested)}.")
        if self._lists:
            notes.append(f"Lists inside events or cases were left out: {_few(self._lists)}.")
        return tuple(notes)


def _few(names: set[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")
