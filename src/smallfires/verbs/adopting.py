"""What a log says beside the effect: how far the new way is in use, and whether the work is done the right way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.adoption import Adopted, InPeriod, Milestone, NotKnown
from smallfires.fires.axes import Efficiency, Kept, RightWay
from smallfires.stats.clusters import share, within_one
from smallfires.stats.ratios import Ratios
from smallfires.stats.shift import AFTER, BEFORE
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.logged import NO_LOG, scene_of
from smallfires.verbs.panels import is_table
from smallfires.verbs.piloted import Groups, Piloted, piloted, select_of
from smallfires.verbs.read_log import Scene
from smallfires.verbs.source import Opened
from smallfires.worklog import adoption
from smallfires.worklog.adoption import Counts, Holds
from smallfires.worklog.periods import DAY

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RECENT = 4
"""Periods that a milestone is read from: the last ones until it. Fewer than these are too few cases, more are the past."""


def adopted_of(
    opened: Opened,
    told: Measuring,
    bench: Bench,
    groups: Groups,
    new_way: str,
    *,
    expected: float | None = None,
    by: date | None = None,
    level: float = 0.95,
    scene: Scene | None = None,
) -> Adopted | NotKnown:
    """How many of the lit units' cases were really worked the new way.

    Args:
        opened: a log of work.
        told: what the user says of it.
        bench: where to work.
        groups: who was lit, and when.
        new_way: what counts, as a sentence: ``activity is "Phone triage"``, ``tool is not "Fax"``, or a business rule.
        expected, by: the milestone: the share, and its day.
        level: of the intervals.
        scene: the log as ``scene_of`` lays it out, where that was done already.

    Raises:
        RuleError: the sentence cannot be read, or names nearly what the log has.
        DataError, Unclear, UsageError: as ``cases_of``.
    """
    pilot = _pilot(opened, told, bench, groups, scene)
    if pilot is None:
        return NotKnown(NO_LOG)
    bench.progress("Counting who worked the new way", None)
    verdicts, notes = _verdicts(opened, told, pilot.scene, new_way)
    counts = _counted(pilot, verdicts, 1)
    lit = counts.group == AFTER
    kept, asked = (
        _by(counts.cluster[lit], values[lit, 0], len(pilot.clusters)) for values in (counts.kept, counts.asked)
    )
    was, of = (int(values[counts.group == BEFORE, 0].sum()) for values in (counts.kept, counts.asked))
    eligible = int(asked.sum())
    if not eligible:
        notes = (*notes, "No complete case of the lit units could be worked the new way yet.")
    return Adopted(
        new_way=new_way,
        share=share(kept, asked, level),
        level=level,
        eligible=eligible,
        did=int(kept.sum()),
        untouched=int(counts.cases[lit].sum()) - eligible,
        before=was / of if of else None,
        periods=_periods(pilot, counts),
        clusters=pilot.clusters.kind,
        milestone=None if expected is None or by is None else _milestone(pilot, counts, expected, by, level),
        examples=counts.examples[0],
        notes=notes,
    )


def right_way_of(
    opened: Opened,
    told: Measuring,
    bench: Bench,
    groups: Groups,
    rules: tuple[str, ...] = (),
    *,
    level: float = 0.95,
    scene: Scene | None = None,
) -> RightWay | NotKnown:
    """Whether the lit units' work is done the right way: rules kept before and after, and touch as a share of time.

    Args:
        opened: a log of work.
        told: what the user says of it.
        bench: where to work.
        groups: who was lit, and when, and who they are compared with.
        rules: business rules, as people write them.
        level: of the intervals.
        scene: the log as ``scene_of`` lays it out, where that was done already.

    Raises:
        RuleError: a rule cannot be read.
        DataError, Unclear, UsageError: as ``cases_of``.
    """
    pilot = _pilot(opened, told, bench, groups, scene)
    if pilot is None:
        return NotKnown(NO_LOG)
    times = pilot.clusters.times(np.random.default_rng(told.seed))
    notes = [] if rules else ["No business rules are given, so it is not known whether they are kept."]
    efficiency = _efficiency(pilot, times, level)
    if not pilot.scene.made.starts:
        notes.append("The log has no starts, so it is not known how much of the time somebody worked.")
    return RightWay(_kept(pilot, rules, times, level), efficiency, level, pilot.clusters.kind, tuple(notes))


def _pilot(opened: Opened, told: Measuring, bench: Bench, groups: Groups, scene: Scene | None) -> Piloted | None:
    """All complete cases of the fire, whatever is measured of them."""
    if scene is None and is_table(opened.table, opened.look, told):
        return None
    return piloted(scene or scene_of(opened, told, bench), replace(told, measure="duration"), groups)


def _verdicts(opened: Opened, told: Measuring, scene: Scene, new_way: str) -> tuple[str, tuple[str, ...]]:
    """The question that says of each case whether it was worked the new way, and what a reader has to know."""
    activities = scene.activities.tolist()
    column = adoption.holds(new_way)
    if column is None:
        return adoption.rules_sql([new_way], activities)[0], ()
    if column.column.casefold() == "activity":
        rule = adoption.of_activity(column, new_way, activities)
        if rule is not None:
            return adoption.rule_sql(rule), ()
        return adoption.column_sql("", (), some=column.some), _unseen(column)
    return _of_column(opened, told, scene, column, new_way)


def _of_column(
    opened: Opened, told: Measuring, scene: Scene, column: Holds, new_way: str
) -> tuple[str, tuple[str, ...]]:
    """The same for a value of a column; a role of the log is one, too."""
    select = select_of(opened, told, column.column, scene.recognition.roles)
    found = scene.engine.columns(adoption.values_sql(select))["name"]
    values = sorted(str(value) for value in np.ma.getdata(found).tolist())
    if adoption.find(column.value, new_way, values, f'value of "{column.column}"') is None:
        return adoption.column_sql(select, (), some=column.some), _unseen(column)
    alike = [value for value in values if " ".join(value.split()).casefold() == column.value.casefold()]
    return adoption.column_sql(select, alike, some=column.some), ()


def _unseen(told: Holds) -> tuple[str, ...]:
    return (f'Nothing in the log has the {told.column} "{told.value}" so far.',)


def _counted(pilot: Piloted, verdicts: str, rules: int) -> Counts:
    columns = {
        "c": pilot.scene.cases.code[pilot.rows],
        "g": pilot.group,
        "k": pilot.cluster,
        "p": pilot.period,
    }
    return adoption.count(pilot.scene.engine, verdicts, rules, columns, AFTER)


def _by(code: Ints, values: Ints, size: int) -> Floats:
    return np.bincount(code, values, size).astype(np.float64)


def _periods(pilot: Piloted, counts: Counts) -> tuple[InPeriod, ...]:
    lit = counts.group == AFTER
    asked, kept = (_by(counts.period[lit], values[lit, 0], len(pilot.labels)) for values in (counts.asked, counts.kept))
    return tuple(
        InPeriod(pilot.labels[at], int(asked[at]), int(kept[at])) for at in np.unique(counts.period[lit]).tolist()
    )


def _milestone(pilot: Piloted, counts: Counts, expected: float, by: date, level: float) -> Milestone:
    moment = (by - date(1970, 1, 1)).days * DAY
    until = np.flatnonzero(pilot.starts <= moment)
    lit = (counts.group == AFTER) & np.isin(counts.period, until)
    last = np.unique(counts.period[lit])[-RECENT:]
    lit &= np.isin(counts.period, last)
    kept, asked = (
        _by(counts.cluster[lit], values[lit, 0], len(pilot.clusters)) for values in (counts.kept, counts.asked)
    )
    found = share(kept, asked, level)
    due = int(pilot.scene.cases.last.max()) >= moment
    reached = None if found is None else found.value >= expected
    return Milestone(expected, by.isoformat(), tuple(pilot.labels[at] for at in last.tolist()), found, due, reached)


def _kept(pilot: Piloted, rules: tuple[str, ...], times: Floats, level: float) -> tuple[Kept, ...]:
    if not rules or not pilot.rows.size:
        return ()
    verdicts, names = adoption.rules_sql(rules, pilot.scene.activities.tolist())
    counts = _counted(pilot, verdicts, len(rules))
    return tuple(_rule(pilot, counts, at, rules[at], names[at], times, level) for at in range(len(rules)))


def _rule(pilot: Piloted, counts: Counts, at: int, sentence: str, name: str, times: Floats, level: float) -> Kept:
    kept, asked = (_table(pilot, counts, values[:, at]) for values in (counts.kept, counts.asked))
    change = Ratios(kept, asked, pilot.clusters, times, level).change()
    return Kept(
        sentence=sentence,
        name=name,
        before=share(kept[BEFORE], asked[BEFORE], level),
        after=share(kept[AFTER], asked[AFTER], level),
        change=change,
        cases_before=int(asked[BEFORE].sum()),
        cases_after=int(asked[AFTER].sum()),
        examples=counts.examples[at],
    )


def _table(pilot: Piloted, counts: Counts, values: Ints) -> Floats:
    """(4, clusters)."""
    table = np.zeros((4, len(pilot.clusters)))
    np.add.at(table, (counts.group, counts.cluster), values)
    return table


def _efficiency(pilot: Piloted, times: Floats, level: float) -> Efficiency | None:
    if not pilot.scene.made.starts:
        return None
    touch, cycle = np.zeros((2, 4, len(pilot.clusters)))
    for table, values in ((touch, pilot.scene.cases.touch), (cycle, pilot.scene.cases.cycle)):
        np.add.at(table, (pilot.group, pilot.cluster), values[pilot.rows])
    ratios = Ratios(touch, cycle, pilot.clusters, times, level)
    before, after, change = ratios.of(BEFORE), ratios.of(AFTER), ratios.change()
    return Efficiency(within_one(before), within_one(after), change) if before and after and change else None
