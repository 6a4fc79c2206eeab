"""What a fire claimed is held against what its reading shows, the larger the better."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest
from tests.fires.burning import OPTIMIZE

from smallfires.fires.claim import Claim, claim, verified
from smallfires.fires.effect import Figure
from smallfires.fires.plain import to_plain

LESS = replace(OPTIMIZE.success, less_is_better=True, worthwhile="3%")


def reading(percent: Figure | None, unit: Figure, worthwhile: float | None = None):
    """A reading as the ledger keeps it, as much of it as matters here."""
    effect = {"percent": percent, "unit": unit, "worthwhile": worthwhile, "level": 0.95}
    return {"effect": to_plain(effect)}


FELL = reading(Figure(-5.5, -7.5, -3.4), Figure(-0.4, -0.55, -0.24))


def test_what_is_better_is_above_zero():
    """A fall of what had better fall counts as a gain, with the ends of its interval the other way round."""
    assert claim(LESS, {"reading": FELL}) == Claim(3.0, Figure(5.5, 3.4, 7.5), 0.95)
    assert claim(replace(LESS, less_is_better=False), {"reading": FELL}).shown == Figure(-5.5, -7.5, -3.4)


def test_a_figure_in_the_measures_unit_is_held_against_what_would_have_been():
    """Half an hour of ten is 5 %; what came after a dip counts, and not what was read over all of it."""
    told = replace(LESS, worthwhile="0.5 h")
    after = reading(Figure(-20.0, -100.0, -10.0), Figure(-2.0, float("-inf"), -1.0), -0.5)
    assert claim(told, {"reading": FELL, "end": after}) == Claim(pytest.approx(5.0), Figure(20.0, 10.0, 100.0), 0.95)


@pytest.mark.parametrize(
    "lesson", [{}, {"reading": None}, {"reading": {}}, {"reading": reading(None, Figure(1, 0, 2))}]
)
def test_what_cannot_be_told_in_percent_is_not_told(lesson):
    """Nothing is made up where nothing was read, or where there is no percent."""
    assert claim(LESS, lesson) is None


def test_the_interval_of_a_mean_is_narrower():
    """Two fires with the same doubt have together that doubt by the root of two; each that showed its claim is counted."""
    found = verified([Claim(3.0, Figure(5.0, 3.0, 9.0), 0.95), Claim(5.0, Figure(3.0, 1.0, 7.0), 0.95)])
    assert (found.fires, found.claimed, found.kept, found.level) == (2, 4.0, 1, 0.95)
    shown = (found.shown.value, found.shown.low, found.shown.high)
    assert shown == pytest.approx((4.0, 4.0 - sqrt(2), 4.0 + 2 * sqrt(2)))
    assert verified([]) is None
