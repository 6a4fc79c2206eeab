"""The cases of a log that a fire is about: before and after it was lit, and those they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.fires.reading import Measure
from smallfires.fires.wording import some
from smallfires.stats.clusters import Clusters, bundled
from smallfires.stats.shift import AFTER, BEFORE, COMPARED_AFTER, COMPARED_BEFORE
from smallfires.verbs.inquiry import LENGTHS, Measuring
from smallfires.verbs.lighting import Lit
from smallfires.verbs.logged import length, measured, period_ends
from smallfires.verbs.panels import Tabled, rows_of
from smallfires.verbs.read_log import Scene
from smallfires.verbs.source import Opened, hints
from smallfires.worklog import periods
from smallfires.worklog.periods import DAY
from smallfires.worklog.recognise import recognise

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_UNITS = 8
"""With fewer units on either side, weeks are drawn instead of units."""
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Groups:
    """Which cases are before and after, and which they are compared with.

    Attributes:
        units: names; none where all cases are of one series.
        borders: (periods + 1,) where each period begins, and where the last one ends; microseconds UTC.
        group: (units, periods) ``BEFORE``, ``AFTER``, ``COMPARED_BEFORE``, ``COMPARED_AFTER``, or −1 for none; one row where
            there are no units.
    """

    units: tuple[str, ...]
    borders: Ints
    group: Ints

    @classmethod
    def of(cls, tabled: Tabled, pattern: Lit) -> Groups:
        """As a panel was lit: before is what was not lit of units that ever were; those that never were are compared with.

        Where units began at different times, the others' *after* begins when half of them were lit. Where the change is turned
        on and off, all that was off is *before*, and nobody is compared with.
        """
        lit = pattern.lit
        ever = lit.any(axis=1)
        begun = lit[ever].mean(axis=0) >= 0.5
        group = np.where(lit, AFTER, BEFORE)
        group[~ever] = np.where(begun, COMPARED_AFTER, COMPARED_BEFORE)
        if (lit[:, :-1] & ~lit[:, 1:]).any():
            group[~ever] = -1
        group[:, ~pattern.kept] = -1
        borders = np.r_[tabled.times, _end(tabled)]
        return cls(tabled.panel.units if tabled.per else (), borders, group.astype(np.int64))

    @classmethod
    def since(
        cls,
        units: tuple[str, ...],
        since: date,
        compared: tuple[str, ...] = (),
        first: date | None = None,
        until: date | None = None,
    ) -> Groups:
        """Units lit on one day.

        Args:
            units: that were lit; none for the whole log.
            since: the first day.
            compared: units that never were.
            first, until: days between which cases count, both included; as far as the log goes where None.
        """
        borders = np.array(
            [_moment(first) if first else -NEVER, _moment(since), _moment(until) + DAY if until else NEVER]
        )
        rows = [[BEFORE, AFTER]] * max(1, len(units)) + [[COMPARED_BEFORE, COMPARED_AFTER]] * len(compared)
        return cls((*units, *compared), borders, np.array(rows, dtype=np.int64))

    def of_cases(self, dates: Ints, unit: Ints, names: tuple[str, ...]) -> Ints:
        """(cases,) the group of each, −1 for none.

        Args:
            dates: (cases,) microseconds UTC.
            unit: (cases,) codes into ``names``, −1 for none.
            names: of the log's units.

        Raises:
            UsageError: the log has no such unit.
        """
        at = np.searchsorted(self.borders, dates, side="right") - 1
        row = np.zeros(dates.size, dtype=np.int64)
        if self.units:
            place = np.full(len(names) + 1, -1)
            place[[int(rows_of(names, (name,))[0]) for name in self.units]] = np.arange(len(self.units))
            row = place[unit]
        inside = (at >= 0) & (at < self.group.shape[1]) & (row >= 0)
        found: Ints = np.where(inside, self.group[row, np.clip(at, 0, self.group.shape[1] - 1)], -1)
        return found


def _end(tabled: Tabled) -> int:
    """Where the last period ends, microseconds UTC."""
    last = int(tabled.times[-1])
    if tabled.written in LENGTHS:
        return int(period_ends(tabled.written, tabled.times[-1:])[0])
    return last + (int(np.median(np.diff(tabled.times))) if tabled.times.size > 1 else DAY)


def _moment(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY


@dataclass(frozen=True)
class Piloted:
    """The complete cases of a fire; arrays (pilot cases,) but for ``all_groups``.

    Attributes:
        scene: the log, laid out.
        measure: what was measured.
        rows: places among all cases.
        y: the measure, in its unit.
        rework: the part of it that is rework; None where it cannot be split.
        group: of each case.
        period: code into ``labels``.
        labels: of the periods.
        starts: (periods,) where each begins, microseconds UTC.
        kind: of the periods, such as ``week``.
        cluster: place in ``clusters``.
        clusters: what is drawn as a whole.
        all_groups: (cases,) group of every case of the log, −1 for none.
    """

    scene: Scene
    measure: Measure
    rows: Ints
    y: Floats
    rework: Floats | None
    group: Ints
    period: Ints
    labels: tuple[str, ...]
    starts: Ints
    kind: str
    cluster: Ints
    clusters: Clusters
    all_groups: Ints

    def has(self, group: int) -> bool:
        """Whether there is any case of a group."""
        return bool((self.group == group).any())


def piloted(scene: Scene, told: Measuring, groups: Groups) -> Piloted:
    """The cases of a fire.

    Args:
        scene: the log, laid out.
        told: what is measured, and by which end cases are dated.
        groups: who was lit, and when.

    Raises:
        UsageError: the log has no such unit, or no units.
    """
    cases = scene.cases
    if groups.units and scene.by == "period":
        raise UsageError("The log does not say whose a case is.", "Name the column of units with --unit.")
    measure, y, dates = measured(scene, told)
    group = groups.of_cases(dates, cases.unit, tuple(str(unit) for unit in scene.unit_names))
    group = np.where(scene.done.complete & ~np.isnan(y), group, -1)
    rows = np.flatnonzero(group >= 0)
    rework = _rework(scene, measure.name)
    kind = told.period or length(dates[scene.done.complete])
    starts, period = np.unique(
        periods.begins(kind, dates[rows]).astype("datetime64[us]").astype(np.int64), return_inverse=True
    )
    unit = cases.unit[rows] if groups.units else np.full(rows.size, -1)
    cluster, clusters = _clustered(group[rows], unit, period, kind, scene.by, told.seed)
    return Piloted(
        scene=scene, measure=measure, rows=rows, y=y[rows], rework=None if rework is None else rework[rows],
        group=group[rows], period=period.astype(np.int64), labels=periods.labels(starts, kind), starts=starts,
        kind=kind,
        cluster=cluster, clusters=clusters, all_groups=group,
    )  # fmt: skip


def _rework(scene: Scene, name: str) -> Floats | None:
    """(cases,) waits before repeats and their touch; what repeats cost; None of a value."""
    cases = scene.cases
    if name == "value":
        return None
    if name == "cost":
        return np.nan_to_num(cases.cost - cases.first_cost)
    touch = cases.touch - cases.first_touch if scene.made.starts else 0.0
    return np.asarray(cases.rework_wait + touch, dtype=np.float64)


def _clustered(group: Ints, unit: Ints, period: Ints, kind: str, by: str, seed: int) -> tuple[Ints, Clusters]:
    """Units where they are many enough on both sides, else periods; drawn among those of the same side."""
    compared, after = group >= COMPARED_BEFORE, group % 2 == AFTER
    many = min((np.unique(unit[side]).size for side in (compared, ~compared) if side.any()), default=0)
    of, side, words = (unit, compared, by) if many >= FEWEST_UNITS else (period, after, kind)
    cluster = np.unique(of, return_inverse=True)[1].astype(np.int64)
    share = np.bincount(cluster, side) / np.maximum(np.bincount(cluster), 1)
    whole = Clusters((share > 0.5).astype(np.int64), words)
    bundles, bundle = bundled(whole, np.random.default_rng(seed))
    return bundle[cluster], bundles


def select_of(opened: Opened, told: Measuring, column: str, roles: Mapping[str, str]) -> str:
    """The source with one of its columns as the case's type, as ``Recognition.select``.

    Args:
        opened: the source.
        told: what the user says of it.
        column: its name, or what it is in the log, such as ``unit``; capital letters do not matter.
        roles: the column of each role.

    Raises:
        UsageError: there is no such column.
    """
    names = [each.name for each in opened.table.columns]
    plain = {name.casefold(): name for name in names}
    found = plain.get(column.casefold(), roles.get(column.casefold()))
    if found is None:
        raise UsageError(f'There is no column "{column}".', f"The columns are {some(names, 20)}.")
    return recognise(opened.table, opened.look, replace(hints(told), type=found)).select
