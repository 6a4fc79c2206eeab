"""From what the user has to a measure by unit and period: a table as it stands, rows that are averaged, or a log of work."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.engines.embedded import Embedded
from smallfires.errors import DataError, EmptyData, UsageError
from smallfires.fires.reading import Measure
from smallfires.fires.wording import some
from smallfires.fires.work import Source
from smallfires.stats.panel import Panel
from smallfires.verbs import logged
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.read_log import Scene
from smallfires.verbs.rows import Figures, Texts, read_rows, source_of
from smallfires.verbs.source import Fetch, Opened, hints, is_log, open_source
from smallfires.worklog import periods
from smallfires.worklog.formats import Table
from smallfires.worklog.measured import MeasureHints, looks_like_measures, names_steps, recognise_measures
from smallfires.worklog.periods import DAY, begins
from smallfires.worklog.wide import UNIT, is_wide, long

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Marks:
    """Columns that say who was lit, named by the user or to be looked for.

    Attributes:
        lit, first: their names, None where the user names none.
        wanted: whether to look for them.
    """

    lit: str | None = None
    first: str | None = None
    wanted: bool = False


@dataclass(frozen=True)
class Tabled:
    """A measure by unit and period, nothing lit yet.

    Attributes:
        panel: the measure.
        times: (periods,) where each begins, microseconds UTC; plain numbers where periods are only counted.
        written: how periods are written, as ``MeasureRecognition.written``.
        source: what was read.
        measure: what was measured.
        per: what a unit is; empty where there is one series only.
        marks: (units, periods) text of the columns ``lit`` and ``first`` where they are; empty where there is no row.
        notes: what a reader has to know beside the answer, each a sentence.
        scene: the log as it was laid out; None of a table.
    """

    panel: Panel
    times: Ints
    written: str
    source: Source
    measure: Measure
    per: str
    marks: Mapping[str, Texts]
    notes: tuple[str, ...]
    scene: Scene | None = None


@dataclass(frozen=True)
class Told:
    """Rows on their way into a panel, with what they are called."""

    rows: Figures
    written: str
    source: Source
    measure: Measure
    per: str
    notes: tuple[str, ...]
    scene: Scene | None = None


def panel_of(
    opened: Opened, told: Measuring, bench: Bench, marks: Marks | None = None, named: tuple[str, ...] = ()
) -> Tabled:
    """The measure by unit and period.

    Args:
        opened: a table of measures, a table of cases with a date each, or a log of work.
        told: what the user says of it.
        bench: where to work.
        marks: the columns that say who was lit.
        named: units that the user names: where they are columns, the table has a column a unit.

    Raises:
        DataError: the data cannot be read, or two rows speak of the same unit and period; names them.
        EmptyData: no row has a figure.
        Unclear: more than one sensible meaning.
    """
    bench.progress(f"Reading {opened.table.name}", None)
    if told.wide or (told.unit is None and is_wide(opened.table, named, told.measure)):
        opened, told = _lengthened(opened, told)
    found = (
        _of_table(opened, told, marks or Marks())
        if is_table(opened.table, opened.look, told)
        else _of_log(opened, told, bench)
    )
    return _without(_gridded(found, opened.table.name), told.leave_out)


def _lengthened(opened: Opened, told: Measuring) -> tuple[Opened, Measuring]:
    """A table with a column a unit as one with a row a unit and period."""
    if not isinstance(opened.engine, Embedded):
        raise UsageError(
            "A table with a column a unit is read from files only.", "Give a view with a row a unit and period."
        )
    name = told.measure or "value"
    table = long(opened.table, opened.fetch, told.time, name, day_first=told.day_first)
    return replace(opened, table=table), replace(told, measure=name, unit=UNIT, wide=False)


def _without(tabled: Tabled, names: tuple[str, ...]) -> Tabled:
    """Without the units that the user leaves out."""
    if not names:
        return tabled
    kept = np.ones(len(tabled.panel.units), dtype=bool)
    kept[rows_of(tabled.panel.units, names)] = False
    if not kept.any():
        raise UsageError("Every unit is left out.", "Leave one in at least.")
    marks = {role: texts[kept] for role, texts in tabled.marks.items()}
    note = f"Left out, as asked: {some([tabled.panel.units[at] for at in np.flatnonzero(~kept)])}."
    return replace(tabled, panel=tabled.panel.only(kept), marks=marks, notes=(*tabled.notes, note))


def rows_of(units: tuple[str, ...], names: tuple[str, ...]) -> Ints:
    """Where units stand that a person named; capital letters and outer blanks do not matter.

    Raises:
        UsageError: there is no such unit.
    """
    plain = [" ".join(name.split()).casefold() for name in units]
    found = []
    for name in names:
        wanted = " ".join(str(name).split()).casefold()
        if wanted not in plain:
            near = difflib.get_close_matches(wanted, plain, 1)
            hint = _with_comma(units, wanted) or (f'Did you mean "{units[plain.index(near[0])]}"? ' if near else "")
            raise UsageError(f'There is no unit "{name}".', f"{hint}The units are {some(units, 20)}.")
        found.append(plain.index(wanted))
    return np.array(sorted(set(found)), dtype=np.int64)


def _with_comma(units: tuple[str, ...], wanted: str) -> str:
    """What to do where a name was cut at its own comma."""
    whole = [unit for unit in units if "," in unit and wanted in unit.casefold()]
    return f"""A name with a comma stands in quotes of its own: '"{whole[0]}"'. """ if whole else ""


def open_measures(source: object, told: Measuring, bench: Bench) -> Opened:
    """Open what a measure is made of: a log of work stays in its warehouse, tables are brought here."""
    return open_source(
        source, told, bench, lambda table, look: not is_table(table, look, told) and is_log(table, look, told)
    )


def is_table(table: Table, look: Fetch, told: Measuring) -> bool:
    """Whether the source is a table of measures, or of cases with a date each, and not a log of work."""
    if told.case or told.activity:
        return False
    named = bool(told.time and told.measure)
    return named or looks_like_measures(table, look, hints(told)) or not names_steps(table)


def _of_table(opened: Opened, told: Measuring, marks: Marks) -> Told:
    found = recognise_measures(
        opened.table,
        opened.fetch,
        MeasureHints(
            told.time, told.measure, told.unit, told.count, marks.lit, marks.first, told.covariates, marks.wanted,
            told.day_first, told.timezone,
        ),
    )  # fmt: skip
    rows = read_rows(opened, found, told)
    name = found.roles["measure"]
    notes: tuple[str, ...] = ()
    if rows.shared:
        notes = (f"{name} was divided by {found.roles['count']}, so that units of different size can be compared.",)
    written = found.written
    source = source_of(opened, found, rows)
    if told.period:
        rows, written = averaged(rows, told.period), told.period
    less = None if told.more_is_better is None else not told.more_is_better
    measure = Measure(name, told.measured_in, less)
    return Told(rows, written, source, measure, found.roles.get("unit", ""), notes)


def _of_log(opened: Opened, told: Measuring, bench: Bench) -> Told:
    cases = logged.cases_of(opened, told, bench)
    kind = told.period or logged.length(cases.rows.time)
    rows = logged.whole_periods(averaged(cases.rows, kind), cases.rows.time, kind, cases.closed, cases.warm)
    return Told(rows, kind, cases.source, cases.measure, cases.per, cases.notes, cases.scene)


def averaged(rows: Figures, kind: str) -> Figures:
    """One row a unit and calendar period: the mean, weighted by the cases behind each row.

    Args:
        rows: with a moment each.
        kind: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
    """
    start = begins(kind, rows.time).astype("datetime64[us]").astype(np.int64)
    keys = np.stack([rows.unit, start])
    cells, at = np.unique(keys, axis=1, return_inverse=True)
    at = at.ravel()
    count = np.bincount(at, weights=rows.count).astype(np.float64)
    first = np.full(count.size, rows.row.size)
    np.minimum.at(first, at, np.arange(rows.row.size))

    def mean(values: Floats) -> Floats:
        seen = ~np.isnan(values)
        weight = np.bincount(at[seen], weights=rows.count[seen], minlength=count.size)
        total = np.bincount(at[seen], weights=(rows.count * values)[seen], minlength=count.size)
        return np.asarray(np.divide(total, weight, out=np.full(count.size, np.nan), where=weight > 0))

    return replace(
        rows, time=cells[1], value=mean(rows.value), count=count, unit=cells[0], row=rows.row[first],
        marks={role: texts[first] for role, texts in rows.marks.items()},
        known={role: mean(values) for role, values in rows.known.items()},
    )  # fmt: skip


def _gridded(told: Told, file: str) -> Tabled:
    """The rows on a grid of units and periods."""
    rows = told.rows
    if not rows.value.size:
        raise EmptyData("No whole period has a figure.", "Take a shorter --period, or more data.", file=file)
    alone = bool((rows.unit < 0).all())
    names = (told.measure.name,) if alone else tuple(str(name) for name in rows.units)
    times, across = np.unique(rows.time, return_inverse=True)
    down = np.zeros_like(rows.unit) if alone else rows.unit
    said = periods.labels(times, told.written)
    _no_duplicates(down * times.size + across, rows, names, said, file, alone=alone)

    def grid(values: Floats) -> Floats:
        table = np.full((len(names), times.size), np.nan)
        table[down, across] = values
        return table

    marks = {}
    for role, texts in rows.marks.items():
        marks[role] = np.full((len(names), times.size), "", dtype=object)
        marks[role][down, across] = texts
    known = np.stack([grid(values) for values in rows.known.values()], axis=2) if rows.known else None
    panel = Panel(
        grid(rows.value), np.nan_to_num(grid(rows.count)), np.zeros((len(names), times.size), dtype=bool), names, said,
        known, tuple(rows.known),
    )  # fmt: skip
    notes = told.notes + _uneven(times, told.written, said)
    return Tabled(panel, times, told.written, told.source, told.measure, told.per, marks, notes, told.scene)


def _no_duplicates(
    cells: Ints, rows: Figures, names: tuple[str, ...], said: tuple[str, ...], file: str, *, alone: bool
) -> None:
    order = np.argsort(cells, kind="stable")
    again = np.flatnonzero(cells[order][1:] == cells[order][:-1])
    if not again.size:
        return
    one, other = order[again[0]], order[again[0] + 1]
    unit, period = divmod(int(cells[one]), len(said))
    whose = "" if alone else f" for {names[unit]}"
    unnamed = "name the column of units with --unit, " if alone else ""
    raise DataError(
        f"There are two rows{whose} in {said[period]}: rows {rows.row[one]} and {rows.row[other]}.",
        f"Keep one; {unnamed}or let them be averaged with --period week (or day, month, ...).",
        file=file,
        row=int(rows.row[other]),
    )


def _uneven(times: Ints, written: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence where whole periods are missing between others."""
    if written == "number" or times.size < 3:
        return ()
    gaps = np.diff(times)
    usual = float(np.median(gaps))
    wide = np.flatnonzero(gaps > 1.6 * usual + DAY * (usual < 2 * DAY) * 2.5)
    if not wide.size:
        return ()
    at = int(wide[0])
    return (f"There is no figure between {said[at]} and {said[at + 1]}; the periods stand side by side all the same.",)
