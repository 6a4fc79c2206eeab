"""What a gate needs to know of a fire: plain facts, each with its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smallfires.fires.acts import Tested
from smallfires.fires.adoption import Adopted, NotKnown
from smallfires.fires.axes import RightWay
from smallfires.fires.effect import Effect, Figure
from smallfires.fires.reading import Measure
from smallfires.fires.shift import NoShift, Shift


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Where the fire stands in its time.

    Attributes:
        today: the day of the verdict.
        periods: burning periods that were read.
        planned: burning periods of the whole horizon.
        telling: the day from which on an effect can be told from chance at all, however large; None where never within the
            horizon, or where that is not known.
    """

    today: date
    periods: int
    planned: int
    telling: date | None = None


@dataclass(frozen=True, kw_only=True)
class Likely:
    """How probable it is that the effect is at least the worthwhile one.

    Attributes:
        raw: as this fire alone reads.
        shrunk: with what the workspace's other fires did; as ``raw`` where there are too few of them.
        fires: how many others stand behind it; 0 where it is as read.
        below: whether the effect is below the worthwhile one by an interval that holds at every look; None where that is not
            known.
    """

    raw: float
    shrunk: float
    fires: int = 0
    below: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """How a guardrail is kept.

    Attributes:
        measure: what must not get worse.
        safety: whether a transformation is put out when it breaks.
        worse: by how much it got worse, in percent or in the measure's unit; below zero it got better. The interval holds at
            every look. None where it cannot be read.
        margin: by how much it may, in the same.
        percent: whether both are in percent.
        cannot: why it cannot be read, as a sentence; empty where it can.
    """

    measure: Measure
    safety: bool
    worse: Figure | None
    margin: float
    percent: bool
    cannot: str = ""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """How much of the disruption budget is used up.

    Attributes:
        measure: of which something may be lost.
        lost: so far, over the whole time of the budget: in percent of what is usual in that time, or in the measure's unit for
            each of its periods; below zero something was gained. The interval holds at every look. None where it cannot be read.
        allowed: what may be lost, in the same.
        percent: whether both are in percent.
        until: the declared end of the dip.
        periods: periods of that time that were read.
        planned: periods of that time.
        cannot: why it cannot be read, as a sentence; empty where it can.
    """

    measure: Measure
    lost: Figure | None
    allowed: float
    percent: bool
    until: date
    periods: int
    planned: int
    cannot: str = ""


@dataclass(frozen=True, kw_only=True)
class EndState:
    """What the new way gives after the declared end of the dip.

    Attributes:
        gain: how much better than today's way would have been, in the measure's unit; above zero is better. The interval holds at
            every look. None where it cannot be read yet.
        needed: how much better the optimised old way is than today's: the gain that has to be beaten.
        optimised: whether that is known; else the worthwhile effect stands in its place.
        beats: probability that the gain is more than that.
        beats_today: probability that it is above zero.
        sure: whether the gain is more than needed by an interval that holds at every look, at the level of the gate; None where
            that is not known.
        periods: periods after the dip that were read.
        cannot: why it cannot be read, as a sentence; empty where it can.
    """

    gain: Figure | None
    needed: float
    optimised: bool
    beats: float | None
    beats_today: float | None
    sure: bool | None
    periods: int
    cannot: str = ""


@dataclass(frozen=True, kw_only=True)
class Slope:
    """Whether it goes up after the declared end of the dip.

    Attributes:
        rise: of the gain, in each period, in the measure's unit; above zero is better. None where it cannot be read yet.
        ahead: what the end state comes to if the line goes on: the mean gain over all periods after the dip, until the end of the
            horizon.
        upward: probability that it rises at all.
        none: probability that there is no slope upward that brings this to the worthwhile effect, or to what has to be beaten,
            where that is more.
        sure: whether that is known by an interval that holds at every look, at the level of the gate.
        method: how these were found, in words.
        source: where that is described.
        cannot: why it cannot be read, as a sentence; empty where it can.
    """

    rise: Figure | None
    ahead: Figure | None
    upward: float | None
    none: float | None
    sure: bool | None = None
    method: str = ""
    source: str = ""
    cannot: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that is known of a fire at one moment.

    Attributes:
        clock: where it stands in its time.
        measure: the one of its success.
        effect: what it did to that; None where it cannot be read yet.
        cannot: why it cannot be read, as a sentence; empty where it can.
        likely: how probable a worthwhile effect is; None where that is not known.
        guardrails: one a guardrail of the charter, in its order.
        loss: of the disruption budget; None where there is none.
        end_state: of a transformation after its dip; None before that.
        slope: of a transformation after its dip; None before that.
        adopted: how far the new way is in use; None where that is not known.
        tested: results of the tests of the riskiest assumptions, in the order in which they came in.
        shift: where the change came from; None where it was not looked at.
        right_way: whether the work is done the right way; None where that was not looked at.
        doubts: of the data, of how units were picked, of the clarity: each a sentence.
    """

    clock: Clock
    measure: Measure
    effect: Effect | None
    cannot: str = ""
    likely: Likely | None = None
    guardrails: tuple[Guarded, ...] = ()
    loss: Loss | None = None
    end_state: EndState | None = None
    slope: Slope | None = None
    adopted: Adopted | NotKnown | None = None
    tested: tuple[Tested, ...] = ()
    shift: Shift | NoShift | None = None
    right_way: RightWay | None = None
    doubts: tuple[str, ...] = ()
