"""Records as tables for spreadsheets: fires at a glance, all tables of a page, a measure by unit and period."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from smallfires.faces.kinds import kind_of
from smallfires.faces.sheets import Cell, Sheet, figure
from smallfires.faces.words.page import Section, Table
from smallfires.fires.overview import Overview
from smallfires.verbs.level import Level

FIRES = (
    "fire", "called", "stage", "intent", "subject", "of", "owner", "days burnt", "next", "due", "late", "last verdict",
    "decision", "against the verdict", "last entry",
)  # fmt: skip


def fires(record: Overview) -> Sheet:
    """All fires, a row each."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.slug, one.title, str(one.stage), str(one.intent), str(one.subject), one.of, one.owner, one.days, one.what,
            one.due, "yes" if one.late else "", one.verdict, one.decision, "yes" if one.against else "", one.last,
        )
        for one in record.fires
    ]  # fmt: skip
    return Sheet("Fires", FIRES, rows)


def tables(record: object) -> tuple[Sheet, ...]:
    """Every table that stands on a record's page, in order."""
    page = kind_of(record).page(record)
    found = [_sheet(section, table) for section in page.sections for table in _tables(section)]
    return tuple(found) or (Sheet(page.title, ("answer",), [(text,) for text in (page.headline, *page.answer)]),)


def _tables(section: Section) -> Iterator[Table]:
    if section.table is not None:
        yield section.table
    yield from section.behind


def _sheet(section: Section, table: Table) -> Sheet:
    rows = [tuple(map(figure, row)) for row in table.rows]
    return Sheet(f"{section.title}: {table.caption}", [column.title for column in table.columns], rows)


def panel(level: Level) -> Sheet:
    """A measure, a row a unit and period that has a figure."""
    found = level.panel
    rows: list[tuple[Cell, ...]] = [
        (unit, period, float(found.y[at, place]), float(found.n[at, place]))
        for at, unit in enumerate(found.units)
        for place, period in enumerate(found.periods)
        if isfinite(found.y[at, place])
    ]
    return Sheet(level.measure.measure.name, (level.measure.per or "unit", "period", "figure", "cases"), rows)
