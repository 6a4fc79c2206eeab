"""What is said about a row that cannot be read: the value, the rule, the way out, and where it is."""

from __future__ import annotations

from collections.abc import Mapping

from smallfires.errors import DataError, UnreadableValue
from smallfires.worklog.columns import Fetch
from smallfires.worklog.dates import MISSING, Style, shape_of
from smallfires.worklog.formats.table import Table, quoted

_RULES = {
    "case": "The row does not say which case it belongs to.",
    "activity": "The row names no activity.",
    "unit": "The row names no unit.",
    "arm": "The row does not say which way the case was worked.",
}

_ENDLESS = ("inf", "infinity", "1e999")


def complaint(
    table: Table,
    roles: Mapping[str, str],
    styles: Mapping[str, Style],
    *,
    role: str,
    row: int,
    count: int,
    fetch: Fetch,
    where: str = "",
    first: str = "",
) -> DataError:
    """The error for a row that was marked bad.

    Args:
        table: the source.
        roles: the column of each role.
        styles: how the columns of moments are written.
        role: what the row was marked with: a role, or ``order``.
        row: its number, as a spreadsheet counts.
        count: how many rows are marked so.
        fetch: runs a query.
        where: whose value it is, in words; only for figures.
        first: an order in SQL that brings the row to the front, where several have its number.
    """
    column = roles["end" if role == "order" else role]
    problem, fix = _problem(table, roles, styles, role=role, row=row, fetch=fetch, where=where, first=first)
    rows = f"{count:,} row{'' if count == 1 else 's'}"
    way_out = f"{fix}, or set such rows aside with --set-aside ({rows})."
    return UnreadableValue(problem, way_out, file=table.name, row=row, column=column)


def _problem(
    table: Table,
    roles: Mapping[str, str],
    styles: Mapping[str, Style],
    *,
    role: str,
    row: int,
    fetch: Fetch,
    where: str,
    first: str,
) -> tuple[str, str]:
    if role == "order":
        start, end = (_value(table, roles[name], row, fetch) for name in ("start", "end"))
        return f'The end "{end}" is before the start "{start}".', "Correct one of them"
    if role in _RULES:
        return _RULES[role], "Fill it in"
    value = _value(table, roles[role], row, fetch, first)
    if role not in styles:
        mark = f" (the decimal mark is {table.decimal}, see --decimal)" if "," in value or "." in value else ""
        whose = f" {where}" if where else ""
        if value.strip().lower().lstrip("+-") in _ENDLESS:
            return f'"{value}"{whose} is not a finite number.', "Correct it, or leave it empty"
        return f'"{value}"{whose} is not a number{mark}.', "Correct it"
    if value.strip() in MISSING:
        return "The row has no time here.", "Fill it in"
    return _moment(value, styles[role])


def _moment(value: str, style: Style) -> tuple[str, str]:
    shape = shape_of(value.strip())
    others = f"The others in this column read as {style.example}."
    if shape is not None and shape.zone != style.zone and style.kind in ("iso", "format"):
        lack = "says no time zone, while the others do" if style.zone else "says a time zone, while the others do not"
        return (
            f'"{value}" {lack} (they read as {style.example}).',
            "Correct it, or say in which zone values without one were written, as --timezone Europe/Amsterdam",
        )
    what = "not a date" if shape is None or shape.date == style.date else "not written as the other dates"
    return f'"{value}" is {what}. {others}', "Correct it"


def _value(table: Table, column: str, row: int, fetch: Fetch, first: str = "") -> str:
    order = f"ORDER BY {first}" if first else ""
    row_asked, asked = '"row asked"', '"value asked"'
    numbered = f"{table.row} + {table.first_row} AS {row_asked}, {quoted(column)} AS {asked}, *"
    found = fetch(
        f"SELECT CAST({asked} AS VARCHAR) FROM (SELECT {numbered} FROM {table.relation}) "
        f"WHERE {row_asked} = {row} {order} LIMIT 1"
    )
    return str(found[0][0]) if found and found[0][0] is not None else ""
