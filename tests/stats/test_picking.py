"""How units were picked, and what that explains."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.stats.permutation import Permutation
from smallfires.stats.picking import judged, stood_out

TEST = Permutation.of(np.r_[-4.0, np.linspace(-1, 1, 99)], np.r_[1.0, np.zeros(99)])
"""An effect of −4 where chance makes at most 1."""


def never(highest):
    raise AssertionError(highest)


def test_those_that_stood_out_are_found():
    """The units furthest out over the window before the date, the furthest first; what is unseen then is never picked."""
    y = np.array([[9.0, 1, 1, 9], [0, 5, 6, 0], [0, np.nan, 4, 0], [9, np.nan, np.nan, 9]])
    assert stood_out(y, 3, 2, 2, highest=True).tolist() == [1, 2]
    assert stood_out(y, 3, 2, 1, highest=False).tolist() == [0]
    assert stood_out(y, 3, 2, 4, highest=False).tolist()[-1] == 3


def test_nothing_is_judged_where_nothing_is_said():
    """Without a word about how units were picked there is no check; a lot passes it, volunteers cannot be checked."""
    assert judged(None, never, TEST, 0.95, True) is None
    assert judged("lot", never, TEST, 0.95, True).passed is True
    assert judged("volunteers", never, TEST, 0.95, True).passed is None


@pytest.mark.parametrize(
    ("how", "less", "highest"), [("worst", True, True), ("worst", False, False), ("best", True, False)]
)
def test_the_worst_are_highest_where_less_is_better(how, less, highest):
    """Which end stood out follows from the measure's better direction."""
    asked = []
    judged(how, lambda end: asked.append(end) or -1.0, TEST, 0.95, less)
    assert asked == [highest]


def test_a_rebound_explains_its_share():
    """A move by itself of half the effect is half of it; the check is passed where the effect is told from the move, too."""
    half, whole = (judged("worst", lambda _, move=move: move, TEST, 0.95, True, 2.0) for move in (-2.0, -3.5))
    assert (half.rebound, half.share, half.passed) == (-4.0, 0.5, True)
    assert whole.passed is False
    assert judged("worst", lambda _: None, TEST, 0.95, True).passed is None
