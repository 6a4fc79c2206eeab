"""How amounts of a measure are said: as durations, or as numbers with their unit."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.faces.words.names import name
from smallfires.fires.quantity import say_duration, say_number


@dataclass(frozen=True)
class Amounts:
    """The words for amounts of one measure.

    Attributes:
        unit: what it is counted in, such as ``EUR``; empty where not said.
        is_time: whether it is a duration in seconds, whatever the unit says.
    """

    unit: str
    is_time: bool

    @property
    def called(self) -> str:
        """The unit in a table: ``time``, ``EUR``, or plain ``figures``."""
        return "time" if self.is_time else name(self.unit, 20) if self.unit else "figures"

    def say(self, value: float) -> str:
        """An amount with its unit: ``12.7 days``, ``1,270 EUR``."""
        if self.is_time:
            return say_duration(value)
        return f"{say_number(value)} {name(self.unit, 20)}" if self.unit else say_number(value)

    def span(self, low: float, high: float) -> str:
        """An interval for a table: ``6.9 to 7.6 days``."""
        first, last = self.say(low), self.say(high)
        if first == last:
            return first
        return f"{first.split(' ')[0] if same_unit(first, last) else first} to {last}"

    def between(self, low: float, high: float) -> str:
        """An interval for a sentence: ``between 6.9 and 7.6 days``."""
        span = self.span(low, high)
        return f"between {span.replace(' to ', ' and ', 1)}" if " to " in span else f"about {span}"


def same_unit(first: str, last: str) -> bool:
    """Whether both are one number and the same unit, give or take the plural."""
    a, b = first.split(" ", 1), last.split(" ", 1)
    return len(a) == len(b) == 2 and a[1].rstrip("s") == b[1].rstrip("s") and not any(c.isdigit() for c in a[1] + b[1])
