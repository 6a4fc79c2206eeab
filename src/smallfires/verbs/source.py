"""Open what the user named: a file or a data frame on the embedded engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from smallfires.engines.embedded import Embedded
from smallfires.errors import EmptyData
from smallfires.verbs.bench import Bench
from smallfires.verbs.question import Question
from smallfires.worklog.formats import FileOptions, Table, open_table
from smallfires.worklog.log import Engine
from smallfires.worklog.recognise import Hints, Recognition, recognise

Fetch = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Opened:
    """A source on its engine."""

    table: Table
    engine: Engine
    fetch: Fetch


@dataclass(frozen=True)
class Checked:
    """A source that has been read through once.

    Attributes:
        select: its rows, as ``Recognition.select``, without those that were set aside.
        rows: how many.
        starts: whether any row starts before it ends.
        set_aside: how many rows were left out, by what is wrong with them.
    """

    select: str
    rows: int
    starts: bool
    set_aside: dict[str, int]


def open_source(source: object, question: Question, bench: Bench) -> Opened:
    """Open a file or a data frame.

    Raises:
        DataError: it cannot be read.
        Unclear: it can be read in more than one way.
    """
    engine = Embedded(bench.scratch, bench.threads)
    options = FileOptions(question.delimiter, question.encoding, question.sheet, question.object_type, question.decimal)
    table = open_table(source, engine.connection, bench.scratch, options, bench.progress)
    return Opened(table, engine, engine.fetch)


def hints(question: Question) -> Hints:
    """What the user says about the columns."""
    unit = None if question.unit in ("resource", "period") else question.unit
    return Hints(
        case=question.case, activity=question.activity, end=question.end, start=question.start, unit=unit,
        resource=question.resource, type=question.type, cost=question.cost, value=question.value,
        lifecycle=question.lifecycle, dayfirst=question.day_first, timezone=question.timezone,
        set_aside=question.set_aside,
    )  # fmt: skip


def recognised(opened: Opened, question: Question) -> Recognition:
    """Find out which column is what."""
    return recognise(opened.table, opened.fetch, hints(question))


def check(opened: Opened, found: Recognition, question: Question, bench: Bench) -> Checked:
    """Read the source through once, and stop at what cannot be read unless it is to be set aside.

    Raises:
        DataError: a value cannot be read; names file, row and column.
        EmptyData: no row is left.
    """
    bench.progress(f"Reading {opened.table.name}", None)
    if opened.table.format == "CSV" and isinstance(opened.engine, Embedded):
        found = _parsed_once(opened.engine, found, bench.scratch / "source.parquet")
    rows = opened.fetch(
        f"""select bad, count(*), min(row), sum(case when start < "end" then 1 else 0 end) from ({found.select}) as source group by bad"""
    )
    faulty = sorted((row for row in rows if row[0] is not None), key=lambda row: int(row[2]))
    if faulty and not question.set_aside:
        role, count, first, _ = faulty[0]
        raise found.complain(str(role), int(first), int(count), opened.fetch)
    good = next((row for row in rows if row[0] is None), (None, 0, 0, 0))
    if not good[1]:
        raise EmptyData("No row can be read.", "Look at the columns that were recognised.", file=opened.table.name)
    if isinstance(opened.engine, Embedded):
        opened.engine.expect(int(good[1]))
    select = f"select * from ({found.select}) as source where bad is null" if faulty else found.select
    return Checked(select, int(good[1]), bool(good[3]), {str(row[0]): int(row[1]) for row in faulty})


def _parsed_once(engine: Embedded, found: Recognition, path: Path) -> Recognition:
    """Text is parsed once, into a Parquet file in the scratch folder, and read from there."""
    engine.write(found.select, path)
    return replace(found, select=f"select * from read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")
