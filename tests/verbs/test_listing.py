"""All fires by stage."""

from __future__ import annotations

from dataclasses import replace

from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.fires.fire import Stage
from smallfires.verbs.decide import decide
from smallfires.verbs.listing import overview
from smallfires.verbs.put_out import put_out


def test_what_burns_comes_first():
    """Fires that burn, then those that are to be lit, then those that are over; in each the earliest date first."""
    desk = a_desk()
    for slug in ("b", "a"):
        drafted(desk, replace(OPTIMIZE, slug=slug))
    drafted(desk, replace(OPTIMIZE, slug="given-up"))
    put_out(desk, "given-up", "No time.")
    lit(desk, TRANSFORM)
    found = overview(desk)
    assert [(one.slug, one.stage) for one in found.fires] == [
        (TRIAGE, Stage.LIT), ("a", Stage.DRAFTED), ("b", Stage.DRAFTED), ("given-up", Stage.PUT_OUT),
    ]  # fmt: skip
    assert [one.slug for one in overview(desk, (Stage.LIT,)).fires] == [TRIAGE]


def test_a_fire_at_a_glance():
    """Days burnt, what is due, the last verdict, and what was decided against it."""
    desk = a_desk()
    lit(desk)
    desk.now.on("2026-07-01")
    noted(desk, HANDOVER, read(1, "too early"), read(2, "put out"))
    decide(desk, HANDOVER, "keep burning", "One more month.")
    (one,) = overview(desk).fires
    assert (one.days, one.due.isoformat(), one.what, one.late) == (122, "2026-06-26", "decide", True)
    assert (one.verdict, one.decision, one.against) == ("put out", "keep burning", True)
    assert one.last.isoformat() == "2026-07-01"


def test_an_empty_workspace_has_no_fires():
    """Nothing is listed, and nothing fails."""
    assert overview(a_desk()).fires == ()
