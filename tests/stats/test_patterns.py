"""Where the fire burnt, and why some patterns are refused."""

from __future__ import annotations

import numpy as np

from smallfires.stats.panel import Panel
from smallfires.stats.patterns import first_lit, lit_throughout, nothing_lit, only_throughout, went_back


def burning(*rows):
    lit = np.array([[cell == "x" for cell in row] for row in rows])
    units, periods = lit.shape
    names = tuple(f"team {at}" for at in range(units)), tuple(f"w{at}" for at in range(periods))
    return Panel(np.zeros(lit.shape), np.ones(lit.shape), lit, *names)


def test_the_first_lit_period():
    """Each unit's first lit period; the number of periods for those never lit."""
    assert first_lit(burning("..x.", "....", "xxxx")).tolist() == [2, 4, 0]


def test_nothing_lit():
    """A panel without a lit cell asks who changed, and since when."""
    assert "since when" in (nothing_lit(burning("..", "..")) or "")
    assert nothing_lit(burning(".x", "..")) is None


def test_lit_throughout():
    """Units lit from the first period on are named; there is no way to learn where all lit ones are."""
    some, all_ = burning("xxx", "..x", "..."), burning("xxx", "...", "xxx")
    assert lit_throughout(some) == ("team 0",)
    assert only_throughout(some) is None
    assert "team 0, team 2 burnt from the first period, w0" in (only_throughout(all_) or "")
    assert only_throughout(burning("...")) is None


def test_going_back():
    """A unit that goes back to the old way is named with the period, and the design for it."""
    said = went_back(burning(".xx.", "..xx")) or ""
    assert "team 0 went back to the old way in w3" in said
    assert "switchback" in said
    assert went_back(burning(".xxx", "....")) is None
