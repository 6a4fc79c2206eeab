"""What is measured per case, in one pass over ``steps``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import MICROSECONDS, Engine, figures, nullable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_FOR_PACE = 20
"""An activity needs this many first passes in a case type to have a pace of its own there."""

PACE = 0.1
"""The floor's pace: this share of first passes is at least as fast."""


@dataclass(frozen=True)
class Cases:
    """One row a case; arrays (cases,), durations in seconds, moments in microseconds.

    Attributes:
        code: case code, ascending.
        first, last: first and last moment.
        steps: activity instances.
        ending: activity that came last.
        cycle: from first to last moment.
        touch, first_touch: union of busy intervals; the same among first passes. NaN without starts.
        floor_touch: ``first_touch`` at the floor's pace. NaN without starts.
        wait: sum of waits (without starts: of the times between).
        hard: waits that were declared hard, of first passes.
        rework_wait, ping_pong_wait: the part of the waits before repeats; within ping-pongs, but for the hard ones.
        repeats, handoffs: how many.
        cost, first_cost, floor_cost: sums of cost; of first passes; of these at the floor's cost. NaN where unknown.
        value: of the case, NaN where unknown.
        unit, type: codes, −1 where unknown.
    """

    code: Ints
    first: Ints
    last: Ints
    steps: Ints
    ending: Ints
    cycle: Floats
    touch: Floats
    first_touch: Floats
    floor_touch: Floats
    wait: Floats
    hard: Floats
    rework_wait: Floats
    ping_pong_wait: Floats
    repeats: Ints
    handoffs: Ints
    cost: Floats
    first_cost: Floats
    floor_cost: Floats
    value: Floats
    unit: Ints
    type: Ints

    def __len__(self) -> int:
        return int(self.code.size)


def paces(column: str, types: bool) -> str:
    """The best tenth of first passes, by activity and case type; without types by activity (type −1)."""
    figure = {"touch": "s.e - s.s", "cost": "s.k"}[column]
    best = f"percentile_disc({PACE}) within group (order by {figure}) as pace, count(*) as n"
    known = f"where s.n = 1 and {figure} is not null"
    if not types:
        return f"select s.a, -1 as t, {best} from steps s {known} group by s.a"
    return f"""select s.a, coalesce(f.t, -1) as t, {best}
from steps s join facts f on f.c = s.c {known} group by s.a, coalesce(f.t, -1)"""


def cases(starts: bool, cost: bool, hard: bool, types: bool, activities: int) -> str:
    """One row a case, from ``steps``, and ``facts``, ``pace_touch``, ``pace_cost``, ``hard`` where asked for."""
    ratio = "least(1.0, p.pace * 1.0 / (s.e - s.s))"
    floor_touch = f"sum(case when s.f > 0 then s.f * {ratio} else 0.0 end)" if starts else _NOTHING
    joins = "\n  join facts x on x.c = s.c" if types else ""
    joins += _pace("pace_touch", "p", types) if starts else ""
    joins += _pace("pace_cost", "q", types) if cost else ""
    joins += "\n  left join hard h on h.ea = s.ea and h.a = s.a" if hard else ""
    return f"""select s.c, min(coalesce(s.s, s.e)) as first, max(s.e) as last, count(*) as steps,
  max(s.i * {activities} + s.a) as ending, sum(s.b) as touch, sum(s.f) as first_touch, {floor_touch} as floor_touch,
  sum(s.w) as wait, {"sum(case when h.a is not null and s.n = 1 then s.w else 0 end)" if hard else "0"} as hard,
  sum(case when s.n > 1 then s.w else 0 end) as rework_wait,
  {_PING_PONG_SOFT if hard else _PING_PONG} as ping_pong_wait,
  sum(case when s.n > 1 then 1 else 0 end) as repeats, sum(case when s.er <> s.r then 1 else 0 end) as handoffs,
  sum(s.k) as cost, {"sum(case when s.n = 1 then s.k end)" if cost else _NOTHING} as first_cost,
  {"sum(case when s.n = 1 and s.k is not null then least(s.k, q.pace) end)" if cost else _NOTHING} as floor_cost
from steps s{joins}
group by s.c order by s.c"""


FACTS = "select v, t from facts order by c"

_NOTHING = "cast(null as double)"
_PING_PONG = "sum(case when s.x then s.w else 0 end)"
_PING_PONG_SOFT = "sum(case when s.x and (h.a is null or s.n > 1) then s.w else 0 end)"


def _pace(table: str, alias: str, types: bool) -> str:
    of_type = "coalesce(x.t, -1)" if types else "-1"
    return f"\n  left join {table} {alias} on {alias}.a = s.a and {alias}.t = {of_type}"


def measure(engine: Engine, starts: bool, cost: bool, hard: bool, activities: int) -> Cases:
    """Measure every case; its unit stays unknown (``units.py``).

    Args:
        engine: where ``steps`` and ``facts`` stand.
        starts: whether they are known.
        cost: whether costs are asked for: of first passes, and at the floor's pace.
        hard: whether ``hard(ea, a)`` names transitions whose waits no better running removes.
        activities: how many there are.
    """
    facts = engine.columns(FACTS)
    types = nullable(facts["t"])
    typed = bool((types >= 0).any())
    for column, wanted in (("touch", starts), ("cost", cost)):
        if wanted:
            _keep_paces(engine, column, typed)
    found = engine.columns(cases(starts, cost, hard, typed, activities))
    code = nullable(found["c"])
    whole = {name: nullable(found[name]) for name in ("first", "last", "steps", "repeats", "handoffs")}
    figured: dict[str, Any] = {name: figures(found[name]) / MICROSECONDS for name in _DURATIONS}
    figured |= {name: figures(found[name]) for name in ("cost", "first_cost", "floor_cost")}
    figured |= whole
    return Cases(
        code=code,
        **figured,
        ending=nullable(found["ending"]) % activities,
        cycle=(whole["last"] - whole["first"]) / MICROSECONDS,
        unit=np.full(code.size, -1),
        value=figures(facts["v"]),
        type=types,
    )


_DURATIONS = ("touch", "first_touch", "floor_touch", "wait", "hard", "rework_wait", "ping_pong_wait")


def _keep_paces(engine: Engine, column: str, types: bool) -> None:
    """Keep ``pace_<column>(a, t, pace)``: by activity and case type, the whole activity's where there are few."""
    found = engine.columns(paces(column, types))
    a, t, pace, n = nullable(found["a"]), nullable(found["t"]), figures(found["pace"]), nullable(found["n"])
    few = n < FEWEST_FOR_PACE
    if types and few.any():
        whole = engine.columns(paces(column, types=False))
        overall = np.full(int(a.max()) + 1, np.nan)
        overall[nullable(whole["a"])] = figures(whole["pace"])
        pace = np.where(few, overall[a], pace)
    engine.upload(f"pace_{column}", {"a": a.astype(np.int32), "t": t.astype(np.int32), "pace": pace})


_DECLARED = """select s.c, sum(d.low) as low, sum(d.usual) as usual, sum(d.high) as high
from steps s join declared d on d.a = s.a where s.n = 1 group by s.c order by s.c"""


def declared_touch(engine: Engine, touch: Mapping[int, tuple[float, float, float]], cases: Ints) -> Floats:
    """Touch of first passes as people declared it by activity: (3, cases) seconds, low, usual and high.

    Args:
        engine: where ``steps`` stands.
        touch: low, usual and high seconds by activity code.
        cases: (cases,) codes, ascending.
    """
    names = ("low", "usual", "high")
    columns = {name: np.array([each[place] for each in touch.values()]) for place, name in enumerate(names)}
    engine.upload("declared", {"a": np.array(list(touch), dtype=np.int32), **columns})
    found = engine.columns(_DECLARED)
    engine.forget("declared")
    seconds = np.zeros((3, cases.size))
    seconds[:, np.searchsorted(cases, nullable(found["c"]))] = [figures(found[name]) for name in names]
    return seconds
