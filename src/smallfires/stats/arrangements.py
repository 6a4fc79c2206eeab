"""The other ways in which a lot could have fallen: groups of any sizes for a rollout, and pairs turned round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def count(groups: Codes) -> int:
    """In how many different ways units can fall into groups of these units' sizes.

    Args:
        groups: (units,) the group of each unit.
    """
    sizes = np.unique(groups, return_counts=True)[1]
    return factorial(groups.size) // prod(factorial(int(size)) for size in sizes)


def arranged(groups: Codes, most: int, rng: np.random.Generator) -> tuple[Codes, bool]:
    """Ways in which units could have fallen into groups of the same sizes; the real one first.

    Args:
        groups: (units,) the group of each unit.
        most: all are listed where there are no more than this, else so many are drawn.
        rng: draws them; not asked where all are listed.

    Returns:
        (arrangements, units) groups, and whether these are all.
    """
    if count(groups) <= most:
        every = np.array(list(_arrangements(groups)), dtype=np.int64)
        same = (every == groups).all(axis=1)
        return np.vstack([groups[None], every[~same]]), True
    drawn = rng.permuted(np.tile(groups, (most, 1)), axis=1)
    drawn[0] = groups
    return drawn, False


def _arrangements(groups: Codes) -> Iterator[Codes]:
    """Every one of them, once."""
    kinds, sizes = np.unique(groups, return_counts=True)

    def fill(free: tuple[int, ...], at: int, into: Codes) -> Iterator[Codes]:
        if at == kinds.size - 1:
            yield into
            return
        for chosen in combinations(free, int(sizes[at])):
            filled = into.copy()
            filled[list(chosen)] = kinds[at]
            yield from fill(tuple(unit for unit in free if unit not in chosen), at + 1, filled)

    return fill(tuple(range(groups.size)), 0, np.full(groups.size, kinds[-1], dtype=np.int64))


def turned(pairs: int, most: int, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Ways in which pairs could have been ordered, the real one first: 1 as it was, −1 the other way round.

    Args:
        pairs: how many pairs.
        most: all are listed where there are no more than this, else so many are drawn.
        rng: draws them; not asked where all are listed.

    Returns:
        (arrangements, pairs) signs, and whether these are all.
    """
    if 2**pairs <= most:
        return _signs(np.arange(2**pairs)[:, None] >> np.arange(pairs) & 1), True
    drawn = rng.integers(0, 2, (most, pairs))
    drawn[0] = 0
    return _signs(drawn), False


def _signs(bits: Codes) -> Floats:
    return (1 - 2 * bits).astype(np.float64)
