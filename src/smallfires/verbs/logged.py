"""A log of work as a measure by unit and period: what each case took or brought, dated and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UsageError
from smallfires.fires.quantity import many
from smallfires.fires.reading import Measure
from smallfires.fires.work import Source
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.question import MEASURES, About, Question
from smallfires.verbs.read_log import Scene, lay_out, log_source
from smallfires.verbs.rows import Figures
from smallfires.verbs.source import Opened
from smallfires.worklog.periods import DAY, begins

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEW_WEEKS, MANY_WEEKS = 10, 260
OPEN = 0.05
"""The share of cases still open from which a period, dated by starts, is left out: only its fast ones are done."""
SLOW, WARMING = 0.9, 0.25
"""So many cases take no longer than the beginning of a log that is left out; unless that were more than this part of it."""
NO_LOG = "A table of measures does not say how its cases were worked; a log of work does."
EDGE = 0.1
"""A period at the edge of the log is whole if the log covers all of it but this share."""


@dataclass(frozen=True)
class Logged:
    """The complete cases of a log.

    Attributes:
        rows: one a case, dated.
        closed: dates of all cases, and whether each is complete: (2, all cases); None where cases are dated by their ends.
        warm: the moment from which on slow cases can be there, too, microseconds UTC; None where cases are dated by their starts,
            or the log is too short to do without its beginning.
        source: what was read.
        measure: what was measured.
        per: what a unit is.
        notes: what a reader has to know, each a sentence.
        scene: the log as it was laid out, for what else is asked of it.
    """

    rows: Figures
    closed: Ints | None
    warm: int | None
    source: Source
    measure: Measure
    per: str
    notes: tuple[str, ...]
    scene: Scene


def scene_of(opened: Opened, told: Measuring, bench: Bench) -> Scene:
    """Lay out a log for what is measured of a case.

    Raises:
        UsageError: the measure is none of a case; a covariate is asked for.
    """
    name = told.measure or "duration"
    if name not in MEASURES:
        raise UsageError(f'"{name}" is no measure of a case.', f"It is one of {', '.join(MEASURES)}.")
    if told.covariates:
        raise UsageError("A log of work has no covariates.", "Give a table of measures by unit and period.")
    about = {each.name: getattr(told, each.name) for each in fields(About)}
    return lay_out(opened, Question(measure=name, statistic="mean", **about), bench)


def measured(scene: Scene, told: Measuring) -> tuple[Measure, Floats, Ints]:
    """What is measured; (all cases,) the measure of each, NaN where unknown; and its date, microseconds UTC."""
    cases, name = scene.cases, told.measure or "duration"
    value = {"duration": cases.cycle, "cost": cases.cost, "value": cases.value}[name]
    less = name != "value" if told.more_is_better is None else not told.more_is_better
    measure = Measure(name, "s" if name == "duration" else told.measured_in, less)
    return measure, value, cases.last if told.dated == "end" else cases.first


def cases_of(opened: Opened, told: Measuring, bench: Bench) -> Logged:
    """Measure the complete cases of a log.

    Raises:
        UsageError: the measure is none of a case, or no case has it; a covariate is asked for.
        EmptyData: no case is complete.
    """
    scene = scene_of(opened, told, bench)
    cases = scene.cases
    measure, value, date = measured(scene, told)
    kept = np.flatnonzero(scene.done.complete & ~np.isnan(value))
    if not kept.size:
        raise EmptyData(
            f"No complete case has a {measure.name}.", f"Name its column with --{measure.name}.", file=opened.table.name
        )
    owner, per = (cases.unit, scene.by) if scene.by != "period" else (np.full(len(cases), -1), "")
    known = kept[owner[kept] >= 0] if per else kept
    rows = Figures(
        date[known], value[known], np.ones(known.size), owner[known], scene.unit_names, counted=True, shared=False,
        row=known,
    )  # fmt: skip
    closed = np.stack([date, scene.done.complete]) if told.dated == "start" else None
    warm = _warm(scene, kept) if told.dated == "end" else None
    notes = (*_notes(scene, told.dated, kept.size - known.size), *_left_out(warm))
    return Logged(_only_seen(rows), closed, warm, log_source(scene), measure, _column(scene, per), notes, scene)


def _warm(scene: Scene, kept: Ints) -> int | None:
    """From when on cases that end can have taken long: a log that begins with new cases has only fast ones at first."""
    first, last = scene.cases.first[kept], scene.cases.last[kept]
    long = int(np.quantile(last - first, SLOW))
    begun = int(first.min())
    return begun + long if 0 < long <= WARMING * (int(last.max()) - begun) else None


def _left_out(warm: int | None) -> tuple[str, ...]:
    if warm is None:
        return ()
    day = str(np.datetime64(warm, "us"))[:10]
    return (f"Periods that begin before {day} are left out: the log's first cases had no time to take long.",)


def _column(scene: Scene, per: str) -> str:
    """The name of the column that units come from."""
    return scene.recognition.roles.get(per, per)


def _only_seen(rows: Figures) -> Figures:
    """Without units that have no case, in the order of their names."""
    if (rows.unit < 0).all():
        return rows
    seen, codes = np.unique(rows.unit, return_inverse=True)
    order = np.argsort(rows.units[seen].astype(str), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    return replace(rows, unit=place[codes], units=rows.units[seen][order])


def _notes(scene: Scene, dated: str, nobodys: int) -> tuple[str, ...]:
    open_ = int((~scene.done.complete).sum())
    notes = [f"Each case counts in the period in which it {'ended' if dated == 'end' else 'began'}."]
    if dated == "end":
        notes[0] += " Cases that were under way at the start of the pilot were worked in both ways, and count as lit."
    if open_:
        notes.append(f"Still open, and in no figure: {many(open_, 'case')}.")
    if nobodys:
        notes.append(f"Of no unit, and in no figure: {many(nobodys, 'case')}.")
    return tuple(notes)


def length(time: Ints) -> str:
    """Weeks; days where the log has too few of them, months where it has very many."""
    weeks = (int(time.max()) - int(time.min())) / (7 * DAY)
    return "day" if weeks < FEW_WEEKS else "month" if weeks > MANY_WEEKS else "week"


def whole_periods(rows: Figures, dates: Ints, kind: str, closed: Ints | None, warm: int | None = None) -> Figures:
    """Without periods that the log does not cover whole, or in which slow cases cannot be yet; dated by starts, without those
    of which many cases are open.

    Args:
        rows: one a unit and period.
        dates: (cases,) of the cases that the log covers, microseconds UTC.
        kind: of period.
        closed, warm: as in ``Logged``.
    """
    first, last = int(dates.min()), int(dates.max())
    start = int(rows.time.min())
    borders = begins(kind, np.array([first, last])).astype("datetime64[us]").astype(np.int64)
    ends = period_ends(kind, borders)
    kept = np.ones(rows.time.size, dtype=bool)
    if first - start > EDGE * (ends[0] - borders[0]):
        kept &= rows.time > start
    if ends[1] - last > EDGE * (ends[1] - borders[1]):
        kept &= rows.time < borders[1]
    if warm is not None:
        kept &= rows.time >= warm
    if closed is not None:
        kept &= ~np.isin(rows.time, _often_open(closed, kind))
    return replace(
        rows, time=rows.time[kept], value=rows.value[kept], count=rows.count[kept], unit=rows.unit[kept],
        row=rows.row[kept],
    )  # fmt: skip


def period_ends(kind: str, starts: Ints) -> Ints:
    """Where the period after each begins."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[kind]
    return np.asarray(begins(kind, starts + longest * DAY).astype("datetime64[us]").astype(np.int64))


def _often_open(closed: Ints, kind: str) -> Ints:
    start, at = np.unique(begins(kind, closed[0]).astype("datetime64[us]").astype(np.int64), return_inverse=True)
    return np.asarray(start[1 - np.bincount(at, weights=closed[1]) / np.bincount(at) > OPEN])
