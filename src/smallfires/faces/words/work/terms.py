"""How the figures of one reading are said: its unit, its direction, its statistic."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.faces.words.amounts import Amounts, same_unit
from smallfires.faces.words.names import quoted
from smallfires.fires.ladder import Ladder, Rung
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

    @property
    def amounts(self) -> Amounts:
        """How its amounts are said."""
        return Amounts(self.ladder.unit, self.is_time)

    def say(self, value: float) -> str:
        """A level with its unit: ``12.7 days``, ``1,270 EUR``."""
        return self.amounts.say(value)

    def span(self, low: float, high: float) -> str:
        """An interval for a table: ``6.9 to 7.6 days``."""
        return self.amounts.span(low, high)

    def between(self, low: float, high: float) -> str:
        """An interval for a sentence: ``between 6.9 and 7.6 days``."""
        return self.amounts.between(low, high)

    def at(self, rung: Rung) -> str:
        """A rung with its interval: ``7.2 days (between 6.9 and 7.6)``."""
        level, low, high = self.say(rung.value), self.say(rung.low), self.say(rung.high)
        if low == high:
            return level
        if same_unit(level, low) and same_unit(level, high):
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
