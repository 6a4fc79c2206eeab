"""Whether a lot over units could tell anything at all: so few units can be lit that chance does anything."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.quantity import many, say_level
from smallfires.stats.chances import least_p, too_early
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import Permutation

Bools = NDArray[np.bool_]


def hopeless(units: int, size: int, level: float) -> str | None:
    """Why a pilot with so many lit units could never be told from chance, with what would help; None where it could.

    Args:
        units: how many there are.
        size: how many of them are lit.
        level: of the intervals.
    """
    smallest, alpha = 1 / comb(units, size), round(1 - level, 12)
    if smallest < alpha:
        return None
    enough = next((s for s in range(size + 1, units // 2 + 1) if 1 / comb(units, s) < alpha), None)
    more = next(n for n in range(units + 1, units + 10_000) if 1 / comb(n, size) < alpha)
    help_ = (
        f"Light {enough} of these, or find {more - units} more to compare with."
        if enough
        else (f"Find {many(more - units, 'more unit')} to compare with.")
    )
    return (
        f"With {size} of {units} units lit, chance alone does anything 1 time in {comb(units, size)}: no effect, however "
        f"large, can be told from it at {say_level(level)}. {help_}"
    )


def lacking(test: Permutation | Peeking, lit: Bools, tried: int, level: float) -> str | None:
    """Why no effect, however large, could be told from chance by a test; None where one could.

    Args:
        test: of the effect.
        lit: (units,) those that are.
        tried: assignments in the test.
        level: of the intervals.
    """
    smallest = least_p(test)
    known = hopeless(lit.size, int(lit.sum()), level) or too_early(test, level)
    if known or smallest < round(1 - level, 12):
        return known
    return (
        f"With {tried} assignments that are tried, and those that mirror each other, p is never below "
        f"{smallest:.2g}: no effect can be told from chance at {say_level(level)}. Try more, or light another number "
        "of units."
    )
