"""The SELECT that turns a source's raw columns into the columns that the work log is built from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smallfires.worklog.columns import Profile
from smallfires.worklog.dates import MISSING, Style, micros
from smallfires.worklog.formats.table import Table, literal, quoted

_ODD_SPACE = re.compile(r"[^\S ]")
_FLOAT_ID = re.compile(r"-?\d+\.0+")
_NOTHING = "['', 'NULL', 'null', 'NaN', 'nan', 'NaT', '<NA>', '#N/A']"
_STARTS = "('start', 'started', 'begin', 'begun')"
_COMPLETES = "('complete', 'completed', 'end', 'ended', 'finish', 'finished', 'stop')"
TEXTS = ("case", "activity", "resource", "unit", "type", "instance")
FIGURES = ("cost", "value")


def missing(column: str, kind: str) -> str:
    """SQL: whether a raw cell holds nothing; a list is searched, since a long IN is run as a join even when unused."""
    if kind != "text":
        return f"{column} IS NULL"
    listed = ", ".join(literal(word) for word in MISSING)
    return f"({column} IS NULL OR list_contains([{listed}], trim({column})))"


def text(profile: Profile) -> str:
    """SQL for a column as clean text: blanks trimmed and collapsed, identifiers that were read as figures mended."""
    column = quoted(profile.name)
    if profile.tidy:
        return column
    if profile.column.kind == "number":
        return rf"nullif(regexp_replace(CAST({column} AS VARCHAR), '\.0$', ''), 'nan')"
    if profile.column.kind != "text":
        return f"CAST({column} AS VARCHAR)"
    if _has_odd_spaces(profile):
        clean = rf"trim(regexp_replace({column}, '[\s\x{{A0}}]+', ' ', 'g'))"
    else:
        collapsed = f"regexp_replace(trim({column}), ' +', ' ', 'g')"
        clean = f"CASE WHEN contains({column}, '  ') THEN {collapsed} ELSE trim({column}) END"
    if _all_float_ids(profile):
        clean = rf"regexp_replace({clean}, '^(-?\d+)\.0+$', '\1')"
    long = f"strlen({column}) > 5 AND {column}[1] > ' ' AND right({column}, 1) <> ' '"
    return f"CASE WHEN {long} THEN {clean} WHEN NOT list_contains({_NOTHING}, {clean}) THEN {clean} END"


def untidy(profile: Profile, relation: str) -> str:
    """The question whether any text of a column would differ once tidied; it costs little more than a scan."""
    if _has_odd_spaces(profile) or _all_float_ids(profile):
        return "SELECT 1"
    column = quoted(profile.name)
    blank = f"contains({column}, '  ') OR starts_with({column}, ' ') OR ends_with({column}, ' ')"
    nothing = f"strlen({column}) <= 5 AND list_contains({_NOTHING}, {column})"
    return f"SELECT 1 FROM {relation} WHERE {blank} OR ({nothing}) LIMIT 1"


def _has_odd_spaces(profile: Profile) -> bool:
    return any(_ODD_SPACE.search(value) for value in profile.present)


def _all_float_ids(profile: Profile) -> bool:
    return profile.numeric > 0.5 and any(_FLOAT_ID.fullmatch(value.strip()) for value in profile.present)


def figure(column: str, kind: str, decimal: str) -> str:
    """SQL for a column as a figure; NULL where it is none."""
    if kind in ("integer", "number"):
        value = f"CAST({column} AS DOUBLE)"
    elif decimal == ",":
        value = f"TRY_CAST(replace(replace(trim({column}), '.', ''), ',', '.') AS DOUBLE)"
    else:
        value = f"TRY_CAST(trim({column}) AS DOUBLE)"
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def lifecycle(column: str) -> str:
    """SQL for a life-cycle word: ``start``, ``complete``, or another in lower case."""
    word = f"lower(trim({column}))"
    known = f"WHEN {word} IN {_STARTS} THEN 'start' WHEN {word} IN {_COMPLETES} THEN 'complete'"
    return f"CASE {known} ELSE nullif({word}, '') END"


def work(table: Table, columns: Mapping[str, Profile], styles: Mapping[str, Style], timezone: str | None) -> str:
    """The SELECT for a work log: ``row, case, activity, resource, unit, type, start, end, lifecycle, instance, cost,
    value, bad``; moments in microseconds UTC.

    Args:
        table: the source.
        columns: the chosen column of each role.
        styles: how the columns of ``start`` and ``end`` write moments.
        timezone: the zone in which moments without one are read.
    """
    inner = [f"{table.row} + {table.first_row} AS row"]
    inner += [
        f"{_column(role, columns.get(role), styles, timezone, table.decimal)} AS {quoted(role)}"
        for role in (*TEXTS, "lifecycle", *FIGURES, "start", "end")
    ]
    raw = [role for role in ("start", *FIGURES) if role in columns]
    inner += [f"{quoted(columns[role].name)} AS {quoted('raw ' + role)}" for role in raw]
    bad = _bad({role: columns[role].column.kind for role in raw})
    return (
        'SELECT row, "case", activity, resource, unit, type, start, "end", lifecycle, instance, cost, value, '
        f"{bad} AS bad FROM (SELECT {', '.join(inner)} FROM {table.relation})"
    )


def _column(role: str, profile: Profile | None, styles: Mapping[str, Style], timezone: str | None, decimal: str) -> str:
    if profile is None:
        kind = "BIGINT" if role in ("start", "end") else "DOUBLE" if role in FIGURES else "VARCHAR"
        return f"CAST(NULL AS {kind})"
    if role in styles:
        return micros(styles[role], quoted(profile.name), timezone)
    if role in FIGURES:
        return figure(quoted(profile.name), profile.column.kind, decimal)
    return lifecycle(quoted(profile.name)) if role == "lifecycle" else text(profile)


def _bad(raw: Mapping[str, str]) -> str:
    tests = [f"WHEN {quoted(role)} IS NULL THEN {literal(role)}" for role in ("case", "activity", "end")]
    tests += [
        f"WHEN {quoted(role)} IS NULL AND NOT {missing(quoted('raw ' + role), kind)} THEN {literal(role)}"
        for role, kind in raw.items()
    ]
    if "start" in raw:
        tests.append("WHEN start > \"end\" THEN 'order'")
    return f"CASE {' '.join(tests)} END"


def measures(
    table: Table,
    columns: Mapping[str, Profile],
    time: str,
) -> str:
    """The SELECT for a table of measures: ``row, time, unit, measure, count``, ``lit`` and ``first`` as text where they are,
    covariates, and ``bad``.

    Args:
        table: the source.
        columns: the chosen column of each role.
        time: SQL for the period's beginning, microseconds UTC.
    """
    unit = text(columns["unit"]) if "unit" in columns else "CAST(NULL AS VARCHAR)"
    inner = [f"{table.row} + {table.first_row} AS row", f"{time} AS time", f"{unit} AS unit"]
    marks = [role for role in ("lit", "first") if role in columns]
    inner += [f"{text(columns[role])} AS {quoted(role)}" for role in marks]
    known = [role for role in columns if role.startswith("covariate ")]
    for role in ("measure", "count", *known):
        profile = columns.get(role)
        value = figure(quoted(profile.name), profile.column.kind, table.decimal) if profile else "CAST(NULL AS DOUBLE)"
        inner.append(f"{value} AS {quoted(role)}")
    tests = ["WHEN time IS NULL THEN 'time'"]
    if "unit" in columns:
        tests.append("WHEN unit IS NULL THEN 'unit'")
    for role in ("measure", "count", *known):
        if role in columns:
            inner.append(f"{quoted(columns[role].name)} AS {quoted('raw ' + role)}")
            raw, kind = quoted("raw " + role), columns[role].column.kind
            tests.append(f"WHEN {quoted(role)} IS NULL AND NOT {missing(raw, kind)} THEN {literal(role)}")
    more = "".join(f"{quoted(role)}, " for role in (*marks, *known))
    return (
        f"SELECT row, time, unit, measure, count, {more}CASE {' '.join(tests)} END AS bad "
        f"FROM (SELECT {', '.join(inner)} FROM {table.relation})"
    )
