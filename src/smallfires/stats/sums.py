"""Randomised cases by the million, as sums that merge: no case is kept, and no digit is lost.

One cell an arm, stratum and cluster, each with n, Σy, Σy², Σx, Σxy and Σx² of its cases. Any parts of the cases (files,
partitions of a warehouse, days) give the same sums to the last bit when merged, in every order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UnreadableValue
from smallfires.stats.exact import Exact, exact, exact_dot, exact_sum

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

ALONE = -1
"""The cluster of cases that were drawn one by one."""
LARGEST = 1e140
"""Values beyond have squares that no computer number holds."""


@dataclass(frozen=True)
class Sums:
    """Sums over cases, one cell an arm, stratum and cluster, in that order; all arrays (cells,).

    Attributes:
        arm: 0 for the old way, 1 for the new way.
        stratum: codes, 0 where there are no strata.
        cluster: codes, ``ALONE`` where the lot was drawn case by case.
        n: cases.
        y: Σ of the measure.
        yy: Σ of its squares.
        x: Σ of what was known before, 0 where nothing was.
        xy: Σ of their products.
        xx: Σ of its squares.
    """

    arm: Codes
    stratum: Codes
    cluster: Codes
    n: Codes
    y: Exact
    yy: Exact
    x: Exact
    xy: Exact
    xx: Exact

    @property
    def cases(self) -> int:
        """All cases."""
        return int(self.n.sum())

    @property
    def clustered(self) -> bool:
        """Whether the lot was drawn by cluster."""
        return bool((self.cluster != ALONE).any())


@dataclass(frozen=True)
class Moments:
    """The same sums as plain numbers, about the mean of all cases, so that nothing cancels; all arrays (cells,).

    Attributes:
        centre_y, centre_x: the means that were taken off.
        arm, stratum, cluster, n: as in ``Sums``.
        y, yy, x, xy, xx: Σ of the deviations, their squares and products.
    """

    centre_y: float
    centre_x: float
    arm: Codes
    stratum: Codes
    cluster: Codes
    n: Floats
    y: Floats
    yy: Floats
    x: Floats
    xy: Floats
    xx: Floats


def add_up(
    y: Floats,
    arm: NDArray[np.bool_] | Codes,
    *,
    x: Floats | None = None,
    stratum: Codes | None = None,
    cluster: Codes | None = None,
) -> Sums:
    """Sum up cases.

    Args:
        y: (cases,) the measure; NaN where it is not known yet, such a case is left out.
        arm: (cases,) 0 or False for the old way, 1 or True for the new way.
        x: (cases,) something known before the lot that goes with the measure, such as the same measure before.
        stratum: (cases,) codes of the groups within which the lot was drawn.
        cluster: (cases,) codes from 0 of what the lot was drawn for, where that was not the single case.

    Raises:
        UnreadableValue: an infinite or too large value, or an x that is missing; names the case.
    """
    kept = np.flatnonzero(~np.isnan(y))
    nothing = np.zeros(kept.size, dtype=np.int64)
    known = nothing.astype(np.float64) if x is None else x[kept].astype(np.float64)
    values = y[kept].astype(np.float64)
    _check(values, kept, "measure")
    _check(known, kept, "value before")
    keys = np.stack(
        [
            np.asarray(arm, dtype=np.int64)[kept],
            nothing if stratum is None else stratum[kept],
            nothing + ALONE if cluster is None else cluster[kept],
        ]
    )
    found, cell = _cells(keys)
    cells = found.shape[1]
    return Sums(
        found[0],
        found[1],
        found[2],
        np.bincount(cell, minlength=cells),
        exact_sum(values, cell, cells),
        exact_dot(values, values, cell, cells),
        exact_sum(known, cell, cells),
        exact_dot(known, values, cell, cells),
        exact_dot(known, known, cell, cells),
    )


def from_table(keys: Sequence[Codes], n: Codes, sums: Sequence[Floats]) -> Sums:
    """Take sums that a database made.

    Args:
        keys: arm, stratum and cluster, each (cells,), no combination twice.
        n: (cells,) cases.
        sums: Σy, Σy², Σx, Σxy and Σx², each (cells,).

    Raises:
        UnreadableValue: a sum is not finite, or a cell's squares are less than its mean allows.
    """
    for name, values in zip(("Σy", "Σy²", "Σx", "Σxy", "Σx²"), sums, strict=True):
        if not np.isfinite(values).all():
            at = int(np.flatnonzero(~np.isfinite(values))[0])
            raise UnreadableValue(f"{name} is {values[at]} in cell {at + 1}: sums are finite.", "Leave such cases out.")
    for square, value in ((sums[1], sums[0]), (sums[4], sums[2])):
        short = square * n < np.square(value) * (1 - 1e-9)
        if short.any():
            at = int(np.flatnonzero(short)[0])
            raise UnreadableValue(
                f"The sum of squares {square[at]:g} in cell {at + 1} is less than {n[at]} cases of that mean can have.",
                "Sum the squares of each case's value.",
            )
    found, cell = _cells(np.stack(keys).astype(np.int64))
    return _merged(found, cell, n, [exact(values) for values in sums])


def from_deviations(
    keys: tuple[Codes, Codes, Codes], n: Codes, centres: tuple[float, float], sums: Sequence[Exact]
) -> Sums:
    """Take exact sums of distances from a centre, back to those of the values themselves.

    Args:
        keys: arm, stratum and cluster, each (cells,), no combination twice.
        n: (cells,) cases.
        centres: what was taken off each measure, and off each value before.
        sums: Σu, Σu², Σv, Σuv and Σv², each (cells,), of the distances of the measure u and of the value before v.
    """
    u, uu, v, uv, vv = sums
    count, at_y, at_x = exact(n), *(exact(np.full(n.size, centre)) for centre in centres)
    y, x = u + count * at_y, v + count * at_x
    found, cell = _cells(np.stack(keys))
    return _merged(found, cell, n, [y, uu + at_y * (u + y), x, uv + at_x * u + at_y * x, vv + at_x * (v + x)])


def merge(parts: Sequence[Sums]) -> Sums:
    """Put parts together: the same bits as summing all cases at once, in whatever order.

    Raises:
        EmptyData: there are no parts.
    """
    if not parts:
        raise EmptyData("There are no sums to merge.", "Give at least one part.")
    found, cell = _cells(np.concatenate([np.stack([part.arm, part.stratum, part.cluster]) for part in parts], axis=1))
    sums = [_joined([getattr(part, name) for part in parts]) for name in ("y", "yy", "x", "xy", "xx")]
    return _merged(found, cell, np.concatenate([part.n for part in parts]), sums)


def without_clusters(sums: Sums) -> Sums:
    """The same cases, one cell an arm and stratum."""
    keys = np.stack([sums.arm, sums.stratum, np.full(sums.arm.size, ALONE)])
    found, cell = _cells(keys)
    return _merged(found, cell, sums.n, [sums.y, sums.yy, sums.x, sums.xy, sums.xx])


def about_means(sums: Sums) -> Moments:
    """Sums of deviations from the mean of all cases, each rounded once only.

    Raises:
        EmptyData: there are no cases.
    """
    if not sums.cases:
        raise EmptyData("No case has a measure.", "Give cases that are done.")
    one = np.zeros(sums.n.size, dtype=np.int64)
    middle_y, middle_x = (float(s.grouped(one, 1).floats()[0]) / sums.cases for s in (sums.y, sums.x))
    n, at_y, at_x = exact(sums.n), exact(np.full(sums.n.size, middle_y)), exact(np.full(sums.n.size, middle_x))
    y, x = sums.y - n * at_y, sums.x - n * at_x
    return Moments(
        middle_y,
        middle_x,
        sums.arm,
        sums.stratum,
        sums.cluster,
        sums.n.astype(np.float64),
        y.floats(),
        (sums.yy - at_y * (sums.y + y)).floats(),
        x.floats(),
        (sums.xy - at_x * sums.y - at_y * x).floats(),
        (sums.xx - at_x * (sums.x + x)).floats(),
    )


def _check(values: Floats, kept: Codes, name: str) -> None:
    bad = np.flatnonzero(~(np.abs(values) <= LARGEST))
    if bad.size:
        at, value = int(kept[bad[0]]) + 1, values[bad[0]]
        rule = f"a {name} is needed for each case" if np.isnan(value) else f"a {name} lies within ±{LARGEST:g}"
        raise UnreadableValue(f"The {name} of case {at} is {value:g}: {rule}.", "Correct it, or leave the case out.")


def _cells(keys: Codes) -> tuple[Codes, Codes]:
    """The different columns of (3, terms), ascending, and which one each is."""
    order = np.lexsort(keys[::-1])
    ordered = keys[:, order]
    first = np.ones(order.size, dtype=bool)
    first[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    cell = np.empty(order.size, dtype=np.int64)
    cell[order] = np.cumsum(first) - 1
    return ordered[:, first], cell


def _merged(found: Codes, cell: Codes, n: Codes, sums: Sequence[Exact]) -> Sums:
    cells = found.shape[1]
    counts = np.zeros(cells, dtype=np.int64)
    np.add.at(counts, cell, n)
    y, yy, x, xy, xx = (one.grouped(cell, cells) for one in sums)
    return Sums(found[0], found[1], found[2], counts, y, yy, x, xy, xx)


def _joined(parts: Sequence[Exact]) -> Exact:
    """One after another."""
    least = min(part.exponent for part in parts)
    return Exact(np.concatenate([part.units * (1 << (part.exponent - least)) for part in parts]), least)
