"""The verb ``look``: what is in a source, and what each of its columns was taken for, before it gets a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smallfires.errors import SmallfiresError, Unclear
from smallfires.fires.work import Guess
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.panels import is_table, open_measures
from smallfires.verbs.secret import without_secrets
from smallfires.verbs.source import Opened, recognised
from smallfires.verbs.workspace import NamedSource
from smallfires.worklog.formats.table import quoted
from smallfires.worklog.measured import MeasureHints, MeasureRecognition, figures_in, recognise_measures
from smallfires.worklog.recognise import Recognition

FIRST = 20
"""Rows that are shown."""
MOST_COLUMNS = 60
"""Columns that are shown."""
LONGEST = 80
"""Letters of a value that is shown."""
OF_A_LOG: tuple[str, ...] = (
    "case",
    "activity",
    "start",
    "end",
    "resource",
    "unit",
    "type",
    "cost",
    "value",
    "lifecycle",
)
OF_A_TABLE: tuple[str, ...] = ("time", "unit", "count")
_MOMENTS = frozenset(["start", "end", "time"])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """A column of a source.

    Attributes:
        name: its own.
        kind: of its values, as ``worklog.formats.Column``.
        role: what it was taken for; empty where for nothing.
        reason: why.
    """

    name: str
    kind: str
    role: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """Rows as they are shown.

    Attributes:
        heads: of the columns.
        rows: their cells, cut to a line.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Hitch:
    """What stands in the way.

    Attributes:
        problem, way_out, where: as an error of ours says them.
        setting: that answers it, where it is a question; empty otherwise.
        options: the answers from which one can be chosen.
    """

    problem: str
    way_out: str = ""
    where: str = ""
    setting: str = ""
    options: tuple[str, ...] = ()


def hitch(error: SmallfiresError) -> Hitch:
    """An error of ours as a part of an answer."""
    asked = error if isinstance(error, Unclear) else Unclear("")
    return Hitch(error.problem, error.way_out, error.where, asked.setting, asked.options)


@dataclass(frozen=True)
class Look:
    """What is in a source.

    Attributes:
        name: of the file or table.
        format: as people call it; empty where it could not be opened.
        rows: how many; 0 where nobody counted.
        columns: all of them.
        first: the first rows as they stand there.
        taken: the same as they were understood; no rows where they were not.
        guesses: what was recognised, the file's own properties first.
        notes: what a reader has to know, each a sentence.
        log: whether it is a log of work, and not a table of measures; None where that was not understood.
        measures: what could be measured in it.
        problem: what stands in the way; None where nothing does.
    """

    name: str
    format: str = ""
    rows: int = 0
    columns: tuple[Part, ...] = ()
    first: Sheet = Sheet((), ())
    taken: Sheet = Sheet((), ())
    guesses: tuple[Guess, ...] = ()
    notes: tuple[str, ...] = ()
    log: bool | None = None
    measures: tuple[str, ...] = ()
    problem: Hitch | None = None

    @property
    def question(self) -> Hitch | None:
        """What has to be chosen; None where nothing has."""
        return self.problem if self.problem and self.problem.setting else None


def look(source: NamedSource, folder: Path, bench: Bench) -> Look:
    """Open a source, and say what is in it; what stands in the way of that is a part of the answer.

    Args:
        source: with what the user says of it.
        folder: of the workspace.
        bench: where to work.
    """
    try:
        told = Measuring(**source.settings)
        with without_secrets(source.address):
            opened = open_measures(source.where(folder), told, bench)
    except SmallfiresError as problem:
        return Look(problem.file or "", problem=hitch(problem))
    table = opened.table
    parts = tuple(Part(column.name, column.kind) for column in table.columns)
    seen = Look(table.name, table.format, columns=parts, first=_first(opened), guesses=table.guesses, notes=table.notes)
    try:
        seen = replace(seen, log=not is_table(opened.table, opened.look, told))
        with without_secrets(source.address):
            return _understood(seen, opened, told)
    except SmallfiresError as problem:
        return replace(seen, rows=_count(opened, table.relation), problem=hitch(problem))


def _understood(seen: Look, opened: Opened, told: Measuring) -> Look:
    found: Recognition | MeasureRecognition
    if seen.log:
        found, roles = recognised(opened, told), OF_A_LOG
        measures = ("duration", *(role for role in ("cost", "value") if role in found.roles))
    else:
        found, roles, measures = *_table(opened, told), figures_of(opened, told)
    return replace(
        seen,
        rows=_count(opened, f"({found.select}) as source"),
        columns=_parts(seen.columns, found),
        taken=_taken(opened, found, (*roles, "measure")),
        guesses=tuple(guess for guess in found.guesses if guess.role != "measure"),
        notes=found.notes,
        measures=measures,
        problem=_complaint(opened, found),
    )


def figures_of(opened: Opened, told: Measuring) -> tuple[str, ...]:
    """The columns of figures of a table, which could be measured."""
    return tuple(
        name for name in figures_in(opened.table, opened.look, told.day_first) if name not in (told.count, told.unit)
    )


def recognised_table(opened: Opened, told: Measuring) -> MeasureRecognition:
    """What is recognised of a table whose measure is still to be chosen: its first column of figures stands in."""
    measure = told.measure or next(iter(figures_of(opened, told)), None)
    asked = MeasureHints(told.time, measure, told.unit, told.count, dayfirst=told.day_first, timezone=told.timezone)
    return recognise_measures(opened.table, opened.look, asked)


def _table(opened: Opened, told: Measuring) -> tuple[MeasureRecognition, tuple[str, ...]]:
    return recognised_table(opened, told), OF_A_TABLE


def _parts(parts: tuple[Part, ...], found: Recognition | MeasureRecognition) -> tuple[Part, ...]:
    """The columns with what they were taken for."""
    why = {guess.role: "you said so" if guess.given else guess.reason for guess in found.guesses}
    roles = {name: role for role, name in found.roles.items() if role != "measure"}
    return tuple(
        replace(part, role=roles[part.name], reason=why.get(roles[part.name], "")) if part.name in roles else part
        for part in parts
    )


def _count(opened: Opened, source: str) -> int:
    return int(opened.fetch(f"select count(*) from {source}")[0][0])


def _complaint(opened: Opened, found: Recognition | MeasureRecognition) -> Hitch | None:
    """What is wrong with the first row that cannot be read; None where all can be."""
    asked = f"select bad, count(*), min(row) from ({found.select}) as source where bad is not null group by bad"
    faulty = sorted(opened.fetch(asked), key=lambda row: int(row[2]))
    if not faulty:
        return None
    role, count, row = faulty[0]
    return hitch(found.complain(str(role), int(row), int(count), opened.fetch))


def _first(opened: Opened) -> Sheet:
    names = tuple(column.name for column in opened.table.columns[:MOST_COLUMNS])
    cut = ", ".join(f"left(cast({quoted(name)} as varchar), {LONGEST + 1})" for name in names)
    rows = opened.fetch(f"select {cut} from {opened.table.relation} limit {FIRST}")
    return Sheet(names, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _taken(opened: Opened, found: Recognition | MeasureRecognition, roles: tuple[str, ...]) -> Sheet:
    """The first rows as they were understood; moments in UTC."""
    known = tuple(role for role in roles if role in found.roles)
    listed = ", ".join(quoted(role) for role in known)
    rows = opened.fetch(f"select {listed} from ({found.select}) as source order by row limit {FIRST}")
    cells = tuple(tuple(_said(role, value) for role, value in zip(known, row, strict=True)) for row in rows)
    return Sheet(known, cells)


def _said(role: str, value: object) -> str:
    if role in _MOMENTS and isinstance(value, int):
        try:
            moment = _EPOCH + timedelta(microseconds=value)
        except OverflowError:
            return _cell(value)
        return moment.isoformat(" ").removesuffix("+00:00").removesuffix(":00").removesuffix(" 00:00")
    return f"{value:g}" if isinstance(value, float) else _cell(value)
