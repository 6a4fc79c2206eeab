"""Sums of millions of numbers without any rounding, so that parts add up to the same bits in every order.

Every finite number is an integer times a power of two. The integers are added, many at once, and kept as they are:
what is then taken from them (a variance from Σy and Σy², say) suffers no cancellation either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Whole = NDArray[np.object_]

AT_ONCE = 1 << 26
"""Numbers that are added in one go: so many halves of 27 bits fit into the 53 bits of a float."""
HALF = 26
"""Bits of the lower half of a mantissa."""
_SPLITTER = float(2**27 + 1)


@dataclass(frozen=True)
class Exact:
    """Exact sums.

    Attributes:
        units: (cells,) whole numbers without bound.
        exponent: each unit is two to this power.
    """

    units: Whole
    exponent: int

    def __add__(self, other: Exact) -> Exact:
        """The sums cell by cell."""
        least = min(self.exponent, other.exponent)
        return Exact(self._down_to(least) + other._down_to(least), least)

    def __sub__(self, other: Exact) -> Exact:
        """The differences cell by cell."""
        return self + Exact(-other.units, other.exponent)

    def __mul__(self, other: Exact) -> Exact:
        """The products cell by cell."""
        return Exact(self.units * other.units, self.exponent + other.exponent)

    def _down_to(self, exponent: int) -> Whole:
        return cast(Whole, self.units * (1 << (self.exponent - exponent)))

    def grouped(self, group: Codes, groups: int) -> Exact:
        """(groups,) the sums of the cells of each group."""
        return Exact(_gather(self.units, group, groups), self.exponent)

    def floats(self) -> Floats:
        """(cells,) each rounded once, to the nearest number."""
        if self.exponent >= 0:
            return self._down_to(0).astype(np.float64)
        return np.array([unit / (1 << -self.exponent) for unit in self.units], dtype=np.float64)


def exact(values: Floats | Codes) -> Exact:
    """(cells,) these very numbers."""
    return exact_sum(np.asarray(values, dtype=np.float64), np.arange(values.size), values.size)


def exact_sum(terms: Floats, cell: Codes, cells: int) -> Exact:
    """Add up numbers by cell.

    Args:
        terms: (terms,) finite numbers.
        cell: (terms,) the cell of each, from 0.
        cells: how many cells.

    Returns:
        (cells,) the sums.

    Source: Neal (2015), arXiv:1505.05571 (superaccumulators), here with one accumulator for each power of two.
    """
    if terms.size > AT_ONCE:
        return exact_sum(terms[:AT_ONCE], cell[:AT_ONCE], cells) + exact_sum(terms[AT_ONCE:], cell[AT_ONCE:], cells)
    kept = np.flatnonzero(terms)
    if not kept.size:
        return Exact(np.zeros(cells, dtype=object), 0)
    mantissa, power = np.frexp(terms[kept])
    least, span = int(power.min()), int(np.ptp(power)) + 1
    key, place = _places(cell[kept] * span + (power - least), cells * span)
    high = np.floor(mantissa * 2 ** (53 - HALF))
    low = (mantissa * 2 ** (53 - HALF) - high) * 2**HALF
    whole = _whole(np.bincount(place, high, key.size)) * 2**HALF + _whole(np.bincount(place, low, key.size))
    return Exact(_gather(whole << (key % span).astype(object), key // span, cells), least - 53)


def exact_dot(left: Floats, right: Floats, cell: Codes, cells: int) -> Exact:
    """Add up products by cell, each product exact too.

    Args:
        left, right: (terms,) finite numbers, not so large that a product is not.
        cell: (terms,) the cell of each, from 0.
        cells: how many cells.

    Source: Dekker (1971), Numerische Mathematik 18: 224-242 (the product's rounding error as a number of its own).
    """
    product = left * right
    high, low = _split(left)
    other_high, other_low = _split(right)
    error = ((high * other_high - product) + high * other_low + low * other_high) + low * other_low
    return exact_sum(product, cell, cells) + exact_sum(error, cell, cells)


def _split(values: Floats) -> tuple[Floats, Floats]:
    """Two halves of each mantissa, whose products need no rounding."""
    far = _SPLITTER * values
    high = far - (far - values)
    return high, values - high


def _places(key: Codes, most: int) -> tuple[Codes, Codes]:
    """The keys to count by, ascending, and which one each term has; all keys where they are not many more than terms."""
    if most <= 4 * key.size:
        return np.arange(most), key
    keys, place = np.unique(key, return_inverse=True)
    return keys, place


def _whole(values: NDArray[Any]) -> Whole:
    return values.astype(np.int64).astype(object)


def _gather(units: Whole, group: Codes, groups: int) -> Whole:
    total = np.zeros(groups, dtype=object)
    order = np.argsort(group, kind="stable")
    found, first = np.unique(group[order], return_index=True)
    if found.size:
        total[found] = np.add.reduceat(units[order], first)
    return total
