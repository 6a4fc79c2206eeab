"""What is in the columns: a sample of a table, seen column by column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from smallfires.errors import EmptyData
from smallfires.worklog.dates import MISSING, Style, find_style, number_style
from smallfires.worklog.formats.table import PARQUET_ROW, Column, Table, quoted
from smallfires.worklog.names import says_time

Fetch = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query and returns its rows."""

_HEAD = 4000
_LATER = ((50_000, 500), (500_000, 500), (5_000_000, 500))
_ORDERED = 0.9


@dataclass(frozen=True)
class Profile:
    """A column as the sample shows it.

    Attributes:
        column: its name and kind.
        values: its values as text, in the order of the sample, None where missing.
        present: the values that are there.
        distinct: how many different ones.
        style: how it writes moments, or None where it holds none.
        numeric: share of the values that are figures, 0 to 1.
        tidy: whether the whole column is known to need no tidying of its text.
    """

    column: Column
    values: Sequence[str | None]
    present: Sequence[str]
    distinct: int
    style: Style | None
    numeric: float
    tidy: bool = False

    @property
    def name(self) -> str:
        """Its name in the source."""
        return self.column.name

    @property
    def filled(self) -> float:
        """Share of rows with a value, 0 to 1."""
        return len(self.present) / len(self.values)

    @property
    def repeats(self) -> float:
        """Values for each different one."""
        return len(self.present) / self.distinct if self.distinct else 0.0


def figure(text: str, decimal: str = ".") -> float | None:
    """A figure written as text, or None."""
    plain = text.replace(".", "").replace(",", ".") if decimal == "," else text
    try:
        return float(plain)
    except ValueError:
        return None


def profiles(table: Table, fetch: Fetch, day_first: bool | None) -> list[Profile]:
    """A profile of every column, from rows at the beginning of the table and further down.

    Raises:
        EmptyData: the table has no rows.
    """
    listed = ", ".join(f"CAST({quoted(column.name)} AS VARCHAR)" for column in table.columns)
    rows = fetch(f"SELECT {listed} FROM {table.relation} LIMIT {_HEAD}")
    if not rows:
        raise EmptyData("The table has no rows.", "Export it again with its rows.", file=table.name)
    for offset, count in _LATER if table.row == PARQUET_ROW and len(rows) == _HEAD else ():
        rows += fetch(f"SELECT {listed} FROM {table.relation} LIMIT {count} OFFSET {offset}")
    return [
        _profile(column, [row[place] for row in rows], table.decimal, day_first)
        for place, column in enumerate(table.columns)
    ]


def _profile(column: Column, values: list[str | None], decimal: str, day_first: bool | None) -> Profile:
    often = Counter(value for value in values if value is not None)
    missing = {value for value in often if value.strip() in MISSING}
    present = [value for value in values if value is not None and value not in missing]
    figures = sum(often[value] for value in often.keys() - missing if figure(value.strip(), decimal) is not None)
    share = figures / len(present) if present else 0.0
    distinct = len(often) - len(missing)
    return Profile(column, values, present, distinct, _style(column, present, day_first, share), share)


def _style(column: Column, present: list[str], day_first: bool | None, numeric: float) -> Style | None:
    if column.kind in ("moment", "instant", "date"):
        return Style(column.kind, zone=column.kind == "instant", example=present[0] if present else "")
    if column.kind == "boolean" or not present:
        return None
    timely = says_time(column.name)
    style = find_style(present, day_first) if column.kind == "text" else None
    if style and not (style.date == "%Y%m%d" and not timely):
        return style
    return number_style(present, timely) if numeric > 0.9 else None


def same(one: Profile, other: Profile) -> bool:
    """Whether two columns say the same in every row of the sample."""
    return list(one.values) == list(other.values)


def constant_within(column: Profile, case: Profile) -> float:
    """Share of cases, of those with several rows, in which the column never changes; 1 where no case has several."""
    seen: dict[str, set[str | None]] = defaultdict(set)
    rows: dict[str, int] = defaultdict(int)
    for key, value in zip(case.values, column.values, strict=True):
        if key is not None:
            seen[key].add(value)
            rows[key] += 1
    several = [key for key, count in rows.items() if count > 1]
    return sum(len(seen[key]) == 1 for key in several) / len(several) if several else 1.0


def pairs_in_cases(case: Profile) -> list[tuple[int, int]]:
    """Places of rows that follow each other within a case of the sample."""
    last: dict[str, int] = {}
    pairs = []
    for place, key in enumerate(case.values):
        if key is None:
            continue
        if key in last:
            pairs.append((last[key], place))
        last[key] = place
    return pairs
