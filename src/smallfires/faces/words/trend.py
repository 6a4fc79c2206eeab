"""The trend in words: whether the work is steady, and what stands out."""

from __future__ import annotations

from smallfires.faces.words.names import listed, many, name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.terms import Terms, sentence, terms
from smallfires.fires.quantity import say_chance, say_count
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
    """The positions that stand out under any rule."""
    return frozenset(point for signal in trend.signals for point in signal.points)


def _steady(trend: Trend, say: Terms) -> str:
    span = say.between(trend.lower[-1], trend.upper[-1])
    over = f"Over {many(len(trend.values), 'period')}, {name(trend.periods[0])} to {name(trend.periods[-1])},"
    if trend.stable:
        return f"{over} the work is steady: it moves {span} by its own ups and downs. No single period needs a reason."
    return f"{over} the work is not steady. By its own ups and downs it would move {span}; some periods stand out."


def _alarm(trend: Trend) -> str:
    said = f"{say_chance(trend.false_alarm)} series of this length would show such a sign although nothing had changed."
    return f"Keep in mind: {said}" if trend.signals else ""


def _drift(trend: Trend) -> str:
    if abs(trend.autocorrelation) < 0.3:
        return ""
    return "Each period resembles the one before, which makes false signs more likely; the count allows for that."


def _signal(signal: Signal, trend: Trend) -> str:
    where = [name(trend.periods[point]) for point in signal.points[:6] if point < len(trend.periods)]
    more = f" and {len(signal.points) - 6} more" if len(signal.points) > 6 else ""
    return f"{sentence(name(signal.rule, 120))}: {', '.join(where) + more if more else listed(where)}."
