"""The making of ``steps``, the one derived table. Its columns are described in ``log.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData
from smallfires.worklog import events
from smallfires.worklog.concurrency import concurrent_pairs
from smallfires.worklog.enabling import enabled_by
from smallfires.worklog.log import Columns, Engine, nullable

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Made:
    """What the making of ``steps`` found.

    Attributes:
        names: for each of ``activities``, ``resources``, ``units``, ``types`` its names in the order of the codes.
        starts: whether starts are known.
        concurrent: concurrent activities, each pair both ways.
        started_only: starts that never completed, left out.
        completed_only: completes that never started, taken as moments.
        duplicates: steps that repeat another in case, activity, resource, start and end.
    """

    names: dict[str, NDArray[np.object_]]
    starts: bool
    concurrent: frozenset[tuple[int, int]]
    started_only: int
    completed_only: int
    duplicates: int


PLAIN_TIE = "s, row"
LARGEST = 2**62


def tie_of(longest: int, last_row: int) -> str:
    """What settles the order of steps that end together: start, then row; in one whole number where it holds both.

    Sorting by three columns instead of four saves a third of the time of the dearest part of a reading.

    Args:
        longest: microseconds from start to end of the longest step.
        last_row: the highest number of a row.
    """
    rows = last_row + 1
    return f"(s - e) * {rows} + row" if (longest + 1) * rows < LARGEST else PLAIN_TIE


def make(
    engine: Engine,
    select: str,
    roles: frozenset[str],
    starts: bool,
    progress: Progress,
    tie: str = PLAIN_TIE,
) -> Made:
    """Make ``steps`` (and ``facts``, a row a case) out of a recognised source.

    Args:
        engine: where the work is to stand.
        select: the recognised source, as ``Recognition.select``.
        roles: the roles it has.
        starts: whether any of its rows starts before it ends; if not, starts tell nothing.
        progress: told what is being done, and which share of it is.
        tie: as ``tie_of`` gives it, where that is known.

    Raises:
        EmptyData: the source has no complete step.
    """
    progress("Naming", None)
    known = _name(engine, select, roles)
    encoded = events.encoded(select, roles, starts)
    tie = tie if starts else "row"
    started_only = completed_only = 0
    if "lifecycle" in roles and not starts and _pairs_rows(engine, encoded):
        engine.keep("rows", encoded)
        encoded = "select * from rows"
        started_only, completed_only = _counts(engine, events.unpaired(encoded))
        encoded, starts, tie = events.paired(encoded), True, PLAIN_TIE
    progress("Sorting", None)
    engine.keep("ordered", events.ordered(encoded, engine.dialect, roles, tie))
    engine.forget("rows")
    if not _one(engine, "select count(*) as n from ordered"):
        raise EmptyData(
            "No step of work was ever completed.", "Look at the life-cycle column, or name another with --lifecycle."
        )
    engine.keep("facts", FACTS)
    if _one(engine, MIXED):
        engine.keep("unit_rows", "select c, u from ordered where u is not null")
    progress("Finding what waited for what", None)
    concurrent = _concurrent(engine, len(known["activities"]))
    duplicates = _one(engine, DUPLICATES)
    _complete(engine, starts, concurrent)
    return Made(known, starts, concurrent, started_only, completed_only, duplicates)


FACTS = """select c, min(u) as u, max(u) as other_u, min(t) as t, max(t) as other_t, max(v) as v
from ordered group by c order by c"""

MIXED = "select count(*) as n from facts where u <> other_u"

FOLLOWS = "select pa, a, count(*) as n from ordered where pa is not null group by pa, a"

LOOPS = "select qa as a, pa as b, count(*) as n from ordered where qa = a and pa <> a group by qa, pa"

DUPLICATES = """select count(*) as n from (
  select c, a, r, s, e from ordered where e = pe and a = pa and coalesce(r, -1) = coalesce(pr, -1)) as near"""

REPEATS = """select i, n from (
  select i, row_number() over (partition by c, a order by i) as n from ordered) as passes where n > 1"""

CHUNK = 250_000
"""Cases looked at together."""

OVERLAPS = "select count(*) as n from ordered where s < pe"


def _name(engine: Engine, select: str, roles: frozenset[str]) -> dict[str, NDArray[np.object_]]:
    """Number the names of every role; text is sorted here, since databases disagree on how."""
    known: dict[str, NDArray[np.object_]] = {}
    for role, table in events.NAMES.items():
        found = engine.columns(events.names(select, role))["name"] if role in roles else np.array([], dtype=object)
        known[table] = np.array(sorted(np.ma.getdata(found).tolist()), dtype=object)
        engine.upload(table, {"code": np.arange(len(known[table]), dtype=np.int32), "name": known[table]})
    engine.keep("case_names", events.case_names(select))
    return known


def _pairs_rows(engine: Engine, encoded: str) -> bool:
    return _one(engine, f"select count(*) as n from ({encoded}) as events where lifecycle = 'start'") > 0


def _concurrent(engine: Engine, activities: int) -> frozenset[tuple[int, int]]:
    follows = engine.columns(FOLLOWS)
    loops = engine.columns(LOOPS)
    return concurrent_pairs(_triple(follows, "pa", "a"), _triple(loops, "a", "b"), activities)


def _triple(found: Columns, first: str, second: str) -> tuple[NDArray[np.int64], ...]:
    return nullable(found[first]), nullable(found[second]), nullable(found["n"])


def _complete(engine: Engine, starts: bool, concurrent: frozenset[tuple[int, int]]) -> None:
    """Turn ``ordered`` into ``steps``: another look at the same rows where each step waited for the one before it."""
    overlap = starts and _one(engine, OVERLAPS) > 0
    engine.amend("ordered", "n", REPEATS)
    if not overlap and not concurrent:
        engine.view("steps", _steps(starts, searched=False, overlap=False))
        return
    _search(engine, starts, concurrent)
    if overlap:
        engine.keep("shared", SHARED)
    engine.keep("steps", _steps(starts, searched=True, overlap=overlap))
    for name in ("ordered", "enabling", "shared"):
        engine.forget(name)


def _search(engine: Engine, starts: bool, concurrent: frozenset[tuple[int, int]]) -> None:
    """Find what enabled the steps that did not simply wait for the one before, into ``enabling(i, en, ea, j)``."""
    last = _one(engine, "select max(c) as n from ordered")
    parts = [_search_part(engine, low, concurrent) for low in range(0, last + 1, CHUNK)]
    place, by, end, activity = (np.concatenate(part) for part in zip(*parts, strict=True))
    nobody = by < 0
    engine.upload(
        "enabling",
        {
            "i": place,
            "en": np.ma.array(end, mask=nobody),
            "ea": np.ma.array(activity.astype(np.int32), mask=nobody),
            "j": np.ma.array(by, mask=nobody),
        },
    )


def _search_part(engine: Engine, low: int, concurrent: frozenset[tuple[int, int]]) -> tuple[NDArray[np.int64], ...]:
    """Place of each searched step, and place, end and activity of what enabled it; a part of the cases, to save memory."""
    found = engine.columns(
        f"""select i, c, a, coalesce(s, e) as s, e, pa, pe from ordered
        where c >= {low} and c < {low + CHUNK} order by i"""
    )
    place, case, activity, start, end = (nullable(found[name]) for name in ("i", "c", "a", "s", "e"))
    before, ended = nullable(found["pa"]), nullable(found["pe"], np.iinfo(np.int64).min)
    width = int(activity.max(initial=0)) + 1
    side_by_side = np.isin(activity * width + before, [own * width + other for own, other in concurrent])
    searched = np.flatnonzero((before >= 0) & ((ended > start) | side_by_side))
    by = enabled_by(case, activity, start, end, searched, concurrent)
    return place[searched], np.where(by >= 0, place[by], -1), end[by], activity[by]


_AFTER = "partition by c order by i desc rows between unbounded preceding and 1 preceding"

SHARED = f"""select i, greatest(0, least(e, coalesce(later, e)) - s) as b,
  case when n = 1 then greatest(0, least(e, coalesce(later_first, e)) - s) else 0 end as f
from (select i, s, e, n, min(s) over ({_AFTER}) as later, min(case when n = 1 then s end) over ({_AFTER}) as later_first
      from ordered) as covered
where later < e"""
"""Busy time of the steps that overlap a later one: what of it no later step covers. Rows are in the order of their
ends, so all later rows together cover everything from their earliest start on."""


def _steps(starts: bool, searched: bool, overlap: bool) -> str:
    enabled = {"en": "o.pe", "ea": "o.pa", "er": "o.pr"}
    joins = ""
    if searched:
        found = {"en": "h.en", "ea": "h.ea", "er": "g.r"}
        enabled = {name: f"case when h.i is null then {enabled[name]} else {found[name]} end" for name in found}
        joins += "\n  left join enabling h on h.i = o.i left join ordered g on g.i = h.j"
    busy = "o.e - o.s" if starts else "cast(null as bigint)"
    first = f"case when o.n = 1 then {busy} else 0 end" if starts else busy
    if overlap:
        busy, first = (
            f"case when d.i is null then {whole} else d.{part} end" for whole, part in ((busy, "b"), (first, "f"))
        )
        joins += "\n  left join shared d on d.i = o.i"
    return f"""select o.i, o.c, o.a, o.r, o.s, o.e, o.k, o.pa, o.pr, o.pe,
  {", ".join(f"{value} as {name}" for name, value in enabled.items())},
  o.n, greatest(coalesce({"o.s" if starts else "o.e"} - {enabled["en"]}, 0), 0) as w,
  {busy} as b, {first} as f, o.x
from ordered o{joins}"""


def _one(engine: Engine, sql: str) -> int:
    return int(engine.columns(sql)["n"][0])


def _counts(engine: Engine, sql: str) -> tuple[int, int]:
    found = engine.columns(sql)
    return int(found["started_only"][0]), int(found["completed_only"][0])
