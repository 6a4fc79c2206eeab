"""Plans of pilots, in every branch a face has to show."""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf

from tests.faces.sample import HOSTILE

from smallfires.fires.plan import (
    Candidate,
    Detectable,
    Draw,
    History,
    Plan,
    Power,
    Rate,
    Refused,
    Turn,
    Wanted,
)
from smallfires.fires.reading import Measure
from smallfires.fires.work import Guess, Source

SITES = (
    "Airport",
    "East",
    "Harbour",
    "Market",
    "Mill",
    "North",
    "Old Town",
    "Quarry",
    "South",
    "Station",
    "West",
    "Yard",
)
WEEKS = tuple(f"2026-W{week:02}" for week in range(27, 35))
LEVEL = 10.2


def rate(share: float, low: float | None = None, pilots: int = 400, windows: int = 10) -> Rate:
    """In which share something came out."""
    return Rate(share, 0.03, max(0.0, share - 0.05) if low is None else low, min(1.0, share + 0.05), pilots, windows)


def found(effect: float, least: float = 0.8, most: float = 1.4, level: float = LEVEL) -> Detectable:
    """What is detected, and its range as multiples of it."""
    return Detectable(effect, 100 * effect / level if level > 0 else None, least * effect, most * effect)


def candidate(**changes: object) -> Candidate:
    """Two sites for eight weeks."""
    plain = Candidate(
        design="parallel", size=2, units=(), periods=8, block=None, steps=None, cost=16, evidence="strong",
        detectable=found(-0.92), power=rate(0.84), reaches=True, alarms=rate(0.04), smallest_p=0.015, notes=(),
    )  # fmt: skip
    return replace(plain, **changes)


def curve(middle: float = -0.7, worth: float = 2.0) -> tuple[Power, ...]:
    """A power curve, up to twice what is worthwhile."""
    effects = [middle * worth * at / 20 for at in range(21)]
    shares = [1 / (1 + exp(-8 * (abs(effect / middle) - 1))) for effect in effects]
    return tuple(
        Power(effect, 100 * effect / LEVEL, share, max(0.0, share - 0.08), min(1.0, share + 0.08))
        for effect, share in zip(effects, shares, strict=True)
    )


def drawn(units: tuple[str, ...] = ("East", "North"), periods: tuple[str, ...] = WEEKS, **changes: object) -> Draw:
    """These sites, in all periods."""
    turns = tuple(Turn(unit, tuple(range(1, len(periods) + 1))) for unit in units)
    others = tuple(site for site in SITES if site not in units)
    return replace(Draw(turns, others, periods, True, 7), **changes)


def plan(**changes: object) -> Plan:
    """The cheapest of four pilots that tell 10 %: two of twelve sites, eight weeks."""
    best = candidate(size=6, periods=12, cost=72, detectable=found(-0.41), power=rate(0.998))
    chosen = candidate()
    plain = Plan(
        source=Source(
            "weekly.csv",
            "CSV",
            1_248,
            (Guess("measure", "days", "you said so", "--measure", given=True),),
            (),
            "9f2c41d07be3a6",
        ),
        measure=Measure("days", "", True),
        per="site",
        wanted=Wanted((), (), (1, 2, 6), (4, 8, 12), -0.1 * LEVEL, -10.0, 0.8, 0.95, ("parallel", "rollout")),
        history=History(12, 104, "2024-W27", "2026-W26", LEVEL, 0.02),
        detectable=best.detectable,
        lacking="",
        best=best,
        chosen=chosen,
        candidates=(
            chosen,
            candidate(design="rollout", size=6, steps=3, cost=48, detectable=found(-0.6), power=rate(0.93)),
            best,
            candidate(periods=4, cost=8, detectable=found(-1.6), power=rate(0.41), reaches=False),
        ),
        curve=curve(),
        refused=(
            Refused("parallel", 1, 4, "1 of 12 sites can never be told from chance. Light 2 of these."),
            Refused("parallel", 1, 8, "1 of 12 sites can never be told from chance. Light 2 of these."),
        ),
        draw=drawn(),
        pilots=1_600,
        windows=10,
        assumptions=("The sites go on as they did.",),
        notes=("Designs that need nobody to compare with were not tried.",),
        warnings=("Four weeks of December are in the past.",),
        settings={"measure": "days", "unit": "site", "worthwhile": "10%", "more_is_better": "False", "seed": "7"},
        version="0.1.0",
    )
    return replace(plain, **changes)


def of(chosen: Candidate, **changes: object) -> Plan:
    """The plan of one candidate alone."""
    return plan(chosen=chosen, best=chosen, candidates=(chosen,), detectable=chosen.detectable, **changes)


def nothing_said() -> Plan:
    """Nobody said what would be worthwhile."""
    wanted = replace(plan().wanted, worthwhile=None, worthwhile_percent=None)
    tried = tuple(replace(one, power=None, reaches=None) for one in plan().candidates)
    return plan(wanted=wanted, candidates=tried, best=tried[2], chosen=tried[2], settings={"measure": "days"})


def too_small() -> Plan:
    """No pilot tells 2 % often enough."""
    tried = tuple(replace(one, power=rate(0.78), reaches=False) for one in plan().candidates)
    wanted = replace(plan().wanted, worthwhile=-0.2, worthwhile_percent=-2.0)
    return plan(wanted=wanted, candidates=tried, chosen=tried[2], best=tried[2])


def hopeless() -> Plan:
    """One of six teams can never be told from chance."""
    why = "With 1 of 6 units lit, chance alone does anything 1 time in 6. Find 15 more units to compare with."
    return plan(
        wanted=replace(plan().wanted, sizes=(1,)), history=replace(plan().history, units=6), detectable=None, lacking=why,
        best=None, chosen=None, candidates=(), curve=(), refused=(Refused("parallel", 1, 8, why),), draw=None, pilots=0,
        windows=0, per="team", warnings=(), notes=(), assumptions=(),
    )  # fmt: skip


def none_tells() -> Plan:
    """Pilots were simulated, and none tells any effect often enough."""
    tried = tuple(replace(one, detectable=None, power=rate(0.3), reaches=False) for one in plan().candidates)
    why = "In no simulated pilot an effect was told often enough: more units or more periods are needed."
    return plan(candidates=tried, best=None, chosen=None, detectable=None, lacking=why, curve=(), draw=None)


def named() -> Plan:
    """The sites are known, so no lot is drawn."""
    chosen = candidate(units=("East", "North"), evidence="fair")
    wanted = replace(plan().wanted, teams=("East", "North"))
    return of(chosen, draw=drawn(by_lot=False), wanted=wanted)


def switched() -> Plan:
    """On and off by weeks."""
    chosen = candidate(design="switchback", block=1, cost=8, notes=("Only where the change can be turned off again.",))
    turns = (Turn("East", (2, 4, 5, 7)), Turn("North", (1, 3, 5, 7)))
    return of(chosen, draw=drawn(turns=turns))


def stepwise() -> Plan:
    """Three groups, one after the other."""
    chosen = candidate(design="rollout", size=6, steps=3, cost=48, detectable=found(-0.6))
    firsts = zip(("East", "Mill", "North", "Quarry", "West", "Yard"), (1, 1, 4, 4, 7, 7), strict=True)
    turns = tuple(Turn(unit, tuple(range(first, 9))) for unit, first in firsts)
    others = tuple(site for site in SITES if site not in {turn.unit for turn in turns})
    return of(chosen, draw=drawn(turns=turns, others=others))


def weak() -> Plan:
    """Before and after, by days on which weeks begin."""
    chosen = candidate(design="before-after", size=1, units=("North",), evidence="weak")
    weeks = ("2026-06-29", "2026-07-06", "2026-07-13")
    history = replace(plan().history, first="2024-07-01", last="2026-06-22")
    return of(replace(chosen, periods=3), draw=drawn(("North",), weeks, by_lot=False), history=history)


def wolf() -> Plan:
    """The best pilot cries wolf too often."""
    chosen = candidate(design="before-after", evidence="weak", alarms=rate(0.3, 0.2), detectable=found(-0.03))
    return of(chosen, notes=("It cried wolf.",))


def alone() -> Plan:
    """One series only, whose periods are counted."""
    chosen = candidate(design="before-after", size=1, evidence="weak", cost=8)
    draw = Draw((Turn("days", tuple(range(1, 9))),), (), tuple(map(str, range(53, 61))), False, 0)
    history = replace(plan().history, units=1, periods=52, first="1", last="52")
    return of(chosen, draw=draw, history=history, per="", refused=(Refused("switchback", 1, 8, "Too few blocks."),))


def short_past() -> Plan:
    """Two windows only, and no upper end."""
    chosen = candidate(detectable=Detectable(-0.92, -9.02, -0.7, -inf), alarms=rate(0.0, 0.0, 16, 2))
    return of(chosen, windows=2, warnings=())


def below_zero() -> Plan:
    """A measure around zero, of which more is better: no percentages."""
    tried = tuple(
        replace(one, detectable=replace(one.detectable, effect=-one.detectable.effect, percent=None,
                                        least=-one.detectable.least, most=-one.detectable.most))
        for one in plan().candidates
    )  # fmt: skip
    points = tuple(replace(point, effect=-point.effect, percent=None) for point in plan().curve)
    return plan(
        measure=Measure("Net result (k€)", "k€", False), history=replace(plan().history, level=-3.0), candidates=tried,
        chosen=tried[0], best=tried[2], detectable=tried[2].detectable, curve=points,
        wanted=replace(plan().wanted, worthwhile=1.02, worthwhile_percent=None),
    )  # fmt: skip


def beyond_all() -> Plan:
    """Nothing smaller than more than all of it is told."""
    return of(candidate(detectable=found(-14.0), reaches=False, power=rate(0.02)))


def never_moves() -> Plan:
    """Every effect is told."""
    return of(candidate(detectable=Detectable(0.0, 0.0, 0.0, 0.0), power=rate(1.0), alarms=rate(0.0)))


def durations() -> Plan:
    """The measure is a duration, in seconds."""
    day = 86_400.0
    chosen = candidate(detectable=found(-0.9 * day, level=LEVEL * day))
    points = tuple(replace(point, effect=point.effect * day) for point in curve())
    return of(
        chosen, measure=Measure("duration", "s", True), history=replace(plan().history, level=LEVEL * day), curve=points,
        wanted=replace(plan().wanted, worthwhile=-day, worthwhile_percent=-9.8),
    )  # fmt: skip


def hostile() -> Plan:
    """Names that try to be markup, controls, or too long."""
    turns = tuple(Turn(name, (1, 3, 4)) for name in HOSTILE)
    refused = tuple(Refused(name, 1, 2, name) for name in HOSTILE)
    chosen = candidate(units=HOSTILE[:2], notes=HOSTILE)
    return of(
        chosen, source=replace(plan().source, name="<b>evil</b>\x1b]0;title\x07.csv", notes=HOSTILE), refused=refused,
        measure=Measure(HOSTILE[6], HOSTILE[3], True), per=HOSTILE[4], warnings=HOSTILE, notes=HOSTILE, assumptions=HOSTILE,
        draw=Draw(turns, HOSTILE, (*HOSTILE[:3], *WEEKS[:5]), True, 3), settings={"measure": HOSTILE[4], "unit": HOSTILE[5]},
        history=replace(plan().history, first=HOSTILE[1], last=HOSTILE[4]), wanted=replace(plan().wanted, left_out=HOSTILE),
    )  # fmt: skip


def crowd() -> Plan:
    """Forty units, sixty weeks, a hundred pilots that were tried."""
    units = tuple(f"Handler {at:02} of the northern region" for at in range(40))
    weeks = tuple(f"2026-W{week:02}" for week in range(1, 54)) + WEEKS[:7]
    tried = tuple(candidate(size=size, cost=size * 8, power=rate(0.9 - size / 200)) for size in range(1, 101))
    lot = Draw(
        tuple(Turn(unit, tuple(range(1 + at % 9, 61))) for at, unit in enumerate(units)), SITES * 9, weeks, True, 0
    )
    return plan(
        candidates=tried, chosen=tried[0], best=tried[99], draw=lot, warnings=tuple(f"Doubt {at}." for at in range(30))
    )


PLANS = {
    "plan: reached": plan(),
    "plan: nothing said": nothing_said(),
    "plan: too small": too_small(),
    "plan: hopeless": hopeless(),
    "plan: none tells": none_tells(),
    "plan: named": named(),
    "plan: switched": switched(),
    "plan: stepwise": stepwise(),
    "plan: weak": weak(),
    "plan: wolf": wolf(),
    "plan: alone": alone(),
    "plan: short past": short_past(),
    "plan: below zero": below_zero(),
    "plan: beyond all": beyond_all(),
    "plan: never moves": never_moves(),
    "plan: durations": durations(),
    "plan: hostile": hostile(),
    "plan: crowd": crowd(),
}
