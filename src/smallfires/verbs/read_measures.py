"""Reading a table of measures: a figure by period, and perhaps by unit, without events."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UnreadableValue, UsageError
from smallfires.fires.ladder import SURE, Answer, Call, Ladder, Odds, Rung, Step
from smallfires.fires.quantity import parse_number
from smallfires.fires.work import Comparison, Source, Target, Today, WorkReading
from smallfires.stats.behaviour import KINDS, Chart, chart, chart_answer
from smallfires.stats.climb import CaseColumns, Climb, climb
from smallfires.stats.resample import bootstrap, mean, quantile
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.climbing import as_trend, unit_figures
from smallfires.verbs.question import Question
from smallfires.verbs.source import Opened
from smallfires.worklog.log import figures, nullable
from smallfires.worklog.periods import MeasureHints, MeasureRecognition, recognise_measures
from smallfires.worklog.today import label

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGE = 1_000
"""Cases behind a point from which the plain limits of shares and rates flag nearly everything (Laney 2002)."""

FEWEST_PERIODS = 5


@dataclass(frozen=True)
class Figures:
    """The rows of the table; arrays (rows,).

    Attributes:
        time: where the period begins, microseconds UTC.
        value: the measure.
        count: cases behind it, ones where none are given.
        unit: code into ``units``, −1 where there is none.
    """

    time: Ints
    value: Floats
    count: Floats
    unit: Ints
    units: NDArray[np.object_]
    counted: bool


def read_measures(opened: Opened, question: Question, bench: Bench) -> WorkReading:
    """Read an opened table of measures."""
    bench.progress(f"Reading {opened.table.name}", None)
    found = recognise_measures(opened.table, opened.fetch, _hints(question))
    rows = _rows(opened, found, question)
    times, values, counts = _series(rows)
    drawn = chart(values, counts if rows.counted else None, question.chart or _kind(rows))
    target = _target(question)
    less = not question.more_is_better
    climbed = _climb(rows, target, question)
    ladder = _ladder(found, drawn, climbed, rows, question)
    answer = _answer(chart_answer(drawn, target.value if target else None, less), climbed)
    labels = _labels(times)
    return WorkReading(
        source=_source(opened, found, rows), target=target, answer=answer, ladder=ladder,
        today=_today(drawn, labels, less), trend=as_trend(drawn, labels, tuple(counts.astype(int).tolist())), log=None,
        completeness=None, wastes=(), waiting=None, transitions=(), comparison=_comparison(found, rows, climbed),
        map=None, ways=(), rules=(), questions=(), warnings=_warnings(rows, climbed), settings=question.settings(),
        version=VERSION,
    )  # fmt: skip


def _hints(question: Question) -> MeasureHints:
    measure = None if question.measure == "duration" else question.measure
    return MeasureHints(question.time, measure, question.unit, question.count, question.day_first, question.timezone)


def _rows(opened: Opened, found: MeasureRecognition, question: Question) -> Figures:
    columns = opened.engine.columns(f"select * from ({found.select}) as source")
    bad = np.ma.getdata(columns["bad"]).astype(object)
    faulty = np.flatnonzero(~np.ma.getmaskarray(columns["bad"]))
    if faulty.size and not question.set_aside:
        first = int(faulty[0])
        raise found.complain(str(bad[first]), int(columns["row"][first]), int(faulty.size), opened.fetch)
    kept = np.setdiff1d(np.arange(bad.size), faulty)
    value = figures(columns["measure"])
    kept = kept[~np.isnan(value[kept])]
    if not kept.size:
        raise EmptyData(
            "No row has a figure.", "Name the column of the measure with --measure.", file=opened.table.name
        )
    names = np.ma.filled(columns["unit"].astype(object), "")
    units, codes = np.unique(names.astype(str), return_inverse=True)
    counted = "count" in found.roles
    count = figures(columns["count"]) if counted else np.ones(bad.size)
    if counted:
        _check_counts(count[kept], nullable(columns["row"])[kept], opened.table.name, found.roles["count"])
        kept = kept[count[kept] > 0]
    value = value / np.where(count > 0, count, 1.0) if counted and _numerator(value[kept]) else value
    return Figures(
        nullable(columns["time"])[kept], value[kept], count[kept],
        codes[kept] if "unit" in found.roles else np.full(kept.size, -1), units.astype(object), counted,
    )  # fmt: skip


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


def _kind(rows: Figures) -> str:
    """The chart that suits: shares p, rates u, both in their large-sample form where counts are large, else XmR."""
    if not rows.counted:
        return "XmR"
    kind = "p" if ((rows.value >= 0) & (rows.value <= 1)).all() else "u"
    return kind + ("'" if np.median(rows.count) >= LARGE else "")


def _series(rows: Figures) -> tuple[Ints, Floats, Floats]:
    """One figure a period: the mean over units, weighted by the cases behind each."""
    times, place = np.unique(rows.time, return_inverse=True)
    counts = np.bincount(place, weights=rows.count).astype(np.float64)
    return times, np.bincount(place, weights=rows.value * rows.count) / counts, counts


def _target(question: Question) -> Target | None:
    if question.target is None:
        return None
    if question.chart is not None and question.chart not in KINDS:
        raise UsageError(f'"{question.chart}" is no chart.', f"It is one of {', '.join(KINDS)}.")
    value = parse_number(question.target) if isinstance(question.target, str) else float(question.target)
    return Target(value, str(question.target))


def _climb(rows: Figures, target: Target | None, question: Question) -> Climb | None:
    """The units compared, a period of a unit as a case; None where there are no two."""
    if np.unique(rows.unit).size < 2:
        return None
    cases = CaseColumns(rows.value, None, None, rows.count / rows.count.mean(), rows.unit, np.full(rows.unit.size, -1))
    return climb(
        cases, target=target.value if target else None, statistic="mean", level=question.level,
        rng=np.random.default_rng(question.seed), less_is_better=not question.more_is_better, smallest=FEWEST_PERIODS,
    )  # fmt: skip


def _answer(of_chart: Answer, climbed: Climb | None) -> Answer:
    """The chart's answer; but where a unit in house is there already, it is to optimize."""
    odds: Odds | None = None if climbed is None else climbed.odds
    if of_chart.call is not Call.TRANSFORM or odds is None or climbed is None or climbed.best_seen is None:
        return of_chart
    someone = odds.typical + odds.best_seen
    if someone < SURE:
        return of_chart
    return Answer(Call.OPTIMIZE, someone, {Call.OPTIMIZE: someone, Call.TRANSFORM: 1 - someone})


def _ladder(
    found: MeasureRecognition, drawn: Chart, climbed: Climb | None, rows: Figures, question: Question
) -> Ladder:
    rng = np.random.default_rng(question.seed)
    draws = bootstrap([drawn.values], drawn.counts, "mean", cluster=None, draws=1000, rng=rng)
    low, high = np.quantile(draws, [(1 - question.level) / 2, (1 + question.level) / 2])
    rungs = [
        Rung(
            Step.TYPICAL, drawn.centre, min(float(low), drawn.centre), max(float(high), drawn.centre), drawn.values.size
        )
    ]
    if climbed is not None and climbed.best_seen is not None and climbed.units is not None:
        best, who = climbed.best_seen, str(rows.units[int(climbed.units.code[0])])
        rungs.append(Rung(Step.BEST_SEEN, best.value, best.low, best.high, best.cases, raw=climbed.raw_best, who=who))
    why = "A table of measures shows no steps, so no waste."
    missing = {Step.WASTE_FREE: why, Step.FLOOR: why}
    if len(rungs) == 1:
        missing[Step.BEST_SEEN] = "The table names no two units with enough periods to compare."
    return Ladder(
        tuple(rungs), found.roles["measure"], "", "mean", not question.more_is_better, question.level, missing
    )


def _today(drawn: Chart, labels: tuple[str, ...], less: bool) -> Today:
    ones = np.ones(drawn.values.size)
    kept = drawn.kept
    return Today(
        first=labels[int(kept[0])], last=labels[int(kept[-1])], period="period", periods=kept.size, cases=kept.size,
        median=quantile(drawn.values, ones, 0.5), mean=mean(drawn.values, drawn.counts),
        p90=quantile(drawn.values, ones, 0.9 if less else 0.1),
    )  # fmt: skip


def _labels(times: Ints) -> tuple[str, ...]:
    """Labels as short as the spacing of the periods allows: months, weeks, days or moments."""
    gap = float(np.median(np.diff(times))) / 86_400e6 if times.size > 1 else 1.0
    kind = "month" if gap > 25 else "week" if 6.5 < gap < 7.5 else "day"
    if gap < 0.9:
        return tuple(str(moment)[:16] for moment in times.astype("datetime64[us]"))
    return tuple(label(kind, moment) for moment in times.astype("datetime64[us]").astype("datetime64[D]"))


def _source(opened: Opened, found: MeasureRecognition, rows: Figures) -> Source:
    digest = hashlib.sha256()
    for column in (rows.time, rows.value, rows.count, rows.unit):
        digest.update(np.ascontiguousarray(column).tobytes())
    table = opened.table
    return Source(table.name, table.format, rows.value.size, found.guesses, found.notes, digest.hexdigest())


def _comparison(found: MeasureRecognition, rows: Figures, climbed: Climb | None) -> Comparison | None:
    if climbed is None or climbed.units is None:
        return None
    figured = unit_figures(climbed.units, rows.units)
    return Comparison(found.roles["unit"], figured, climbed.spread or 0.0, (), climbed.left_out)


def _warnings(rows: Figures, climbed: Climb | None) -> tuple[str, ...]:
    said = [] if climbed is None else list(climbed.notes)
    if np.unique(rows.unit).size > 1:
        weighed = "weighted by the cases behind each" if rows.counted else "each counting the same"
        said.append(f"The chart shows the mean over {rows.units.size} units, {weighed}.")
    return tuple(said)
