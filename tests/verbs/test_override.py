from __future__ import annotations

import pytest
from tests.fires.burning import answered, asking, briefed
from tests.verbs.desks import a_desk, drafted, lit, noted

from smallfires.errors import NotYet, UsageError
from smallfires.verbs.override import override

FEW = asking(4)


def test_an_override_keeps_its_reason_and_what_was_missing():
    """Who lights below the declared clarity is named, with the reason and everything that was missing."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    noted(desk, slug, briefed(FEW))
    last = override(desk, slug, " two are on leave ").diary[-1]
    assert (last.who, last.fact.reason, last.fact.seal) == (desk.who, "two are on leave", FEW.seal())
    assert last.fact.unmet[0].startswith("4 of 4 have not answered yet: Amira")


def test_nothing_is_overridden_without_need():
    """A fire that is clear, lit, or whose override has no reason, is not overridden."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    with pytest.raises(UsageError, match="reason is empty") as raised:
        override(desk, slug, " ")
    assert "--override" in raised.value.command
    noted(desk, slug, briefed(FEW), *(answered(FEW, one.name) for one in FEW.people))
    with pytest.raises(NotYet, match="clear enough"):
        override(desk, slug, "to be sure")
    with pytest.raises(NotYet, match="lit already"):
        override(other := a_desk(), lit(other, FEW), "to be sure")
