"""How the figures of one reading are said: its unit, its direction, its statistic."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.faces.words.names import name, quoted
from smallfires.fires.ladder import Ladder, Rung
from smallfires.fires.quantity import say_duration, say_number
from smallfires.fires.work import WorkReading


@dataclass(frozen=True)
class Terms:
    """The words that depend on what is measured.

    Attributes:
        ladder: the ladder whose figures are said.
        of_cases: whether the measure is taken case by case, and not from a table of measures.
    """

    ladder: Ladder
    of_cases: bool

    @property
    def is_time(self) -> bool:
        """Whether the measure is a duration."""
        return self.ladder.unit == "seconds"

    def say(self, value: float) -> str:
        """A level with its unit: ``12.7 days``, ``1,270 EUR``."""
        if self.is_time:
            return say_duration(value)
        return f"{say_number(value)} {name(self.ladder.unit, 20)}" if self.ladder.unit else say_number(value)

    def span(self, low: float, high: float) -> str:
        """An interval for a table: ``6.9 to 7.6 days``."""
        first, last = self.say(low), self.say(high)
        if first == last:
            return first
        start, _, unit = first.rpartition(" ")
        return f"{start} to {last}" if unit and _same_unit(first, last) else f"{first} to {last}"

    def between(self, low: float, high: float) -> str:
        """An interval for a sentence: ``between 6.9 and 7.6 days``."""
        span = self.span(low, high)
        return f"between {span.replace(' to ', ' and ', 1)}" if " to " in span else f"about {span}"

    def at(self, rung: Rung) -> str:
        """A rung with its interval: ``7.2 days (between 6.9 and 7.6)``."""
        level, low, high = self.say(rung.value), self.say(rung.low), self.say(rung.high)
        if low == high:
            return level
        if _same_unit(level, low) and _same_unit(level, high):
            low, high = low.split(" ", 1)[0], high.split(" ", 1)[0]
        return f"{level} (between {low} and {high})"

    @property
    def beyond(self) -> str:
        """The better side of a level."""
        return "below" if self.ladder.less_is_better else "above"

    @property
    def case(self) -> str:
        """What the ladder speaks of: the typical case, or the average one."""
        return "the typical case" if self.ladder.statistic == "median" else "the average case"

    def takes(self, *, would: bool = False) -> str:
        """The clause before a level: ``the typical case takes``, ``“cost” of the average case is``."""
        if not self.of_cases:
            return f"{quoted(self.ladder.measure)} {'would be at' if would else 'is at'}"
        if self.is_time:
            return f"{self.case} {'would take' if would else 'takes'}"
        return f"{quoted(self.ladder.measure)} of {self.case} {'would be' if would else 'is'}"

    @property
    def sure(self) -> str:
        """How often an interval holds the truth, as a count."""
        return f"{self.ladder.level * 10:.0f} of 10" if self.ladder.level <= 0.9 else f"{self.ladder.level:.0%}"


def terms(reading: WorkReading) -> Terms:
    """The words for this reading."""
    return Terms(reading.ladder, reading.log is not None)


def _same_unit(first: str, last: str) -> bool:
    """Whether both are one number and the same unit, give or take the plural."""
    a, b = first.split(" ", 1), last.split(" ", 1)
    return len(a) == len(b) == 2 and a[1].rstrip("s") == b[1].rstrip("s") and not any(c.isdigit() for c in a[1] + b[1])


def sentence(text: str) -> str:
    """The same with a capital at its start."""
    return text[:1].upper() + text[1:]
