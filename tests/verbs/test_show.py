"""One fire with all that is known of it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.verbs.comment import comment
from smallfires.verbs.show import show


def test_a_fire_that_burns():
    """Its charter, clarity, last verdict, dates and diary."""
    desk = a_desk()
    lit(desk, TRANSFORM)
    noted(
        desk,
        TRIAGE,
        read(1, "too early", "Two weeks are too few."),
        read(2, "keep burning", "The dip is inside its budget."),
    )
    desk.now.on("2026-04-01")
    found = show(desk, TRIAGE)
    assert (found.charter, found.seal) == (TRANSFORM, TRANSFORM.seal())
    assert (found.reading, found.sentence) == (2, "The dip is inside its budget.")
    assert (found.clarity.everyone.matched, found.clarity.everyone.asked) == (11, 11)
    assert [(due.what, due.late) for due in found.agenda][:2] == [
        ("test assumption 1", True),
        ("end of the dip", False),
    ]
    assert found.proofs[0].holds is None
    assert len(found.diary) == 16
    noted(desk, TRIAGE, acts.Tested(1, False, "no"), acts.Tested(1, True, "yes"))
    assert (show(desk, TRIAGE).proofs[0].holds, show(desk, TRIAGE).proofs[0].because) == (True, "yes")


def test_a_draft_has_no_clarity_yet():
    """Before the brief went out nothing is said of clarity, nor of a verdict."""
    desk = a_desk()
    drafted(desk)
    comment(desk, HANDOVER, "Good idea.")
    found = show(desk, HANDOVER)
    assert (found.clarity, found.reading, found.sentence, found.proofs) == (None, 0, "", ())
    assert [due.on for due in found.agenda] == [date(2026, 3, 2)]
    assert [one.text for one in found.diary] == ["Wrote the charter.", "Good idea."]


def test_an_unknown_fire_is_told():
    """There is no page of what there is not."""
    with pytest.raises(UsageError, match='There is no fire "x"'):
        show(a_desk(), "x")
