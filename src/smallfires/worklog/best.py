"""What the best unit does differently: by activity, first waits, first passes and repeats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.work import Difference
from smallfires.worklog.log import MICROSECONDS, Columns, Engine, figures, nullable

Floats = NDArray[np.float64]

MOST = 5
SMALLEST_SHARE = 0.03
"""A difference is worth telling if it explains at least this part of the gap."""

_QUESTION = """select s.a, today.t, case when today.u = {best} then 1 else 0 end as best,
  sum(case when s.n = 1 then s.w else 0 end) as waited, sum(coalesce(s.f, 0)) as worked,
  sum(case when s.n > 1 then s.w + coalesce(s.b, 0) else 0 end) as repeated
from steps s join today on today.c = s.c where today.u >= 0
group by s.a, today.t, case when today.u = {best} then 1 else 0 end"""

_WORDS = {
    "waited": 'waits less before "{0}"',
    "worked": 'spends less time on "{0}"',
    "repeated": 'loses less time to doing "{0}" again',
}


def differences(
    engine: Engine, best: int, own: Floats, others: Floats, names: NDArray[np.object_], starts: bool
) -> tuple[Difference, ...]:
    """What explains most of the gap between the best unit and the others, largest first.

    The others are weighted to the best unit's mix of cases, so that no difference in mix is taken for a better way.

    Args:
        engine: where ``steps`` and ``today(c, u, t)`` stand.
        best: the best unit's code.
        own, others: (mixes,) today's cases of the best unit, and of all others, by the code ``t`` of the mix.
        names: of the activities.
        starts: whether starts are known; if not, a "wait" is all the time since the step before.
    """
    found = engine.columns(_QUESTION.format(best=int(best)))
    shape = (names.size, own.size)
    tables = {kind: _by_activity(found, kind, shape, own, others) for kind in _WORDS}
    gap = sum(float((rest - mine).sum()) for mine, rest in tables.values())
    rows = [
        Difference(
            _words(kind, starts).format(names[a]),
            str(names[a]),
            float(mine[a]),
            float(rest[a]),
            float(rest[a] - mine[a]),
        )
        for kind, (mine, rest) in tables.items()
        for a in np.flatnonzero(rest - mine > max(SMALLEST_SHARE * gap, 0.0)).tolist()
    ]
    return tuple(sorted(rows, key=lambda row: -row.contribution)[:MOST])


def _words(kind: str, starts: bool) -> str:
    return 'takes less time until "{0}" is done' if kind == "waited" and not starts else _WORDS[kind]


def _by_activity(
    found: Columns, kind: str, shape: tuple[int, int], own: Floats, others: Floats
) -> tuple[Floats, Floats]:
    """Seconds per case by activity, at the best unit and at the others, both over the best unit's mix."""
    best, place = nullable(found["best"]) == 1, (nullable(found["a"]), nullable(found["t"]))
    seconds = figures(found[kind]) / MICROSECONDS
    shared = (own > 0) & (others > 0)
    weights = np.where(shared, own, 0.0) / max(own[shared].sum(), 1.0)
    sums = (_summed(place, seconds, rows, shape) for rows in (best, ~best))
    mine, rest = (table / np.maximum(cases, 1.0) @ weights for table, cases in zip(sums, (own, others), strict=True))
    return mine, rest


def _summed(
    place: tuple[NDArray[np.int64], NDArray[np.int64]], seconds: Floats, rows: NDArray[np.bool_], shape: tuple[int, int]
) -> Floats:
    table = np.zeros(shape)
    np.add.at(table, (place[0][rows], place[1][rows]), seconds[rows])
    return table
