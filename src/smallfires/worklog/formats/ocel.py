"""OCEL 2.0, flattened: the objects of one type become the cases, and the note says what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from smallfires.errors import EmptyData, Unclear
from smallfires.fires.work import Guess
from smallfires.worklog.formats.objects import EVENT, ID, OBJECT, TIME, TYPE, Objects, read_json, read_sqlite, read_xml
from smallfires.worklog.formats.table import (
    PARQUET_ROW,
    ROW,
    Column,
    FileOptions,
    Progress,
    Table,
    distinct_names,
    from_parquet,
    literal,
    quoted,
    unknown_option,
)

_READERS = {"json": read_json, "markup": read_xml, "SQLite": read_sqlite}


@dataclass(frozen=True)
class ObjectType:
    """What taking the objects of one type for cases would do.

    Attributes:
        name: the type.
        objects: how many there are of it.
        events: how many events name at least one.
        repeated: how many events name several, and would be counted for each.
        rows: how many rows it would give.
    """

    name: str
    objects: int
    events: int
    repeated: int
    rows: int

    @property
    def fit(self) -> tuple[int, int]:
        """The more events that belong to exactly one object, and the longer the cases, the better."""
        longer_than_one = self.rows > self.objects
        return (self.events - self.repeated if longer_than_one else 0, -self.objects)


def open_ocel(
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    options: FileOptions,
    progress: Progress,
    *,
    kind: str,
) -> Table:
    """Open an object-centric log.

    Args:
        path: the file.
        connection: where the flat log will be asked.
        scratch: where it is laid.
        options: the object type, if the user names one.
        progress: told what is being done.
        kind: ``json``, ``markup`` or ``SQLite``.

    Raises:
        DataError: it is broken, not OCEL 2.0, or has no such object type.
        EmptyData: it has no events.
        Unclear: it has several object types, and none was chosen.
    """
    progress(f"reading {path.name}", None)
    objects = Objects(scratch)
    _READERS[kind](path, objects)
    if not objects.events.count or not objects.links.count:
        raise EmptyData("The log has no events that belong to objects.", "Export it again.", file=path.name)
    return _flattened(path, objects, connection, scratch, options)


def _flattened(
    path: Path, objects: Objects, connection: duckdb.DuckDBPyConnection, scratch: Path, options: FileOptions
) -> Table:
    events, event_columns = objects.events.close()
    things, thing_columns = objects.objects.close()
    links, _ = objects.links.close()
    pairs = (
        f"(SELECT DISTINCT l.{quoted(EVENT)} AS event, o.{quoted(ID)} AS thing, o.{quoted(TYPE)} AS kind "
        f"FROM {links} l JOIN {things} o ON o.{quoted(ID)} = l.{quoted(OBJECT)})"
    )
    types = _types(connection, things, pairs)
    chosen, reason = _choose(types, options.object_type, path.name)
    target = scratch / "ocel-flat.parquet"
    select, names = _select(events, event_columns, things, thing_columns, pairs=pairs, chosen=chosen.name)
    connection.execute(f"COPY ({select}) TO {literal(target)} (FORMAT parquet)")
    guess = Guess("object type", chosen.name, reason, "--object-type", options.object_type is not None)
    return Table(
        path.name,
        "OCEL 2.0",
        from_parquet(target),
        tuple(Column(name, "text") for name in names),
        (guess,),
        _cost(chosen, objects.events.count),
        row=PARQUET_ROW,
    )


def _types(connection: duckdb.DuckDBPyConnection, things: str, pairs: str) -> list[ObjectType]:
    rows = connection.execute(
        f"""
        WITH per_event AS (SELECT kind, event, count(*) AS n FROM {pairs} GROUP BY kind, event)
        SELECT o.kind, o.n, count(p.n), count(p.n) FILTER (p.n > 1), coalesce(sum(p.n), 0)
        FROM (SELECT {quoted(TYPE)} AS kind, count(*) AS n FROM {things} GROUP BY 1) o
        LEFT JOIN per_event p ON p.kind = o.kind
        GROUP BY o.kind, o.n HAVING count(p.n) > 0 ORDER BY o.kind
        """
    ).fetchall()
    return [ObjectType(name, *(int(count) for count in counts)) for name, *counts in rows]


def _choose(types: list[ObjectType], told: str | None, file: str) -> tuple[ObjectType, str]:
    if not types:
        raise EmptyData("No event belongs to an object of the log.", "Export it again.", file=file)
    if told is not None:
        match = next((kind for kind in types if kind.name == told), None)
        if match is None:
            raise unknown_option("object type", told, (kind.name for kind in types), "--object-type", file)
        return match, "as the user says"
    if len(types) == 1:
        return types[0], "the only type of object with events"
    best = max(types, key=lambda kind: kind.fit)
    listed = "; ".join(f'"{kind.name}" ({kind.objects:,} objects, {kind.events:,} events)' for kind in types)
    raise Unclear(
        f"What is a case here? The log has several types of objects: {listed}.",
        f'Say --object-type "{best.name}", for instance: most events belong to exactly one of these.',
        file=file,
        setting="object_type",
        options=tuple(kind.name for kind in types),
    )


def _select(
    events: str,
    event_columns: tuple[Column, ...],
    things: str,
    thing_columns: tuple[Column, ...],
    *,
    pairs: str,
    chosen: str,
) -> tuple[str, list[str]]:
    """The flat log's SELECT, and its columns."""
    own = [column.name for column in event_columns if column.name not in (ID, TYPE, TIME)]
    case = [column.name for column in thing_columns if column.name not in (ID, TYPE)]
    sources = ["p.thing", f"e.{quoted(TYPE)}", f"e.{quoted(TIME)}", f"e.{quoted(ID)}"]
    sources += [f"e.{quoted(name)}" for name in own] + [f"o.{quoted(name)}" for name in case]
    names = distinct_names(
        ["case:concept:name", "concept:name", "time:timestamp", "event id", *own, *(f"case:{name}" for name in case)]
    )
    listed = ", ".join(f"{source} AS {quoted(name)}" for source, name in zip(sources, names, strict=True))
    select = (
        f"SELECT {listed} FROM {pairs} p JOIN {events} e ON e.{quoted(ID)} = p.event "
        f"JOIN {things} o ON o.{quoted(ID)} = p.thing WHERE p.kind = {literal(chosen)} "
        f"ORDER BY e.{quoted(ROW)}, p.thing"
    )
    return select, names


def _cost(chosen: ObjectType, events: int) -> tuple[str, ...]:
    """What flattening does to the log, as sentences."""
    notes = [f'The log is object-centric; it is read here as {chosen.objects:,} cases of type "{chosen.name}".']
    if chosen.repeated:
        notes.append(
            f"{chosen.repeated:,} of {events:,} events belong to several of them and are counted once for each "
            f"({chosen.rows - chosen.events:,} rows more), so counts and costs of these are too high."
        )
    if chosen.events < events:
        notes.append(f"{events - chosen.events:,} of {events:,} events belong to none of them and are left out.")
    return tuple(notes)
