"""Momentum counts what was lit, read and decided, and how long it took from an idea to its lesson."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.fires.burning import OPTIMIZE
from tests.verbs.desks import a_desk, drafted, lit, noted, read

from smallfires.fires.acts import Commented, Decided, PutOut, Spread
from smallfires.verbs.momentum import momentum


@pytest.fixture
def desk():
    """Three fires lit in February: one is spread in July, one put out in October, one burns; one draft is given up."""
    desk = a_desk()
    for slug in ("spread", "out", "burns"):
        lit(desk, replace(OPTIMIZE, slug=slug))
    drafted(desk, replace(OPTIMIZE, slug="given-up"))
    desk.now.on("2026-05-02")
    noted(desk, "given-up", PutOut("No time."))
    for slug in ("spread", "out", "burns"):
        noted(desk, slug, read(1, "keep burning"), read(2, "keep burning"))
    noted(desk, "spread", Decided("keep burning", "One more month.", 2, "keep burning"))
    desk.now.on("2026-07-01")
    noted(desk, "spread", read(3, "spread"), Decided("spread", "Yes.", 3, "spread"), Spread("Yes."))
    desk.now.on("2026-10-10")
    noted(desk, "out", Decided("put out", "No.", 2, "keep burning"), PutOut("No."))
    desk.now.on("2026-11-28")
    return desk


def test_fires_are_counted_by_quarter(desk):
    """A fire read twice in a quarter counts once; quarters in which nothing was done are there, too."""
    found = momentum(desk)
    assert [(one.year, one.quarter, one.lit, one.read, one.decided) for one in found.quarters] == [
        (2026, 1, 3, 0, 0), (2026, 2, 0, 3, 0), (2026, 3, 0, 1, 1), (2026, 4, 0, 0, 1),
    ]  # fmt: skip
    assert (found.fires, found.lit, found.read, found.decided, found.spread) == (4, 3, 3, 2, 1)


def test_a_lesson_is_a_decision_for_good_that_rests_on_a_reading(desk):
    """The days go from the first draft to it; to let a fire burn on is none, nor is one that nobody has read."""
    lit(desk, replace(OPTIMIZE, slug="unread"))
    noted(desk, "unread", Decided("put out", "We have no time.", 0, ""), PutOut("We have no time."))
    pace = momentum(desk).pace
    spread, out = (date(2026, 7, 1) - date(2026, 2, 1)).days, (date(2026, 10, 10) - date(2026, 2, 1)).days
    assert (pace.fires, pace.shortest, pace.longest, pace.days) == (2, spread, out, (spread + out) / 2)


def test_an_empty_workspace_has_a_quarter():
    """Where nothing was done, there is this quarter with nothing in it, and no pace."""
    found = momentum(a_desk())
    assert [(one.lit, one.read, one.decided) for one in found.quarters] == [(0, 0, 0)]
    assert (found.pace.days, found.carrying, found.over) == (None, 0, 0)


def test_who_carries_is_counted(desk):
    """Those asked in a fire that burns, and its owner, carry change; who only once did does not."""
    assert momentum(desk).carrying == len(OPTIMIZE.people) + 1
    noted(desk, "burns", Commented("x"), PutOut("No."))
    assert momentum(desk).carrying == 0
