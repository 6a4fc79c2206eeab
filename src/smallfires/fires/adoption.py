"""Adoption: how many of the cases that could be worked the new way really were."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.effect import Figure


@dataclass(frozen=True)
class InPeriod:
    """The lit units' cases of one period.

    Attributes:
        period: its label.
        eligible: cases that could be worked the new way.
        did: those that were.
    """

    period: str
    eligible: int
    did: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where no case was eligible."""
        return self.did / self.eligible if self.eligible else None


@dataclass(frozen=True)
class Milestone:
    """What share was expected, and whether it is there.

    Attributes:
        share: expected, from 0 to 1.
        by: the day.
        periods: labels of the periods it was read from: the last ones until that day.
        found: the share in these; None where no case was eligible in them.
        due: whether the data reach that day.
        reached: whether the share is there; False before that day is only *not yet*. None where it cannot be known.
    """

    share: float
    by: str
    periods: tuple[str, ...]
    found: Figure | None
    due: bool
    reached: bool | None


@dataclass(frozen=True)
class Adopted:
    """How far the new way is really in use.

    Attributes:
        new_way: the sentence that says what counts.
        share: of the eligible cases of the lit units, since they were lit, from 0 to 1; None where there are none.
        level: of the intervals.
        eligible: cases that could be worked the new way.
        did: those that were.
        untouched: cases that never met the sentence's condition, and are not eligible.
        before: the share in the same units before they were lit; None where no case was eligible.
        periods: since they were lit, in order.
        clusters: what the intervals draw as a whole: ``week``, another period, or what a unit is.
        milestone: None where none is asked for.
        examples: names of eligible cases that were not worked the new way.
        notes: what a reader has to know, each a sentence.
    """

    new_way: str
    share: Figure | None
    level: float
    eligible: int
    did: int
    untouched: int
    before: float | None
    periods: tuple[InPeriod, ...]
    clusters: str
    milestone: Milestone | None
    examples: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NotKnown:
    """Why something cannot be known from the data.

    Attributes:
        reason: as a sentence.
    """

    reason: str
