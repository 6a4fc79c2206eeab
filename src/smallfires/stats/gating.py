"""The figures that a gate asks for: each from one reading of one measure, and each with a doubt that holds at every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, inf, isfinite
from typing import Any

import numpy as np

from smallfires.errors import TooLittleData
from smallfires.fires.charter import Budget, Gates, Guardrail
from smallfires.fires.effect import Effect, Figure
from smallfires.fires.gates.evidence import EndState, Guarded, Likely, Loss, Slope
from smallfires.fires.gates.figures import better
from smallfires.fires.reading import Measure
from smallfires.fires.sized import sized
from smallfires.stats import rising
from smallfires.stats.design import Design
from smallfires.stats.panel import Panel
from smallfires.stats.prior import Known, prior, shrunk
from smallfires.stats.rising import Line, TellsPeriods

LOWEST = 0.5
"""The lowest level that an interval can have."""
PLACEBOS = 10
"""Pretend pilots whose spread tells an effect's error; with fewer its interval does."""
NORMAL = 1.959963984540054
"""Standard errors to each side of a 95 % interval."""
NO_LEVEL = "What would have been is not above zero, so that nothing can be said in percent of it."


def error_of(effect: Effect) -> float | None:
    """An effect's standard error, in the measure's unit: the spread of pretend pilots, or what its interval says."""
    pretend = np.array(effect.diagnostics.placebos)
    if pretend.size >= PLACEBOS and effect.evidence != "weak":
        return float(np.sqrt(np.square(pretend).mean())) or None
    wide = effect.unit.high - effect.unit.low
    return wide / (2 * NORMAL) if isfinite(wide) and wide > 0 else None


def known_of(effect: Effect, measure: Measure) -> Known | None:
    """A fire's effect in percent, for the prior of others; None where it cannot be said so."""
    error, percent = error_of(effect), effect.percent
    if error is None or percent is None or effect.unit.value == 0:
        return None
    each = abs(percent.value / effect.unit.value)
    return Known(better(percent, measure).value, each * error)


def likely(
    panel: Panel | None, design: Design | None, effect: Effect, measure: Measure, gates: Gates,
    others: Sequence[Known] = (),
) -> Likely | None:  # fmt: skip
    """How probable a worthwhile effect is.

    Args:
        panel: that was read; None for cases drawn by lot.
        design: that it was read by; None likewise. Where it is to be read at every period, with its looks.
        effect: what it gave, with the worthwhile one in the better direction.
        measure: whose it is.
        gates: of an optimization.
        others: the workspace's other fires, in percent, see ``known_of``.

    Returns:
        None where no worthwhile effect is said.
    """
    raw = effect.probability
    if raw is None or effect.worthwhile is None:
        return None
    found, fires = _with_others(effect, measure, others)
    probability = raw if found is None else found
    below = None
    if probability <= gates.put_out:
        best = better(_at(panel, design, effect, _level(1 - gates.put_out)), measure)
        below = best.high < abs(effect.worthwhile)
    return Likely(raw=raw, shrunk=probability, fires=fires, below=below)


def _with_others(effect: Effect, measure: Measure, others: Sequence[Known]) -> tuple[float | None, int]:
    """The shrunk probability, and how many fires stand behind it; None and 0 where there are too few of them."""
    before, here = prior(others), known_of(effect, measure)
    if before is None or here is None or effect.worthwhile is None or effect.percent is None:
        return None, 0
    bound = abs(effect.worthwhile * effect.percent.value / effect.unit.value)
    return shrunk(here, before, bound).probability, before.fires


def _level(sure: float) -> float:
    """The level of an interval of which each end is right with this probability."""
    return max(LOWEST, round(2 * sure - 1, 12))


def _at(panel: Panel | None, design: Design | None, effect: Effect, level: float) -> Figure:
    """The interval at another level, at every look; the effect's own where it cannot be read again."""
    if panel is None or design is None:
        return effect.unit
    return _again(design, level=level).estimate(panel).unit


def _again(design: Design, **changes: Any) -> Design:
    """The same design, asked something else; nothing is worked out that only stands beside."""
    again: Design = replace(design, **{"beside": False, **changes})  # type: ignore[type-var]
    return again


def guarded(effect: Effect | None, rail: Guardrail, measure: Measure, cannot: str = "") -> Guarded:
    """How a guardrail is kept.

    Args:
        effect: on its measure, read so that its interval holds at every look; None where it cannot be read.
        rail: the charter's.
        measure: its measure, with the charter's better direction.
        cannot: why it cannot be read, as a sentence.
    """
    size = sized(rail.margin)
    percent = size.kind == "percent"
    margin = 100 * size.value if percent else size.value
    figure = None if effect is None else effect.percent if percent else effect.unit
    if effect is not None and figure is None:
        cannot = NO_LEVEL
    worse = None if figure is None else _worse(figure, measure)
    return Guarded(
        measure=measure,
        safety=rail.safety,
        worse=worse,
        margin=margin,
        percent=percent,
        cannot=cannot if worse is None else "",
    )


def _worse(figure: Figure, measure: Measure) -> Figure:
    gain = better(figure, measure)
    return Figure(-gain.value, -gain.high, -gain.low)


def loss(
    effect: Effect | None, budget: Budget, measure: Measure, planned: int, periods: int | None = None, cannot: str = ""
) -> Loss:
    """How much of the disruption budget is used up.

    What was lost so far is the mean loss of the lit units so far, times the periods so far. It is held against what is usual in
    all periods of the budget, so that a deep dip may be short, and a shallow one long. The lower bound holds at every look.

    Args:
        effect: on the budget's measure, in its periods only, read so that its interval holds at every look; None where it cannot
            be read.
        budget: the charter's.
        measure: its measure, with the charter's better direction.
        planned: periods from the start until the declared end of the dip.
        periods: how many of them were read; those of the effect's path where None.
        cannot: why it cannot be read, as a sentence.
    """
    size = sized(budget.lose)
    percent = size.kind == "percent"
    so_far = len(_lit(effect)) if periods is None and effect is not None else periods or 0
    lost = None if effect is None else _lost(effect, measure, so_far / max(planned, so_far, 1), percent=percent)
    if effect is not None and lost is None:
        cannot = NO_LEVEL
    return Loss(
        measure=measure,
        lost=lost,
        allowed=100 * size.value if percent else size.value,
        percent=percent,
        until=budget.until,
        periods=so_far,
        planned=planned,
        cannot=cannot if lost is None else "",
    )


def _lit(effect: Effect) -> list[float]:
    """What would have been in each lit period."""
    return [point.expected for point in effect.path if point.lit]


def _lost(effect: Effect, measure: Measure, passed: float, *, percent: bool) -> Figure | None:
    """The mean loss of what has passed, over the whole time; None where there is no percentage of what would have been."""
    worse = _worse(effect.unit, measure)
    if not percent:
        return Figure(*(passed * end for end in (worse.value, worse.low, worse.high)))
    usual = float(np.mean(_lit(effect))) if effect.path else _usual(effect)
    if not usual > 0:
        return None
    return Figure(*(100 * passed * end / usual for end in (worse.value, worse.low, worse.high)))


def _usual(effect: Effect) -> float:
    """What would have been, from an effect and its percentage."""
    if effect.percent is None or effect.percent.value == 0:
        return 0.0
    return 100 * effect.unit.value / effect.percent.value


def bar(today: float | None, optimised: float | None, worthwhile: float, measure: Measure) -> tuple[float, bool]:
    """The gain over today's way that a transformation has to beat, in the measure's unit, and whether the optimised old way is
    known; where it is not, a worthwhile effect stands in its place.

    Args:
        today: what the old way gives today.
        optimised: what it gives when it is run as well as it can be.
        worthwhile: the worthwhile effect, in the measure's unit.
        measure: with its better direction.
    """
    if today is None or optimised is None:
        return abs(worthwhile), False
    gain = today - optimised if measure.less_is_better else optimised - today
    return max(0.0, gain), True


def end_state(
    panel: Panel | None, design: Design | None, measure: Measure, gates: Gates, planned: int, needed: tuple[float, bool],
    cannot: str = "",
) -> EndState:  # fmt: skip
    """What the new way gives after the dip.

    Args:
        panel: without the lit periods of the dip; None where there is none to read.
        design: the charter's; None likewise.
        measure: of success.
        gates: of a transformation.
        planned: periods after the dip until the end of the horizon.
        needed: see ``bar``.
        cannot: why there is none to read, as a sentence.
    """
    gain, optimised = needed
    if panel is None or design is None:
        return _unseen(needed, cannot)
    least, more = bool(measure.less_is_better), {"looks": _looks(design, panel, planned)}
    toward = -gain if least else gain
    try:
        against = _again(design, level=_level(gates.spread), worthwhile=toward, less_is_better=least, **more).estimate(
            panel
        )
        today = _again(design, worthwhile=0.0, less_is_better=least, **more).estimate(panel)
    except TooLittleData as problem:
        return _unseen(needed, str(problem))
    return EndState(
        gain=better(today.unit, measure),
        needed=gain,
        optimised=optimised,
        beats=against.probability,
        beats_today=today.probability,
        sure=better(against.unit, measure).low > gain,
        periods=_burnt(panel),
    )


def _unseen(needed: tuple[float, bool], cannot: str) -> EndState:
    return EndState(
        gain=None,
        needed=needed[0],
        optimised=needed[1],
        beats=None,
        beats_today=None,
        sure=None,
        periods=0,
        cannot=cannot,
    )


def _burnt(panel: Panel) -> int:
    return int(panel.lit.any(axis=0).sum())


def _looks(design: Design, panel: Panel, planned: int) -> int | None:
    """Periods that the design is to be read at, where it is read at every one."""
    return max(planned, _burnt(panel)) if getattr(design, "looks", None) is not None else None


def slope(
    panel: Panel | None, design: Design | None, effect: Effect | None, measure: Measure, gates: Gates, planned: int,
    needed: tuple[float, bool], cannot: str = "",
) -> Slope:  # fmt: skip
    """Whether it goes up after the dip, far enough to come to the worthwhile effect by the end of the horizon; or to what has to
    be beaten, where that is more.

    Args:
        panel: without the lit periods of the dip; None where there is none to read.
        design: the charter's; None likewise.
        effect: what that gave, with the worthwhile one; None likewise.
        measure: of success.
        gates: of a transformation.
        planned: periods after the dip until the end of the horizon.
        needed: see ``bar``.
        cannot: why there is none to read, as a sentence.
    """
    many = 0 if effect is None else sum(point.lit and point.effect is not None for point in effect.path)
    if panel is None or design is None or effect is None or many < rising.LEAST:
        few = f"A slope is drawn through {rising.LEAST} periods after the dip at the least; {many} are there."
        return Slope(rise=None, ahead=None, upward=None, none=None, sure=None, cannot=cannot or few)
    hoped = max(needed[0], abs(effect.worthwhile or 0.0))
    line = _line(panel, design, effect, measure, 1 - gates.put_out, max(planned, many), hoped)
    return Slope(
        rise=line.rise, ahead=line.ahead, upward=line.upward, none=line.short, sure=line.sure, method=line.method,
        source=line.source,
    )  # fmt: skip


def _line(
    panel: Panel, design: Design, effect: Effect, measure: Measure, error: float, planned: int, hoped: float
) -> Line:
    least = bool(measure.less_is_better)
    error = min(error, (1 - LOWEST) / 2)
    if isinstance(design, TellsPeriods):
        found = design.by_period(panel)
        return rising.by_lot(found, planned, hoped, effect.level, error, less_is_better=least)
    scatter = error_of(effect) or inf
    return rising.by_line(effect, planned, hoped, error, less_is_better=least, scatter=scatter)


def telling_look(effect: Effect, periods: int, planned: int) -> int | None:
    """The first period by which an effect, however large, can be told from chance; None where there is none until the horizon.

    Args:
        effect: read at every period by assignments; others can tell from the start.
        periods: burning periods that were read.
        planned: those of the whole horizon.
    """
    allowed = round(1 - effect.level, 12)
    if effect.smallest_p < allowed:
        return periods
    assignments = ceil(planned / max(1, periods)) / effect.smallest_p
    return next(
        (look for look in range(periods + 1, planned + 1) if ceil(planned / look) / assignments < allowed), None
    )
