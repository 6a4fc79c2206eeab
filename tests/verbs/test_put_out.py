"""A fire ends, whether it was lit or never came to that."""

from __future__ import annotations

import pytest
from tests.verbs.desks import HANDOVER, a_desk, drafted, lit

from smallfires.errors import NotYet, UsageError
from smallfires.fires.fire import Stage
from smallfires.verbs.put_out import put_out


def test_a_draft_is_given_up():
    """A fire that was never lit is put out without a decision."""
    desk = a_desk()
    drafted(desk)
    fire = put_out(desk, HANDOVER, "Nobody has time for it.")
    assert (fire.stage, fire.decided) == (Stage.PUT_OUT, None)
    assert fire.diary[-1].fact.reason == "Nobody has time for it."


def test_a_fire_that_burns_is_decided_on():
    """Putting out a fire that burns is a decision, and noted as one."""
    desk = a_desk()
    lit(desk)
    fire = put_out(desk, HANDOVER, "Two wards refused.")
    assert (fire.stage, fire.decided.decision) == (Stage.PUT_OUT, "put out")


def test_it_takes_a_reason_and_a_fire_that_is_not_over():
    """Without a reason, or a second time, nothing is written."""
    desk = a_desk()
    drafted(desk)
    with pytest.raises(UsageError, match="The reason is empty"):
        put_out(desk, HANDOVER, "\n")
    put_out(desk, HANDOVER, "No time.")
    with pytest.raises(NotYet, match="put out already"):
        put_out(desk, HANDOVER, "Again.")
    assert desk.ledger.head().number == 2
