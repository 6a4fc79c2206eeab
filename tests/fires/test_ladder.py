"""The answer."""

from __future__ import annotations

import pytest

from smallfires.fires.ladder import Call, Ladder, Odds, Rung, Step, decide

LEVELS = {Step.TYPICAL: 10.0, Step.BEST_SEEN: 8.0, Step.WASTE_FREE: 5.0, Step.FLOOR: 2.0}


def ladder(*steps, sign=1.0):
    rungs = tuple(Rung(s, sign * LEVELS[s], sign * LEVELS[s] - 1, sign * LEVELS[s] + 1, 100) for s in steps or LEVELS)
    return Ladder(rungs, "duration", "seconds", "median", sign > 0, 0.9, {})


@pytest.mark.parametrize(
    ("target", "call"),
    [
        (10.0, Call.REACHED),
        (9.0, Call.OPTIMIZE),
        (8.0, Call.OPTIMIZE),
        (6.0, Call.OPTIMIZE_WASTE),
        (3.0, Call.LIMIT),
        (1.0, Call.TRANSFORM),
        (None, Call.NO_TARGET),
    ],
)
def test_each_place_has_its_call(target, call):
    """Where the target lies decides, and mirrored where more is better."""
    assert decide(target, ladder()).call is call
    assert decide(None if target is None else -target, ladder(sign=-1.0)).call is call


def test_a_call_needs_four_to_one():
    """At 0.8 the call is made; below it is too close, with what it leans to and what would settle it."""
    assert decide(8.2, ladder(), Odds(typical=0.0, best_seen=0.8, waste_free=0.2, beyond=0.0)).call is Call.OPTIMIZE
    close = decide(8.2, ladder(), Odds(typical=0.0, best_seen=0.6, waste_free=0.4, beyond=0.0), cases_per_week=10)
    assert (close.call, close.leaning, close.probability) == (Call.TOO_CLOSE, Call.OPTIMIZE, 0.6)
    assert "best seen" in close.settle
    assert "optimize either way" in close.settle
    assert sum(close.probabilities.values()) == pytest.approx(1)


def test_what_would_settle_it_is_counted():
    """Cases needed grow with the square of the doubt: error 0.61 and distance 0.25 take 4.2 times the 100 cases."""
    close = decide(5.25, ladder(), Odds(typical=0.0, waste_free=0.65, floor=0.35, beyond=0.0), cases_per_week=50)
    assert "waste-free" in close.settle
    assert "About 320 more complete cases" in close.settle
    assert "7 weeks" in close.settle


def test_on_the_rung_no_data_helps():
    """A target on a rung is not promised to be settled by more cases."""
    close = decide(5.0, ladder(), Odds(typical=0.0, waste_free=0.5, floor=0.5, beyond=0.0))
    assert "hardly" in close.settle


@pytest.mark.parametrize("steps", [(Step.TYPICAL, Step.BEST_SEEN), (Step.TYPICAL,)])
def test_without_starts_nothing_below_is_claimed(steps):
    """Without waste-free and floor, a target below what was seen cannot be told, and it is said what is needed."""
    answer = decide(4.0, ladder(*steps), Odds(typical=0.0, beyond=1.0))
    assert answer.call is Call.CANNOT_TELL
    assert "start times" in answer.settle
    assert "touch times" in answer.settle


def test_without_units_the_wastes_have_to_go():
    """With one unit there is no best seen: between typical and waste-free the wastes have to go."""
    assert decide(9.0, ladder(Step.TYPICAL, Step.WASTE_FREE, Step.FLOOR)).call is Call.OPTIMIZE_WASTE


def test_without_a_floor_transform_is_not_claimed():
    """Below waste-free and without a floor: cannot tell."""
    answer = decide(1.0, ladder(Step.TYPICAL, Step.BEST_SEEN, Step.WASTE_FREE))
    assert answer.call is Call.CANNOT_TELL
    assert "floor" in answer.settle
