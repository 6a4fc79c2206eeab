from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.burning import OPTIMIZE, answered, briefed
from tests.verbs.desks import a_desk, drafted, noted

from smallfires.errors import UsageError
from smallfires.stats.share import jeffreys
from smallfires.verbs.understood import understood


def test_a_sample_speaks_for_all_with_an_interval():
    """Eleven of two hundred have an interval beside their share; where all were asked there is nothing to estimate."""
    desk = a_desk()
    for charter in (replace(OPTIMIZE, asked_of=200), replace(OPTIMIZE, slug="all")):
        given = [answered(charter, one.name, {"intent": "both"} if one.name == "Bo" else {}) for one in charter.people]
        noted(desk, drafted(desk, charter), briefed(charter), *given)
    assert understood(desk, OPTIMIZE.slug).interval == jeffreys(10, 11)
    assert understood(desk, "all").interval is None


def test_an_interval_gives_no_single_answer_away():
    """Of a sample in which few have answered, nothing is worked out that shows what they answered."""
    desk, charter = a_desk(), replace(OPTIMIZE, asked_of=200)
    noted(desk, drafted(desk, charter), briefed(charter), answered(charter, charter.people[0].name))
    found = understood(desk, charter.slug)
    assert (found.interval, found.everyone.answered, found.everyone.matched) == (None, 1, None)


def test_a_round_that_never_was_is_refused():
    """Only rounds that went out can be looked at."""
    desk = a_desk()
    slug = drafted(desk)
    assert understood(desk, slug).round == 0
    with pytest.raises(UsageError, match="has not gone out for a round 1") as error:
        understood(desk, slug, 1)
    assert error.value.command.startswith("Send it out with")
    noted(desk, slug, briefed(OPTIMIZE))
    with pytest.raises(UsageError, match="rounds 1 to 1"):
        understood(desk, slug, 2)
