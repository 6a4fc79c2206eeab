"""Facts for tests of the gates: an effect, a guardrail, a budget, an end state, as they may be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.fires import burning

from smallfires.fires.adoption import Adopted
from smallfires.fires.axes import Efficiency, Kept, RightWay
from smallfires.fires.charter import OPTIMIZE as OPTIMIZE_GATES
from smallfires.fires.charter import TRANSFORM as TRANSFORM_GATES
from smallfires.fires.charter import Charter
from smallfires.fires.effect import Diagnostics, Effect, Figure
from smallfires.fires.gates.evidence import Clock, EndState, Evidence, Guarded, Likely, Loss, Slope
from smallfires.fires.reading import Measure
from smallfires.fires.shift import Answer, Part, Shift, Side

ORDERS = Measure("orders", "", less_is_better=False)
COMPLAINTS = Measure("complaints", "", less_is_better=True)
OPTIMIZE = replace(burning.OPTIMIZE, gates=OPTIMIZE_GATES)
TRANSFORM = replace(burning.TRANSFORM, gates=TRANSFORM_GATES)
WEEKS = 16


def effect(value: float = 8.0, low: float = 3.0, high: float = 13.0, **changes: Any) -> Effect:
    """An effect in percent and in the measure's unit, which are the same here."""
    figure = Figure(value, low, high)
    return replace(
        Effect(
            design="parallel", method="a method", source="a source", unit=figure, percent=figure, level=0.95, p=0.01,
            smallest_p=0.001, lacking=None, evidence="strong", worthwhile=5.0, probability=0.95, path=(), lit=("A",),
            others=("B",), beside=(), diagnostics=Diagnostics(0.0, 0.0, (), (), (), exhaustive=False), assumptions=(), notes=(),
        ),
        **changes,
    )  # fmt: skip


def clock(periods: int = 8, planned: int = WEEKS, charter: Charter = OPTIMIZE, **changes: Any) -> Clock:
    """So many weeks after the start."""
    today = charter.horizon.start + timedelta(weeks=periods)
    return replace(Clock(today=today, periods=periods, planned=planned), **changes)


def adopted(share: float = 0.9) -> Adopted:
    """A share of a hundred eligible cases."""
    return Adopted(
        new_way='activity is "Phone triage"', share=Figure(share, share - 0.05, share + 0.05), level=0.95, eligible=100,
        did=round(100 * share), untouched=0, before=0.0, periods=(), clusters="week", milestone=None, examples=(), notes=(),
    )  # fmt: skip


def rail(
    value: float = 0.0, low: float = -2.0, high: float = 2.0, *, margin: float = 5.0, safety: bool = False
) -> Guarded:
    """A guardrail in percent; above zero is worse."""
    return Guarded(measure=COMPLAINTS, safety=safety, worse=Figure(value, low, high), margin=margin, percent=True)


def loss(value: float = 2.0, low: float = 0.5, high: float = 3.5) -> Loss:
    """So many percent lost of the 8 that may be."""
    return Loss(
        measure=ORDERS, lost=Figure(value, low, high), allowed=8.0, percent=True, until=date(2026, 5, 1), periods=4, planned=9
    )  # fmt: skip


def end_state(beats: float = 0.9, *, sure: bool = True, periods: int = 5) -> EndState:
    """After the dip."""
    return EndState(
        gain=Figure(10.0, 4.0, 16.0),
        needed=3.0,
        optimised=True,
        beats=beats,
        beats_today=0.97,
        sure=sure,
        periods=periods,
    )


def slope(none: float = 0.3, *, sure: bool = False) -> Slope:
    """After the dip."""
    rise, ahead = Figure(0.5, -0.5, 1.5), Figure(11.0, 2.0, 20.0)
    return Slope(rise=rise, ahead=ahead, upward=0.8, none=none, sure=sure, method="a line", source="a source")


def optimized(**changes: Any) -> Evidence:
    """Of an optimization that may be spread."""
    facts = Evidence(
        clock=clock(), measure=ORDERS, effect=effect(), likely=Likely(raw=0.97, shrunk=0.95), guardrails=(rail(),),
        adopted=adopted(),
    )  # fmt: skip
    return replace(facts, **changes)


def transformed(**changes: Any) -> Evidence:
    """Of a transformation that may be spread."""
    facts = Evidence(
        clock=clock(12, 20, TRANSFORM), measure=ORDERS, effect=effect(), loss=loss(), end_state=end_state(), slope=slope(),
        adopted=adopted(),
    )  # fmt: skip
    return replace(facts, **changes)


def right_way(rule: tuple[float, float] | None = None, efficiency: tuple[float, float] | None = None) -> RightWay:
    """One rule and the efficiency, by the intervals of their changes."""

    def figure(ends: tuple[float, float]) -> Figure:
        return Figure(sum(ends) / 2, *ends)

    rules = (
        (
            Kept(
                "Register before Close",
                "Precedence",
                Figure(0.9, 0.8, 0.95),
                Figure(0.7, 0.6, 0.8),
                figure(rule),
                50,
                50,
                (),
            ),
        )
        if rule
        else ()
    )
    share = Figure(0.3, 0.25, 0.35)
    found = Efficiency(share, share, figure(efficiency)) if efficiency else None
    return RightWay(rules=rules, efficiency=found, level=0.95, clusters="week", notes=())


def shift(answer: Answer) -> Shift:
    """A shift with this answer."""
    part, side = Part(Figure(1.0, 0.5, 1.5), 1.0), Side(50, 1.0, 8)
    return Shift(
        measure=ORDERS, definition="activities", ways=3, level=0.95, change=part, same=part, rework=None, rest=None, mix=part,
        unseen=part, different=part, interaction=None, transformed=None, rows=(), neighbours=(), before=side, after=side,
        compared=None, clusters="week", answer=answer, reason="Because.", notes=(),
    )  # fmt: skip
