"""The verb ``light``: the charter is checked one last time, frozen, and its lot is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smallfires.errors import CharterError, NotYet, Refusal, SmallfiresError, Stale
from smallfires.fires import acts
from smallfires.fires.charter import Charter, Intent
from smallfires.fires.charters.refusals import refusals
from smallfires.fires.clarity import clarity, unmet
from smallfires.fires.fire import Fire, overridden
from smallfires.fires.ladder import Step
from smallfires.fires.plan import Draw
from smallfires.fires.reading import Measure
from smallfires.verbs.allowed import early
from smallfires.verbs.amounts import level_of
from smallfires.verbs.bench import Bench
from smallfires.verbs.burning import calendar
from smallfires.verbs.desk import Desk
from smallfires.verbs.fitting import fit
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.intended import among, today_of, trial_of
from smallfires.verbs.known import known_of
from smallfires.verbs.lot import drawn
from smallfires.verbs.panels import Tabled, is_table, open_measures
from smallfires.verbs.question import MEASURES, Question
from smallfires.verbs.read import read
from smallfires.verbs.workspace import ABOUT
from smallfires.worklog.periods import labels

TRIES = 20
"""Times that lighting is tried anew because somebody wrote to another fire meanwhile."""


def light(desk: Desk, slug: str, bench: Bench) -> Fire:
    """Light a fire.

    Args:
        desk: where it is worked on.
        slug: its name.
        bench: where to work.

    Raises:
        NotYet: it burns already, or is not clear enough to those asked; says what is missing, and how it can be overridden.
        CharterError: the charter cannot be lit as it stands: every reason at once.
        Stale: somebody changed the fire meanwhile.
    """
    fire = desk.fire(slug)
    if not early(fire):
        raise NotYet(f'The fire "{slug}" is {fire.stage} already.', command=f"Look at it with: smallfires show {slug}")
    _clear(fire)
    _allowed(refusals(fire.charter, known_of(desk, slug)), fire)
    held = fit(desk.workspace, fire.charter, bench)
    _allowed((*held.refusals, *refusals(fire.charter, known_of(desk, slug, held.misfit))), fire)
    return _noted(desk, fire, _lit(desk, fire, held.history, bench))


def _clear(fire: Fire) -> None:
    """Whether those asked know what is expected, or somebody has taken it on themselves."""
    missing = unmet(clarity(fire), fire.charter.threshold)
    if missing and not overridden(fire):
        raise NotYet(
            f"It is not clear enough to those asked: {' '.join(missing)}",
            command=f"Ask them with: smallfires brief {fire.slug}. "
            f'Or take it on yourself: smallfires light {fire.slug} --override "why"',
        )


def _allowed(found: tuple[Refusal, ...], fire: Fire) -> None:
    if found:
        raise CharterError(found, file=f"the charter of {fire.slug}")


def _lit(desk: Desk, fire: Fire, tabled: Tabled | None, bench: Bench) -> acts.Lit:
    charter = fire.charter
    late = max(0, (desk.today - charter.horizon.start).days)
    if tabled is None:  # the lot is drawn case by case, while the fire burns
        return acts.Lit(charter, charter.seal(), late=late)
    trial = trial_of(tabled, desk.workspace, charter)
    periods = labels(calendar(tabled, charter.horizon.start, charter.horizon.end), tabled.written)
    draw = drawn(trial, among(tabled, charter), charter.design.seed, periods)
    if not tabled.per:  # one series has no name but its measure's
        draw = replace(draw, turns=tuple(replace(turn, unit=charter.scope.units[0]) for turn in draw.turns))
    charter = _with_lot(charter, draw)
    today = today_of(tabled, charter)
    best, where = _optimised(desk, charter, tabled.measure, today, bench)
    return acts.Lit(
        charter=charter,
        seal=charter.seal(),
        draw=draw if draw.by_lot else None,
        today=today,
        optimised=best,
        optimised_from=where,
        late=late,
        is_time=tabled.measure.unit == "s",
    )


def _with_lot(charter: Charter, draw: Draw) -> Charter:
    """The charter with the units that the lot drew; the others of the scope are compared with them."""
    if charter.scope.lot is None:
        return charter
    units = tuple(turn.unit for turn in draw.turns)
    rest = tuple(unit for unit in charter.scope.units if unit not in units)
    compared = (*rest, *charter.scope.compared) if charter.scope.compared else ()
    return replace(charter, scope=replace(charter.scope, units=units, compared=compared, lot=None))


def _optimised(desk: Desk, charter: Charter, measure: Measure, today: float, bench: Bench) -> tuple[float | None, str]:
    """What the old way gives when it is run as well as it can be, in the measure's unit, and where that comes from."""
    if charter.intent is not Intent.TRANSFORM:
        return None, ""
    if charter.success.optimised:
        return level_of(charter.success.optimised, today, measure), "as the charter declares it"
    source, told = desk.workspace.measuring(charter.success.measure)
    asked = {name: value for name, value in told.items() if name in ABOUT}
    if told.get("measure", "duration") not in MEASURES:
        return None, ""
    try:
        if _is_table(source, told, bench):
            return None, ""
        found = read(source, Question(measure=told.get("measure", "duration"), statistic="mean", **asked), bench)
    except SmallfiresError:
        return None, ""
    rung = next((rung for rung in found.ladder.rungs if rung.step is Step.BEST_SEEN), None)
    return (rung.value, f"best seen: {rung.who}") if rung else (None, "")


def _is_table(source: str, told: dict[str, Any], bench: Bench) -> bool:
    """Whether a measure is read from a table: that its units differ does not say that one way of working gives all of it."""
    inquiry = Inquiry(**told)
    opened = open_measures(source, inquiry, bench)
    return is_table(opened.table, opened.look, inquiry)


def _noted(desk: Desk, fire: Fire, lit: acts.Lit) -> Fire:
    """Write it down. Fires of the same units are looked at again where somebody wrote to the ledger meanwhile."""
    for _ in range(TRIES):
        head = desk.ledger.head().number
        _allowed(refusals(fire.charter, known_of(desk, fire.slug)), fire)
        try:
            desk.note(fire, lit, head=head)
        except Stale:
            if desk.fire(fire.slug).last != fire.last or desk.ledger.head().number == head:
                raise
            continue
        return desk.fire(fire.slug)
    raise Stale("Others write to the ledger all the time.", "Try again in a while.")
