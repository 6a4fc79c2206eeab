"""What the shift says: what a change came from, or that it cannot be told."""

from __future__ import annotations

import pytest

from smallfires.fires.effect import Figure
from smallfires.fires.shift import Answer, Parted, WayRow, decide


def figure(value: float, half: float) -> Figure:
    return Figure(value, value - half, value + half)


def parted(same: float, different: float, half: float = 1.0, odds: float | None = None) -> Parted:
    """Two parts, each within ``half``; whichever is larger is so for sure, unless said."""
    sure = float(abs(different) > abs(same)) if odds is None else odds
    return Parted(figure(same, half), figure(different, half), sure)


@pytest.mark.parametrize(
    ("same", "different", "answer"),
    [
        (-5.0, 0.3, Answer.SAME),
        (0.3, -5.0, Answer.DIFFERENT),
        (-5.0, -4.0, Answer.BOTH),
        (-5.0, 4.0, Answer.BOTH),
        (0.5, -0.8, Answer.CANNOT_TELL),
        (-50.0, 2.0, Answer.SAME),
    ],
)
def test_it_is_called_after_what_is_told_from_chance(same, different, answer):
    """A part counts that is told from chance and at least a fifth of both; what is neither is no reason."""
    found, reason = decide(parted(same, different), ())
    assert found == answer
    assert reason.endswith(".")


def test_what_may_have_brought_as_much_is_not_passed_over():
    """A part that is told is not the answer while the other one may well be larger."""
    assert decide(parted(-1.2, 0.9, odds=0.2), ()) == (
        Answer.CANNOT_TELL,
        "Different ways may have brought as much, for all that so few data tell.",
    )
    assert decide(parted(0.9, -1.2, odds=0.9), ())[0] is Answer.CANNOT_TELL
    assert decide(parted(0.9, -1.2, odds=0.96), ())[0] is Answer.DIFFERENT


def test_signs_that_disagree_under_a_neighbour_give_cannot_tell():
    """The other sign under a neighbouring definition, beyond a fifth of the size, ends it; the neighbour is named."""
    chosen = parted(0.98, -0.02, half=0.3)
    answer, reason = decide(chosen, (("set of activities", parted(-0.36, 0.15, half=0.3)), ("path", chosen)))
    assert answer is Answer.CANNOT_TELL
    assert "set of activities" in reason
    assert "path" not in reason
    assert decide(chosen, (("set of activities", parted(-0.1, 0.9, half=0.3)),))[0] is Answer.SAME


def test_rework_is_compared_with_rework():
    """Fewer repeats are rework by the one definition and other paths by the other: that alone is no contradiction."""
    chosen = Parted(figure(-8, 3), figure(-1, 3), 0.0, rework=figure(-11, 1), rest=figure(3, 4))
    paths = Parted(figure(5, 4), figure(-14, 4), 1.0, rework=figure(0.5, 1), rest=figure(4, 4))
    assert decide(chosen, (("path", paths),))[0] is Answer.SAME
    against = Parted(figure(5, 4), figure(-14, 4), 1.0, rework=figure(4, 1), rest=figure(1, 4))
    assert decide(chosen, (("path", against),))[0] is Answer.CANNOT_TELL


def test_of_the_same_ways_what_carries_them_is_compared():
    """Half of what came of the same ways, or more, with the other sign beside: nobody can tell; a small part does not matter."""
    chosen = Parted(figure(-8.5, 7), figure(-1, 3), 0.01, rework=figure(-2, 2.5), rest=figure(-6.5, 7))
    paths = Parted(figure(7.5, 7), figure(-17, 5), 1.0, rework=figure(0.2, 1), rest=figure(7.3, 7))
    assert decide(chosen, (("path", paths),))[0] is Answer.CANNOT_TELL
    small = Parted(figure(-8, 7), figure(-1, 5), 0.0, rework=figure(2, 1), rest=figure(-10, 7))
    assert decide(chosen, (("path", small),))[0] is Answer.SAME


def test_a_way_is_new_or_gone_where_one_side_has_none():
    """What was not seen on one side has no mean there."""
    row = {"label": "A", "cases": 9, "share0": 0.5, "share1": 0.5, "same": 0.0, "different": 0.0}
    assert WayRow(**row, mean0=None, mean1=2.0).seen == "new"
    assert WayRow(**row, mean0=1.0, mean1=None).seen == "gone"
    assert WayRow(**row, mean0=1.0, mean1=2.0).seen == "both"
