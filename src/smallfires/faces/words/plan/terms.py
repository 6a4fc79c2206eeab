"""How the figures of a plan are said: pilots by their size and length, effects as falls and rises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

from smallfires.faces.words.amounts import Amounts, same_unit
from smallfires.faces.words.lengths import UNKNOWN, length
from smallfires.faces.words.measured import called, units, word
from smallfires.faces.words.names import name
from smallfires.fires.plan import Candidate, Detectable, Plan, Power
from smallfires.fires.quantity import many, say_share
from smallfires.fires.wording import listed

_LONGEST, _LONGEST_PAIR = 40, 44
_DAY = r"\d{4}-\d\d-\d\d"


@dataclass(frozen=True)
class Terms:
    """The words that depend on what is measured, on whom, and how long a period is.

    Attributes:
        plan: what could be learnt.
    """

    plan: Plan

    @property
    def amounts(self) -> Amounts:
        """How amounts of the measure are said."""
        return Amounts(self.plan.measure.unit, self.plan.measure.unit == "s")

    @property
    def measure(self) -> str:
        """Its name in a sentence."""
        return called(self.plan.measure.name)

    @cached_property
    def period(self) -> str:
        """What a period is called: ``week``."""
        history = self.plan.history
        return length(history.first, history.last, history.periods)

    def periods(self, count: int) -> str:
        """``8 weeks``."""
        return many(count, self.period)

    def units(self, count: int) -> str:
        """``2 sites``."""
        return units(count, self.plan.per)

    @property
    def unit(self) -> str:
        """``site``."""
        return word(self.plan.per)

    @property
    def alone(self) -> bool:
        """Whether there is one unit only, so that nobody is left to compare with."""
        return self.plan.history.units == 1

    def some(self, size: int) -> str:
        """``2 of 12 sites``."""
        return f"{size:,} of {self.units(self.plan.history.units)}"

    def pilot(self, candidate: Candidate) -> str:
        """A pilot in a sentence: ``2 of 12 sites and 8 weeks``, ``North and South for 8 weeks``."""
        when = self.periods(candidate.periods)
        if self.alone:
            return when
        if candidate.units:
            return f"{self.named(candidate.units)} for {when}"
        return f"{self.some(candidate.size)} and {when}"

    def named(self, labels: tuple[str, ...]) -> str:
        """Units by their names: ``North``, ``North and South``, ``the 3 sites that you named``."""
        if len(labels) == 1:
            return name(labels[0], _LONGEST)
        if len(labels) == 2 and sum(map(len, labels)) <= _LONGEST_PAIR:
            return listed([name(label) for label in labels])
        return f"the {self.units(len(labels))} that you named"

    def trusted(self, candidate: Candidate) -> bool:
        """Whether it cries wolf no more often than it may, as far as the past shows."""
        return candidate.alarms.low <= 1 - self.plan.wanted.level + 1e-9

    def short(self, candidate: Candidate) -> str:
        """A pilot in a table: ``2 sites, 8 weeks``."""
        when = self.periods(candidate.periods)
        return when if self.alone else f"{self.units(candidate.size)}, {when}"

    @property
    def upwards(self) -> bool:
        """Whether the effect that is looked for is a rise."""
        plan = self.plan
        for effect in (plan.wanted.worthwhile, *(point.effect for point in self.curve)):
            if effect:
                return effect > 0
        found = [one.detectable.effect for one in plan.candidates if one.detectable and one.detectable.effect]
        return found[0] > 0 if found else plan.measure.less_is_better is False

    @property
    def move(self) -> str:
        """``rise`` or ``fall``."""
        return "rise" if self.upwards else "fall"

    @cached_property
    def curve(self) -> tuple[Power, ...]:
        """The points of the power curve that have a place."""
        return tuple(point for point in self.plan.curve if isfinite(point.effect))

    @property
    def in_percent(self) -> bool:
        """Whether effects are said in percent of the usual level."""
        return self.plan.history.level > 0

    def size(self, effect: float) -> str:
        """How large an effect is, without its direction: ``9 %``, or ``0.9 days`` where percent would say nothing."""
        return say_share(abs(self.share(effect)) / 100) if self.in_percent else self.amounts.say(abs(effect))

    def share(self, effect: float) -> float:
        """An effect in percent of the usual level, with its sign."""
        return 100 * effect / self.plan.history.level

    def amount(self, effect: float) -> str:
        """The same in the measure's unit, where ``size`` says it in percent; else empty."""
        return self.amounts.say(abs(effect)) if self.in_percent else ""

    @property
    def worthwhile(self) -> str:
        """The worthwhile effect, in the user's own unit too: ``a fall of 10 %``, ``a fall of 10 % (1.2 days)``."""
        worth = self.plan.wanted.worthwhile or 0.0
        own = "" if self.plan.settings.get("worthwhile", "%").endswith("%") else self.amount(worth)
        return f"a {self.move} of {self.size(worth)}{f' ({own})' if own else ''}"

    def within(self, found: Detectable) -> str:
        """Between which sizes it may lie: ``from 7 to 14 %``, ``7 % or more``."""
        if not isfinite(found.most):
            return f"{self.size(found.least)} or more"
        first, last = self.size(found.least), self.size(found.most)
        if first == last:
            return f"about {first}"
        return f"from {first.split(' ')[0] if same_unit(first, last) else first} to {last}"

    def dates(self, lit: tuple[int, ...]) -> str:
        """The periods of a pilot, those that follow on each other joined: ``2026-W27 to 2026-W34``."""
        return listed([self._stretch(first, last) for first, last in stretches(lit)])

    def _stretch(self, first: int, last: int) -> str:
        if self.begins:
            return f"{self.date(first)} ({self.periods(last - first + 1)})"
        return self.date(first) if first == last else f"{self.date(first)} to {self.date(last)}"

    def span(self) -> str:
        """From when to when, in a sentence: ``from 2026-W27 to 2026-W34``, ``for 8 weeks from 2026-06-29 on``."""
        last = len(self.plan.draw.periods) if self.plan.draw else 1
        if self.begins:
            return f"for {self.periods(last)} from {self.date(1)} on"
        return f"from {self.date(1)} to {self.date(last)}" if last > 1 else f"in {self.date(1)}"

    def date(self, place: int) -> str:
        """The label of a pilot's period; with the word where it is only a number."""
        label = self._labels[place - 1]
        return f"{self.period} {label}" if re.fullmatch(r"\d+", label) and self.counted else name(label, 30)

    def moment(self, place: int) -> str:
        """The same in a sentence: ``the week of 2026-06-29`` where it only begins then."""
        return f"the {self.period} of {self.date(place)}" if self.begins else self.date(place)

    @property
    def _labels(self) -> tuple[str, ...]:
        return self.plan.draw.periods if self.plan.draw else ()

    @property
    def begins(self) -> bool:
        """Whether labels say the day on which a longer period begins."""
        return self.period not in ("day", UNKNOWN) and all(re.fullmatch(_DAY, label) for label in self._labels)

    @property
    def counted(self) -> bool:
        """Whether periods are only numbers, and no dates."""
        return self.period == UNKNOWN or self.numbered

    @property
    def numbered(self) -> bool:
        """Whether the pilot's periods are counted from its first one, because those of the past cannot be gone on with."""
        return self._labels == tuple(str(at + 1) for at in range(len(self._labels)))


def stretches(lit: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of each run of places that follow on each other."""
    found: list[tuple[int, int]] = []
    for place in lit:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def often(share: float, border: float | None = None) -> str:
    """How often, as a count: ``8 times in 10``; in a hundred where ten would put it on the wrong side of a border.

    Args:
        share: from 0 to 1.
        border: what it is compared with; None where the share is said as it stands.
    """
    tenths = round(10 * share)
    exact = abs(10 * share - tenths) < 1e-9
    rightly = border is None or _reaches(tenths / 10, border) == _reaches(share, border)
    if share < 0.05:
        return "hardly ever"
    if (share > 0.95 or tenths == 10) and rightly:
        return "nearly every time"
    if exact or (border is not None and rightly):
        return f"{tenths} time{'' if tenths == 1 else 's'} in 10"
    return f"{100 * share:.0f} times in 100" if rightly else f"{int(100 * share)} times in 100"


def _reaches(share: float, border: float) -> bool:
    return share >= border - 1e-9
