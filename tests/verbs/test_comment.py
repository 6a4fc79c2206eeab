"""A line in the diary of a fire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.verbs.desks import HANDOVER, a_desk, drafted

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.verbs.comment import comment
from smallfires.verbs.desk import Desk


def test_a_comment_stands_in_the_diary():
    """Whoever comments stands there with their own words, and the fire is as far as it was."""
    desk = replace(a_desk(), who="Bo")
    drafted(desk)
    fire = comment(desk, HANDOVER, "  Ward 5 has the flu.  ")
    assert (fire.diary[-1].who, fire.diary[-1].fact.text) == ("Bo", "Ward 5 has the flu.")
    assert fire.stage == "drafted"


def test_an_empty_comment_and_an_unknown_fire_are_refused():
    """Nothing is written, and a near name is offered."""
    desk = a_desk()
    drafted(desk)
    with pytest.raises(UsageError, match="comment is empty"):
        comment(desk, HANDOVER, " ")
    with pytest.raises(UsageError, match='Did you mean "shorter-handover"'):
        comment(desk, "shorter-handovr", "x")
    assert desk.ledger.head().number == 1


def test_comments_of_several_at_once_are_all_kept():
    """Who comments while others comment is never refused: nothing is decided by it."""
    desk = a_desk()
    drafted(desk)

    class Slow(Desk):
        def fire(self, slug):
            found = super().fire(slug)
            if len(found.diary) == 1:
                comment(desk, slug, "I was first.")
            return found

    fire = comment(Slow(desk.workspace, desk.ledger, desk.who, desk.now), HANDOVER, "Me too.")
    assert [noted.fact.text for noted in fire.every(acts.Commented)] == ["I was first.", "Me too."]
