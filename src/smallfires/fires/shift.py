"""The shift: how much of a change came from the same ways done better, and how much from different ways."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smallfires.fires.effect import Figure
from smallfires.fires.reading import Measure

FIFTH = 0.2
"""A part below this share of both is not what the answer leans on; an interaction above this share of the change is shown."""


SURE = 0.95
"""How probable it has to be that one part is the larger one, before the change is called after it."""


class Answer(StrEnum):
    """Where the change came from."""

    SAME = "same ways"
    DIFFERENT = "different ways"
    BOTH = "both"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Part:
    """A part of the change.

    Attributes:
        figure: in the measure's unit. Where there is a comparison group: what the pilot did beyond what happened anyway.
        pilot: the same in the lit units alone.
        compared: the same in the units they are compared with; None where there are none.
    """

    figure: Figure
    pilot: float
    compared: float | None = None


@dataclass(frozen=True)
class Side:
    """One of the groups of cases.

    Attributes:
        cases: how many.
        mean: of the measure, in its unit.
        clusters: weeks or units that they come from.
    """

    cases: int
    mean: float
    clusters: int


@dataclass(frozen=True)
class WayRow:
    """One way, in the lit units: before (0) and after (1).

    Attributes:
        label: what it is, in words.
        cases: in both.
        share0, share1: of all cases, from 0 to 1.
        mean0, mean1: of the measure, in its unit, shrunk where cases are few; None where the way was not seen.
        same: what it brought by being done better or worse, in the measure's unit.
        different: what it brought by being taken more or less often, or by being new or gone.
    """

    label: str
    cases: int
    share0: float
    share1: float
    mean0: float | None
    mean1: float | None
    same: float
    different: float

    @property
    def seen(self) -> str:
        """``new``, ``gone``, or ``both`` where cases of before and of after take it."""
        if self.mean0 is None:
            return "new"
        return "gone" if self.mean1 is None else "both"


@dataclass(frozen=True)
class Neighbour:
    """The same figures under another definition of a way.

    Attributes:
        definition: in words.
        ways: how many there are.
        same, different: the parts of the change, in the measure's unit.
        rework: of ``same``; None for a measure that cannot be split so.
        agrees: whether nothing that the answer leans on has the other sign here: rework, the rest of the same ways, what is
            different.
    """

    definition: str
    ways: int
    same: Figure
    rework: Figure | None
    different: Figure
    agrees: bool


@dataclass(frozen=True)
class Shift:
    """Where a change came from. ``same`` + ``mix`` + ``unseen`` = ``change``, and ``rework`` + ``rest`` = ``same``.

    Attributes:
        measure: whose mean changed.
        definition: what another way is, in words.
        ways: how many there are.
        level: of the intervals; those of ``same`` and ``different`` hold both at once.
        change: of the mean, in the measure's unit: after − before, beyond the comparison group's where there is one.
        same: the same ways, done better or worse.
        rework: of which steps done again; None for a measure that cannot be split so.
        rest: of which all else; None likewise.
        mix: old ways in other shares.
        unseen: ways that are new or gone.
        different: ``mix`` + ``unseen``.
        interaction: what changed because shares and means changed together; it is inside ``same`` and ``mix``, half each.
            None where it is at most a fifth of the change.
        transformed: the size of ``mix`` and ``unseen`` against all three, from 0 to 1; None where nothing changed.
        rows: the ways that brought most, largest first.
        neighbours: the same under the two neighbouring definitions.
        before, after: the lit units' cases.
        compared: the cases of those they are compared with, before and after; None where there are none.
        clusters: what the intervals draw as a whole: ``week``, another period, or what a unit is.
        answer: what the change came from.
        reason: why, as a sentence.
        notes: what was done to the data, and doubts, each as a sentence.
    """

    measure: Measure
    definition: str
    ways: int
    level: float
    change: Part
    same: Part
    rework: Part | None
    rest: Part | None
    mix: Part
    unseen: Part
    different: Part
    interaction: Part | None
    transformed: Figure | None
    rows: tuple[WayRow, ...]
    neighbours: tuple[Neighbour, ...]
    before: Side
    after: Side
    compared: tuple[Side, Side] | None
    clusters: str
    answer: Answer
    reason: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NoShift:
    """Why there is no shift to show.

    Attributes:
        reason: as a sentence.
    """

    reason: str


@dataclass(frozen=True)
class Parted:
    """The two parts of a change, under one definition of a way.

    Attributes:
        same, different: in the measure's unit; their intervals hold both at once.
        odds: the probability that ``different`` is the larger one in size.
        rework, rest: the two of ``same``; None for a measure that cannot be split so.
    """

    same: Figure
    different: Figure
    odds: float
    rework: Figure | None = None
    rest: Figure | None = None

    @property
    def leading(self) -> tuple[Answer, ...]:
        """The parts that are told from chance, and large enough to matter."""
        return tuple(name for name in (Answer.SAME, Answer.DIFFERENT) if self._leads(self.part(name)))

    def part(self, name: Answer) -> Figure:
        """One of the two."""
        return self.same if name is Answer.SAME else self.different

    def larger(self, name: Answer) -> float:
        """The probability that a part is larger in size than the other one."""
        return 1 - self.odds if name is Answer.SAME else self.odds

    def agrees(self, other: Parted) -> bool:
        """Whether nothing that leads has the other sign there, beyond a fifth of its size.

        Rework is compared with rework, and the rest of the same ways with that: a repeat is time within a set of activities, and
        another path, so what is the same way done better by the one definition is another way by the other. Of the two counts
        what carries at least half.
        """
        pairs = [pair for name in self.leading for pair in self._beside(other, name)]
        return not any(own.value * there.value < -FIFTH * own.value**2 for own, there in pairs)

    def _beside(self, other: Parted, name: Answer) -> list[tuple[Figure, Figure]]:
        whole = (self.part(name), other.part(name))
        if name is Answer.DIFFERENT or not (self.rework and self.rest and other.rework and other.rest):
            return [whole]
        halves = [(self.rework, other.rework), (self.rest, other.rest)]
        return [pair for pair in halves if pair[0].value / self.same.value >= 0.5]

    def _leads(self, part: Figure) -> bool:
        whole = abs(self.same.value) + abs(self.different.value)
        return not part.low <= 0 <= part.high and abs(part.value) >= FIFTH * whole


def decide(parted: Parted, neighbours: tuple[tuple[str, Parted], ...]) -> tuple[Answer, str]:
    """What a change came from, and why, as a sentence.

    Args:
        parted: under the charter's definition of a way.
        neighbours: under the neighbouring ones, with their names.
    """
    leading = parted.leading
    if not leading:
        return Answer.CANNOT_TELL, _UNTOLD
    against = [name for name, other in neighbours if not parted.agrees(other)]
    if against:
        return Answer.CANNOT_TELL, (
            f"What counts as another way turns the answer round: by {' and by '.join(against)} the sign is the other."
        )
    if len(leading) == 2:
        return Answer.BOTH, "Neither the same ways done better or worse nor different ways explain the change alone."
    lead = leading[0]
    if parted.larger(lead) < SURE:
        return Answer.CANNOT_TELL, f"{_MAY_BE[lead]} may have brought as much, for all that so few data tell."
    return lead, _BECAUSE[lead]


_UNTOLD = "Neither part can be told from chance."
_MAY_BE = {Answer.SAME: "Different ways", Answer.DIFFERENT: "The same ways, done better or worse,"}
_BECAUSE = {
    Answer.SAME: "The same ways, done better or worse, explain it; what different ways brought is smaller, or chance.",
    Answer.DIFFERENT: "Different ways explain it; what came of doing the same ways better or worse is smaller, or chance.",
}
