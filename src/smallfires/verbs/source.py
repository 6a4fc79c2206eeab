"""Open what the user named: files and data frames on the embedded engine, tables of databases where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from smallfires.engines.embedded import Embedded
from smallfires.errors import EmptyData
from smallfires.verbs import warehouse
from smallfires.verbs.bench import Bench
from smallfires.verbs.question import About
from smallfires.verbs.warehouse import Standing
from smallfires.worklog.formats import FileOptions, Table, open_table
from smallfires.worklog.formats.warehouse import TYPED_MOMENTS
from smallfires.worklog.log import Engine
from smallfires.worklog.measured import looks_like_measures
from smallfires.worklog.recognise import Hints, Recognition, recognise

Fetch = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Opened:
    """A source on its engine.

    Attributes:
        fetch: runs a question on that engine.
        look: answers what the columns look like: the engine itself, or a sample of the table that was brought here.
    """

    table: Table
    engine: Engine
    fetch: Fetch
    look: Fetch


@dataclass(frozen=True)
class Checked:
    """A source that has been read through once.

    Attributes:
        select: its rows, as ``Recognition.select``, without those that were set aside.
        rows: how many.
        starts: whether any row starts before it ends.
        longest: microseconds from start to end of the longest step.
        last_row: the highest number of a row.
        set_aside: how many rows were left out, by what is wrong with them.
    """

    select: str
    rows: int
    starts: bool
    longest: int
    last_row: int
    set_aside: dict[str, int]


Stays = Callable[[Table, Fetch], bool]
"""Whether questions are asked where the table stands, by the table and what asks a sample of it; else it is brought here."""


def open_source(source: object, question: About, bench: Bench, stays: Stays | None = None) -> Opened:
    """Open a file, a data frame, or a table of a database.

    Args:
        source: a path, an address, or a data frame.
        question: what the user says of it.
        bench: where to work.
        stays: of a table in a warehouse; logs of work with typed moments, unless said.

    Raises:
        DataError: it cannot be read.
        EngineError: the database cannot be reached, or refuses.
        Unclear: it can be read in more than one way.
    """
    stays = stays or partial(is_log, question=question)
    if warehouse.is_address(source):
        return _opened(warehouse.in_database(str(source), question.table, bench), bench, stays)
    if warehouse.is_spark(source):
        return _opened(warehouse.on_spark(source, bench), bench, stays)
    engine = Embedded(bench.scratch, bench.threads)
    bench.closing.callback(engine.close)
    options = FileOptions(question.delimiter, question.encoding, question.sheet, question.object_type, question.decimal)
    table = open_table(source, engine.connection, bench.scratch, options, bench.progress)
    return Opened(table, engine, engine.fetch, engine.fetch)


def _opened(standing: Standing, bench: Bench, stays: Stays) -> Opened:
    """A table where it stands, or brought here."""
    if standing.engine is not None:
        look = warehouse.sampled(standing, bench)
        if stays(standing.table, look):
            return Opened(standing.table, standing.engine, standing.engine.fetch, look)
    engine = warehouse.brought(standing, bench)
    return Opened(replace(standing.table, sampled=False), engine, engine.fetch, engine.fetch)


def is_log(table: Table, look: Fetch, question: About) -> bool:
    """Whether a table is a log of work whose moments are typed: those written as text are read here only."""
    if looks_like_measures(table, look, hints(question)):
        return False
    return all(style.kind in TYPED_MOMENTS for style in recognise(table, look, hints(question)).styles.values())


def hints(question: About) -> Hints:
    """What the user says about the columns."""
    unit = None if question.unit in ("resource", "period") else question.unit
    return Hints(
        case=question.case, activity=question.activity, end=question.end, start=question.start, unit=unit,
        resource=question.resource, type=question.type, cost=question.cost, value=question.value,
        lifecycle=question.lifecycle, dayfirst=question.day_first, timezone=question.timezone,
        set_aside=question.set_aside,
    )  # fmt: skip


def recognised(opened: Opened, question: About) -> Recognition:
    """Find out which column is what."""
    return recognise(opened.table, opened.look, hints(question))


def check(opened: Opened, found: Recognition, question: About, bench: Bench) -> Checked:
    """Read the source through once, and stop at what cannot be read unless it is to be set aside.

    Raises:
        DataError: a value cannot be read; names file, row and column.
        EmptyData: no row is left.
    """
    bench.progress(f"Reading {opened.table.name}", None)
    if opened.table.format == "CSV" and isinstance(opened.engine, Embedded):
        found = _parsed_once(opened.engine, found, bench.scratch / "source.parquet")
    if not isinstance(opened.engine, Embedded):
        found = _taken_once(opened.engine, found)
    rows = opened.fetch(
        f"""select bad, count(*), min(row), sum(case when start < "end" then 1 else 0 end), max("end" - start), max(row)
        from ({found.select}) as source group by bad"""
    )
    faulty = sorted((row for row in rows if row[0] is not None), key=lambda row: int(row[2]))
    if faulty and not question.set_aside:
        role, count, first = faulty[0][:3]
        raise found.complain(str(role), int(first), int(count), opened.fetch)
    good = next((row for row in rows if row[0] is None), (None, 0, 0, 0, 0, 0))
    if not good[1]:
        raise EmptyData("No row can be read.", "Look at the columns that were recognised.", file=opened.table.name)
    if isinstance(opened.engine, Embedded):
        opened.engine.expect(int(good[1]))
    select = f"select * from ({found.select}) as source where bad is null" if faulty else found.select
    left_out = {str(row[0]): int(row[1]) for row in faulty}
    return Checked(select, int(good[1]), bool(good[3]), int(good[4] or 0), int(good[5]), left_out)


def _parsed_once(engine: Embedded, found: Recognition, path: Path) -> Recognition:
    """Text is parsed once, into a Parquet file in the scratch folder, and read from there."""
    engine.write(found.select, path)
    return replace(found, select=f"select * from read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")


def _taken_once(engine: Engine, found: Recognition) -> Recognition:
    """What was recognised of a table elsewhere is kept there, so that a costly view is worked out once and never changes."""
    engine.keep("recognised", found.select)
    return replace(found, select="select * from recognised")
