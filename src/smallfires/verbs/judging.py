"""From what was read of a fire to the facts that its gate judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from smallfires.fires import acts
from smallfires.fires.adoption import Adopted, NotKnown
from smallfires.fires.axes import RightWay
from smallfires.fires.charter import Guardrail, Horizon, Intent
from smallfires.fires.gates.evidence import Clock, EndState, Evidence, Guarded, Likely, Loss, Slope
from smallfires.fires.reading import Measure, Reading
from smallfires.fires.repeated import repeated
from smallfires.fires.shift import NoShift, Shift
from smallfires.fires.wording import listed
from smallfires.stats import gating
from smallfires.stats.prior import Known
from smallfires.verbs.adopting import adopted_of, right_way_of
from smallfires.verbs.amounts import asked_effect, change_of
from smallfires.verbs.burning import day_after, periods_of, periods_until
from smallfires.verbs.cased import NO_WAYS, WHENEVER, by_cases
from smallfires.verbs.logged import NO_LOG
from smallfires.verbs.piloted import Groups
from smallfires.verbs.shifting import shift_of
from smallfires.verbs.taking import One, Taken


def evidence_of(taken: Taken) -> Evidence:
    """Everything that is known of a fire at this moment.

    Raises:
        DataError, Unclear, UsageError: a measure cannot be read as it stands.
        RuleError: the sentence of the new way, or a business rule, cannot be read.
    """
    main, charter = taken.main, taken.charter
    effect = main.reading.effect if main.reading else None
    log = _log(taken)
    return Evidence(
        clock=_clock(taken),
        measure=_measure(taken, main, less=charter.success.less_is_better),
        effect=effect,
        cannot=main.cannot,
        likely=_likely(taken),
        guardrails=tuple(
            _guarded(taken, rail, one) for rail, one in zip(charter.guardrails, taken.guardrails, strict=True)
        ),
        loss=_loss(taken),
        end_state=_end_state(taken),
        slope=_slope(taken),
        adopted=log.adopted,
        tested=tuple(noted.fact for noted in taken.fire.diary if isinstance(noted.fact, acts.Tested)),
        shift=log.shift,
        right_way=log.right_way if isinstance(log.right_way, RightWay) else None,
        doubts=(*repeated(taken.fire), *_doubts(taken)),
    )


def _measure(taken: Taken, one: One, *, less: bool) -> Measure:
    """A measure under its name in the workspace, with the direction that the charter gives it."""
    unit = one.reading.measure.unit if one.reading else ""
    return Measure(one.measure, unit, less)


def _clock(taken: Taken) -> Clock:
    found, charter = taken.main.found, taken.charter
    if by_cases(charter):
        return _days(taken)
    if found is None:
        return Clock(today=taken.desk.today, periods=0, planned=taken.planned)
    periods = int(found.studied.panel.lit.any(axis=0).sum())
    planned = max(periods, periods_of(found.tabled, charter))
    look = gating.telling_look(found.studied.reading.effect, periods, planned)
    telling = None if look is None else day_after(found.tabled, charter.horizon, look)
    return Clock(today=taken.desk.today, periods=periods, planned=planned, telling=telling)


def _days(taken: Taken) -> Clock:
    """Of cases, which are told by no period: the days of the horizon."""
    today, horizon = taken.desk.today, taken.charter.horizon
    planned = (horizon.end - horizon.start).days + 1
    gone = min(planned, max(0, (today - horizon.start).days))
    return Clock(today=today, periods=gone, planned=planned, telling=horizon.end)


def _likely(taken: Taken) -> Likely | None:
    main, charter = taken.main, taken.charter
    if main.reading is None:
        return None
    panel, design = (main.found.studied.panel, main.found.studied.design) if main.found else (None, None)
    measure = _measure(taken, main, less=charter.success.less_is_better)
    return gating.likely(panel, design, main.reading.effect, measure, charter.gates, tuple(_others(taken)))


def _others(taken: Taken) -> Iterator[Known]:
    """What the other fires of the workspace did, by their last readings until now."""
    for slug, fire in taken.others.items():
        last = fire.reads[-1].fact if fire.reads else None
        if slug != taken.fire.slug and isinstance(last, acts.Read) and last.gain is not None and last.error:
            yield Known(last.gain, last.error)


def _guarded(taken: Taken, rail: Guardrail, one: One) -> Guarded:
    effect = one.reading.effect if one.reading else None
    if one.reading is not None:
        rail = replace(rail, margin=asked_effect(rail.margin, one.reading.measure))
    return gating.guarded(effect, rail, _measure(taken, one, less=rail.less_is_better), one.cannot)


def _loss(taken: Taken) -> Loss | None:
    budget, one = taken.charter.budget, taken.budget
    if budget is None or one is None:
        return None
    measure = _measure(taken, one, less=budget.less_is_better)
    if one.found is None:
        return gating.loss(None, budget, measure, 1, cannot=one.cannot)
    planned = periods_until(one.found.tabled, taken.charter.horizon.start, budget.until)
    budget = replace(budget, lose=asked_effect(budget.lose, one.found.tabled.measure))
    return gating.loss(one.found.studied.reading.effect, budget, measure, planned)


def _needed(taken: Taken, main: Reading) -> tuple[float, bool]:
    """What a transformation has to beat, see ``gating.bar``."""
    success, lit = taken.charter.success, taken.lit
    usual = lit.today if lit.today is not None else _old(main)
    worthwhile = change_of(success.worthwhile, usual, main.measure)
    measure = Measure(success.measure, main.measure.unit, success.less_is_better)
    return gating.bar(lit.today, lit.optimised, worthwhile, measure)


def _old(main: Reading) -> float:
    """What the old way gives, of cases drawn by lot: it was not known before there were any."""
    unit, percent = main.effect.unit, main.effect.percent
    return 100 * unit.value / percent.value if percent and percent.value else 0.0


def _after(taken: Taken) -> tuple[One, Reading, int] | None:
    """What was read after the dip, and the periods that there will be; None before that, and of an optimization."""
    one, main = taken.end, taken.main
    if one is None or main.reading is None:
        return None
    start = taken.dip_over or taken.charter.horizon.start
    planned = periods_until(main.found.tabled, start, taken.charter.horizon.end) if main.found else 1
    return one, main.reading, planned


def _end_state(taken: Taken) -> EndState | None:
    after = _after(taken)
    if after is None:
        return None
    one, main, planned = after
    measure, needed = _measure(taken, one, less=taken.charter.success.less_is_better), _needed(taken, main)
    panel, design = (one.found.studied.panel, one.found.studied.design) if one.found else (None, None)
    return gating.end_state(panel, design, measure, taken.charter.gates, planned, needed, one.cannot)


def _slope(taken: Taken) -> Slope | None:
    after = _after(taken)
    if after is None:
        return None
    one, main, planned = after
    measure, needed = _measure(taken, one, less=taken.charter.success.less_is_better), _needed(taken, main)
    panel, design = (one.found.studied.panel, one.found.studied.design) if one.found else (None, None)
    effect = one.found.studied.reading.effect if one.found else None
    return gating.slope(panel, design, effect, measure, taken.charter.gates, planned, needed, one.cannot)


@dataclass(frozen=True)
class _Log:
    """What a log of work says beside the effect."""

    shift: Shift | NoShift
    adopted: Adopted | NotKnown | None
    right_way: RightWay | NotKnown


def _log(taken: Taken) -> _Log:
    """The shift, adoption and rules; none of them where the main measure does not come from a log."""
    found = taken.main.found
    if found is None or found.tabled.scene is None:
        reason = NO_WAYS if taken.main.cases else NO_LOG if found else taken.main.cannot
        return _Log(NoShift(reason), NotKnown(reason) if taken.charter.adoption else None, NotKnown(reason))
    opened, told, bench, charter = found.opened, found.inquiry, taken.bench, taken.charter
    groups, scene = Groups.of(found.tabled, found.pattern), found.tabled.scene
    adoption = charter.adoption
    return _Log(
        shift_of(opened, told, bench, groups, way=charter.way, scene=scene),
        adopted_of(opened, told, bench, groups, adoption.new_way, expected=adoption.share, by=adoption.by, scene=scene)
        if adoption
        else None,
        right_way_of(opened, told, bench, groups, taken.rules, scene=scene),
    )


def _doubts(taken: Taken) -> Iterator[str]:
    """What stands beside the figures: others that burn meanwhile among those compared with, and data that were not kept."""
    main = taken.main.reading
    if main is None:
        return
    if taken.main.cases is not None:
        yield WHENEVER
    others = set(main.effect.others)
    for slug, fire in taken.others.items():
        both = sorted(others & set(fire.charter.scope.units)) if slug != taken.fire.slug and fire.lit else []
        if both and _together(taken.charter.horizon, fire.charter.horizon):
            yield f'{listed(both)}, compared with here, took part in "{slug}" meanwhile.'
    if taken.charter.intent is Intent.TRANSFORM and taken.lit.optimised is None:
        yield (
            "What the old way gives when it is run as well as it can be is not known: the worthwhile effect stands in its place."
        )


def _together(one: Horizon, other: Horizon) -> bool:
    return one.start <= other.end and other.start <= one.end
