"""The ladder of a log: which figures of each case are its rungs, and who is best seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.ladder import Ladder, Rung, Step
from smallfires.fires.work import Comparison, Target, Trend, UnitFigure
from smallfires.stats.behaviour import Chart, chart
from smallfires.stats.climb import CaseColumns, Climb, Level, UnitTable, climb
from smallfires.stats.resample import typical
from smallfires.stats.survival import completion_weights
from smallfires.verbs.question import MEASURES, Question
from smallfires.worklog import completeness, measures
from smallfires.worklog.log import MICROSECONDS

if TYPE_CHECKING:
    from smallfires.verbs.read_log import Scene

Floats = NDArray[np.float64]

OPEN_SHARE = 0.05
"""Above this share of open cases, typical durations use Kaplan-Meier."""

FEWEST_POINTS = 3
MEDIAN = 0.5

SMALLEST = {"unit": 10, "resource": 20, "period": 10}
"""Complete cases that a unit needs to be compared; people more, since their cases differ more in kind than teams'."""


@dataclass(frozen=True)
class Climbed:
    """The ladder of today's cases.

    Attributes:
        values: (cases,) the measure of today's complete cases, in the ladder's unit.
        weight: (cases,) their weights.
        weighted: whether these are Kaplan-Meier's.
        reached: share of the distribution of durations that the data reach.
        left_out: complete cases without a figure of the measure.
    """

    ladder: Ladder
    found: Climb
    values: Floats
    weight: Floats
    weighted: bool
    reached: float
    left_out: int

    def typical(self, values: Floats) -> float:
        """The typical figure of today's cases, weighted as the ladder is."""
        return typical(values, self.weight, self.ladder.statistic)


@dataclass(frozen=True)
class _Columns:
    """The figures of every case from which the rungs are made; None where the data cannot show the rung."""

    value: Floats
    waste_free: Floats | None
    floor: Floats | None
    declared: Floats | None = None


def climb_ladder(scene: Scene, question: Question, target: Target | None) -> Climbed:
    """Climb the ladder of today's cases."""
    columns = _columns(scene, question)
    today = scene.today
    weight, weighted, reached = _weights(scene)
    if reached <= MEDIAN and question.statistic == "median":
        raise TooLittleData(
            f"Half of the cases are not done yet: only {reached:.0%} of durations have been seen to their end.",
            "So what is typical cannot be known yet. Wait, name the ends that are missing (--ends), or ask for "
            "--statistic mean, which will be too low.",
        )
    unknown = np.isnan(columns.value[today])
    if unknown.all():
        raise UsageError(f"No case has a {question.measure}.", f"Name its column with --{question.measure}.")
    rows = np.flatnonzero(today)[~unknown]
    weight = weight[rows]
    found = climb(
        CaseColumns(
            columns.value[rows], _at(columns.waste_free, rows), _at(columns.floor, rows), weight,
            scene.cases.unit[rows], mix(scene)[rows],
        ),
        target=target.value if target else None, statistic=question.statistic, level=question.level,
        rng=np.random.default_rng(question.seed), less_is_better=question.measure != "value",
        smallest=SMALLEST[scene.by],
    )  # fmt: skip
    ladder = Ladder(
        rungs=tuple(_rungs(scene, found, columns, rows, weight, question)), measure=question.measure,
        unit="seconds" if question.measure == "duration" else "", statistic=question.statistic,
        less_is_better=question.measure != "value", level=question.level,
        missing=_missing(scene, found, columns, question),
    )  # fmt: skip
    return Climbed(ladder, found, columns.value[rows], weight, weighted, reached, int(unknown.sum()))


def mix(scene: Scene) -> NDArray[np.int64]:
    """(cases,) what makes cases comparable: their type; where the log has none, how they ended.

    Without it, whoever handles the cases that are withdrawn on the first day would look like the best.
    """
    types = scene.cases.type
    return types if (types >= 0).any() else scene.cases.ending


def _columns(scene: Scene, question: Question) -> _Columns:
    cases = scene.cases
    if question.measure == "value":
        return _Columns(cases.value, None, None)
    if question.measure == "cost":
        return _Columns(cases.cost, cases.first_cost, cases.floor_cost)
    if question.measure != "duration":
        raise UsageError(f'"{question.measure}" is no measure of a case.', f"It is one of {', '.join(MEASURES)}.")
    if scene.made.starts:
        waste_free = np.minimum(cases.first_touch + cases.hard, cases.cycle)
        return _Columns(cases.cycle, waste_free, np.minimum(cases.floor_touch + cases.hard, waste_free))
    if question.touch:
        return _declared(scene, question)
    return _Columns(cases.cycle, None, None)


def _declared(scene: Scene, question: Question) -> _Columns:
    """Rungs from touch times that people declared."""
    activities = scene.activities
    touch = {completeness.code_of(name, activities, "--touch"): times for name, times in question.touch.items()}
    seconds = measures.declared_touch(scene.engine, touch, scene.cases.code) + scene.cases.hard
    low, usual, high = np.minimum(seconds, scene.cases.cycle)
    return _Columns(scene.cases.cycle, usual, low, high)


def _weights(scene: Scene) -> tuple[Floats, bool, float]:
    """Weights of all cases: Kaplan-Meier's where over 5 % of the recent ones are open, else one for each that is done."""
    recent, complete = scene.periods.recent, scene.done.complete
    weight = np.where(scene.today, 1.0, 0.0)
    if 1.0 - complete[recent].mean() <= OPEN_SHARE:
        return weight, False, 1.0
    until = np.where(complete, scene.cases.last, scene.cases.last.max())
    seconds = (until - scene.cases.first)[recent] / MICROSECONDS
    done = completion_weights(seconds, complete[recent])
    weight[recent] = done.weights
    return weight, True, done.reached


def _at(values: Floats | None, rows: NDArray[np.int64]) -> Floats | None:
    return None if values is None else values[rows]


def _rungs(
    scene: Scene, found: Climb, columns: _Columns, rows: NDArray[np.int64], weight: Floats, question: Question
) -> list[Rung]:
    rungs = [_rung(Step.TYPICAL, found.typical)]
    if found.best_seen is not None and found.units is not None:
        level = found.best_seen
        who = str(scene.unit_names[int(found.units.code[0])])
        value = better(level.value, found.typical.value, question)
        low, high = min(level.low, value), max(level.high, value)
        rungs.append(Rung(Step.BEST_SEEN, value, low, high, level.cases, raw=found.raw_best, who=who))
    if found.waste_free is not None:
        rungs.append(_rung(Step.WASTE_FREE, _widened(found.waste_free, columns, rows, weight, question), columns))
    if found.floor is not None:
        rungs.append(_rung(Step.FLOOR, found.floor, columns))
    return rungs


def better(one: float, other: float, question: Question) -> float:
    """The better of two levels: a unit that is drawn to the mean of units may lie just behind today's typical case."""
    return max(one, other) if question.measure == "value" else min(one, other)


def _rung(step: Step, level: Level, columns: _Columns | None = None) -> Rung:
    declared = columns is not None and columns.declared is not None
    return Rung(step, level.value, level.low, level.high, level.cases, declared)


def _widened(level: Level, columns: _Columns, rows: NDArray[np.int64], weight: Floats, question: Question) -> Level:
    """Declared touch times: the interval reaches from the low to the high times that people gave."""
    if columns.declared is None or columns.floor is None:
        return level
    ends = [typical(values[rows], weight, question.statistic) for values in (columns.floor, columns.declared)]
    return Level(level.value, min(level.low, *ends), max(level.high, *ends), level.cases)


def _missing(scene: Scene, found: Climb, columns: _Columns, question: Question) -> dict[Step, str]:
    """For each rung that is not there, why not."""
    missing = {}
    if found.best_seen is None:
        missing[Step.BEST_SEEN] = "There are no two units with enough complete cases to compare."
    if columns.waste_free is None:
        why = {
            "duration": "The log does not say when steps start, so how long they are worked on is unknown.",
            "value": "No waste is known for a measure of which more is better.",
        }[question.measure]
        missing[Step.WASTE_FREE] = missing[Step.FLOOR] = why
    return missing


def comparison(scene: Scene, climbed: Climbed) -> Comparison | None:
    """The units side by side, best first; None where there are no two to compare."""
    table = climbed.found.units
    if table is None:
        return None
    by = scene.recognition.roles["unit"] if scene.by == "unit" else scene.by
    return Comparison(
        by, unit_figures(table, scene.unit_names), climbed.found.spread or 0.0, (), climbed.found.left_out
    )


def surely_better(climbed: Climbed) -> bool:
    """Whether the best unit is better than today by more than the doubt in its figure."""
    best, typical = climbed.found.best_seen, climbed.found.typical
    if best is None:
        return False
    return best.high < typical.value if climbed.ladder.less_is_better else best.low > typical.value


def unit_figures(table: UnitTable, names: NDArray[np.object_]) -> tuple[UnitFigure, ...]:
    """The compared units as records, best first."""
    columns = (table.code, table.cases, table.raw, table.standardised, table.shrunk, table.low, table.high)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(UnitFigure(str(names[code]), *figures) for code, *figures in rows)


def trend(scene: Scene, climbed: Climbed, question: Question) -> Trend | None:
    """The measure by period of the cases' starts, over all full periods; None where there are too few.

    A period of which many cases are still open is left out: those that are done are its fast ones.
    """
    values = _columns(scene, question).value if question.measure != "duration" else scene.cases.cycle
    period, complete = scene.periods.of, scene.done.complete
    started = np.bincount(period, minlength=scene.periods.full.size)
    settled = np.bincount(period, weights=~complete, minlength=started.size) <= OPEN_SHARE * started
    shown = complete & (scene.periods.full & settled)[period] & ~np.isnan(values)
    period = scene.periods.of[shown]
    used, counts = np.unique(period, return_counts=True)
    if scene.periods.kind == "all" or used.size < FEWEST_POINTS:
        return None
    order = np.argsort(period, kind="stable")
    groups = np.split(values[shown][order], np.cumsum(counts)[:-1])
    middle = np.median if climbed.ladder.statistic == "median" else np.mean
    found = chart(np.array([middle(group) for group in groups]), None, "XmR")
    return as_trend(found, tuple(scene.periods.labels[place] for place in used), tuple(counts.tolist()))


def as_trend(found: Chart, labels: tuple[str, ...], counts: tuple[int, ...]) -> Trend:
    """A chart as a record of the domain."""
    kept = found.kept.tolist()
    return Trend(
        chart=found.kind, periods=tuple(labels[place] for place in kept), values=tuple(found.values.tolist()),
        counts=tuple(counts[place] for place in kept), centre=float(found.centre), lower=tuple(found.lower.tolist()),
        upper=tuple(found.upper.tolist()), signals=found.signals, false_alarm=found.false_alarm,
        autocorrelation=found.autocorrelation, stable=found.stable,
    )  # fmt: skip
