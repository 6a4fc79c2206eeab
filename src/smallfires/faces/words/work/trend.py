"""The trend in words: whether the work is steady, and what stands out."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.fires.quantity import many, say_chance, say_count
from smallfires.fires.wording import capital, listed
from smallfires.fires.work import Signal, Trend, WorkReading


def section(reading: WorkReading) -> Section | None:
    """Whether the measure is steady over time, with what stands out."""
    trend = reading.trend
    if trend is None or not trend.values:
        return None
    say = terms(reading)
    return Section(
        key="trend",
        title="Over time",
        sentences=(_steady(trend, say), _alarm(trend), _drift(trend)),
        items=tuple(_signal(signal, trend) for signal in trend.signals),
        table=Table("The measure in each period", _COLUMNS, _rows(trend, say)),
        spoken=True,
    )


_COLUMNS = (
    Column("period", "text"),
    Column("level"),
    Column("own ups and downs", least=70),
    Column("cases"),
    Column("stands out", "text"),
)


def _rows(trend: Trend, say: Terms) -> tuple[tuple[str, ...], ...]:
    marked = marks(trend)
    return tuple(
        (name(period), say.say(value), say.span(low, high), say_count(count), "yes" if i in marked else "")
        for i, (period, value, count, low, high) in enumerate(
            zip(trend.periods, trend.values, trend.counts, trend.lower, trend.upper, strict=True)
        )
    )


def marks(trend: Trend) -> frozenset[int]:
    """The positions that stand out; a sign that the whole series gives marks none of them."""
    return frozenset(point for signal in trend.signals if not _whole(signal, trend) for point in signal.points)


def _whole(signal: Signal, trend: Trend) -> bool:
    return len(signal.points) > len(trend.values) / 2


ALIKE = 0.3
"""Autocorrelation from which neighbours are said to be alike, or to take turns."""

WEAK = 0.3
"""From this chance of a false sign on, little should be read into one."""


def _steady(trend: Trend, say: Terms) -> str:
    span = say.between(trend.lower[-1], trend.upper[-1])
    over = f"Over {many(len(trend.values), 'period')}, {name(trend.periods[0])} to {name(trend.periods[-1])},"
    if trend.stable:
        return f"{over} the work is steady: it moves {span} by its own ups and downs. No single period needs a reason."
    if trend.false_alarm >= WEAK:
        return (
            f"{over} the work may not be steady. By its own ups and downs it would move {span}; there are weak signs."
        )
    return f"{over} the work is not steady. By its own ups and downs it would move {span}; there are signs of more."


def _alarm(trend: Trend) -> str:
    """How often such signs come from nothing."""
    if trend.stable or not trend.signals:
        return ""
    said = f"{say_chance(trend.false_alarm)} series like this one would show a sign although nothing had changed."
    return f"Read little into them: {said}" if trend.false_alarm >= WEAK else f"Keep in mind: {said}"


def _drift(trend: Trend) -> str:
    if trend.autocorrelation <= -ALIKE:
        return "High and low periods take turns, more than by chance; the count allows for that."
    if trend.autocorrelation < ALIKE:
        return ""
    return "Each period resembles the one before, which makes false signs more likely; the count allows for that."


def _signal(signal: Signal, trend: Trend) -> str:
    where = "the whole series" if _whole(signal, trend) else listed(_runs(signal.points, trend.periods)[:4])
    more = len(_runs(signal.points, trend.periods)) - 4
    return f"{capital(name(signal.rule, 120))}: {where}{f', and {more} more' if more > 0 else ''}."


def _runs(points: tuple[int, ...], periods: tuple[str, ...]) -> list[str]:
    """Points in a row as one: ``2026-W04 to 2026-W12``."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][-1] + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    ends = [(name(periods[run[0]]), name(periods[run[-1]])) for run in runs]
    return [first if first == last else f"{first} to {last}" for first, last in ends]
