"""Who follows whom: the process map, and the waits between steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.work import Edge, Node, ProcessMap
from smallfires.worklog.log import MICROSECONDS, Columns, Engine, figures, nullable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_NODES = """select s.a, count(*) as n, sum(case when s.n = 1 then 1 else 0 end) as cases,
  avg((s.e - s.s) * 1.0) as touch, sum(case when s.pa is null then 1 else 0 end) as begins
from steps s group by s.a order by s.a"""

_EDGES = """select s.pa, s.a, count(*) as n, avg((coalesce(s.s, s.e) - s.pe) * 1.0) as mean
from steps s where s.pa is not null group by s.pa, s.a order by n desc, s.pa, s.a"""

_TRANSITIONS = """select s.ea, s.a, count(*) as n, sum(s.w) as w,
  sum(case when s.er <> s.r then 1 else 0 end) as handed, sum(case when s.er <> s.r then s.w else 0 end) as handed_w,
  sum(case when s.er = s.r then 1 else 0 end) as kept, sum(case when s.er = s.r then s.w else 0 end) as kept_w,
  sum(case when s.r is null then s.w else 0 end) as nobody_w
from steps s join today on today.c = s.c where s.ea is not null group by s.ea, s.a order by w desc, s.ea, s.a"""


@dataclass(frozen=True)
class Flows:
    """Transitions of today's cases, longest total wait first; arrays (transitions,), waits in seconds.

    Attributes:
        source, target: activity that enabled, and activity that waited.
        count, wait: passages, and their waits in all.
        handed, handed_wait: passages in which the resource changed, and their waits.
        kept, kept_wait: passages in which it did not.
        nobody_wait: waits for steps that no resource is named for.
    """

    source: Ints
    target: Ints
    count: Ints
    wait: Floats
    handed: Ints
    handed_wait: Floats
    kept: Ints
    kept_wait: Floats
    nobody_wait: Floats

    def among(self, pairs: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
        """(transitions,) which of them are among some pairs of activity codes."""
        wanted = set(pairs)
        own = zip(self.source.tolist(), self.target.tolist(), strict=True)
        return np.fromiter((pair in wanted for pair in own), dtype=bool, count=self.source.size)


def transitions(engine: Engine) -> Flows:
    """The waits of today's cases (table ``today(c)``), by transition."""
    found = engine.columns(_TRANSITIONS)
    columns: dict[str, Any] = {name: nullable(found[column]) for name, column in _COUNTS.items()}
    columns |= {name: figures(found[column]) / MICROSECONDS for name, column in _WAITS.items()}
    return Flows(**columns)


_COUNTS = {"source": "ea", "target": "a", "count": "n", "handed": "handed", "kept": "kept"}
_WAITS = {"wait": "w", "handed_wait": "handed_w", "kept_wait": "kept_w", "nobody_wait": "nobody_w"}


def process_map(engine: Engine, names: NDArray[np.object_], endings: Ints) -> ProcessMap:
    """All activities and all edges of the log.

    Args:
        engine: where ``steps`` stands.
        names: of the activities.
        endings: (cases,) the last activity of each case.
    """
    ends = np.bincount(endings, minlength=names.size)
    nodes, edges = engine.columns(_NODES), engine.columns(_EDGES)
    touch = figures(nodes["touch"]) / MICROSECONDS
    return ProcessMap(
        tuple(
            Node(str(names[a]), n, cases, None if np.isnan(mean) else mean, begins, int(ends[a]))
            for a, n, cases, mean, begins in _rows(nodes, ("a", "n", "cases"), touch, "begins")
        ),
        tuple(
            Edge(str(names[source]), str(names[target]), n, mean)
            for source, target, n, mean in _rows(edges, ("pa", "a", "n"), figures(edges["mean"]) / MICROSECONDS)
        ),
    )


def _rows(found: Columns, whole: tuple[str, ...], mean: Floats, *more: str) -> zip[tuple[Any, ...]]:
    before = [nullable(found[name]).tolist() for name in whole]
    after = [nullable(found[name]).tolist() for name in more]
    return zip(*before, mean.tolist(), *after, strict=True)
