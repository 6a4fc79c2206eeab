"""Today: the cases that were started in the last full periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.periods import begins

Ints = NDArray[np.int64]

RECENT = {"month": 12, "week": 13, "day": 14}
"""How many of the last full periods make up today: a year, a quarter, a fortnight."""

FEWEST_PERIODS = 6
FEWEST_CASES = 30
_CODES = {"month": "M", "week": "W", "day": "D"}


@dataclass(frozen=True)
class Periods:
    """Calendar periods of a log.

    Attributes:
        kind: ``month``, ``week``, ``day``, or ``all`` where the log is too short for periods.
        of: (cases,) period of each case's start, counted from the first; 0 for all.
        labels: (periods,) as people write them.
        full: (periods,) whether the log covers the period whole and cases were still being started in it.
        recent: (cases,) bool, the cases of today.
    """

    kind: str
    of: Ints
    labels: tuple[str, ...]
    full: NDArray[np.bool_]
    recent: NDArray[np.bool_]


def find_periods(first: Ints, last: Ints, complete: NDArray[np.bool_]) -> Periods:
    """Choose the periods that suit the log, and today.

    Months where the log covers six of them whole, else weeks, else days, else none. A period at the end in which less
    than half as many cases start as usual belongs to the following-up of old cases, and is not today.

    Args:
        first, last: (cases,) first and last moment, microseconds UTC.
        complete: (cases,) whether the case is done.
    """
    for kind in _CODES:
        found = _by(kind, first, int(last.max()))
        if found.full.sum() >= FEWEST_PERIODS:
            recent = _recent(found, RECENT[kind])
            if (recent & complete).sum() >= FEWEST_CASES:
                return Periods(kind, found.of, found.labels, found.full, recent)
            break
    everything = np.ones(first.size, dtype=bool)
    return Periods("all", np.zeros(first.size, dtype=np.int64), ("all",), np.ones(1, dtype=bool), everything)


def label(kind: str, start: np.datetime64) -> str:
    """``2016-01`` for a month, ``2016-W05`` for a week (ISO 8601), ``2016-01-31`` for a day."""
    if kind == "week":
        year, week, _ = start.astype(object).isocalendar()
        return f"{year}-W{week:02d}"
    return str(start)[: 7 if kind == "month" else 10]


def _by(kind: str, first: Ints, end: int) -> Periods:
    starts = begins(kind, np.append(first, end))
    borders = np.unique(starts[:-1])
    grid = _grid(kind, borders[0], starts[-1])
    of = np.searchsorted(grid, starts[:-1])
    counts = np.bincount(of, minlength=grid.size)
    whole = np.ones(grid.size, dtype=bool)
    whole[0] = _begins(kind, int(first.min()), grid[0])
    whole[-1] = False
    busy = np.flatnonzero(counts >= np.median(counts[counts > 0]) / 2)
    whole[busy[-1] + 1 :] = False
    return Periods(kind, of, tuple(label(kind, day) for day in grid), whole, whole[of])


def _begins(kind: str, moment: int, start: np.datetime64) -> bool:
    """Whether the log begins so early in its first period that the period counts as whole: in its first tenth."""
    days = {"month": 3.0, "week": 1.0, "day": 0.1}[kind]
    return moment - int(start.astype("datetime64[us]").astype(np.int64)) <= days * 86_400_000_000


def _grid(kind: str, low: np.datetime64, high: np.datetime64) -> NDArray[np.datetime64]:
    unit, step = ("D", 7) if kind == "week" else (_CODES[kind], 1)
    first, last = (int(day.astype(f"datetime64[{unit}]").astype(np.int64)) for day in (low, high))
    return np.arange(first, last + 1, step).astype(f"datetime64[{unit}]").astype("datetime64[D]")


def _recent(found: Periods, wanted: int) -> NDArray[np.bool_]:
    chosen = np.zeros(found.full.size, dtype=bool)
    chosen[np.flatnonzero(found.full)[-wanted:]] = True
    return chosen[found.of]
