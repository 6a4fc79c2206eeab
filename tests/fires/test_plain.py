"""Records go to plain values and back, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smallfires.fires.plain import canonical, from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    size: float = 0.0


@dataclass(frozen=True)
class Whole:
    colour: Colour
    day: date
    parts: tuple[Part, ...]
    pair: tuple[int, float]
    by_name: Mapping[str, Part]
    maybe: Part | None = None
    number: int | float = 0
    flag: bool = False
    later: str = field(default="new")


WHOLE = Whole(
    Colour.RED,
    date(2026, 3, 2),
    (Part("a", 0.1), Part("b", inf)),
    (1, -0.0),
    {"x": Part("ü")},
    Part("c", 1e-300),
    1.5,
    flag=True,
)


def test_there_and_back():
    """A record with parts of every kind is the same after its text was written and read."""
    assert from_plain(Whole, json.loads(canonical(to_plain(WHOLE)))) == WHOLE


@given(some.floats(allow_nan=False), some.integers())
def test_figures_to_the_last_digit(figure, number):
    """Every figure comes back as the same one."""
    back = from_plain(Whole, json.loads(canonical(to_plain(Whole(Colour.RED, date.min, (), (number, figure), {})))))
    assert (back.pair[0], repr(back.pair[1])) == (number, repr(figure))


def test_figures_that_json_has_not():
    """What is no number is written as a word, and comes back."""
    assert to_plain([inf, -inf, nan]) == ["inf", "-inf", "nan"]
    assert from_plain(Part, {"name": "x", "size": "-inf"}).size == -inf
    assert isnan(from_plain(Part, {"name": "x", "size": "nan"}).size)


def test_one_text():
    """The same values have one text, in whatever order they were said; letters stay letters."""
    assert (
        canonical({"b": 1, "a": [True, None, "é"]})
        == canonical({"a": [True, None, "é"], "b": 1})
        == '{"a":[true,null,"é"],"b":1}'
    )
    with pytest.raises(ValueError, match="JSON"):
        canonical(nan)


def test_of_other_versions():
    """What an older version did not write takes its default; what this one no longer has is left out."""
    assert from_plain(Part, {"name": "x", "gone": 1}) == Part("x", 0.0)
    with pytest.raises(TypeError, match="name"):
        from_plain(Part, {"size": 1.0})


@pytest.mark.parametrize("thing", [object(), {1, 2}, b"x", Part])
def test_what_cannot_be_kept(thing):
    """Anything that would not come back is refused."""
    with pytest.raises(TypeError, match="cannot be kept in the ledger"):
        to_plain(thing)
