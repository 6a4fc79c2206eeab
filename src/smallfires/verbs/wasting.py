"""The wastes of a log: every kind of saving, put beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.work import CAUSES, CauseTotal, Transition, Waiting, Waste
from smallfires.verbs.climbing import Climbed
from smallfires.verbs.question import Question
from smallfires.worklog import completeness, flow, optional, waiting, waste
from smallfires.worklog.calendars import Calendars
from smallfires.worklog.flow import Flows
from smallfires.worklog.measures import Cases
from smallfires.worklog.waiting import UNEXPLAINED, Waits
from smallfires.worklog.waste import Saving

if TYPE_CHECKING:
    from smallfires.verbs.read_log import Scene

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Wasted:
    """The wastes, all waiting, and the transitions on which it falls."""

    wastes: tuple[Waste, ...]
    waiting: Waiting | None
    transitions: tuple[Transition, ...]
    judged: bool
    """Whether it is known which cases brought value."""


def wasted(scene: Scene, question: Question, climbed: Climbed) -> Wasted:
    """Find the wastes of today's cases."""
    cases = at(scene.cases, scene.today)
    worthless = _worthless(scene, question, cases)
    if question.measure == "value":
        return Wasted((), None, (), worthless is not None)
    flows = flow.transitions(scene.engine)
    waits = _waits(scene, question, flows, cases)
    if question.measure == "cost":
        savings, measured = _costs(cases, worthless), replace(cases, cycle=np.nan_to_num(cases.cost))
        typical = waste.masked(climbed.typical, ~np.isnan(cases.cost))
    else:
        savings, measured = _durations(scene, question, flows, waits, cases, worthless), cases
        typical = climbed.typical
    rows = waste.table(measured, savings, typical)
    return Wasted(rows, _waiting(scene, flows, waits), _transitions(scene, flows, waits), worthless is not None)


def at(cases: Cases, rows: NDArray[np.bool_]) -> Cases:
    """Some of the cases."""
    return Cases(**{name: column[rows] for name, column in vars(cases).items()})


def _worthless(scene: Scene, question: Question, cases: Cases) -> NDArray[np.bool_] | None:
    """Which cases ended without value; None where nobody knows."""
    if question.without_value:
        codes = [completeness.code_of(name, scene.activities, "--without-value") for name in question.without_value]
        return np.isin(cases.ending, codes)
    return None if np.isnan(cases.value).all() else cases.value <= 0


def _waits(scene: Scene, question: Question, flows: Flows, cases: Cases) -> Waits | None:
    """Why it was waited; None where the log has no starts or names no resources."""
    names = scene.made.names["resources"]
    if not scene.made.starts or not names.size or not flows.count.size:
        return None
    given = _calendars(question, names)
    rng = np.random.default_rng(question.seed)
    return waiting.find(scene.engine, flows, cases, scene.hard, given, rng)


def _calendars(question: Question, names: NDArray[np.object_]) -> Calendars | None:
    if question.calendar is None:
        return None
    zone = question.timezone or "UTC"
    if isinstance(question.calendar, str):
        return Calendars.parse(question.calendar, zone=zone)
    return Calendars.by_resource(dict(question.calendar), names.tolist(), zone)


def _durations(
    scene: Scene,
    question: Question,
    flows: Flows,
    waits: Waits | None,
    cases: Cases,
    worthless: NDArray[np.bool_] | None,
) -> Iterator[Saving]:
    if scene.made.starts:
        yield from waste.waiting(cases, waits)
    yield waste.rework(cases)
    if scene.made.names["resources"].size:
        yield waste.ping_pong(cases)
        yield waste.handoffs(scene.engine, flows, cases, scene.hard)
    if worthless is not None and scene.made.starts:
        yield waste.abandoned(cases, worthless)
    for idle in optional.find(scene.engine, cases.code, cases.type, _outcome(cases), cases.cycle):
        name = scene.activities[idle.activity]
        detail = f"{idle.share:.0%} of cases have it; they take longer, and end no differently."
        yield Saving(f"step that changes nothing: {name}", "step", idle.seconds, detail)


def _outcome(cases: Cases) -> Floats:
    """What came out: the value where known, else whether the case ended as most do."""
    if not np.isnan(cases.value).all():
        return cases.value
    usual = int(np.bincount(cases.ending).argmax())
    return np.where(cases.ending == usual, 1.0, 0.0)


def _costs(cases: Cases, worthless: NDArray[np.bool_] | None) -> Iterator[Saving]:
    repeats = np.nan_to_num(cases.cost - cases.first_cost)
    yield Saving("rework", "rework", repeats, f"{(cases.repeats > 0).mean():.0%} of cases do a step again.")
    if worthless is not None:
        lost = np.where(worthless, np.nan_to_num(cases.cost), 0.0)
        yield Saving("abandoned effort", "abandoned", lost, f"{worthless.mean():.0%} of cases end without value.")


def _waiting(scene: Scene, flows: Flows, waits: Waits | None) -> Waiting | None:
    if not scene.made.starts:
        return None
    pairs = sorted({tuple(sorted(pair)) for pair in scene.made.concurrent})
    concurrent = tuple((str(scene.activities[a]), str(scene.activities[b])) for a, b in pairs)
    total = float(flows.wait.sum())
    if waits is None:
        return Waiting(total, (), None, _assumed(concurrent, None), concurrent)
    causes = tuple(
        CauseTotal(cause, *(float(figure[place]) for figure in (waits.total, waits.low, waits.high)))
        for place, cause in enumerate(CAUSES)
    )
    return Waiting(total, causes, waits.sampled, _assumed(concurrent, waits), concurrent)


def _assumed(concurrent: tuple[tuple[str, str], ...], waits: Waits | None) -> tuple[str, ...]:
    found = "A step waits for the latest step before it that is over when it starts"
    if concurrent:
        pairs = "1 pair of activities is" if len(concurrent) == 1 else f"{len(concurrent)} pairs of activities are"
        found += f" and is not done side by side with it ({pairs}, by the order they come in)"
    assumed = [found + "."]
    if waits is not None and waits.mined:
        assumed.append(
            "Working hours are taken from the log itself, which is partly circular; --calendar gives the true ones."
        )
    return tuple(assumed)


def _transitions(scene: Scene, flows: Flows, waits: Waits | None) -> tuple[Transition, ...]:
    hard = set(scene.hard)
    known = flows.handed + flows.kept
    rows = []
    for place in range(flows.count.size):
        pair = (int(flows.source[place]), int(flows.target[place]))
        causes = {} if waits is None else dict(zip(CAUSES, waits.by_transition[place].tolist(), strict=True))
        wait = float(flows.wait[place])
        rows.append(
            Transition(
                source=str(scene.activities[pair[0]]),
                target=str(scene.activities[pair[1]]),
                count=int(flows.count[place]),
                wait=wait,
                wait_mean=wait / int(flows.count[place]),
                handoff_share=float(flows.handed[place] / known[place]) if known[place] else None,
                causes=causes,
                hard=pair in hard,
                unexplained_by_house=float(causes[CAUSES[UNEXPLAINED]] / wait) if causes and wait else 1.0,
                exact=waits is not None and waits.sampled is None,
            )
        )
    return tuple(rows)
