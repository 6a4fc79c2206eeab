"""Logs of work with a change of known kind in them: what came of the same ways, and what of different ways, is planted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST, SINCE = date(2025, 1, 6), date(2025, 5, 26)
WEEKS, BEFORE = 32, 20
SITES = ("North", "South", "East")
LIT = ("North",)
PATHS = (
    ("Receive", "Check", "Do", "Close"),
    ("Receive", "Check", "Ask", "Do", "Close"),
    ("Receive", "Check", "Approve", "Do", "Close"),
    ("Receive", "Check", "Ask", "Approve", "Order", "Do", "Close"),
    ("Receive", "Do", "Close"),
    ("Receive", "Phone triage", "Close"),
    ("Receive", "Do", "Check", "Ask", "Close"),
)
SHARES = np.array([0.35, 0.2, 0.2, 0.15, 0.1, 0.0, 0.0])
PACES = np.array([1, 1, 1, 1, 1, 1, 0.1])
"""How long the waits of each path are: the last one has the activities of the second in another order, and is quick."""
AGAIN = "Do"
AGAIN_USUALLY = 0.6
HOUR = 3_600_000_000
WAIT, TOUCH = 20.0, 1.5
"""Mean hours of a wait, and of the work on a step."""
SHOCK = 0.03
"""Standard deviation of what a week does to all its waits, on logarithms; another one for each site and week."""
RARE = 0.03
"""Share of cases whose steps come in another order: the long tail of paths."""


@dataclass(frozen=True)
class Planted:
    """What is changed at the lit sites from ``SINCE`` on.

    Attributes:
        answer: what the shift should say, with a comparison group.
        faster: every wait is so many times as long.
        again: the share of cases that do a step again; ``AGAIN_USUALLY`` before.
        shares: of the paths; None for as before.
        common: every wait at every site is so many times as long: what happens anyway.
        alone: what the shift should say without a comparison group, where that is something else.
    """

    answer: str
    faster: float = 1.0
    again: float = AGAIN_USUALLY
    shares: tuple[float, ...] | None = None
    common: float = 1.0
    alone: str = ""


KINDS = {
    "nothing": Planted("cannot tell"),
    "faster": Planted("same ways", faster=0.75),
    "less rework": Planted("same ways", again=0.05),
    "other shares": Planted("different ways", shares=(0.55, 0.1, 0.1, 0.02, 0.23, 0.0, 0.0)),
    "a new way": Planted("different ways", shares=(0.15, 0.1, 0.1, 0.05, 0.0, 0.6, 0.0)),
    "faster, and a new way": Planted("both", faster=0.75, shares=(0.15, 0.1, 0.1, 0.05, 0.0, 0.6, 0.0)),
    "other order, slower": Planted("cannot tell", faster=1.15, shares=(0.35, 0.0, 0.2, 0.15, 0.1, 0.0, 0.2)),
    "faster everywhere": Planted("cannot tell", common=0.75, alone="same ways"),
}


def log(kind: str, seed: int, a_week: int = 80) -> pa.Table:
    """A log in which a kind of change is planted.

    Args:
        kind: one of ``KINDS``.
        seed: of all chance.
        a_week: cases a week and site.
    """
    rng, planted = np.random.default_rng(seed), KINDS[kind]
    site = np.tile(np.arange(len(SITES)), WEEKS * a_week)
    week = np.repeat(np.arange(WEEKS), len(SITES) * a_week)
    after = week >= BEFORE
    lit = after & np.isin(site, [SITES.index(name) for name in LIT])
    shares = np.where(lit[:, None], planted.shares or SHARES, SHARES)
    path = (rng.random(site.size)[:, None] > np.cumsum(shares, axis=1)).sum(axis=1).clip(max=len(PATHS) - 1)
    again = rng.random(site.size) < np.where(lit, planted.again, AGAIN_USUALLY)
    shock = rng.normal(0, SHOCK, WEEKS)[week] + rng.normal(0, SHOCK, (WEEKS, len(SITES)))[week, site]
    pace = np.exp(shock) * np.where(lit, planted.faster, 1.0) * np.where(after, planted.common, 1.0)
    return _table(rng, site, week, path, again, pace * PACES[path])


def _table(
    rng: np.random.Generator, site: NDArray, week: NDArray, path: NDArray, again: NDArray, pace: Floats
) -> pa.Table:
    steps = [list(PATHS[at]) for at in path.tolist()]
    swapped = rng.random(site.size) < RARE
    for case, own in enumerate(steps):
        if again[case] and AGAIN in own:
            own.insert(own.index(AGAIN) + 1, AGAIN)
        if swapped[case] and len(own) > 3:
            at = int(rng.integers(1, len(own) - 2))
            own[at], own[at + 1] = own[at + 1], own[at]
    length = np.array([len(own) for own in steps])
    case = np.repeat(np.arange(site.size), length)
    touch = rng.gamma(2.0, TOUCH / 2, case.size)
    wait = rng.gamma(1.0, WAIT, case.size) * pace[case]
    first = np.r_[True, case[1:] != case[:-1]]
    wait[first] = 0.0
    total = np.cumsum(touch + wait)
    begin = (total - touch - wait)[first]
    whole = np.add.reduceat(touch + wait, np.flatnonzero(first))
    # the case comes to its end in its week, so that every week has as many
    start = np.datetime64(FIRST, "us").astype(np.int64) + (week * 168 + rng.uniform(0, 168, week.size)) * HOUR
    end = (start - whole * HOUR)[case] + (total - begin[case]) * HOUR
    micros = pa.timestamp("us")
    return pa.table({
        "case": pa.array([f"C{at:06d}" for at in case.tolist()]),
        "activity": pa.array([name for own in steps for name in own]),
        "start": pa.array((end - touch * HOUR).astype(np.int64), micros),
        "end": pa.array(end.astype(np.int64), micros),
        "site": pa.array(np.array(SITES)[site[case]]),
    })  # fmt: skip
