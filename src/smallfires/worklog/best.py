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

_QUESTION = """select s.a, case when today.u = {best} then 1 else 0 end as best,
  sum(case when s.n = 1 then s.w else 0 end) as waited, sum(coalesce(s.f, 0)) as worked,
  sum(case when s.n > 1 then s.w + coalesce(s.b, 0) else 0 end) as repeated
from steps s join today on today.c = s.c where today.u >= 0
group by s.a, case when today.u = {best} then 1 else 0 end"""

_WORDS = {
    "waited": 'waits less before "{0}"',
    "worked": 'spends less time on "{0}"',
    "repeated": 'loses less time to doing "{0}" again',
}


def differences(
    engine: Engine, best: int, best_cases: int, rest_cases: int, names: NDArray[np.object_], starts: bool
) -> tuple[Difference, ...]:
    """What explains most of the gap between the best unit and the others, largest first.

    Args:
        engine: where ``steps`` and ``today(c, u)`` stand.
        best: the best unit's code.
        best_cases, rest_cases: today's cases of the best unit, and of all others.
        names: of the activities.
        starts: whether starts are known; if not, a "wait" is all the time since the step before.
    """
    found = engine.columns(_QUESTION.format(best=int(best)))
    size = names.size
    tables = {kind: _by_activity(found, kind, size, best_cases, rest_cases) for kind in _WORDS}
    gap = sum(float((rest - own).sum()) for own, rest in tables.values())
    rows = [
        Difference(_words(kind, starts).format(names[a]), str(names[a]), float(own[a]), float(rest[a]), float(rest[a] - own[a]))
        for kind, (own, rest) in tables.items()
        for a in np.flatnonzero(rest - own > max(SMALLEST_SHARE * gap, 0.0)).tolist()
    ]
    return tuple(sorted(rows, key=lambda row: -row.contribution)[:MOST])


def _words(kind: str, starts: bool) -> str:
    return 'takes less time until "{0}" is done' if kind == "waited" and not starts else _WORDS[kind]


def _by_activity(found: Columns, kind: str, size: int, best_cases: int, rest_cases: int) -> tuple[Floats, Floats]:
    """Seconds per case by activity, at the best unit and at the others."""
    own = nullable(found["best"]) == 1
    seconds, activity = figures(found[kind]) / MICROSECONDS, nullable(found["a"])
    best = np.bincount(activity[own], weights=seconds[own], minlength=size) / max(best_cases, 1)
    rest = np.bincount(activity[~own], weights=seconds[~own], minlength=size) / max(rest_cases, 1)
    return best, rest
