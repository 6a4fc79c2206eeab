"""How the figures of one pilot are said: who was lit, what was measured, and effects as falls and rises."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from smallfires.faces.words.amounts import Amounts, same_unit
from smallfires.faces.words.lengths import UNKNOWN, length
from smallfires.faces.words.measured import called, plural, units
from smallfires.faces.words.names import name
from smallfires.fires.effect import Effect, Figure
from smallfires.fires.quantity import say_share
from smallfires.fires.reading import Reading
from smallfires.fires.wording import listed

_LONGEST, _LONGEST_PAIR = 40, 44
CASES = "case"
"""What a unit is called where a lot was drawn over cases."""


@dataclass(frozen=True)
class Terms:
    """The words that depend on what was measured, and on whom.

    Attributes:
        reading: what was learned.
    """

    reading: Reading

    @property
    def effect(self) -> Effect:
        """What the pilot did."""
        return self.reading.effect

    @property
    def amounts(self) -> Amounts:
        """How amounts of the measure are said."""
        measure = self.reading.measure
        return Amounts(measure.unit, measure.unit == "s")

    def say(self, value: float) -> str:
        """A level, or an effect with its sign: ``−11.8 €``."""
        return self.amounts.say(value)

    def span(self, low: float, high: float) -> str:
        """An interval for a table; ``at least 3`` and ``at most 3`` where an end is not known."""
        if isfinite(low) and isfinite(high):
            return self.amounts.span(low, high)
        if isfinite(low):
            return f"at least {self.say(low)}"
        return f"at most {self.say(high)}" if isfinite(high) else "anything"

    @property
    def measure(self) -> str:
        """Its name, in quotation marks where it would not read as a word."""
        return called(self.reading.measure.name)

    def units(self, count: int) -> str:
        """``1 site``, ``3 sites``; units, where the column's name is no word that has a plural."""
        return units(count, self.reading.per)

    @property
    def period(self) -> str:
        """What a point of the path is, in a word: ``week``, ``month``, ``pair`` of blocks; ``period`` where none is known."""
        path = self.effect.path
        if self.effect.design == "switchback":
            return "pair"
        return length(path[0].period, path[-1].period, len(path)) if path else UNKNOWN

    @property
    def of_cases(self) -> bool:
        """Whether a lot was drawn over cases, so that there are no units to name."""
        return not self.effect.lit

    @property
    def alone(self) -> bool:
        """Whether there is one series only, which is nobody's but the measure's own."""
        return not self.reading.per and not self.of_cases

    @property
    def who(self) -> str:
        """The lit units: ``North``, ``North and South``, ``the 3 sites``."""
        lit = self.effect.lit
        if self.of_cases:
            return f"the {plural(CASES)} worked the new way"
        if self.alone:
            return self.measure
        if len(lit) == 1:
            return name(lit[0], _LONGEST)
        if len(lit) == 2 and sum(map(len, lit)) <= _LONGEST_PAIR:
            return listed([name(unit) for unit in lit])
        return f"the {self.units(len(lit))}"

    @property
    def whose(self) -> str:
        """The measure of the lit units: ``North's cost``, ``the cost of the 3 sites``."""
        if self.alone:
            return self.measure
        if len(self.effect.lit) == 1:
            return f"{self.who}{'’' if self.who.endswith('s') else '’s'} {self.measure}"
        return f"the {self.measure} of {self.who}"

    @property
    def level(self) -> str:
        """The level of the intervals, as a count: ``95 of 100``."""
        return f"{self.effect.level * 100:g} of 100"

    @property
    def alpha(self) -> float:
        """How often a method may cry wolf."""
        return round(1 - self.effect.level, 12)

    @property
    def in_percent(self) -> bool:
        """Whether the effect is said in percent: where each known end has one."""
        percent, unit = self.effect.percent, self.effect.unit
        if percent is None:
            return False
        pairs = ((unit.low, percent.low), (unit.value, percent.value), (unit.high, percent.high))
        return all(isfinite(part) for end, part in pairs if isfinite(end))

    @property
    def figure(self) -> Figure:
        """The effect in percent where it has one, else in the measure's unit; an unknown end is infinite."""
        percent, unit = self.effect.percent, self.effect.unit
        if percent is None or not self.in_percent:
            return unit
        low = percent.low if isfinite(unit.low) else -inf
        return Figure(percent.value, low, percent.high if isfinite(unit.high) else inf)

    def size(self, value: float) -> str:
        """How large an effect is, without its direction: ``6 %``, or ``11.8 €``."""
        return say_share(abs(value) / 100) if self.in_percent else self.say(abs(value))

    def between(self, low: float, high: float) -> str:
        """Between which sizes an effect lies that has one direction: ``between 2 and 10 %``, ``at least 2 %``."""
        least, most = sorted((abs(low), abs(high)))
        if not isfinite(most):
            return f"at least {self.size(least)}"
        first, last = self.size(least), self.size(most)
        if first == last:
            return f"at about {first}"
        return f"between {first.split(' ')[0] if same_unit(first, last) else first} and {last}"

    def wrong(self, value: float) -> bool:
        """Whether an effect is in the worse direction, where it was said which that is."""
        less = self.reading.measure.less_is_better
        return less is not None and (value < 0) != less

    @property
    def levels(self) -> tuple[float, float] | None:
        """What was measured on average where it was lit, and what would have been; None where that is not known."""
        unit, percent = self.effect.unit.value, self.effect.percent
        if percent is not None and percent.value and isfinite(percent.value):
            would = 100 * unit / percent.value
            return would + unit, would
        lit = [point for point in self.effect.path if point.lit]
        if not lit:
            return None
        observed = sum(point.observed for point in lit) / len(lit)
        return observed, observed - unit


def say_times(p: float, alpha: float) -> str:
    """How often chance alone does as much, as a count: ``3 times in 100``; never at the border where it is beside it.

    Args:
        p: from 0 to 1.
        alpha: the border.
    """
    if p > 0.995:
        return "nearly every time"
    for whole in (100, 1_000, 10_000):
        if p * whole >= 0.95:
            count = _beside(p * whole, alpha * whole)
            return f"{count} time{'' if count == '1' else 's'} in {whole:,}"
    return "less than 1 time in 10,000"


def _beside(count: float, border: float) -> str:
    """With so many digits that it does not look like the border unless it is there."""
    for digits in range(4):
        said = f"{count:.{digits}f}"
        if abs(count - border) < 1e-9 or float(said) != round(border, 9):
            return said
    return f"{count:.4g}"


def bounded(figure: Figure) -> bool:
    """Whether an end of its interval is known."""
    return isfinite(figure.low) or isfinite(figure.high)
