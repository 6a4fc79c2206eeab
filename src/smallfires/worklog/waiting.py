"""All waiting of today's cases, by cause: exact up to a million steps, from a sample above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog import stretches
from smallfires.worklog.calendars import Calendars
from smallfires.worklog.causes import Causes, Work, causes
from smallfires.worklog.flow import Flows
from smallfires.worklog.log import MICROSECONDS, Columns, Engine, nullable
from smallfires.worklog.measures import Cases
from smallfires.worklog.sampling import estimate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT_UP_TO = 1_000_000
"""Steps up to which every wait is looked at."""

SAMPLE_ROWS = 200_000
SAMPLE_PAIRS = 4_000_000
UNEXPLAINED = 4

_WORK = """select s.r, s.a, s.en, s.ea, s.s, s.e, s.c, s.n, case when t.c is not null then 1 else 0 end as today
from steps s left join today t on t.c = s.c where s.r is not null"""

_COUNT = "select count(*) as n from steps where r is not null"


@dataclass(frozen=True)
class Waits:
    """Why today's cases waited; seconds, the five causes in the order of ``fires.work.CAUSES``.

    Attributes:
        total, low, high: (5,) in all, and its interval.
        by_transition: (transitions, 5), aligned with the flows.
        by_case: (cases, 5), aligned with today's cases, without the hard waits.
        spared: (5,) the hard waits by cause: part of ``total``, and no waste.
        sampled: how many steps were looked at, or None for all.
        mined: whether the calendars were found from the log, and not given.
    """

    total: Floats
    low: Floats
    high: Floats
    by_transition: Floats
    by_case: Floats
    spared: Floats
    sampled: int | None
    mined: bool


def find(
    engine: Engine,
    flows: Flows,
    cases: Cases,
    hard: tuple[tuple[int, int], ...],
    given: Calendars | None,
    rng: np.random.Generator,
) -> Waits:
    """Say why today's cases waited.

    Args:
        engine: where ``steps`` and ``today(c)`` stand.
        flows: the transitions of today's cases.
        cases: today's cases.
        hard: transitions, as pairs of activity codes, whose waits before first passes no better running removes.
        given: working calendars; mined from the log where None.
        rng: for the sample.
    """
    is_hard = flows.among(hard)
    if int(engine.columns(_COUNT)["n"][0]) <= EXACT_UP_TO:
        return _exact(engine.columns(_WORK), flows, cases, is_hard, given)
    return _estimated(engine, flows, cases, is_hard, given, rng)


def _exact(found: Columns, flows: Flows, cases: Cases, is_hard: NDArray[np.bool_], given: Calendars | None) -> Waits:
    work = _work(found)
    calendars = given or Calendars.mine(work.resource, work.start, work.end)
    wanted = np.flatnonzero(nullable(found["today"]) == 1)
    seconds = _stack(causes(work, calendars, only=wanted))
    opposite = _stack(causes(work, calendars, order="opposite", only=wanted))
    transition = _transition(found, flows)[wanted]
    by_transition = _summed(transition, seconds, flows.count.size)
    by_transition[:, UNEXPLAINED] += flows.wait - by_transition.sum(axis=1)
    soft = ~(is_hard[transition] & (transition >= 0) & (nullable(found["n"])[wanted] == 1))
    case = np.searchsorted(cases.code, nullable(found["c"])[wanted])
    by_case = _summed(case[soft], seconds[soft], len(cases))
    by_case[:, UNEXPLAINED] += cases.wait - cases.hard - by_case.sum(axis=1)
    total = by_transition.sum(axis=0)
    other = opposite.sum(axis=0)
    other[UNEXPLAINED] += flows.wait.sum() - other.sum()
    return Waits(
        total, np.minimum(total, other), np.maximum(total, other), by_transition, by_case,
        total - by_case.sum(axis=0), None, given is None,
    )  # fmt: skip


def _estimated(
    engine: Engine,
    flows: Flows,
    cases: Cases,
    is_hard: NDArray[np.bool_],
    given: Calendars | None,
    rng: np.random.Generator,
) -> Waits:
    drawn = stretches.fetch(engine, SAMPLE_ROWS, rng)
    shares = estimate(
        drawn.work, drawn.calendars(engine, given), drawn.sample, transition=_transition(drawn.found, flows),
        transitions=flows.count.size, pairs=SAMPLE_PAIRS, rng=rng, own=drawn.own,
    )  # fmt: skip
    known = flows.wait - flows.nobody_wait
    by_transition = shares.share[:-1] * known[:, None]
    by_transition[:, UNEXPLAINED] += flows.wait - by_transition.sum(axis=1)
    low, high = shares.low[-1] * known.sum(), shares.high[-1] * known.sum()
    nobody = flows.nobody_wait.sum()
    low[UNEXPLAINED] += nobody
    high[UNEXPLAINED] = max(high[UNEXPLAINED], float(shares.opposite_high[-1]) * known.sum()) + nobody
    total = by_transition.sum(axis=0)
    before_hard = by_transition[is_hard].sum(axis=0)
    spared = before_hard * (cases.hard.sum() / max(before_hard.sum(), 1.0))
    soft = np.maximum(total - spared, 0.0)
    by_case = (cases.wait - cases.hard)[:, None] * (soft / max(soft.sum(), 1.0))
    return Waits(
        total, np.minimum(low, total), np.maximum(high, total), by_transition, by_case, spared, shares.steps,
        given is None,
    )  # fmt: skip


def _work(found: Columns) -> Work:
    return Work(
        resource=nullable(found["r"]), activity=nullable(found["a"]), enabled=nullable(found["en"]),
        start=nullable(found["s"]), end=nullable(found["e"]),
    )  # fmt: skip


def _transition(found: Columns, flows: Flows) -> Ints:
    """The place among the flows of each step's transition; −1 where it has none there."""
    width = int(max(flows.target.max(initial=0), flows.source.max(initial=0))) + 1
    keys = flows.source * width + flows.target
    order = np.argsort(keys)
    source, target = nullable(found["ea"]), nullable(found["a"])
    wanted = source * width + target
    place = np.minimum(np.searchsorted(keys[order], wanted), max(keys.size - 1, 0))
    if not keys.size:
        return np.full(wanted.size, -1)
    same = (keys[order][place] == wanted) & (source >= 0) & (target < width)
    return np.where(same, order[place], -1)


def _stack(found: Causes) -> Floats:
    parts = (found.batching, found.contention, found.prioritisation, found.unavailability, found.unexplained)
    return np.stack(parts, axis=1) / MICROSECONDS


def _summed(groups: Ints, seconds: Floats, size: int) -> Floats:
    """(size, causes) sums by group; what has none is left out."""
    known = groups >= 0
    sums = [np.bincount(groups[known], weights=column[known], minlength=size) for column in seconds.T]
    return np.stack(sums, axis=1).astype(np.float64)
