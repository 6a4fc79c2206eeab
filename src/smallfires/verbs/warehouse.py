"""Tables that stay where they are: in a database named by its address, or on a Spark cluster as a data frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from smallfires.engines.catalog import Known
from smallfires.engines.embedded import Embedded
from smallfires.verbs.bench import Bench
from smallfires.worklog.formats import Column, Table
from smallfires.worklog.formats import warehouse as tables
from smallfires.worklog.log import Engine

Fetch = Callable[[str], list[tuple[Any, ...]]]


class Warehouse(Engine, Protocol):
    """An engine that holds tables of the user's."""

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        ...

    def table(self, sql: str) -> Any:
        """Run a query and return its rows as an Arrow table."""
        ...


@dataclass(frozen=True)
class Standing:
    """A table in a warehouse.

    Attributes:
        table: as questions name it.
        place: the parts of its name.
        engine: where it stands; None where no questions run there, so that it has to be brought here.
        rows: brings so many of its rows, all where None, as an Arrow table.
    """

    table: Table
    place: tuple[str, ...]
    engine: Warehouse | None
    rows: Callable[[int | None], Any]


def is_address(source: object) -> bool:
    """Whether a source is the address of a database."""
    return isinstance(source, str) and re.match(r"[A-Za-z][\w+.-]*://", source) is not None


def is_spark(source: object) -> bool:
    """Whether a source is a data frame of Spark."""
    return type(source).__module__.startswith("pyspark.sql") and hasattr(source, "sparkSession")


def in_database(url: str, name: str | None, bench: Bench) -> Standing:
    """Find a table of a database.

    Raises:
        EngineError: the database cannot be reached, or refuses.
        DataError: it has no such table.
        Unclear: it has several tables, and none was named.
    """
    from smallfires.engines.remote import Remote, runs_questions

    if runs_questions(url):
        return _on_database(url, name, bench)
    remote = Remote(url)
    bench.closing.callback(remote.close)
    known = remote.look_up(name)
    return Standing(_table(known, remote.kind), known.place, None, lambda limit: remote.rows(known, limit))


def _on_database(url: str, name: str | None, bench: Bench) -> Standing:
    from smallfires.engines.database import Database

    engine = Database(url)
    bench.closing.callback(engine.close)
    known = engine.look_up(name)
    table = _table(known, "PostgreSQL")
    return Standing(table, known.place, engine, lambda limit: engine.table(tables.rows_of(table, limit)))


def _table(known: Known, kind: str) -> Table:
    columns = tuple(Column(*each) for each in known.columns)
    return tables.open_warehouse(".".join(known.place), f"table of {kind}", known.place, columns, known.key)


def on_spark(frame: Any, bench: Bench) -> Standing:
    """Take a data frame of Spark."""
    from smallfires.engines.spark import Spark

    engine = Spark(frame.sparkSession)
    bench.closing.callback(engine.close)
    place = engine.lend(frame)
    columns = tuple(Column(*each) for each in engine.kinds(frame))
    table = tables.open_warehouse("data frame", "Spark data frame", place, columns, ())
    return Standing(table, place, engine, lambda limit: engine.table(tables.rows_of(table, limit)))


def sampled(standing: Standing, bench: Bench) -> Fetch:
    """Bring a sample here; what it returns answers what the columns look like."""
    return _brought(standing, tables.SAMPLE, bench).fetch


def brought(standing: Standing, bench: Bench) -> Embedded:
    """Bring all rows here."""
    bench.progress(f"Copying {standing.table.name}", None)
    return _brought(standing, None, bench)


def _brought(standing: Standing, limit: int | None, bench: Bench) -> Embedded:
    here = Embedded(bench.scratch, bench.threads)
    bench.closing.callback(here.close)
    tables.bring(standing.rows(limit), standing.place, standing.table.columns, here.connection)
    return here
