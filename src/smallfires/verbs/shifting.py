"""The shift of a fire: where its change came from, out of the log."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smallfires.errors import UsageError
from smallfires.fires.quantity import many
from smallfires.fires.shift import FIFTH, Neighbour, NoShift, Part, Parted, Shift, Side, WayRow, decide
from smallfires.stats import shift as numbers
from smallfires.stats.clusters import within_one
from smallfires.stats.shift import AFTER, BEFORE, COMPARED_AFTER, COMPARED_BEFORE, Split
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.logged import NO_LOG, scene_of
from smallfires.verbs.panels import is_table
from smallfires.verbs.piloted import Groups, Piloted, piloted, select_of
from smallfires.verbs.read_log import Scene
from smallfires.verbs.source import Opened
from smallfires.worklog import shift as ways
from smallfires.worklog.shift import Definition, Three

ROWS = 8
"""Ways that are shown."""


def shift_of(
    opened: Opened,
    told: Measuring,
    bench: Bench,
    groups: Groups,
    *,
    way: str = "activities",
    level: float = 0.95,
    scene: Scene | None = None,
) -> Shift | NoShift:
    """Where a fire's change came from.

    Args:
        opened: a log of work.
        told: what is measured.
        bench: where to work.
        groups: who was lit, and when, and who they are compared with.
        way: what another way is: ``activities``, ``path``, ``resource`` or a column.
        level: of the intervals.
        scene: the log as ``scene_of`` lays it out, where that was done already.

    Returns:
        The shift; or why there is none, where the source is no log or one of the groups has no case.

    Raises:
        DataError, Unclear: as ``cases_of``.
        UsageError: the log has no such unit or column.
    """
    if scene is None and is_table(opened.table, opened.look, told):
        return NoShift(NO_LOG)
    pilot = piloted(scene or scene_of(opened, told, bench), told, groups)
    for group, when in ((BEFORE, "before the fire was lit"), (AFTER, "since the fire was lit")):
        if not pilot.has(group):
            return NoShift(
                f"No complete case of the lit units is from {when}, so nothing can be set against each other."
            )
    if pilot.has(COMPARED_BEFORE) != pilot.has(COMPARED_AFTER):
        pilot = _alone(pilot)
    bench.progress("Comparing ways", None)
    return _shift(pilot, defined(pilot, opened, told, way), level, told.seed)


def defined(pilot: Piloted, opened: Opened, told: Measuring, way: str) -> Three:
    """A definition of a way by its name in the charter, and its neighbours.

    Raises:
        UsageError: the log names no resources, or the source has no such column.
    """
    scene = pilot.scene
    if way in ("activities", "path"):
        three = ways.by_path if way == "path" else ways.by_activities
        return three(scene.engine, scene.cases, scene.ways, pilot.all_groups, scene.activities)
    if way != "resource":
        values = ways.column(scene.engine, select_of(opened, told, way, scene.recognition.roles), scene.cases)
        return ways.by_value(way, values, scene.cases, scene.ways)
    names = scene.made.names["resources"]
    if not names.size:
        raise UsageError(
            "The log does not say who did a step, so the resource cannot be the way.",
            "Name its column with --resource, or take activities or path.",
        )
    return ways.by_value(way, ways.resources(scene.engine, scene.cases, names), scene.cases, scene.ways)


def _alone(pilot: Piloted) -> Piloted:
    """Without those compared with, who have cases on one side only."""
    own = pilot.group < COMPARED_BEFORE
    cluster, of = np.unique(pilot.cluster[own], return_inverse=True)
    return replace(
        pilot, rows=pilot.rows[own], y=pilot.y[own], rework=None if pilot.rework is None else pilot.rework[own],
        group=pilot.group[own], period=pilot.period[own], cluster=of.astype(np.int64),
        clusters=replace(pilot.clusters, stratum=pilot.clusters.stratum[cluster]),
    )  # fmt: skip


def _shift(pilot: Piloted, definitions: Three, level: float, seed: int) -> Shift:
    splits = [_split(pilot, definition, seed) for definition in definitions]
    split, definition = splits[0], definitions[0]
    splittable = pilot.rework is not None
    parted, *others = (_parted(each, level, splittable=splittable) for each in splits)
    names = [f"{each.words}" for each in definitions[1:]]
    answer, reason = decide(parted, tuple(zip(names, others, strict=True)))
    interaction = abs(float(split.net.interaction[0])) > FIFTH * abs(float(split.net.change[0]))
    return Shift(
        measure=pilot.measure,
        definition=definition.words,
        ways=int(ways.codes(definition, pilot.rows).size),
        level=level,
        change=_part(split, "change", level),
        same=_part(split, "same", _both(level)),
        rework=_part(split, "rework", level) if splittable else None,
        rest=_part(split, "rest", level) if splittable else None,
        mix=_part(split, "mix", level),
        unseen=_part(split, "unseen", level),
        different=_part(split, "different", _both(level)),
        interaction=_part(split, "interaction", level) if interaction else None,
        transformed=None if np.isnan(split.net.transformed[0]) else within_one(split.figure("transformed", level)),
        rows=_rows(pilot, definition, split),
        neighbours=tuple(
            Neighbour(
                each.words,
                int(ways.codes(each, pilot.rows).size),
                other.same,
                other.rework,
                other.different,
                parted.agrees(other),
            )
            for each, other in zip(definitions[1:], others, strict=True)
        ),
        before=_side(pilot, BEFORE),
        after=_side(pilot, AFTER),
        compared=(_side(pilot, COMPARED_BEFORE), _side(pilot, COMPARED_AFTER)) if split.compared else None,
        clusters=pilot.clusters.kind,
        answer=answer,
        reason=reason,
        notes=_notes(pilot),
    )


def _split(pilot: Piloted, definition: Definition, seed: int) -> Split:
    rework = np.zeros(pilot.y.size) if pilot.rework is None else pilot.rework
    sums = ways.sums(definition, pilot.rows, pilot.group, pilot.cluster, pilot.y, rework)
    return numbers.split(sums, pilot.clusters, np.random.default_rng(seed))


def _both(level: float) -> float:
    """The level of each of two intervals that hold at once (Bonferroni)."""
    return (1 + level) / 2


def _parted(split: Split, level: float, *, splittable: bool) -> Parted:
    at = _both(level)
    rework, rest = (split.figure(name, at) if splittable else None for name in ("rework", "rest"))
    return Parted(split.figure("same", at), split.figure("different", at), split.odds, rework, rest)


def _part(split: Split, name: str, level: float) -> Part:
    compared = None if split.compared is None else float(getattr(split.compared, name)[0])
    return Part(split.figure(name, level), float(getattr(split.pilot, name)[0]), compared)


def _side(pilot: Piloted, group: int) -> Side:
    own = pilot.group == group
    return Side(int(own.sum()), float(pilot.y[own].mean()), int(np.unique(pilot.cluster[own]).size))


def _rows(pilot: Piloted, definition: Definition, split: Split) -> tuple[WayRow, ...]:
    found, codes = split.by_way, ways.codes(definition, pilot.rows)
    order = np.argsort(-(np.abs(found.same) + np.abs(found.different)), kind="stable")
    return tuple(
        WayRow(
            label=definition.label(int(codes[at])),
            cases=int(found.cases[at]),
            share0=float(found.share[0, at]),
            share1=float(found.share[1, at]),
            mean0=_known(found.mean[0, at]),
            mean1=_known(found.mean[1, at]),
            same=float(found.same[at]),
            different=float(found.different[at]),
        )
        for at in order[:ROWS]
        if found.cases[at]
    )


def _known(mean: float) -> float | None:
    return None if np.isnan(mean) else float(mean)


def _notes(pilot: Piloted) -> tuple[str, ...]:
    kind, clusters = pilot.clusters.kind, pilot.clusters
    few = min(np.unique(pilot.cluster[pilot.group == group]).size for group in np.unique(pilot.group))
    notes = ["Every case counts the same here, and every unit in the effect, so the two changes can differ."]
    if clusters.freedom < 1:
        notes.append(f"There is only {many(1, kind)} on one side, so nothing can be told from chance.")
    elif few < FEW:
        notes.append(f"One of the groups has only {many(int(few), kind)}, so the intervals are wide.")
    return tuple(notes)


FEW = 8
"""Clusters of a group below which a reader is told."""
