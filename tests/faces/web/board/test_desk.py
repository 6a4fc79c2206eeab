from __future__ import annotations

import pytest
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, lit, noted

from smallfires.errors import Stale, UsageError
from smallfires.faces.web.board.desk import looked, standing
from smallfires.fires.acts import Commented, Read
from smallfires.fires.slim import EFFECT
from smallfires.stores import open_ledger
from smallfires.verbs.comment import comment
from smallfires.verbs.show import show


def test_what_others_write_is_seen():
    """A desk that stays open shows the same fires as one that is opened anew, whatever is written meanwhile."""
    desk = a_desk()
    open_for_long = standing(desk)
    assert open_for_long.fires() == {}
    for charter in (None, TRANSFORM):
        lit(desk, charter) if charter else lit(desk)
        assert open_for_long.fires() == desk.fires()
        comment(desk, HANDOVER, "One more.")
        assert open_for_long.fires() == desk.fires()
    assert open_for_long.fire(TRIAGE) == desk.fire(TRIAGE)


def test_only_what_is_new_is_read():
    """Looking again reads no entry where none is new, else those that are new, and their fires."""
    desk = a_desk()
    lit(desk)
    asked = []
    entries = desk.ledger.entries
    desk.ledger.entries = lambda fire=None, after=0: asked.append((fire, after)) or entries(fire, after)
    open_for_long = standing(desk)
    open_for_long.fires()
    last = desk.ledger.head().number
    asked.clear()
    open_for_long.fires()
    assert asked == []
    comment(desk, HANDOVER, "One more.")
    asked.clear()
    open_for_long.outlines()
    assert asked == [(None, last), (HANDOVER, 0)]


def test_of_a_reading_only_the_verdict_is_kept():
    """What the board shows and counts of all readings is there; their other figures are left in the ledger."""
    desk = a_desk()
    lit(desk)
    told = dict.fromkeys(EFFECT)
    figures = {
        "verdict": {"decision": "spread", "sentence": "It holds."},
        "reading": {"effect": {**told, "by": [1.0] * 100}},
    }
    noted(desk, HANDOVER, Read(1, "spread", {"minutes": "abc"}, {"seen": 3}, "0.1.0", figures))
    kept = standing(desk).fire(HANDOVER)
    assert kept.last_read.lesson == {"verdict": figures["verdict"], "reading": {"effect": told}}
    assert show(standing(desk), HANDOVER) == show(desk, HANDOVER)


def test_a_ledger_that_was_brought_back_is_read_anew():
    """Where another ledger stands in its place, such as a backup, nothing of the old one is shown."""
    desk = a_desk()
    open_for_long = standing(desk)
    lit(desk)
    open_for_long.fires()
    other = a_desk(open_ledger("memory:", desk.now))
    lit(other, TRANSFORM)
    for name in ("entries", "head", "append"):
        setattr(desk.ledger, name, getattr(other.ledger, name))
    assert list(open_for_long.fires()) == [TRIAGE]


def test_a_fire_that_is_not_there_is_told_with_the_nearest():
    """A name that is mistyped gets the one that was meant."""
    desk = a_desk()
    lit(desk)
    with pytest.raises(UsageError, match=f'Did you mean "{HANDOVER}"'):
        standing(desk).fire(HANDOVER[:-1])


def test_nothing_is_noted_on_what_nobody_has_seen():
    """Who acts by a page that is older than the fire's last entry is refused, and nothing is written."""
    desk = a_desk()
    lit(desk)
    seen = desk.fire(HANDOVER).last
    noted(desk, HANDOVER, Commented("Meanwhile"))
    board = looked(standing(desk), seen)
    with pytest.raises(Stale, match="has changed since you opened this page"):
        board.note(board.fire(HANDOVER), Commented("x"))
    assert desk.fire(HANDOVER).diary[-1].fact == Commented("Meanwhile")
    now = looked(standing(desk), seen + 1)
    assert len(now.note(now.fire(HANDOVER), Commented("x"))) == 1
