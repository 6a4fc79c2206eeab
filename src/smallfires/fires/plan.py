"""The smallest fire that can teach: the record that ``design`` gives, before anything is lit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smallfires.fires.reading import Measure
from smallfires.fires.work import Source


@dataclass(frozen=True)
class Wanted:
    """What was asked for.

    Attributes:
        teams: labels of the units that would be lit, where they were named.
        left_out: labels of units that cannot take part, and are not compared with either.
        sizes: how many units may be lit.
        periods: for how many periods the fire may burn.
        worthwhile: the effect that would be worthwhile, in the measure's unit, with its sign; None where not said.
        worthwhile_percent: the same in percent of the usual level; None where not said, or that level is not above zero.
        power: how often a worthwhile effect shall be told from chance, 0.8 for 8 times in 10.
        level: of the intervals by which it will be told, 0.95 for 95 %.
        designs: names of the designs that were tried.
    """

    teams: tuple[str, ...]
    left_out: tuple[str, ...]
    sizes: tuple[int, ...]
    periods: tuple[int, ...]
    worthwhile: float | None
    worthwhile_percent: float | None
    power: float
    level: float
    designs: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The past on which pilots were simulated.

    Attributes:
        units: how many units it has that can take part.
        periods: how many periods before anything was lit.
        first, last: labels of the first and the last of them.
        level: the usual level: the mean over units and the last third of the periods, in the measure's unit.
        unseen: the share of its cells without a value.
    """

    units: int
    periods: int
    first: str
    last: str
    level: float
    unseen: float


@dataclass(frozen=True)
class Rate:
    """In which share of the simulated pilots something came out.

    Attributes:
        share: of the pilots, from 0 to 1.
        error: its standard error. Pilots in one window of the past share what happened then, so that windows count.
        low, high: the ends of its 90 % interval.
        pilots: how many were simulated.
        windows: in how many windows of the past.
    """

    share: float
    error: float
    low: float
    high: float
    pilots: int
    windows: int


@dataclass(frozen=True)
class Detectable:
    """The smallest effect that is told from chance with the wanted power, in the direction that is wanted.

    Attributes:
        effect: in the measure's unit, with its sign.
        percent: of the usual level, with its sign; None where that level is not above zero.
        least, most: between which sizes it may well lie, given how few windows the history has: the ends of its 90 %
            interval, in the measure's unit, with their sign, the smaller size first; ``most`` is infinite where the
            history cannot bound it.
    """

    effect: float
    percent: float | None
    least: float
    most: float


@dataclass(frozen=True)
class Candidate:
    """A pilot that could be lit, and what it could tell.

    Attributes:
        design: its name in the registry of designs.
        size: how many units are lit.
        units: labels of these, where they were named; empty where a lot is to be drawn.
        periods: for how many periods the fire burns.
        block: periods that are switched together; None where the design does not switch.
        steps: in how many steps units start; None where all start together.
        cost: periods of work under the change, added up over the units: what the pilot asks of people.
        evidence: how far the design carries: ``strong``, ``fair`` or ``weak``.
        detectable: the smallest effect that it would tell with the wanted power; None where the simulation finds none.
        power: how often it would tell the worthwhile effect; None where no effect was called worthwhile.
        reaches: whether that is at least the wanted power; None likewise.
        alarms: how often it cried wolf where nothing was changed.
        smallest_p: the smallest p-value that it could ever show.
        notes: doubts that are its own, each as a sentence.
    """

    design: str
    size: int
    units: tuple[str, ...]
    periods: int
    block: int | None
    steps: int | None
    cost: int
    evidence: str
    detectable: Detectable | None
    power: Rate | None
    reaches: bool | None
    alarms: Rate
    smallest_p: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Power:
    """A point of the power curve.

    Attributes:
        effect: in the measure's unit, with its sign.
        percent: of the usual level; None where that is not above zero.
        power: how often an effect of this size would be told, in the right direction, from 0 to 1.
        low, high: the ends of the 90 % interval of that.
    """

    effect: float
    percent: float | None
    power: float
    low: float
    high: float


@dataclass(frozen=True)
class Refused:
    """A pilot that was asked for and cannot teach.

    Attributes:
        design: its name in the registry of designs.
        size: how many units would be lit.
        periods: for how many periods.
        why: the reason, and what would help.
    """

    design: str
    size: int
    periods: int
    why: str


@dataclass(frozen=True)
class Turn:
    """When one unit works the new way.

    Attributes:
        unit: its label.
        lit: the places of the pilot's periods in which it does, in order; 1 is the first.
    """

    unit: str
    lit: tuple[int, ...]


@dataclass(frozen=True)
class Draw:
    """The lot of the chosen pilot: who is lit, and when.

    Attributes:
        turns: every lit unit, sorted by label.
        others: labels of the units that are never lit and only compared with.
        periods: labels of the pilot's periods: those of the history gone on with, where they are dates or numbers that
            run evenly; ``1``, ``2``, ... otherwise.
        by_lot: whether a lot was drawn, over units or over periods; False where named units are lit together.
        seed: with which the same lot comes out again.
    """

    turns: tuple[Turn, ...]
    others: tuple[str, ...]
    periods: tuple[str, ...]
    by_lot: bool
    seed: int


@dataclass(frozen=True)
class Plan:
    """What can be learnt from a small fire, and which is the smallest that teaches what is wanted.

    Attributes:
        source: what was read.
        measure: what is measured.
        per: what a unit is, such as ``site``.
        wanted: what was asked for.
        history: the past on which pilots were simulated.
        detectable: the answer that is asked for first: with these units and periods, this can be told. It is that of
            ``best``; None where nothing can.
        lacking: why nothing can be told, and what would help; empty where something can.
        best: the candidate that tells the smallest effect, of all that were tried; None where there is none.
        chosen: the cheapest candidate that reaches the wanted power; ``best`` where no effect was called worthwhile,
            or none reaches it; None where there is none.
        candidates: all that were simulated: those that reach the wanted power first, the cheapest ahead; then the others,
            those with most power ahead.
        curve: how the power of ``chosen`` grows with the effect; empty where there is none.
        refused: what was asked for and cannot teach.
        draw: the lot of ``chosen``; None where there is none.
        pilots: how many pilots were simulated in all.
        windows: in how many windows of the past, at the most.
        assumptions: what has to be true, each as a sentence.
        notes: what was done to the data, and how the lot was drawn, each as a sentence.
        warnings: doubts that belong beside the answer, each a sentence.
        settings: every setting that shapes the figures.
        version: of the software.
    """

    source: Source
    measure: Measure
    per: str
    wanted: Wanted
    history: History
    detectable: Detectable | None
    lacking: str
    best: Candidate | None
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]
    curve: tuple[Power, ...]
    refused: tuple[Refused, ...]
    draw: Draw | None
    pilots: int
    windows: int
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    settings: Mapping[str, str]
    version: str

    @property
    def reaching(self) -> tuple[Candidate, ...]:
        """The candidates that reach the wanted power, the cheapest first."""
        return tuple(candidate for candidate in self.candidates if candidate.reaches)
