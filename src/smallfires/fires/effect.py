"""What a pilot did to a measure: one figure with its doubt, and what that rests on. Every design gives this record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure and its interval, in one unit.

    Attributes:
        value: the figure.
        low, high: the ends of its interval; infinite where the data cannot bound it.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):  # plain numbers, whose comparisons are plain answers, too
            object.__setattr__(self, name, float(getattr(self, name)))


@dataclass(frozen=True)
class Point:
    """The lit units in one period, on average.

    Attributes:
        period: its label.
        observed: what was measured.
        expected: what would have been, had nothing been lit (the counterfactual).
        effect: the difference of the two, with the interval of this period alone; None before the fire was lit.
        lit: whether the fire was burning.
    """

    period: str
    observed: float
    expected: float
    effect: Figure | None
    lit: bool


@dataclass(frozen=True)
class Beside:
    """What another method says of the same pilot; it never decides.

    Attributes:
        method: its name.
        value: its figure, in the measure's unit.
        p: its p-value.
        error: its expected error at pretend pilots, as a standard deviation in the measure's unit.
    """

    method: str
    value: float
    p: float
    error: float


@dataclass(frozen=True)
class Share:
    """How much a unit or period counts in what would have been.

    Attributes:
        label: of the unit or period.
        weight: its share; all add up to 1. That of a period may be below 0, where others go against it.
    """

    label: str
    weight: float


@dataclass(frozen=True)
class LeftOut:
    """The figure without one unit.

    Attributes:
        unit: the one that was left out.
        value: the figure without it, in the measure's unit.
    """

    unit: str
    value: float


@dataclass(frozen=True)
class Pretended:
    """The same units and method at dates before the fire, when nothing was changed.

    Attributes:
        dates: the pretend dates.
        values: the effect that was found at each, in the measure's unit; none was there.
        alarms: at how many of them the method would have cried wolf.
        promised: the share of alarms that the level allows.
        widened: by how much the interval was widened for it; 1 for not at all.
    """

    dates: tuple[str, ...]
    values: tuple[float, ...]
    alarms: int
    promised: float
    widened: float


@dataclass(frozen=True)
class Picked:
    """Whether the way in which units were picked explains the effect: what is worst now tends to get better by itself.

    Attributes:
        how: ``lot``, ``volunteers``, ``worst``, ``best`` or ``hand``.
        rebound: how far units picked like that in the past moved by themselves, on average, in the measure's unit;
            None where the history is too short or they were not picked by their level.
        share: the effect's share that such a move would explain, None likewise.
        passed: whether the check was passed; None where it could not be made.
    """

    how: str
    rebound: float | None
    share: float | None
    passed: bool | None


@dataclass(frozen=True)
class Diagnostics:
    """What to look at before believing an effect.

    Attributes:
        fit_before: how far observed and expected were apart before the fire: root mean square, in the measure's unit.
        fit_usual: the same of the pretend pilots, at the median.
        units, periods: what counts in what would have been; largest weight first, zeros left out.
        placebos: the figures of all pretend pilots of the same size, in the measure's unit, smallest first.
        exhaustive: whether these are all there can be, or a sample of them.
        without: the figure without each unit in turn.
        studentised: the p-value where every figure is divided by its own expected error.
        pretended: the same at earlier dates; None where there is too little time before.
        picked: how units were picked, None where that is not said.
    """

    fit_before: float
    fit_usual: float
    units: tuple[Share, ...]
    periods: tuple[Share, ...]
    placebos: tuple[float, ...]
    exhaustive: bool
    without: tuple[LeftOut, ...] = ()
    studentised: float | None = None
    pretended: Pretended | None = None
    picked: Picked | None = None


@dataclass(frozen=True)
class Effect:
    """What the pilot did.

    Attributes:
        design: the design's name in the registry.
        method: the estimator that decides, in words.
        source: where the method is described.
        unit: the effect in the measure's own unit: its mean over lit units and periods.
        percent: the same in percent of what would have been; None where that is not above zero.
        level: the level of the intervals, 0.95 for 95 %.
        p: how often chance alone does as much; below 1 − level exactly when the interval leaves zero out.
        smallest_p: the smallest p that so many units could ever show.
        lacking: why no effect, however large, could be told from chance, and what would help; None where one could.
        evidence: how far the design carries: ``strong`` where a lot was drawn, ``fair`` where others are compared with,
            ``weak`` where only the past is.
        worthwhile: the effect that would be worthwhile, in the measure's unit; None where not said.
        probability: that the effect is at least that; None likewise.
        path: observed and expected by period.
        lit, others: labels of the lit units, and of those they are compared with.
        beside: what other methods say.
        diagnostics: what it rests on.
        assumptions: what has to be true, each as a sentence.
        notes: what was done to the data, and doubts, each as a sentence.
    """

    design: str
    method: str
    source: str
    unit: Figure
    percent: Figure | None
    level: float
    p: float
    smallest_p: float
    lacking: str | None
    evidence: str
    worthwhile: float | None
    probability: float | None
    path: tuple[Point, ...]
    lit: tuple[str, ...]
    others: tuple[str, ...]
    beside: tuple[Beside, ...]
    diagnostics: Diagnostics
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def can_tell(self) -> bool:
        """Whether any effect, however large, could be told from chance at this level."""
        return self.smallest_p < round(1 - self.level, 12)

    @property
    def told(self) -> bool:
        """Whether this one is told from chance: the interval leaves zero out."""
        return not self.unit.low <= 0 <= self.unit.high
