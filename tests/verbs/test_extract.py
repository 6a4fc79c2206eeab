"""The last entries of the ledger as people read them."""

from __future__ import annotations

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, noted

from smallfires.errors import UsageError
from smallfires.verbs.comment import comment
from smallfires.verbs.extract import extract


def test_the_last_entries_stand_oldest_first():
    """So many as are asked for, with how many stand before, and the last one's hash."""
    desk = a_desk()
    drafted(desk)
    drafted(desk, TRANSFORM)
    for day in range(4):
        comment(desk, HANDOVER, f"Day {day}.")
    found = extract(desk, last=3)
    assert [row.text for row in found.rows] == ["Day 1.", "Day 2.", "Day 3."]
    assert (found.earlier, found.head.number, found.rows[-1].hash) == (3, 6, found.head.hash)
    assert [row.fire for row in extract(desk, TRIAGE).rows] == [TRIAGE]


def test_answers_are_not_shown():
    """That somebody answered is told, and not what."""
    desk = a_desk()
    drafted(desk)
    noted(desk, HANDOVER, briefed(OPTIMIZE), answered(OPTIMIZE, "Bo", words="Zebra."))
    assert "ebra" not in str(extract(desk))
    assert extract(desk).rows[-1].text == "Answered the teach-back."


def test_what_is_not_there_is_told():
    """A fire that there is not, and no entries at all, are refused; an empty ledger is empty."""
    desk = a_desk()
    assert extract(desk).rows == ()
    with pytest.raises(UsageError, match='There is no fire "x"'):
        extract(desk, "x")
    with pytest.raises(UsageError, match="0 entries"):
        extract(desk, last=0)
