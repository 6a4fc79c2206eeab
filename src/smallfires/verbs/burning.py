"""A measure of the workspace as one fire sees it: who burns when, who is compared, and until when it is read."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.charter import Charter, Horizon
from smallfires.fires.plan import Draw
from smallfires.fires.wording import listed
from smallfires.verbs.amounts import asked_effect
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Inquiry, Measuring
from smallfires.verbs.learn import Studied, study
from smallfires.verbs.lighting import Lit, lighting
from smallfires.verbs.panels import Tabled, open_measures, panel_of, rows_of
from smallfires.verbs.source import Opened
from smallfires.verbs.workspace import Workspace, titled
from smallfires.worklog.periods import DAY, coming, slack

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
_FOLLOW = "treated since lit first design picked looks worthwhile"
OPEN_SETTINGS = (
    frozenset(each.name for each in fields(Inquiry)) - {each.name for each in fields(Measuring)} - {*_FOLLOW.split()}
)
"""Settings of ``learn`` that a charter's design may have; the others follow from its own fields, or are the measure's."""


@dataclass(frozen=True)
class Asking:
    """What is asked of one measure of a fire.

    Attributes:
        measure: its name in the workspace.
        worthwhile: as the charter has it; empty for none.
        until: the last day that counts; the horizon's end where None.
        after: burning periods that begin before this day are left out, as those of a dip are; None for none.
    """

    measure: str
    worthwhile: str = ""
    until: date | None = None
    after: date | None = None


def inquiry_of(
    charter: Charter, worthwhile: str | None, told: dict[str, Any], looks: int | None, *, alone: bool = False
) -> Inquiry:
    """What ``learn`` is asked for a fire.

    Args:
        charter: the fire's.
        worthwhile: as ``learn`` takes it; None for none.
        told: settings of the measure in the workspace.
        looks: periods in the horizon, where it is read after every one of them.
        alone: whether the data are one series, and name no units.

    Raises:
        UsageError: the charter's design has a setting that there is not.
    """
    strange = sorted(set(charter.design.settings) - OPEN_SETTINGS)
    if strange:
        raise UsageError(
            f'"{strange[0]}" is no setting of a design.',
            f"There are {listed(sorted(OPEN_SETTINGS))}.",
        )
    return Inquiry(
        **{
            **told,
            **charter.design.settings,
            "treated": () if alone else charter.scope.units,
            "since": charter.horizon.start,
            "design": charter.design.name,
            "picked": charter.picked,
            "seed": charter.design.seed,
            "worthwhile": worthwhile,
            "looks": looks,
        }
    )


def opened_of(workspace: Workspace, name: str, bench: Bench, units: tuple[str, ...] = ()) -> tuple[Opened, Tabled]:
    """The source of a measure, and the measure by unit and period under the name that it has in the workspace.

    Args:
        workspace: that defines it.
        name: of the measure.
        bench: where to work.
        units: that are known to be in it.

    Raises:
        DataError, Unclear, UsageError: as ``panel_of``.
    """
    source, told = workspace.measuring(name)
    inquiry = Inquiry(**told)
    opened = open_measures(source, inquiry, bench)
    tabled = panel_of(opened, inquiry, bench, named=units)
    return opened, replace(tabled, measure=titled(tabled.measure, workspace.measure(name)))


def tabled_of(workspace: Workspace, name: str, bench: Bench, units: tuple[str, ...] = ()) -> Tabled:
    """A measure by unit and period, as ``opened_of`` gives it."""
    return opened_of(workspace, name, bench, units)[1]


@dataclass(frozen=True)
class Measured:
    """One measure of a burning fire.

    Attributes:
        opened: its source.
        inquiry: what was asked.
        tabled: by unit and period, until the end of the horizon.
        pattern: who burns when.
        studied: what the charter's design reads from it.
    """

    opened: Opened
    inquiry: Inquiry
    tabled: Tabled
    pattern: Lit
    studied: Studied


def measured(
    found: tuple[Opened, Tabled],
    told: dict[str, Any],
    charter: Charter,
    draw: Draw | None,
    asking: Asking,
    bench: Bench,
) -> Measured:
    """Read one measure of a burning fire.

    Args:
        found: as ``opened_of`` gives it.
        told: settings of the measure in the workspace.
        charter: of the fire, in force.
        draw: the lot, where one was drawn.
        asking: what is asked of the measure.
        bench: where to work.

    Raises:
        TooLittleData: the data do not reach into the fire yet, or do not fit the design.
        DataError, Unclear, UsageError: as ``learn``.
    """
    opened, tabled = found
    tabled = until(scoped(tabled, charter), asking.until or charter.horizon.end)
    worthwhile = asked_effect(asking.worthwhile, tabled.measure) if asking.worthwhile else None
    inquiry = inquiry_of(charter, worthwhile, told, periods_of(tabled, charter), alone=not tabled.per)
    pattern = pattern_of(tabled, charter, draw, inquiry)
    if asking.after is not None:
        pattern = _without_dip(tabled, pattern, asking.after)
    return Measured(opened, inquiry, tabled, pattern, study(tabled, pattern, inquiry, bench))


def scoped(tabled: Tabled, charter: Charter) -> Tabled:
    """Only the units that the charter names: those that burn and those they are compared with; all where it names no others."""
    scope = charter.scope
    if not tabled.per or not scope.compared:
        return tabled
    rows = rows_of(tabled.panel.units, (*scope.units, *scope.compared))
    marks = {role: texts[rows] for role, texts in tabled.marks.items()}
    return replace(tabled, panel=tabled.panel.only(rows), marks=marks)


def until(tabled: Tabled, last: date) -> Tabled:
    """Only the periods that begin on this day or before it: what came after the horizon does not count.

    Raises:
        UsageError: its periods are numbers, which no day can be compared with.
    """
    return _cut(tabled, tabled.times < _moment(tabled, last) + DAY - slack(tabled.times))


def before(tabled: Tabled, first: date) -> Tabled:
    """Only the periods that begin before this day: the time before the fire.

    Raises:
        UsageError: its periods are numbers.
    """
    return _cut(tabled, tabled.times < _moment(tabled, first) - slack(tabled.times))


def _cut(tabled: Tabled, kept: Bools) -> Tabled:
    marks = {role: texts[:, kept] for role, texts in tabled.marks.items()}
    return replace(tabled, panel=tabled.panel.only(slice(None), kept), times=tabled.times[kept], marks=marks)


def _moment(tabled: Tabled, day: date) -> int:
    """Microseconds UTC."""
    if tabled.written == "number":
        raise UsageError(
            f"The periods of {tabled.measure.name} are numbers, and a fire burns from day to day.",
            "Give a column of dates as the source's time.",
        )
    return (day - date(1970, 1, 1)).days * DAY


def calendar(tabled: Tabled, start: date, end: date) -> Ints:
    """Where the periods between two days begin, microseconds UTC, as those before go on; known before any of them is there."""
    first = _moment(tabled, start)
    past = tabled.times[tabled.times < first]
    return coming(past if past.size else tabled.times, first, _moment(tabled, end) + DAY - 1)


def periods_of(tabled: Tabled, charter: Charter) -> int:
    """How many periods the horizon has."""
    return periods_until(tabled, charter.horizon.start, charter.horizon.end)


def periods_until(tabled: Tabled, start: date, end: date) -> int:
    """How many periods there are from one day to another, both included; one at the least."""
    return max(1, calendar(tabled, start, end).size)


def day_after(tabled: Tabled, horizon: Horizon, periods: int) -> date:
    """The day on which so many periods from the start are over."""
    begins = calendar(tabled, horizon.start, horizon.end)
    if periods >= begins.size:
        return horizon.end + timedelta(days=1)
    return date(1970, 1, 1) + timedelta(days=int(begins[periods]) // DAY)


def pattern_of(tabled: Tabled, charter: Charter, draw: Draw | None, inquiry: Inquiry) -> Lit:
    """Who burns when: the scope from the start on, or as the lot was drawn.

    Raises:
        UsageError: a unit is not in the data.
        TooLittleData: nothing is known of the time before the start, or since.
    """
    if not tabled.times.size or int(tabled.times[-1]) < _moment(tabled, charter.horizon.start) - slack(tabled.times):
        raise TooLittleData(
            f"Nothing of {tabled.measure.name} is from after the start, {charter.horizon.start}.",
            "Read it again when the data have gone on.",
            file=tabled.source.name,
        )
    block = lighting(tabled, replace(inquiry, lit=None, first=None))
    if draw is None or not draw.turns:
        return block
    start = int(block.lit.any(axis=0).argmax())
    lit, known = _turned(tabled, draw, start)
    kept = block.kept & known
    return replace(block, lit=lit, kept=kept & (np.arange(lit.shape[1]) >= start) if _alone(lit) else kept)


def _turned(tabled: Tabled, draw: Draw, start: int) -> tuple[Bools, Bools]:
    """(units, periods) as the lot was drawn from period ``start`` on, and (periods,) whether it was drawn for that period.

    A period without data still counts as one; periods that do not say which they are count one by one.
    """
    panel = tabled.panel
    told = panel.periods[start:]
    places = {label: place for place, label in enumerate(draw.periods, 1)}
    if not places.keys() & set(told):
        places = {label: place for place, label in enumerate(told[: len(draw.periods)], 1)}
    lit, known = np.zeros(panel.y.shape, dtype=np.bool_), np.ones(len(panel.periods), dtype=np.bool_)
    known[start:] = [label in places for label in told]
    at = np.array([places.get(label, 0) for label in told], dtype=np.int64)
    for turn in draw.turns:
        row = rows_of(panel.units, (turn.unit,)) if tabled.per else 0
        lit[row, start:] = np.isin(at, turn.lit)
    return lit, known


def _alone(lit: Bools) -> bool:
    """Whether the change is turned on and off, so that only the periods for which the lot was drawn are read."""
    return bool((lit[:, :-1] & ~lit[:, 1:]).any())


def _without_dip(tabled: Tabled, pattern: Lit, after: date) -> Lit:
    """Without the burning periods of the dip.

    Raises:
        TooLittleData: there is none after it yet.
    """
    burnt = pattern.lit.any(axis=0)
    kept = pattern.kept & ~(burnt & (tabled.times < _moment(tabled, after)))
    if not (kept & burnt).any():
        raise TooLittleData(
            f"No whole period is from after the dip, which is declared to end on {after}.",
            "Read it again when the data have gone on.",
            file=tabled.source.name,
        )
    note = f"Periods of the dip, until {after}, are left out."
    return replace(pattern, kept=kept, notes=(*pattern.notes, note))
