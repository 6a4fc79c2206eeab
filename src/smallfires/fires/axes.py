"""The first of the two axes, from the log: is the work done the right way?"""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.effect import Figure


@dataclass(frozen=True)
class Kept:
    """How a business rule is kept by the lit units' cases.

    Attributes:
        sentence: the rule as people wrote it.
        name: its DECLARE name.
        before, after: share that keeps it of the cases that met its condition, from 0 to 1; None where none did.
        change: after − before; beyond the comparison group's where there is one. None where it cannot be known.
        cases_before, cases_after: cases that met its condition.
        examples: names of some cases that break it since the units were lit.
    """

    sentence: str
    name: str
    before: Figure | None
    after: Figure | None
    change: Figure | None
    cases_before: int
    cases_after: int
    examples: tuple[str, ...]

    @property
    def better(self) -> bool | None:
        """Whether it is kept by more cases than before; None where that cannot be told from chance."""
        if self.change is None or self.change.low <= 0 <= self.change.high:
            return None
        return self.change.value > 0


@dataclass(frozen=True)
class Efficiency:
    """Touch as a share of cycle time, over all cases of a group: how much of the time somebody worked.

    Attributes:
        before, after: from 0 to 1.
        change: after − before; beyond the comparison group's where there is one.
    """

    before: Figure
    after: Figure
    change: Figure


@dataclass(frozen=True)
class RightWay:
    """Whether the work is done the right way: rules kept, and efficiency.

    Attributes:
        rules: one a rule, in the order in which they were asked.
        efficiency: None where the log has no starts.
        level: of the intervals.
        clusters: what the intervals draw as a whole: ``week``, another period, or what a unit is.
        notes: what could not be known, each as a sentence.
    """

    rules: tuple[Kept, ...]
    efficiency: Efficiency | None
    level: float
    clusters: str
    notes: tuple[str, ...]
