"""Whose columns are these? A source's columns get their parts in a work log, and every guess is said with its flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from smallfires.errors import DataError
from smallfires.fires.work import Guess
from smallfires.worklog import moments, roles, selection
from smallfires.worklog.columns import Fetch, Profile, profiles
from smallfires.worklog.complaints import complaint
from smallfires.worklog.dates import Style
from smallfires.worklog.formats.table import Table, literal, quoted
from smallfires.worklog.measured import (
    MeasureHints,
    MeasureRecognition,
    looks_like_measures,
    recognise_measures,
)
from smallfires.worklog.names import ROLES

__all__ = [
    "ROLES",
    "Hints",
    "MeasureHints",
    "MeasureRecognition",
    "Recognition",
    "looks_like_measures",
    "recognise",
    "recognise_measures",
]

_OPTIONAL = ("resource", "unit", "type", "cost", "value")


@dataclass(frozen=True)
class Hints:
    """What the user says: the name of a column by role, or None where it is to be found out.

    For a role that a log may do without, ``none`` says that there is no such column.

    Attributes:
        dayfirst: whether the day stands before the month in dates such as 03/04/2024.
        timezone: the zone of moments that say none, as in ``Europe/Amsterdam``.
        set_aside: whether rows that cannot be read are left out, instead of ending the reading.
    """

    case: str | None = None
    activity: str | None = None
    end: str | None = None
    start: str | None = None
    resource: str | None = None
    unit: str | None = None
    type: str | None = None
    cost: str | None = None
    value: str | None = None
    lifecycle: str | None = None
    instance: str | None = None
    dayfirst: bool | None = None
    timezone: str | None = None
    set_aside: bool = False

    def column(self, role: str) -> str | None:
        """The column that the user names for a role."""
        told: str | None = getattr(self, role)
        return told


@dataclass(frozen=True)
class Recognition:
    """A source whose columns are known.

    Attributes:
        table: the source.
        roles: the column of each role that was found.
        guesses: what was recognised: the file's properties, a column a role, ``dates`` and ``time zone``.
        notes: what a reader has to know, each one sentence.
        select: the columns ``row`` (BIGINT, as a spreadsheet counts), ``case``, ``activity``, ``resource``, ``unit``,
            ``type`` (VARCHAR), ``start``, ``end`` (BIGINT, microseconds UTC), ``lifecycle``, ``instance`` (VARCHAR),
            ``cost``, ``value`` (DOUBLE) and ``bad``: NULL, or the role whose value in this row cannot be read, or
            ``order`` where the end is before the start.
        styles: how the columns of ``start`` and ``end`` are written.
    """

    table: Table
    roles: Mapping[str, str]
    guesses: tuple[Guess, ...]
    notes: tuple[str, ...]
    select: str
    styles: Mapping[str, Style] = field(default_factory=dict)

    def complain(self, role: str, row: int, count: int, fetch: Fetch) -> DataError:
        """The error for rows that were marked bad: says the first one's value, the rule, the way out, and where.

        Args:
            role: what they are marked with.
            row: the first of them.
            count: how many there are.
            fetch: runs a query.
        """
        return complaint(self.table, self.roles, self.styles, role=role, row=row, count=count, fetch=fetch)


def recognise(table: Table, fetch: Fetch, hints: Hints) -> Recognition:
    """Find the columns of a work log.

    Args:
        table: the opened source.
        fetch: runs a query and returns its rows.
        hints: what the user says.

    Raises:
        MissingColumn: case, activity or time cannot be found.
        Unclear: two columns fit a required role equally well, or day and month may be either way round.
        UnreadableValue: one column of moments says its zone, and the other does not.
    """
    roles.time_zone(hints.timezone, lambda zone: _known_zone(zone, fetch))
    everything = profiles(table, fetch, hints.dayfirst)
    if hints.end is None and all(profile.style is None for profile in everything):
        raise roles.missing("end", everything, table.name)
    chosen = _Search(table.name, everything, hints).run()
    columns = {role: _tidied(table, fetch, role, choice.profile) for role, choice in chosen.items()}
    times: dict[str, Profile] = {role: columns[role] for role in ("end", "start") if role in columns}
    _must_be_times(table, times)
    styles, reason = moments.settle(table, fetch, times, columns["case"], everything)
    moments.check_zones(table, times, styles, hints.timezone)
    return Recognition(
        table,
        {role: columns[role].name for role in ROLES if role in columns},
        (
            *table.guesses,
            *(chosen[role].guess(role) for role in ROLES if role in chosen),
            *moments.guesses(styles, reason, hints.dayfirst, hints.timezone),
        ),
        (*table.notes, *moments.notes(styles, hints.timezone), *_notes(table, fetch, columns, everything)),
        selection.work(table, columns, styles, hints.timezone),
        styles,
    )


def _tidied(table: Table, fetch: Fetch, role: str, profile: Profile) -> Profile:
    """Look whether the text of a column needs tidying at all: done for every row, that costs more than the sorting."""
    if table.sampled or role not in selection.TEXTS or profile.column.kind != "text":
        return profile
    return replace(profile, tidy=not fetch(selection.untidy(profile, table.relation)))


def _known_zone(zone: str, fetch: Fetch) -> bool:
    return bool(fetch(f"SELECT 1 FROM pg_timezone_names() WHERE name = {literal(zone)} LIMIT 1"))


def _must_be_times(table: Table, times: Mapping[str, Profile]) -> None:
    for role, profile in times.items():
        if profile.style is None:
            example = profile.present[0] if profile.present else ""
            raise DataError(
                f'The values of the column named with --{role}, such as "{example}", are no dates.',
                "Name another column, or write them as 2024-01-31 10:00.",
                file=table.name,
                column=profile.name,
            )


class _Search:
    """The roles one by one, each from the columns that are still free."""

    def __init__(self, file: str, everything: Sequence[Profile], hints: Hints) -> None:
        self._file = file
        self._all = everything
        self._hints = hints
        self._chosen: dict[str, roles.Choice] = {}

    def run(self) -> dict[str, roles.Choice]:
        """A choice for every role that was told or found."""
        self._take_told()
        if "case" not in self._chosen:
            self._chosen["case"] = roles.find_case(self._free(), self._all, self._file)
        case = self._chosen["case"].profile
        if "activity" not in self._chosen:
            self._chosen["activity"] = roles.find_activity(self._free(), case, self._all, self._file)
        self._times(case)
        self._lifecycle()
        for role in _OPTIONAL:
            if role not in self._chosen and self._hints.column(role) is None:
                self._take(role, roles.find_optional(self._free(), case, role, self._file))
        return self._chosen

    def _take_told(self) -> None:
        for role in ROLES:
            told = self._hints.column(role)
            if told is None or (self._without(told) and role not in ("case", "activity", "end")):
                continue
            self._chosen[role] = roles.named(told, self._all, role, self._file)

    def _without(self, told: str) -> bool:
        return told.strip().lower() == "none" and not any(profile.name.lower() == "none" for profile in self._all)

    def _free(self) -> list[Profile]:
        taken = [choice.profile for choice in self._chosen.values()]
        return [profile for profile in self._all if all(profile is not other for other in taken)]

    def _take(self, role: str, choice: roles.Choice | None) -> None:
        if choice is not None:
            self._chosen[role] = choice

    def _times(self, case: Profile) -> None:
        no_start = self._hints.start is not None
        if "end" in self._chosen:
            if not no_start:
                free = [profile for profile in self._free() if profile.style is not None]
                self._take("start", roles.best("start", free, roles.start_bonus, self._file))
            return
        end, start = roles.find_times(self._free(), case, self._all, no_start, self._file)
        self._chosen["end"] = end
        if not no_start:
            self._take("start", start)

    def _lifecycle(self) -> None:
        if "start" not in self._chosen and "lifecycle" not in self._chosen and self._hints.lifecycle is None:
            speaking = [profile for profile in self._free() if roles.speaks_lifecycle(profile)]
            self._take("lifecycle", roles.best_lifecycle(speaking))
        spoken = self._chosen.get("lifecycle")
        if not spoken or "instance" in self._chosen or self._hints.instance is not None:
            return
        if roles.tells_starts(spoken.profile):
            free = [profile for profile in self._free() if profile.filled > 0.9 and profile.repeats < 3]
            self._take("instance", roles.best("instance", free, lambda _: 0.0, self._file))


def _notes(
    table: Table, fetch: Fetch, columns: Mapping[str, Profile], everything: Sequence[Profile]
) -> tuple[str, ...]:
    notes = [_merged(table, fetch, role, columns[role]) for role in ("activity", "resource") if role in columns]
    if "lifecycle" in columns and roles.tells_starts(columns["lifecycle"]):
        notes.append(
            f'The log has one column of moments; "{columns["lifecycle"].name}" says which are starts and which ends.'
        )
    elif "start" in columns and any(
        roles.speaks_lifecycle(profile) and roles.tells_starts(profile) for profile in everything
    ):
        notes.append("The log has starts in a column of their own, so its life-cycle rows were not paired.")
    return tuple(note for note in notes if note)


def _merged(table: Table, fetch: Fetch, role: str, profile: Profile) -> str:
    """A sentence if tidying blanks makes one name out of several; the whole column is asked only where it may."""
    if profile.column.kind != "text" or not any(" ".join(value.split()) != value for value in profile.present):
        return ""
    raw, clean = quoted(profile.name), selection.text(profile)
    before, after = fetch(f"SELECT count(DISTINCT {raw}), count(DISTINCT {clean}) FROM {table.relation}")[0]
    if before == after:
        return ""
    return (
        f'Names in "{profile.name}" that differ only in blanks were taken as one ({before} spellings, {after} names).'
    )
