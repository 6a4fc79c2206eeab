"""Reading a table of measures: a figure by period, and perhaps by unit, without events."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.fires.ladder import SURE, Answer, Call, Ladder, Odds, Rung, Step
from smallfires.fires.quantity import parse_number
from smallfires.fires.work import Comparison, Target, Today, WorkReading
from smallfires.stats.behaviour import KINDS, Chart, chart, chart_answer
from smallfires.stats.climb import CaseColumns, Climb, climb
from smallfires.stats.resample import bootstrap, mean, quantile
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.climbing import as_trend, unit_figures
from smallfires.verbs.question import Question
from smallfires.verbs.rows import Figures, read_rows, source_of
from smallfires.verbs.source import Opened
from smallfires.worklog import periods
from smallfires.worklog.measured import MeasureHints, MeasureRecognition, recognise_measures

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGE = 1_000
"""Cases behind a point from which the plain limits of shares and rates flag nearly everything (Laney 2002)."""

FEWEST_PERIODS = 5


def read_measures(opened: Opened, question: Question, bench: Bench) -> WorkReading:
    """Read an opened table of measures."""
    bench.progress(f"Reading {opened.table.name}", None)
    found = recognise_measures(opened.table, opened.fetch, _hints(question))
    rows = read_rows(opened, found, question)
    times, values, counts = _series(rows)
    drawn = chart(values, counts if rows.counted else None, question.chart or _kind(rows))
    target = _target(question)
    less = not question.more_is_better
    climbed = _climb(rows, target, question)
    ladder = _ladder(found, drawn, climbed, rows, question)
    answer = _answer(chart_answer(drawn, target.value if target else None, less), climbed)
    labels = periods.labels(times, found.written)
    return WorkReading(
        source=source_of(opened, found, rows), target=target, answer=answer, ladder=ladder,
        today=_today(drawn, labels, less), trend=as_trend(drawn, labels, tuple(counts.astype(int).tolist())), log=None,
        completeness=None, wastes=(), waiting=None, transitions=(), comparison=_comparison(found, rows, climbed),
        map=None, ways=(), rules=(), questions=(), warnings=_warnings(rows, climbed), settings=question.settings(),
        version=VERSION,
    )  # fmt: skip


def _hints(question: Question) -> MeasureHints:
    measure = None if question.measure == "duration" else question.measure
    return MeasureHints(
        question.time, measure, question.unit, question.count, dayfirst=question.day_first, timezone=question.timezone
    )


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
