"""Tables with a column a unit, as spreadsheets often have them, made long: a row a unit and period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from smallfires.errors import MissingColumn, UsageError
from smallfires.fires.work import Guess
from smallfires.worklog import roles
from smallfires.worklog.columns import Fetch, Profile, profiles
from smallfires.worklog.formats.table import ROW, Column, Table, quoted
from smallfires.worklog.measured import times_of

UNIT = "unit"


def is_wide(table: Table, names: Collection[str], measure: str | None = None) -> bool:
    """Whether any of these names of units is the name of a column, and the measure, where it is named, is not."""
    columns = {column.name.casefold() for column in table.columns}
    return (measure or "").casefold() not in columns and any(
        " ".join(name.split()).casefold() in columns for name in names
    )


def long(table: Table, fetch: Fetch, time: str | None, measure: str, *, day_first: bool | None) -> Table:
    """The same figures with a row a unit and period: the columns ``time``'s own, ``unit`` and the measure's.

    Args:
        table: with a column of periods; every other column of figures is a unit.
        fetch: asks it.
        time: the column of periods, where it cannot be found.
        measure: what the measure shall be called.
        day_first: whether 03/04 is the third of April.

    Raises:
        MissingColumn: there is no column of periods.
        UsageError: fewer than two columns hold figures.
    """
    everything = profiles(table, fetch, day_first)
    periods = _periods(table, everything, time)
    units = [profile.column for profile in everything if profile is not periods and profile.numeric >= 0.5]
    if len(units) < 2:
        raise UsageError(
            "Fewer than two columns hold figures.",
            "A table with a column a unit has two at least; of one with a row a unit and period, name the column with --unit.",
        )
    kind = "number" if all(column.kind in ("integer", "number") for column in units) else "text"
    values = ", ".join(f"CAST({quoted(unit.name)} AS {_TYPES[kind]}) AS {quoted(unit.name)}" for unit in units)
    listed = ", ".join(quoted(unit.name) for unit in units)
    inner = f"SELECT {table.row} AS {quoted(ROW)}, {quoted(periods.name)}, {values} FROM {table.relation}"
    relation = f"(SELECT * FROM ({inner}) UNPIVOT INCLUDE NULLS ({quoted(measure)} FOR {quoted(UNIT)} IN ({listed})))"
    columns = (periods.column, Column(UNIT, "text"), Column(measure, kind))
    guess = Guess("layout", f"a column a unit: {len(units)}", "names of units are names of columns", "--wide")
    return replace(table, relation=relation, columns=columns, row=quoted(ROW), guesses=(*table.guesses, guess))


_TYPES = {"number": "DOUBLE", "text": "VARCHAR"}


def _periods(table: Table, everything: list[Profile], time: str | None) -> Profile:
    if time:
        return roles.named(time, everything, "time", table.name).profile
    found = times_of(everything)
    if not found:
        names = roles.listed([profile.name for profile in everything])
        raise MissingColumn(
            "No column of periods or dates was found.", f"Name it with --time COLUMN. {names}", file=table.name
        )
    return found[0]
