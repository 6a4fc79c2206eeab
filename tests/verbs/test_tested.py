"""A riskiest assumption is put to its test."""

from __future__ import annotations

import pytest
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit

from smallfires.errors import NotYet, UsageError
from smallfires.fires import acts
from smallfires.verbs import tested as verb


def test_what_the_test_showed_is_noted():
    """Whether it holds, and what was seen; a later test of the same assumption stands behind it."""
    desk = a_desk()
    lit(desk, TRANSFORM)
    verb.tested(desk, TRIAGE, 1, "2 of 40 picked up.", holds=False)
    fire = verb.tested(desk, TRIAGE, 1, "After a text message 31 of 40 did.", holds=True)
    assert [noted.fact.holds for noted in fire.every(acts.Tested)] == [False, True]


def test_an_assumption_that_is_not_there_is_refused():
    """The number has to be that of one in the charter, which are named."""
    desk = a_desk()
    lit(desk, TRANSFORM)
    with pytest.raises(
        UsageError, match=r"no assumption 2: it has 1 assumption\. They are 1: Tenants pick up the phone"
    ):
        verb.tested(desk, TRIAGE, 2, "x", holds=True)
    lit(desk)
    with pytest.raises(UsageError, match="has no assumption 1: it has 0 assumptions"):
        verb.tested(desk, HANDOVER, 1, "x", holds=True)
    with pytest.raises(UsageError, match="What was seen is empty"):
        verb.tested(desk, TRIAGE, 1, "", holds=True)


def test_nothing_is_tested_before_it_is_lit():
    """A draft has nothing to test yet."""
    desk = a_desk()
    drafted(desk, TRANSFORM)
    with pytest.raises(NotYet, match="not lit yet"):
        verb.tested(desk, TRIAGE, 1, "x", holds=True)
