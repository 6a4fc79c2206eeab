"""A table of cases between which a lot decided: which column is what, and its rows as a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smallfires.errors import DataError, TooLittleData, Unclear, UsageError
from smallfires.fires.work import Guess
from smallfires.worklog import roles
from smallfires.worklog.columns import Fetch, Profile, profiles
from smallfires.worklog.complaints import complaint
from smallfires.worklog.formats.table import Table, literal, quoted
from smallfires.worklog.measured import find_measure
from smallfires.worklog.selection import figure, missing, text

FIGURES, TEXTS = ("measure", "before"), ("arm", "cluster", "stratum")


@dataclass(frozen=True)
class DrawnHints:
    """The names of columns by role; all but the measure have to be named where they are wanted."""

    arm: str
    measure: str | None = None
    before: str | None = None
    cluster: str | None = None
    stratum: str | None = None


@dataclass(frozen=True)
class Drawn:
    """A table of cases whose columns are known.

    Attributes:
        table: the source.
        roles: the columns by role.
        guesses: what was recognised.
        select: the columns ``row`` (BIGINT), ``arm``, ``cluster``, ``stratum`` (VARCHAR), ``measure``, ``before`` (DOUBLE), and
            ``bad``: the role that cannot be read.
    """

    table: Table
    roles: Mapping[str, str]
    guesses: tuple[Guess, ...]
    select: str

    def complain(self, role: str, row: int, count: int, fetch: Fetch) -> DataError:
        """The error for rows that were marked bad, as for a work log."""
        return complaint(self.table, self.roles, {}, role=role, row=row, count=count, fetch=fetch)

    def cases(self, new: str) -> str:
        """The question that gives the cases that can be read, as ``lots.add_up`` asks it.

        Args:
            new: the value of ``arm`` that is the new way.
        """
        return (
            f"select case when arm = {literal(new)} then 1 else 0 end as arm, measure as y, before as x, cluster, stratum "
            f"from ({self.select}) as source where bad is null"
        )


def recognise_drawn(table: Table, fetch: Fetch, hints: DrawnHints) -> Drawn:
    """Find the columns of a table of cases.

    Raises:
        MissingColumn: a named column is not there, or none holds figures.
        Unclear: several could be the measure.
    """
    everything = profiles(table, fetch, None)
    named = {role: getattr(hints, role) for role in (*TEXTS, *FIGURES)}
    chosen = {role: roles.named(told, everything, role, table.name) for role, told in named.items() if told}
    if "measure" not in chosen:
        taken = [choice.profile for choice in chosen.values()]
        free = [profile for profile in everything if all(profile is not other for other in taken)]
        chosen["measure"] = find_measure(free, everything, table.name)
    columns = {role: choice.profile for role, choice in chosen.items()}
    if len({profile.name for profile in columns.values()}) < len(columns):
        raise UsageError("One column is named for two things.", roles.listed([profile.name for profile in everything]))
    return Drawn(
        table,
        {role: profile.name for role, profile in columns.items()},
        (*table.guesses, *(choice.guess(role) for role, choice in chosen.items())),
        _select(table, columns),
    )


def _select(table: Table, columns: Mapping[str, Profile]) -> str:
    inner = [f"{table.row} + {table.first_row} AS row"]
    inner += [_text(role, columns) for role in TEXTS]
    inner += [_figure(role, columns, table.decimal) for role in FIGURES]
    present = [role for role in FIGURES if role in columns]
    inner += [f"{quoted(columns[role].name)} AS {quoted('raw ' + role)}" for role in present]
    tests = ["WHEN arm IS NULL THEN 'arm'", *(_unread(role, columns[role]) for role in present)]
    outer = ", ".join(("row", *TEXTS, *FIGURES))
    return f"SELECT {outer}, CASE {' '.join(tests)} END AS bad FROM (SELECT {', '.join(inner)} FROM {table.relation})"


def _text(role: str, columns: Mapping[str, Profile]) -> str:
    return f"{text(columns[role]) if role in columns else 'CAST(NULL AS VARCHAR)'} AS {role}"


def _figure(role: str, columns: Mapping[str, Profile], decimal: str) -> str:
    if role not in columns:
        return f"CAST(NULL AS DOUBLE) AS {role}"
    return f"{figure(quoted(columns[role].name), columns[role].column.kind, decimal)} AS {role}"


def _unread(role: str, profile: Profile) -> str:
    raw = quoted("raw " + role)
    return f"WHEN {role} IS NULL AND NOT {missing(raw, profile.column.kind)} THEN {literal(role)}"


def new_way(values: Sequence[str], told: str | None, column: str, file: str) -> str:
    """Which of the two values of a column of ways is the new one.

    Raises:
        TooLittleData: there is only one.
        DataError: there are more than two.
        UsageError: the named one is none of them.
        Unclear: it cannot be told which.
    """
    shown = ", ".join(f'"{value}"' for value in values[:12])
    if len(values) != 2:
        kind = TooLittleData if len(values) == 1 else DataError
        raise kind(
            f"There is only one way: {shown}." if len(values) == 1 else f"There are {len(values)} ways: {shown}.",
            "A lot between two ways is read: keep the rows of the new one and of the old one.",
            file=file,
            column=column,
        )
    if told is not None:
        found = [value for value in values if value.casefold() == told.strip().casefold()]
        if not found:
            raise UsageError(f'--new "{told}" is none of the ways {shown}.', "Name one of them.")
        return found[0]
    marked = [value for value in values if value.casefold() in NEW]
    others = [value for value in values if value.casefold() in OLD]
    if len(marked) == 1:
        return marked[0]
    if len(others) == 1:
        return next(value for value in values if value not in others)
    raise Unclear(
        f"Which is the new way: {shown}?",
        f'Say it, as in --new "{values[-1]}".',
        file=file,
        setting="new",
        options=tuple(values),
    )


NEW = frozenset(
    [
        "1",
        "1.0",
        "true",
        "t",
        "yes",
        "y",
        "on",
        "new",
        "lit",
        "treated",
        "treatment",
        "pilot",
        "b",
        "x",
        "ja",
        "oui",
        "si",
        "sí",
    ]
)
"""Words for the new way, in small letters."""
OLD = frozenset(["0", "0.0", "false", "f", "no", "n", "off", "old", "control", "a", "nein", "nee", "non"])
"""Words for the old way, in small letters."""
