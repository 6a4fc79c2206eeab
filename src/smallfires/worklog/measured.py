"""Tables of measures: a figure by period (and unit), without cases and activities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smallfires.errors import DataError, MissingColumn, Unclear
from smallfires.fires.work import Guess
from smallfires.worklog import moments, roles, selection
from smallfires.worklog.columns import Fetch, Profile, constant_within, profiles
from smallfires.worklog.complaints import complaint
from smallfires.worklog.dates import Style, micros
from smallfires.worklog.formats.table import Table, literal, quoted
from smallfires.worklog.names import fit, says_time, words
from smallfires.worklog.periods import period_of

if TYPE_CHECKING:
    from smallfires.worklog.recognise import Hints

_COUNTS = frozenset(
    [
        "n",
        "count",
        "counts",
        "cases",
        "denominator",
        "total",
        "size",
        "opportunities",
        "volume",
        "trials",
        "anzahl",
        "faelle",
        "aantal",
        "aantallen",
        "casos",
        "nombre",
        "numero",
        "numbers",
        "sample",
        "eligible",
    ]
)
_FLAGS = 2
_LIT = frozenset(["lit", "treated", "treatment", "treat", "pilot", "intervention", "new way"])
_FIRST = frozenset(["first lit", "lit since", "first treat", "first treated", "treated since", "cohort"])
_ONCE = 0.95
"""The share of rows by which a unit and a period make a row; the others are told as duplicates."""


@dataclass(frozen=True)
class MeasureHints:
    """What the user says of a table of measures: the name of a column by role, or None.

    For ``unit`` and ``count``, ``none`` says that there is no such column.

    Attributes:
        lit: whether the row was worked the new way.
        first: the first period in which the row's unit worked the new way.
        covariates: columns of what else is known of each row.
        marks: whether columns of ``lit`` and ``first`` are looked for.
    """

    time: str | None = None
    measure: str | None = None
    unit: str | None = None
    count: str | None = None
    lit: str | None = None
    first: str | None = None
    covariates: tuple[str, ...] = ()
    marks: bool = False
    dayfirst: bool | None = None
    timezone: str | None = None


@dataclass(frozen=True)
class MeasureRecognition:
    """A table of measures whose columns are known.

    Attributes:
        table: the source.
        roles: the columns of ``time`` and ``measure`` and, where found, ``unit``, ``count`` (the denominator), ``lit`` and
            ``first``; covariates by ``covariate 0``, ``covariate 1``, ...
        guesses: what was recognised.
        notes: what a reader has to know, each one sentence.
        select: the columns ``row`` (BIGINT), ``time`` (BIGINT, microseconds UTC, where the period begins), ``unit``
            (VARCHAR), ``measure``, ``count`` (DOUBLE), ``lit``, ``first`` (VARCHAR), ``covariate 0``, ... (DOUBLE) and ``bad``.
        styles: how the column of ``time`` is written, where it holds moments and not periods.
        written: how periods are written: the name of a ``Period``, or ``moment``.
    """

    table: Table
    roles: Mapping[str, str]
    guesses: tuple[Guess, ...]
    notes: tuple[str, ...]
    select: str
    styles: Mapping[str, Style] = field(default_factory=dict)
    written: str = "moment"

    def complain(
        self, role: str, row: int, count: int, fetch: Fetch, where: str = "", unit: str | None = None
    ) -> DataError:
        """The error for rows that were marked bad, as for a work log.

        Args:
            role: of the first, as marked.
            row: its number.
            count: how many rows are marked so.
            fetch: runs a query.
            where: its unit and period, in words.
            unit: its unit: a line of a table with a column a unit has several.
        """
        column = self.roles.get("unit")
        first = f"trim(CAST({quoted(column)} AS VARCHAR)) = {literal(unit)} DESC" if column and unit else ""
        return complaint(
            self.table, self.roles, self.styles, role=role, row=row, count=count, fetch=fetch, where=where, first=first
        )


def looks_like_measures(table: Table, fetch: Fetch, hints: Hints) -> bool:
    """Whether a source is a table of measures by period, and not a work log."""
    if hints.case or hints.activity:
        return False
    everything = profiles(table, fetch, hints.dayfirst)
    steps = any(
        fit("activity", profile.name) >= 0.4 and profile.numeric < 0.5 and profile.style is None
        for profile in everything
    )
    if steps and any(fit("case", profile.name) >= 0.3 for profile in everything):
        return False
    time = times_of(everything)
    figures = _figures([profile for profile in everything if profile not in time])
    return bool(time and figures) and _one_row_a_period(time[0], everything)


def names_steps(table: Table) -> bool:
    """Whether the name of any column says that it holds what was done, as in a log of work."""
    return any(fit("activity", column.name) >= 0.4 for column in table.columns)


def figures_in(table: Table, fetch: Fetch, dayfirst: bool | None = None) -> tuple[str, ...]:
    """Names of the columns that could be a measure: of figures that vary within a unit, and do not count its cases."""
    everything = profiles(table, fetch, dayfirst)
    times = times_of(everything)[:1]
    free = [each for each in everything if each not in times]
    unit = _find_unit(free, times[0]) if times else None
    found = [
        each for each in _figures(free) if fit("unit", each.name) < 0.5 and not (unit and _told_by(unit.profile, each))
    ]
    count = _find_count(found)
    return tuple(each.name for each in found if count is None or each is not count.profile)


def _told_by(unit: Profile, profile: Profile) -> bool:
    """Whether a column is that of the units, or always the same for each of them."""
    return profile is unit or constant_within(profile, unit) == 1


def times_of(everything: Sequence[Profile]) -> list[Profile]:
    """Columns of periods or moments, those whose name says so first."""
    found = [profile for profile in everything if period_of(profile) or profile.style is not None]
    return sorted(found, key=lambda profile: not says_time(profile.name))


def _figures(free: Sequence[Profile]) -> list[Profile]:
    return [
        profile
        for profile in free
        if profile.numeric >= 0.95
        and profile.style is None
        and profile.distinct > _FLAGS
        and period_of(profile) is None
    ]


def _one_row_a_period(time: Profile, everything: Sequence[Profile]) -> bool:
    """Whether a period comes once, or once for each value of some other column."""
    if time.distinct == len(time.present):
        return True
    for profile in everything:
        if profile is not time and profile.repeats > 1.5 and profile.filled > 0.95 and _once_a_period(time, profile):
            return True
    return False


def recognise_measures(table: Table, fetch: Fetch, hints: MeasureHints) -> MeasureRecognition:
    """Find the columns of a table of measures.

    Raises:
        MissingColumn: no column of periods, or none of figures.
        Unclear: several could be the measure, or day and month may be either way round.
    """
    roles.time_zone(
        hints.timezone, lambda zone: bool(fetch(f"SELECT 1 FROM pg_timezone_names() WHERE name = {literal(zone)}"))
    )
    everything = profiles(table, fetch, hints.dayfirst)
    chosen = _choose(table, everything, hints)
    columns = {role: choice.profile for role, choice in chosen.items()}
    sql, told, notes, styles = _time(table, fetch, columns["time"], everything, hints)
    period = period_of(columns["time"], named=bool(hints.time))
    return MeasureRecognition(
        table,
        {role: profile.name for role, profile in columns.items()},
        (*table.guesses, *(choice.guess(role) for role, choice in chosen.items()), *told),
        (*table.notes, *notes),
        selection.measures(table, columns, sql),
        styles,
        period.name if period else "moment",
    )


def _choose(table: Table, everything: Sequence[Profile], hints: MeasureHints) -> dict[str, roles.Choice]:
    chosen: dict[str, roles.Choice] = {}
    for role, told in _told(hints).items():
        chosen[role] = roles.named(told, everything, role.split()[0], table.name)

    def free() -> list[Profile]:
        return [profile for profile in everything if all(profile is not choice.profile for choice in chosen.values())]

    if "time" not in chosen:
        chosen["time"] = _find_time(free(), everything, table.name)
    if "unit" not in chosen and hints.unit is None:
        _take(chosen, "unit", _find_unit(free(), chosen["time"].profile))
    if "count" not in chosen and hints.count is None:
        _take(chosen, "count", _find_count(free()))
    if hints.marks and "lit" not in chosen and "first" not in chosen:
        _take(chosen, "first", _find_mark(free(), _FIRST))
        _take(chosen, "lit", _find_mark(free(), _LIT))
    if "measure" not in chosen:
        unit = chosen.get("unit")
        varying = [profile for profile in free() if unit is None or constant_within(profile, unit.profile) < 1]
        chosen["measure"] = find_measure(varying, everything, table.name)
    return {
        role: chosen[role] for role in (*_ROLES, *(role for role in chosen if role not in _ROLES)) if role in chosen
    }


_ROLES = ("time", "measure", "unit", "count", "lit", "first")


def _told(hints: MeasureHints) -> dict[str, str]:
    """The columns that the user names, by role."""
    named = {role: getattr(hints, role) for role in _ROLES}
    known = {f"covariate {at}": name for at, name in enumerate(hints.covariates)}
    return {role: told for role, told in (named | known).items() if told and told.lower() != "none"}


def _find_mark(free: Sequence[Profile], names: frozenset[str]) -> roles.Choice | None:
    """The only column whose name says who was lit, or since when."""
    found = [profile for profile in free if words(profile.name) in names]
    return roles.Choice(found[0], "by its name") if len(found) == 1 else None


def _take(chosen: dict[str, roles.Choice], role: str, choice: roles.Choice | None) -> None:
    if choice is not None:
        chosen[role] = choice


def _find_time(free: Sequence[Profile], everything: Sequence[Profile], file: str) -> roles.Choice:
    found = times_of(free)
    if not found:
        names = roles.listed([profile.name for profile in everything])
        raise MissingColumn(
            "No column of periods or dates was found.", f"Name it with --time COLUMN. {names}", file=file
        )
    return roles.Choice(found[0], "its values are periods" if period_of(found[0]) else "its values are dates")


def _find_count(free: Sequence[Profile]) -> roles.Choice | None:
    figures = _figures(free)
    found = [profile for profile in figures if not _COUNTS.isdisjoint(words(profile.name).split()) and _whole(profile)]
    return roles.Choice(found[0], "by its name, whole numbers") if found and len(figures) > 1 else None


def _whole(profile: Profile) -> bool:
    return all(re.fullmatch(r"\d+(\.0+)?", value.strip()) for value in profile.present)


def find_measure(free: Sequence[Profile], everything: Sequence[Profile], file: str) -> roles.Choice:
    """The column of the measure: by its name, else the only one of figures.

    Raises:
        MissingColumn: no column holds figures.
        Unclear: several could be it.
    """
    found = [profile for profile in _figures(free) if fit("unit", profile.name) < 0.5]
    named = [
        profile for profile in found if not {"measure", "value", "y", "outcome"}.isdisjoint(words(profile.name).split())
    ]
    if len(named) == 1:
        return roles.Choice(named[0], "by its name")
    if len(found) == 1:
        return roles.Choice(found[0], "the only column of figures")
    if not found:
        names = roles.listed([profile.name for profile in everything])
        raise MissingColumn(
            "No column of figures was found.", f"Name the measure with --measure COLUMN. {names}", file=file
        )
    several = ", ".join(f'"{profile.name}"' for profile in found[:12])
    raise Unclear(
        f"Which column is the measure: {several}?",
        f'Say --measure "{found[0].name}", for instance.',
        file=file,
        setting="measure",
        options=tuple(profile.name for profile in found),
    )


def _once_a_period(time: Profile, profile: Profile) -> bool:
    return len(set(zip(time.values, profile.values, strict=True))) >= _ONCE * len(time.values)


def _find_unit(free: Sequence[Profile], time: Profile) -> roles.Choice | None:
    """A column under which every period comes once: by its name, else the only one that does so."""
    if time.distinct == len(time.present):
        alone = [profile for profile in free if profile.distinct == 1 and fit("unit", profile.name) >= 0.5]
        return roles.Choice(alone[0], "by its name; it is the same in every row") if len(alone) == 1 else None
    found = [
        profile
        for profile in free
        if profile.style is None and profile.distinct > 1 and profile.repeats > 1.5 and _once_a_period(time, profile)
    ]
    found.sort(key=lambda profile: (-fit("unit", profile.name), profile.numeric))
    return roles.Choice(found[0], "each period comes once for each of its values") if found else None


def _time(
    table: Table, fetch: Fetch, profile: Profile, everything: Sequence[Profile], hints: MeasureHints
) -> tuple[str, tuple[Guess, ...], tuple[str, ...], dict[str, Style]]:
    """SQL for the beginning of a row's period, and what is said of it."""
    period = period_of(profile, named=bool(hints.time))
    if period is not None:
        text = f"trim(CAST({quoted(profile.name)} AS VARCHAR))"
        guess = Guess("dates", f"{period.name}, as {profile.present[0].strip()}", "reads every sampled value", "--time")
        return f"epoch_us({period.sql.format(x=text)})", (guess,), (), {}
    if profile.style is None:
        example = profile.present[0] if profile.present else ""
        raise DataError(
            f'The values of the column of periods, such as "{example}", are no dates.',
            "Name another with --time, or write them as 2024-01-31, 2024-01 or 2024.",
            file=table.name,
            column=profile.name,
        )
    styles, reason = moments.settle(table, fetch, {"time": profile}, None, everything)
    told = moments.guesses(styles, reason, hints.dayfirst, hints.timezone)
    return micros(styles["time"], quoted(profile.name), hints.timezone), told, (), styles
