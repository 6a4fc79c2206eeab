"""Steps that change nothing: they take time, and the outcome of the case does not differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import MICROSECONDS, Columns, Engine, figures, nullable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RARE, USUAL = 0.1, 0.9
"""A step is optional where at least this share of cases has it, and at most that share."""

FEWEST = 30
"""Cases needed on either side of a comparison within a case type."""

MARGIN = 0.2
"""Outcomes are the same where they surely differ by less than this part of their usual spread: a small difference.

Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, section 2.2.3.
"""

SURE = 1.96
"""Standard errors of a two-sided 95 % interval."""

_PRESENCE = """select s.a, d.t, count(*) as n, sum(d.y) as y, sum(d.y * d.y) as yy, sum(d.z) as z, sum(d.z * d.z) as zz
from steps s join today on today.c = s.c join outcomes d on d.c = s.c where s.n = 1 group by s.a, d.t"""

_OWN = """select s.c, sum(s.w + coalesce(s.b, 0)) as own
from steps s join today on today.c = s.c where s.a = {activity} group by s.c order by s.c"""


@dataclass(frozen=True)
class Idle:
    """An optional step without effect on the outcome.

    Attributes:
        activity: its code.
        share: of cases that have it.
        adds: seconds by which cases with it take longer, within case type.
        seconds: (cases,) its own waits and work in each of today's cases.
    """

    activity: int
    share: float
    adds: float
    seconds: Floats


@dataclass(frozen=True)
class _Group:
    """Counts and sums over the cases of one type: of the outcome y and the cycle time z."""

    n: Floats
    y: Floats
    yy: Floats
    z: Floats
    zz: Floats

    def without(self, part: _Group) -> _Group:
        return _Group(*(getattr(self, name) - getattr(part, name) for name in ("n", "y", "yy", "z", "zz")))

    def mean(self, name: str) -> tuple[Floats, Floats]:
        """Mean, and the variance of the mean."""
        total, square = getattr(self, name), getattr(self, name * 2)
        n = np.maximum(self.n, 2.0)
        mean = total / n
        return mean, np.maximum(square / n - mean**2, 0.0) / (n - 1.0)


def find(engine: Engine, today: Ints, types: Ints, outcome: Floats, cycle: Floats) -> tuple[Idle, ...]:
    """Find the optional steps after which cases take longer, and end no differently.

    Compared within case type, weighted by the cases that have the step. This is a comparison of cases as they came, not
    a trial: it names candidates for a small fire.

    Args:
        engine: where ``steps`` and ``today(c)`` stand.
        today: (cases,) codes of today's cases, ascending.
        types: (cases,) their types, −1 where unknown.
        outcome: (cases,) what came out; NaN where unknown.
        cycle: (cases,) seconds.
    """
    known = ~np.isnan(outcome)
    if known.sum() < 2 * FEWEST or np.ptp(outcome[known]) == 0:
        return ()
    spread = float(outcome[known].std())
    y, z = (outcome[known] - outcome[known].mean()) / spread, cycle[known] - cycle[known].mean()
    rows = {"c": today[known], "t": types[known] + 1, "y": y, "z": z}
    engine.upload("outcomes", rows)
    found = engine.columns(_PRESENCE)
    engine.forget("outcomes")
    whole = _whole(rows["t"], y, z)
    shares = np.bincount(nullable(found["a"]), weights=figures(found["n"])) / known.sum()
    candidates = np.flatnonzero((shares >= RARE) & (shares <= USUAL)).tolist()
    judged = ((activity, _adds(found, activity, whole)) for activity in candidates)
    return tuple(
        Idle(activity, float(shares[activity]), adds, _own(engine, activity, today))
        for activity, adds in judged
        if adds is not None
    )


def _adds(found: Columns, activity: int, whole: _Group) -> float | None:
    """Seconds that an optional step adds while it changes nothing; None where it is needed, or it cannot be told."""
    rows = nullable(found["a"]) == activity
    size = whole.n.size
    types = nullable(found["t"])[rows]
    having = _Group(*(_placed(types, figures(found[name])[rows], size) for name in ("n", "y", "yy", "z", "zz")))
    lacking = whole.without(having)
    fair = (having.n >= FEWEST) & (lacking.n >= FEWEST)
    if not fair.any():
        return None
    weights = np.where(fair, having.n, 0.0) / having.n[fair].sum()
    outcome, outcome_error = _difference(having, lacking, weights, "y")
    adds, error = _difference(having, lacking, weights, "z")
    same = abs(outcome) + SURE * outcome_error <= MARGIN
    return adds if same and adds - SURE * error > 0 else None


def _difference(having: _Group, lacking: _Group, weights: Floats, name: str) -> tuple[float, float]:
    with_mean, with_variance = having.mean(name)
    without_mean, without_variance = lacking.mean(name)
    difference = float(weights @ (with_mean - without_mean))
    return difference, float(np.sqrt(weights**2 @ (with_variance + without_variance)))


def _whole(types: Ints, y: Floats, z: Floats) -> _Group:
    size = int(types.max()) + 1
    columns = (np.ones_like(y), y, y * y, z, z * z)
    return _Group(*(np.bincount(types, weights=values, minlength=size).astype(np.float64) for values in columns))


def _placed(places: Ints, values: Floats, size: int) -> Floats:
    out = np.zeros(size)
    out[places] = values
    return out


def _own(engine: Engine, activity: int, today: Ints) -> Floats:
    found = engine.columns(_OWN.format(activity=int(activity)))
    seconds = np.zeros(today.size)
    seconds[np.searchsorted(today, nullable(found["c"]))] = figures(found["own"]) / MICROSECONDS
    return seconds
