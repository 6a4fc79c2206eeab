"""From a recognised source to ``ordered``: codes for names, rows paired into activity instances, sorted once.

Every function returns a question; ``steps.py`` asks them in order. The columns are described in ``log.py``.
"""

from __future__ import annotations

NAMES = {"activity": "activities", "resource": "resources", "unit": "units", "type": "types"}
"""Role in the source, and the table of its names."""


def names(select: str, role: str) -> str:
    """The different names of a role, in no order; small, so they are sorted and numbered outside."""
    return f'select distinct "{role}" as name from ({select}) as source where "{role}" is not null'


def case_names(select: str) -> str:
    """Cases, numbered by name, sorted by its bytes: databases disagree on how people sort."""
    return (
        'select cast(row_number() over (order by name collate "C") - 1 as integer) as code, name '
        f'from (select distinct "case" as name from ({select}) as source) as names'
    )


def encoded(select: str, roles: frozenset[str], starts: bool) -> str:
    """``events`` with two columns more, ``lifecycle`` and ``instance``.

    Args:
        select: the recognised source.
        roles: the roles it has.
        starts: whether any row has a start before its end; if not, starts tell nothing and are left NULL.
    """
    joined = [role for role in NAMES if role in roles]
    joins = "".join(f'\n  left join {NAMES[role]} on {NAMES[role]}.name = p."{role}"' for role in joined)
    code = {role: f"{NAMES[role]}.code" if role in joined else "cast(null as integer)" for role in NAMES}
    return f"""select p.row, case_names.code as c, {code["activity"]} as a, {code["resource"]} as r, {code["unit"]} as u,
  {code["type"]} as t, {'coalesce(p.start, p."end")' if starts else "cast(null as bigint)"} as s, p."end" as e,
  p.cost as k, p.value as v, p.lifecycle, p.instance
from ({select}) as p
  join case_names on case_names.name = p."case"{joins}"""


def paired(events: str) -> str:
    """Life-cycle rows as activity instances: each complete takes the earliest start of its activity still waiting for one.

    A complete with no start before it is a moment: its start is its end. A start that never completes is left out (and
    counted by ``unpaired``). First in, first out; a complete that finds no start must not shift all pairs after it, so
    the running balance of starts is held at zero (the reflected walk).
    """
    return f"""select f.row, f.c, f.a, coalesce(f.r, b.r) as r, coalesce(f.u, b.u) as u, coalesce(f.t, b.t) as t,
  coalesce(b.e, f.e) as s, f.e, f.k, f.v
from ({_turns(events)}) as f
  left join ({_turns(events)}) as b on b.kind = 1 and b.matched = 1 and b.c = f.c and b.a = f.a and b.inst = f.inst
    and b.turn = f.turn and f.matched = 1
where f.kind = -1"""


def unpaired(events: str) -> str:
    """How many starts never completed, and how many completes never started."""
    return f"""select
  coalesce(sum(case when kind = 1 then 1 else -matched end), 0) as started_only,
  coalesce(sum(case when kind = 1 then 0 else 1 - matched end), 0) as completed_only
from ({_turns(events)}) as turns"""


def _turns(events: str) -> str:
    by = "partition by c, a, inst order by e, row"
    walk = f"""select *, sum(kind) over ({by} rows unbounded preceding) as balance
  from (select *, coalesce(instance, '') as inst, case when lifecycle = 'start' then 1 else -1 end as kind
        from ({events}) as source where lifecycle in ('start', 'complete')) as kinds"""
    reflected = f"""select *, min(balance) over ({by} rows between unbounded preceding and 1 preceding) as lowest
  from ({walk}) as walk"""
    matched = f"""select *, case when kind = -1 and balance < least(0, coalesce(lowest, 0)) then 0 else 1 end as matched
  from ({reflected}) as reflected"""
    return f"""select *, sum(case when matched = 1 then 1 else 0 end)
    over (partition by c, a, inst, kind order by e, row rows unbounded preceding) as turn
  from ({matched}) as matched"""


def ordered(events: str, dialect: str, roles: frozenset[str], tie: str) -> str:
    """The events in their order, with what came before each in its case, and whether it is part of a ping-pong.

    All are first passes (``n`` is 1) until the repeats are numbered.

    A ping-pong is three steps in a row by A, B and again A, one after the other; ``x`` marks the second and the third.
    The embedded engine sorts once and streams past the sorted rows; other engines partition by case. Sorting is the
    dearest part of a reading, so it carries only the columns that the log has.

    Args:
        events: the events.
        dialect: of the engine.
        roles: the roles that the source has.
        tie: what settles the order of steps of a case that end together.
    """
    streams = dialect == "duckdb"
    order = f"c, e, {tie}" if streams else f"c, e, {tie}, a, r"
    number = "row_number() over ()" if streams else f"row_number() over (order by {order})"
    over = "over ()" if streams else f"over (partition by c order by {order})"
    resources = "resource" in roles
    near = {name: _near(name, over) for name in (_NEAR + _NEAR_PEOPLE if resources else _NEAR)}
    columns = ", ".join(f"{expression} as {name}" for name, expression in near.items())
    carried = ", ".join(["c", "a", "r", "s", "e", *(name for role, (name, _) in _SOMETIMES.items() if role in roles)])
    absent = "".join(
        f", cast(null as {kind}) as {name}" for role, (name, kind) in _SOMETIMES.items() if role not in roles
    )
    return f"""select cast(place - 1 as bigint) as i, {carried}{absent}, case when c_1 = c then a_1 end as pa,
  case when c_1 = c then r_1 end as pr, case when c_1 = c then e_1 end as pe, case when c_2 = c then a_2 end as qa,
  {_PING_PONG if resources else "false"} as x, cast(1 as bigint) as n
from (select {number} as place, {carried}, begun, {columns}
      from (select {carried}, coalesce(s, e) as begun, row from ({events}) as events{f" order by {order}" if streams else ""})
      as sorted) as near"""


_SOMETIMES = {"unit": ("u", "integer"), "type": ("t", "integer"), "cost": ("k", "double"), "value": ("v", "double")}

_NEAR = ("c_1", "a_1", "r_1", "e_1", "c_2", "a_2")
_NEAR_PEOPLE = ("r_2", "begun_1", "e_2", "c_next", "r_next", "begun_next")
"""Neighbours' values that are needed: one or two steps back, or of the next; the latter only to see ping-pongs."""


def _near(name: str, over: str) -> str:
    column, where = name.rsplit("_", 1)
    return f"lead({column}) {over}" if where == "next" else f"lag({column}, {where}) {over}"


_PING_PONG = """coalesce(c_2 = c and r_2 = r and r_1 <> r and begun >= e_1 and begun_1 >= e_2, false)
    or coalesce(c_1 = c and c_next = c and r_1 = r_next and r_1 <> r and begun >= e_1 and begun_next >= e, false)"""
