"""Reading a work log: from recognised rows to the whole answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.fires.ladder import decide
from smallfires.fires.work import Completeness, Difference, Log, RuleResult, Source, Target, Today, Way, WorkReading
from smallfires.stats.resample import mean, quantile
from smallfires.verbs import climbing
from smallfires.verbs.asking import questions, warnings
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.question import Question
from smallfires.verbs.source import Checked, Opened, check, recognised
from smallfires.verbs.wasting import Wasted, wasted
from smallfires.worklog import best, completeness, flow, measures, rules, steps, units, ways
from smallfires.worklog.completeness import Done
from smallfires.worklog.log import MICROSECONDS, Engine
from smallfires.worklog.measures import Cases
from smallfires.worklog.recognise import Recognition
from smallfires.worklog.steps import Made
from smallfires.worklog.today import Periods, find_periods
from smallfires.worklog.ways import Ways

MOST_WAYS = 12


@dataclass(frozen=True)
class Scene:
    """A log that has been laid out: everything later questions are asked of.

    Attributes:
        hard: (hard transitions,) pairs of activity codes.
        today: (cases,) bool, the complete cases of today.
        by: what units are here.
        unit_names: names of the units, by code.
    """

    engine: Engine
    recognition: Recognition
    checked: Checked
    made: Made
    cases: Cases
    done: Done
    periods: Periods
    ways: Ways
    hard: tuple[tuple[int, int], ...]
    by: str
    unit_names: NDArray[np.object_]
    mixed: int

    @property
    def today(self) -> NDArray[np.bool_]:
        """The complete cases of today, (cases,) bool."""
        return self.done.complete & self.periods.recent

    @property
    def activities(self) -> NDArray[np.object_]:
        """Names of the activities, by code."""
        return self.made.names["activities"]


def read_log(opened: Opened, question: Question, target: Target | None, bench: Bench) -> WorkReading:
    """Read an opened work log."""
    scene = lay_out(opened, question, bench)
    bench.progress("Climbing the ladder", None)
    climbed = climbing.climb_ladder(scene, question, target)
    bench.progress("Looking for waste", None)
    found = wasted(scene, question, climbed)
    compared = climbing.comparison(scene, climbed)
    units_found = climbed.found.units
    if compared is not None and units_found is not None and climbing.surely_better(climbed):
        compared = replace(compared, differences=_differences(scene, int(units_found.code[0])))
    week = _cases_a_week(scene)
    answer = decide(target.value if target else None, climbed.ladder, climbed.found.odds, cases_per_week=week)
    engine, activities = scene.engine, scene.activities
    return WorkReading(
        source=log_source(scene),
        target=target,
        answer=answer,
        ladder=climbed.ladder,
        today=_today(scene, climbed),
        trend=climbing.trend(scene, climbed, question),
        log=_log(scene),
        completeness=_completeness(scene, climbed),
        wastes=found.wastes,
        waiting=found.waiting,
        transitions=found.transitions,
        comparison=compared,
        map=flow.process_map(engine, activities, scene.cases.ending),
        ways=tuple(_ways(scene)),
        rules=_rules(scene, question, bench),
        questions=questions(scene, question, found),
        warnings=warnings(scene, question, climbed),
        settings=question.settings(),
        version=VERSION,
    )


def lay_out(opened: Opened, question: Question, bench: Bench) -> Scene:
    """Make ``steps``, measure every case, and decide which are done and which are today's."""
    recognition = recognised(opened, question)
    checked = check(opened, recognition, question, bench)
    engine, roles = opened.engine, frozenset(recognition.roles)
    made = steps.make(
        engine, checked.select, roles, checked.starts, bench.progress, steps.tie_of(checked.longest, checked.last_row)
    )
    activities = made.names["activities"]
    hard = _hard(engine, question, activities)
    bench.progress("Measuring cases", None)
    cases = measures.measure(
        engine, made.starts, question.measure == "cost" and "cost" in roles, bool(hard), activities.size
    )
    done = completeness.find(engine, cases, activities, question.ends)
    found = find_periods(cases.first, cases.last, done.complete)
    by, names, owners, mixed = _units(engine, question, roles, made, cases, found)
    cases = replace(cases, unit=owners)
    scene = Scene(
        engine,
        recognition,
        checked,
        made,
        cases,
        done,
        found,
        ways.find(engine, activities.size, cases),
        hard,
        by,
        names,
        mixed,
    )
    _keep_today(scene)
    return scene


def _hard(engine: Engine, question: Question, activities: NDArray[np.object_]) -> tuple[tuple[int, int], ...]:
    pairs = tuple(completeness.transition_of(text, activities, "--hard") for text in question.hard)
    if pairs:
        columns = np.array(pairs, dtype=np.int32)
        engine.upload("hard", {"ea": columns[:, 0], "a": columns[:, 1]})
    return pairs


def _units(
    engine: Engine, question: Question, roles: frozenset[str], made: Made, cases: Cases, found: Periods
) -> tuple[str, NDArray[np.object_], NDArray[np.int64], int]:
    """What the units are: the log's own, else who takes a case up, else periods."""
    wanted = question.unit if question.unit in ("resource", "period") else None
    if "unit" in roles and wanted is None:
        owners, mixed = units.of_log(engine, cases.code)
        return "unit", made.names["units"], owners, mixed
    if "resource" in roles and wanted != "period":
        names = made.names["resources"]
        return "resource", names, units.of_first_resource(engine, cases.code, names.size), 0
    return "period", np.array(found.labels, dtype=object), np.where(found.full[found.of], found.of, -1), 0


def _keep_today(scene: Scene) -> None:
    """Keep ``today(c, u, t, period)``: the complete cases of today, their units, mixes and periods."""
    today = scene.today
    if not today.any():
        raise TooLittleData(
            "No case is complete.",
            "Name the activities that end a case with --ends, or wait until some are done.",
            file=scene.recognition.table.name,
        )
    labels = np.array(scene.periods.labels, dtype=object)[scene.periods.of[today]]
    scene.engine.upload(
        "today", {"c": scene.cases.code[today], "u": scene.cases.unit[today], "t": _mix(scene), "period": labels}
    )


def log_source(scene: Scene) -> Source:
    """What was read, with what was set aside, and a digest of the cases."""
    found, made = scene.recognition, scene.made
    notes = [*found.notes]
    notes += [f"{count} rows were set aside: {what}." for what, count in scene.checked.set_aside.items()]
    if made.started_only:
        notes.append(f"{made.started_only} steps were started and never completed; they are left out.")
    if made.completed_only:
        notes.append(f"{made.completed_only} steps were completed and never started; they are taken as moments.")
    if made.duplicates:
        notes.append(
            f"{made.duplicates} steps repeat another in case, activity, resource and time. They are counted as they "
            "stand; if they are slips of the export, remove them first."
        )
    if scene.mixed:
        notes.append(
            f"{scene.mixed} cases were worked in more than one unit; each counts where most of its steps were."
        )
    return Source(
        found.table.name, found.table.format, scene.checked.rows, found.guesses, tuple(notes), _fingerprint(scene)
    )


def _fingerprint(scene: Scene) -> str:
    """A digest of the cases as read: names of activities, and every case's moments, steps, ending and path."""
    digest = hashlib.sha256("\n".join(map(str, scene.activities)).encode())
    cases = scene.cases
    for column in (cases.first, cases.last, cases.steps, cases.ending, scene.ways.path):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()


def _log(scene: Scene) -> Log:
    cases, made = scene.cases, scene.made
    return Log(
        cases=len(cases),
        steps=int(cases.steps.sum()),
        activities=scene.activities.size,
        resources=made.names["resources"].size or None,
        variants=scene.ways.paths,
        ways=scene.ways.sets,
        first=_moment(int(cases.first.min())),
        last=_moment(int(cases.last.max())),
        has_starts=made.starts,
        cycle_mean=float(cases.cycle.mean()),
        cycle_median=float(np.median(cases.cycle)),
        touch_mean=float(cases.touch.mean()) if made.starts else None,
    )


def _moment(microseconds: int) -> str:
    return str(np.datetime64(microseconds, "us").astype("datetime64[s]"))


def _completeness(scene: Scene, climbed: climbing.Climbed) -> Completeness:
    done = scene.done
    ends = tuple(str(scene.activities[code]) for code in done.ends)
    complete = int(done.complete.sum())
    return Completeness(ends, done.declared, complete, len(scene.cases) - complete, done.idle_after, climbed.weighted)


def _today(scene: Scene, climbed: climbing.Climbed) -> Today:
    used = np.unique(scene.periods.of[scene.today])
    labels, weight, values = scene.periods.labels, climbed.weight, climbed.values
    return Today(
        first=labels[used[0]], last=labels[used[-1]], period=scene.periods.kind, periods=int(used.size),
        cases=int(scene.today.sum()), median=quantile(values, weight, 0.5), mean=mean(values, weight),
        p90=quantile(values, weight, 0.9 if climbed.ladder.less_is_better else 0.1),
    )  # fmt: skip


def _ways(scene: Scene) -> Iterator[Way]:
    """The most frequent paths, over the whole log."""
    path, cases = scene.ways.path, scene.cases
    sizes = np.bincount(path)
    for number in range(min(MOST_WAYS, scene.ways.paths)):
        rows = np.flatnonzero(path == number)
        names = tuple(str(scene.activities[a]) for a in ways.path_of(scene.engine, int(cases.code[rows[0]])))
        cycle = cases.cycle[rows]
        yield Way(
            names, int(sizes[number]), float(sizes[number] / path.size), float(cycle.mean()), float(np.median(cycle))
        )


def _mix(scene: Scene) -> NDArray[np.int64]:
    """(today's cases,) codes of what makes cases comparable, from 0."""
    return np.unique(climbing.mix(scene)[scene.today], return_inverse=True)[1].astype(np.int64)


def _differences(scene: Scene, top: int) -> tuple[Difference, ...]:
    owner, mix = scene.cases.unit[scene.today], _mix(scene)
    kinds = int(mix.max()) + 1
    own = np.bincount(mix[owner == top], minlength=kinds).astype(np.float64)
    others = np.bincount(mix[(owner >= 0) & (owner != top)], minlength=kinds).astype(np.float64)
    return best.differences(scene.engine, top, own, others, scene.activities, scene.made.starts)


def _rules(scene: Scene, question: Question, bench: Bench) -> tuple[RuleResult, ...]:
    if not question.rules:
        return ()
    bench.progress("Checking rules", None)
    return rules.rule_results(scene.engine, question.rules, scene.activities.tolist())


def _cases_a_week(scene: Scene) -> float:
    span = (scene.cases.last.max() - scene.cases.first.min()) / MICROSECONDS / 604_800
    return float(scene.done.complete.sum() / max(span, 1.0))


__all__ = ["Scene", "Wasted", "lay_out", "log_source", "read_log"]
