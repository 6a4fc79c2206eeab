"""The rows of a table of measures, checked: what ``read``, ``learn`` and ``design`` make of them comes later."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UnreadableValue
from smallfires.fires.work import Source
from smallfires.verbs.question import About
from smallfires.verbs.source import Opened
from smallfires.worklog import periods
from smallfires.worklog.log import Columns, figures, nullable
from smallfires.worklog.measured import MeasureRecognition

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Figures:
    """The rows of the table; arrays (rows,).

    Attributes:
        time: where the period begins, microseconds UTC.
        value: the measure.
        count: cases behind it, ones where none are given.
        unit: code into ``units``, −1 where there is none.
        units: names of the units, sorted.
        counted: whether the table says how many cases are behind a figure.
        shared: whether figures were counts, and were divided by their cases.
        row: the row's number, as a spreadsheet counts.
        marks: (rows,) text of the columns ``lit`` and ``first``, where they are; empty where a cell is.
        known: (rows,) covariates by name, NaN where a cell is empty.
    """

    time: Ints
    value: Floats
    count: Floats
    unit: Ints
    units: Texts
    counted: bool
    shared: bool
    row: Ints
    marks: Mapping[str, Texts] = field(default_factory=dict)
    known: Mapping[str, Floats] = field(default_factory=dict)


def read_rows(opened: Opened, found: MeasureRecognition, question: About) -> Figures:
    """Read the rows that have a figure.

    Raises:
        UnreadableValue: a value that is none of its kind; names row, column, unit and period.
        EmptyData: no row has a figure.
    """
    columns = opened.engine.columns(f"select * from ({found.select}) as source")
    readable = _readable(columns, found, opened, set_aside=question.set_aside)
    value = figures(columns["measure"])
    kept = readable[~np.isnan(value[readable])]
    if not kept.size:
        raise EmptyData(
            "No row has a figure.", "Name the column of the measure with --measure.", file=opened.table.name
        )
    row = nullable(columns["row"])
    counted = "count" in found.roles
    count = figures(columns["count"]) if counted else np.ones(value.size)
    if counted:
        _check_counts(count[kept], row[kept], opened.table.name, found.roles["count"])
        kept = kept[count[kept] > 0]
    shared = counted and _numerator(value[kept])
    value = value / np.where(count > 0, count, 1.0) if shared else value
    names = _texts(columns["unit"]).astype(str)
    units = np.unique(names[readable])
    unit = np.searchsorted(units, names[kept]) if "unit" in found.roles else np.full(kept.size, -1)
    return Figures(
        nullable(columns["time"])[kept], value[kept], count[kept], unit, units.astype(object), counted, shared, row[kept],
        {role: _texts(columns[role])[kept] for role in ("lit", "first") if role in found.roles},
        {name: figures(columns[role])[kept] for role, name in found.roles.items() if role.startswith("covariate ")},
    )  # fmt: skip


def _readable(columns: Columns, found: MeasureRecognition, opened: Opened, *, set_aside: bool) -> Ints:
    """The rows that can be read."""
    faulty = np.flatnonzero(~np.ma.getmaskarray(columns["bad"]))
    if faulty.size and not set_aside:
        first = int(faulty[0])
        role = str(np.ma.getdata(columns["bad"])[first])
        where = _where(columns, found, first) if role not in ("time", "unit") else ""
        unit = str(_texts(columns["unit"])[first]) or None
        raise found.complain(role, int(columns["row"][first]), int(faulty.size), opened.fetch, where, unit)
    return np.setdiff1d(np.arange(columns["bad"].size), faulty)


def _where(columns: Columns, found: MeasureRecognition, at: int) -> str:
    """The unit and the period of a row, in words."""
    when = periods.labels(nullable(columns["time"])[at : at + 1], found.written)[0]
    return f"for {_texts(columns['unit'])[at]} in {when}" if "unit" in found.roles else f"in {when}"


def _texts(column: NDArray[Any]) -> Texts:
    return np.asarray(np.ma.filled(column.astype(object), ""))


def _check_counts(count: Floats, row: Ints, file: str, column: str) -> None:
    """Counts are there and never negative; and not all of them zero."""
    bad = np.flatnonzero(~(count >= 0))
    if bad.size:
        value = count[bad[0]]
        what = "There is no count behind this figure." if np.isnan(value) else f"A count of {value:g} is below zero."
        raise UnreadableValue(what, "Correct it.", file=file, row=int(row[bad[0]]), column=column)
    if not count.any():
        problem = "Every count is zero, so no figure has a case behind it."
        raise UnreadableValue(problem, "Name another column with --count.", file=file, column=column)


def _numerator(values: Floats) -> bool:
    """Whether figures that come with counts are themselves counts, and no shares or rates yet."""
    return bool((values == np.round(values)).all() and (values > 1).any())


def source_of(opened: Opened, found: MeasureRecognition, rows: Figures) -> Source:
    """What was read, with a digest of the rows."""
    digest = hashlib.sha256()
    for column in (rows.time, rows.value, rows.count, rows.unit):
        digest.update(np.ascontiguousarray(column).tobytes())
    table = opened.table
    return Source(table.name, table.format, rows.value.size, found.guesses, found.notes, digest.hexdigest())
