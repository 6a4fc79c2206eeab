"""Who worked the new way, and when: out of names and a date, or out of the columns that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UnreadableValue, UsageError
from smallfires.fires.when import parse_when
from smallfires.fires.wording import some
from smallfires.verbs.inquiry import Inquiry, When
from smallfires.verbs.panels import Tabled, rows_of
from smallfires.worklog.drawn import NEW, OLD
from smallfires.worklog.periods import DAY, SAME_DAY

Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

NEVER = frozenset(["", "0", "0.0", "never", "none", "nan", "inf", "-"])


@dataclass(frozen=True)
class Lit:
    """The panel's pattern.

    Attributes:
        lit: (units, periods).
        kept: (periods,) without the period in which the pilot began, where it began in the middle.
        notes: what a reader has to know, each a sentence.
    """

    lit: Bools
    kept: Bools
    notes: tuple[str, ...] = ()


def lighting(tabled: Tabled, inquiry: Inquiry) -> Lit:
    """Who was lit in which period.

    Raises:
        UsageError: it is not said, or names a unit or a date that is not in the data.
        UnreadableValue: a cell of the column is neither the one nor the other; names unit and period.
    """
    if inquiry.treated or (inquiry.since is not None and not _tells(tabled)):
        return _block(tabled, _rows_of(tabled, inquiry.treated), inquiry.since, inquiry.day_first)
    if "first" in tabled.marks:
        return _staircase(tabled, inquiry.day_first)
    if "lit" in tabled.marks:
        return _marked(tabled, inquiry.since, inquiry.day_first)
    raise UsageError("It is not said who worked the new way.", _how(tabled))


def _tells(tabled: Tabled) -> bool:
    return bool(tabled.marks)


def _how(tabled: Tabled) -> str:
    last = tabled.panel.periods[-1]
    if not tabled.per:
        return f"Say since when, as in --since {last}."
    names = tabled.panel.units
    return (
        f'Say it with --treated "{names[0]}" --since {last}, or name the column that tells it with --lit or --first. '
        f"The units ({tabled.per}) are {some(names, 20)}."
    )


def _rows_of(tabled: Tabled, treated: tuple[str, ...]) -> Codes:
    """(treated,) their rows; the only row, where there is one series."""
    if treated:
        return rows_of(tabled.panel.units, treated)
    if len(tabled.panel.units) > 1:
        raise UsageError("It is not said which units worked the new way.", _how(tabled))
    return np.zeros(1, dtype=np.int64)


def _block(tabled: Tabled, rows: Codes, since: When | None, day_first: bool | None) -> Lit:
    """Lit from one date on."""
    if since is None:
        raise UsageError("It is not said since when.", f"Say it as in --since {tabled.panel.periods[-1]}.")
    start, mixed = _place(tabled, since, day_first)
    periods = tabled.panel.periods
    if start >= len(periods):
        raise UsageError(f"Nothing was measured after {since}.", f"The periods run from {periods[0]} to {periods[-1]}.")
    if start == 0:
        raise TooLittleData(
            f"{since} is not after the first period, {periods[0]}: nothing is known of the time before.",
            "Give a longer history, or a later start.",
            file=tabled.source.name,
        )
    lit = np.zeros(tabled.panel.y.shape, dtype=bool)
    lit[rows, start:] = True
    kept = np.ones(len(periods), dtype=bool)
    if not mixed:
        return Lit(lit, kept)
    kept[start - 1] = False
    note = f"{since} lies within {periods[start - 1]}, which is of both ways and left out."
    return Lit(lit, kept, (note,))


def _place(tabled: Tabled, since: When, day_first: bool | None) -> tuple[int, bool]:
    """The first period that begins then or later, and whether the one before it holds the date in its middle."""
    periods, times = tabled.panel.periods, tabled.times
    if str(since).strip() in periods:
        return periods.index(str(since).strip()), False
    moment = _moment(tabled, since, day_first)
    gap = int(np.median(np.diff(times))) if times.size > 1 else DAY
    slack = 0 if tabled.written == "number" else min(SAME_DAY, gap // 4)
    start = int(np.searchsorted(times + slack, moment))
    inside = 0 < start < times.size and moment - int(times[start - 1]) > slack and int(times[start]) - moment > slack
    return start, inside


def _moment(tabled: Tabled, when: When, day_first: bool | None) -> int:
    """On the scale of the panel's periods: microseconds UTC, or the number of the period."""
    if tabled.written == "number":
        try:
            return int(float(str(when)))
        except ValueError:
            raise UsageError(f'"{when}" is no period.', f"Write a number, as {tabled.panel.periods[-1]}.") from None
    if isinstance(when, datetime):
        moment = when
    elif isinstance(when, date):
        moment = datetime(when.year, when.month, when.day)
    else:
        moment = parse_when(str(when), day_first=day_first)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1e6)


def _staircase(tabled: Tabled, day_first: bool | None) -> Lit:
    """Each unit from the first period that its rows name."""
    lit = np.zeros(tabled.panel.y.shape, dtype=np.bool_)
    within = []
    for unit, texts in enumerate(tabled.marks["first"]):
        told = sorted({_number_tidied(text) for text in texts if text} - NEVER)
        if len(told) > 1:
            raise _unread(
                tabled,
                "first",
                f"{tabled.panel.units[unit]} has more than one first period: {some(told, 20)}.",
                "Give it one in all its rows.",
            )
        if told:
            start, mixed = _begun(tabled, unit, told[0], day_first)
            lit[unit, start:] = True
            within += [f"{tabled.panel.units[unit]} on {told[0]}"] * mixed
    return Lit(lit, np.ones(len(tabled.panel.periods), dtype=np.bool_), _begun_within(within))


def _begun(tabled: Tabled, unit: int, told: str, day_first: bool | None) -> tuple[int, bool]:
    """Where a unit's first period is, as ``_place``; the error says whose it is."""
    try:
        return _place(tabled, told, day_first)
    except UsageError as problem:
        raise _unread(
            tabled,
            "first",
            f"The first period of {tabled.panel.units[unit]}: {problem.problem}",
            f"{problem.way_out} Leave it empty where a unit never began.",
        ) from None


def _begun_within(units: list[str]) -> tuple[str, ...]:
    if not units:
        return ()
    return (f"Begun within a period, which still counts as the old way: {some(units, 8)}.",)


def _unread(tabled: Tabled, role: str, problem: str, way_out: str) -> UnreadableValue:
    """The error for a mark that says nothing, with its file and column."""
    column = next((guess.value for guess in tabled.source.recognised if guess.role == role), None)
    return UnreadableValue(problem, way_out, file=tabled.source.name, column=column)


def _number_tidied(text: str) -> str:
    return text.strip().lower().removesuffix(".0")


def _marked(tabled: Tabled, since: When | None, day_first: bool | None) -> Lit:
    """As the column says, cell by cell; a cell without a row goes on as the one before it.

    Where the column turns the change on and off, ``since`` is the first period for which the lot was drawn: what was before
    it is left out. Where it only names units, they are lit since then.
    """
    texts, panel = tabled.marks["lit"], tabled.panel
    lit = np.zeros(panel.y.shape, dtype=np.bool_)
    for unit, period in np.ndindex(*panel.y.shape):
        if not texts[unit, period] and np.isnan(panel.y[unit, period]):
            lit[unit, period] = bool(period) and lit[unit, period - 1]
        else:
            where = f"{panel.units[unit]} in {panel.periods[period]}"
            lit[unit, period] = _flag(tabled, str(texts[unit, period]), where)
    if since is None:
        return Lit(lit, np.ones(len(tabled.panel.periods), dtype=np.bool_))
    if (lit[:, :-1] & ~lit[:, 1:]).any():
        return Lit(lit, np.arange(len(panel.periods)) >= _place(tabled, since, day_first)[0])
    return _block(tabled, np.flatnonzero(lit.any(axis=1)), since, day_first)


def _flag(tabled: Tabled, text: str, where: str) -> bool:
    plain = text.strip().casefold()
    if plain in NEW or plain in OLD or not plain:
        return plain in NEW
    raise _unread(
        tabled,
        "lit",
        f'"{text}" for {where} does not say whether it was worked the new way.',
        "Write 1 or 0, or yes or no.",
    )
