"""What would have been, in words, and the effect period by period."""

from __future__ import annotations

from math import isfinite

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.terms import Terms, bounded
from smallfires.fires.effect import Figure, Point
from smallfires.fires.quantity import many


def section(say: Terms) -> Section | None:
    """What was measured beside what would have been."""
    path = say.effect.path
    if len(path) < 2:
        return None
    return Section(
        key="path",
        title="What would have been",
        sentences=(_what(say), _before(say)),
        table=Table("Measured, and what would have been", _PATH, tuple(_row(point, say) for point in path)),
        spoken=True,
    )


_PATH = (
    Column("period", "text"),
    Column("measured"),
    Column("would have been"),
    Column("difference"),
    Column("lit", "text", least=70),
)


def _row(point: Point, say: Terms) -> tuple[str, ...]:
    apart = say.say(point.observed - point.expected)
    return name(point.period), say.say(point.observed), say.say(point.expected), apart, "yes" if point.lit else ""


def _what(say: Terms) -> str:
    levels, average = say.levels, "" if len(say.effect.lit) == 1 else ", on average"
    lead = f"Measured is {say.whose}{average}; beside it stands what it would have been without the change."
    if levels is None:
        return lead
    was, would = map(say.say, levels)
    return f"{lead} Where it was lit: {was} instead of {would}." if was != would else lead


def _before(say: Terms) -> str:
    """How the two go together before the start, which is what makes the dashed line worth anything."""
    if say.effect.design == "switchback":
        return "Each point is a pair of blocks, named by its first period: the lit one, and what the other says of it."
    if all(point.lit for point in say.effect.path):
        return ""
    return "Before the start the two should go together. The nearer they are there, the more the gap after it says."


def periods(say: Terms) -> Section | None:
    """The effect in each lit period."""
    points = [(point.period, point.effect) for point in say.effect.path if point.effect is not None]
    if len(points) < 2 or not any(bounded(effect) for _, effect in points):
        return None
    told = sum(not effect.low <= 0 <= effect.high for _, effect in points)
    return Section(
        key="periods",
        title=f"The effect, {say.period} by {say.period}",
        sentences=(_told(told, len(points), say.period), _growing([effect for _, effect in points], say)),
        table=Table(f"The effect in each {say.period}", _PERIODS, tuple(_effect(*point, say) for point in points)),
        spoken=True,
    )


_PERIODS = (Column("period", "text"), Column("effect"), Column("lies between"))


def _effect(period: str, effect: Figure, say: Terms) -> tuple[str, ...]:
    return name(period), say.say(effect.value), say.span(effect.low, effect.high)


def _told(told: int, count: int, period: str) -> str:
    """How many periods could be told from chance by themselves."""
    if told == count:
        return f"The effect can be told from chance in each of the {many(count, period)} by itself."
    lead = f"Taken one by one, {told or 'none'} of the {many(count, period)} could be told from chance."
    return f"{lead} One {period} says little; the answer above takes them together."


def _growing(effects: list[Figure], say: Terms) -> str:
    """From the first half to the second, where there are enough periods to halve."""
    if len(effects) < 6 or not all(isfinite(effect.value) for effect in effects):
        return ""
    half = len(effects) // 2
    first, second = (sum(effect.value for effect in part) / len(part) for part in (effects[:half], effects[half:]))
    return f"On average it was {say.say(first)} in the first half of them, and {say.say(second)} in the second."
