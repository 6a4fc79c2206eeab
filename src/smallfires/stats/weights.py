"""Weights that add up to one and make others look like a target: quadratic programs, solved exactly, many at a time.

Each is: minimise ‖A x − b‖² + ridge ‖x‖² over x ≥ 0 with Σx = 1. Let K be the Gram matrix of A − b1' with the ridge on its
diagonal. Then x = z / Σz, where z ≥ 0, Kz ≥ 1, and one of the two holds with equality at every place. Which places are
above zero is found by exchanging them in blocks, for all programs at once; or one by one, see ``growing``, where the ridge is so
small that K is nearly singular.

Source: Júdice and Pires (1994), Computers & Operations Research 21: 587-596 (block exchanges, with Murty's rule so that
they end).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

TOLERANCE = 1e-10
"""How far an optimality condition may be off, as a share of what it is compared with."""
PATIENCE = 3
"""Block exchanges without progress, before places are exchanged singly."""
MOST_ROUNDS = 200
OUTSIDE_PAYS = 0.5
"""The share of places outside below which it is faster to solve for these."""
OVERHEAD = 1_300_000
"""Multiplications in the time that it takes to sort out who is to be solved for."""
MOST_KEPT = 20_000_000
"""Squares of the series that are kept, at the most."""
LEAST_RIDGE = 1e-6
"""The share of the largest series' square below which the ridge leaves ten digits only where it is solved for those inside."""
WORST_CONDITION = 1e9
"""How near to singular K may be for weights out of its Gram form to keep seven digits."""


class Programs(Protocol):
    """Programs over the same places, with K as above."""

    @property
    def allowed(self) -> Bools:
        """(programs, places) which places may have weight."""

    def at(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """For some programs: z, up to a factor, with Kz = 1 inside and z = 0 outside; and where outside Kz < 1."""


@dataclass(frozen=True)
class Separate:
    """Programs of which each has its own Gram matrix.

    Attributes:
        gram: (programs, places, places) of A − b1'.
        ridge: (programs,) the ridge.
        allowed: (programs, places) which places may have weight.
    """

    gram: Floats
    ridge: Floats
    allowed: Bools

    def block(self, rows: Codes, index: Codes) -> Floats:
        """(rows, size, size) K at the places of ``index`` (rows, size)."""
        found = self.gram[rows[:, None, None], index[:, :, None], index[:, None, :]]
        return _with_ridge(found, self.ridge[rows])

    def at(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """See ``Programs``."""
        z = _inside(self.block, rows, inside)
        image = np.matmul(self.gram[rows], z[:, :, None])[:, :, 0] + self.ridge[rows, None] * z
        return z, image < 1 - TOLERANCE


@dataclass(frozen=True)
class Mixtures:
    """Programs in which each target is a mean of some of the very series that are weighted: one Gram matrix for all.

    Where few places are outside, what is solved for is not the weights of those inside, but the pressure that holds the
    others at zero: a system of the size of those outside, out of one decomposition of the series.

    Attributes:
        series: (places, rows) the series, A'.
        shares: (programs, places) the share of each in the target; none of them is allowed.
        ridge: (programs,) the ridge, well above what rounding does to the Gram matrix.
        allowed: (programs, places) which places may have weight.
    """

    series: Floats
    shares: Floats
    ridge: Floats
    allowed: Bools

    @cached_property
    def gram(self) -> Floats:
        """(places, places) A'A."""
        return np.asarray(self.series @ self.series.T)

    @cached_property
    def cross(self) -> Floats:
        """(programs, places) A'b."""
        return np.asarray(self.shares @ self.gram)

    @cached_property
    def square(self) -> Floats:
        """(programs,) b'b."""
        return np.asarray(np.einsum("ij,ij->i", self.cross, self.shares))

    @cached_property
    def basis(self) -> Floats:
        """(places, rank) left singular vectors of the series."""
        return self._decomposed[0]

    @cached_property
    def kept(self) -> Floats:
        """(programs, rank) the share of each direction that the ridge leaves."""
        values = np.square(self._decomposed[1])
        return np.asarray(values / (values + self.ridge[:, None]))

    @cached_property
    def _decomposed(self) -> tuple[Floats, Floats]:
        left, values, _ = np.linalg.svd(self.series, full_matrices=False)
        return left, values

    def block(self, rows: Codes, index: Codes) -> Floats:
        """(rows, size, size) K at the places of ``index`` (rows, size)."""
        cross = np.take_along_axis(self.cross[rows], index, axis=1)
        found = self.gram[index[:, :, None], index[:, None, :]]
        found += (self.square[rows, None] - cross)[:, :, None] - cross[:, None, :]
        return _with_ridge(found, self.ridge[rows])

    def at(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """See ``Programs``. Each program is solved for those outside or for those inside, whichever are fewer; or all by rows,
        where these are less work.
        """
        size, places, precise = inside.sum(axis=1), inside.shape[1], self._precise[rows]
        outside: Bools = precise & (places - size < OUTSIDE_PAYS * places)
        if precise.all() and self._rows_pay(outside, np.where(outside, places - size, size)):
            return self._by_rows(rows, inside)
        z, short = np.empty(inside.shape), np.empty(inside.shape, dtype=bool)
        for some, way in ((outside, self._by_those_outside), (~outside, self._by_those_inside)):
            if some.any():
                z[some], short[some] = way(rows[some], inside[some])
        return z, short

    @cached_property
    def _precise(self) -> Bools:
        """(programs,) whether each ridge is so large that no way loses digits."""
        return np.asarray(self.ridge > LEAST_RIDGE * np.square(self.series).sum(axis=1).max())

    def _rows_pay(self, outside: Bools, sizes: Codes) -> bool:
        """Whether systems of the size of the series are less work than those of programs that are solved for places outside, or
        inside, each of its own size (programs,); and small enough to be kept. How much work each is, is measured.
        """
        places, length = self.series.shape
        own = np.square(sizes) * (sizes + places / 2)
        ways = int(outside.any()) + int(not outside.all())
        by_rows = sizes.size * length**2 * (length + places / 3)
        return bool(places * length**2 <= MOST_KEPT and by_rows < own.sum() + ways * OVERHEAD)

    def _by_those_inside(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """K z = 1 inside, by systems of their size."""
        z = _inside(self.block, rows, inside)
        cross, total = self.cross[rows], z.sum(axis=1, keepdims=True)
        level = self.square[rows, None] * total - np.einsum("ij,ij->i", cross, z)[:, None]
        image = z @ self.gram + level - cross * total + self.ridge[rows, None] * z
        return z, image < 1 - TOLERANCE

    @cached_property
    def _wide(self) -> Floats:
        """(places, rows + 1) the series, and one more value for all, of a usual size, for their sum."""
        usual = float(np.sqrt(np.square(self.series).mean())) or 1.0
        return np.column_stack([self.series, np.full(len(self.series), usual)])

    def _by_rows(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """By what is left of the target, r = (b − Ax) / ridge. Inside, x = A'r + level, so that (AA' + ridge) r + A1 level = b,
        where A are the columns inside; a row for the sum below A makes that one system. Outside, A'r + level is by how much a
        place would have to come in.
        """
        squares, place = self._squares
        system = (inside.astype(np.float64) @ squares)[:, place]
        length = np.arange(self.series.shape[1])
        system[:, length, length] += self.ridge[rows, None]
        target = self.shares[rows] @ self._wide
        left = np.linalg.solve(system, target[:, :, None])[:, :, 0]
        x = left @ self._wide.T
        return np.where(inside, x, 0.0), x > TOLERANCE * np.einsum("ij,ij->i", left, target)[:, None]

    @cached_property
    def _squares(self) -> tuple[Floats, Codes]:
        """What each place adds to AA', see ``squares``."""
        return squares(self._wide)

    @cached_property
    def _freely(self) -> Floats:
        """(programs, places) (1 − M) shares: the weights, were they held by nothing."""
        return np.asarray(((self.shares @ self.basis) * self.kept) @ self.basis.T)

    @cached_property
    def _level(self) -> Floats:
        """(programs, places) M1: by how much the weights rise with the level that makes them add up to 1."""
        return np.asarray(1 - (self.basis.sum(axis=0) * self.kept) @ self.basis.T)

    def _by_those_outside(self, rows: Codes, inside: Bools) -> tuple[Floats, Bools]:
        """With M = ridge (A'A + ridge)⁻¹: x = (1 − M) shares + level M1 + M pressure, 1'x = 1, and x = 0 outside."""
        freely, rising, kept = self._freely[rows], self._level[rows], self.kept[rows]
        index, real = _packed(~inside)
        there, size = self.basis[index] * real[:, :, None], index.shape[1]
        there_kept = there * kept[:, None, :]
        at = np.arange(len(rows))[:, None], index
        system, wanted = np.empty((len(rows), size + 1, size + 1)), np.empty((len(rows), size + 1, 1))
        system[:, :size, :size] = _with_ridge(-np.matmul(there_kept, there.transpose(0, 2, 1)), np.ones(len(rows)))
        system[:, :size, size] = system[:, size, :size] = rising[at] * real
        system[:, size, size] = rising.sum(axis=1)
        wanted[:, :size, 0] = -freely[at] * real
        wanted[:, size, 0] = 1 - freely.sum(axis=1)
        answer = np.linalg.solve(system, wanted)
        pressure, level = answer[:, :size, 0], answer[:, size]
        pushed = np.matmul(pressure[:, None, :], there_kept)[:, 0]
        x = np.where(inside, freely + level * rising - pushed @ self.basis.T, 0.0)
        best = self.ridge[rows] * level[:, 0] - np.einsum("ij,ij->i", self.cross[rows], x) + self.square[rows]
        short = np.zeros(inside.shape, dtype=bool)
        short[at] = (self.ridge[rows, None] * pressure < -TOLERANCE * best[:, None]) & real
        return x, short


def exchange(programs: Programs, start: Bools, rounds: int = MOST_ROUNDS) -> tuple[Floats, Bools]:
    """Solve well-conditioned programs, all at once.

    Args:
        programs: the programs.
        start: (programs, places) the places first thought to have weight; any guess will do.
        rounds: exchanges after which it is given up.

    Returns:
        (programs, places) weights, and (programs,) whether they are optimal to ``TOLERANCE``; where not, K is too close
        to singular, and ``grow`` has to be asked.
    """
    many, places = programs.allowed.shape
    inside = start & programs.allowed
    inside[~inside.any(axis=1)] = programs.allowed[~inside.any(axis=1)]
    found, solved = np.zeros((many, places)), np.zeros(many, dtype=bool)
    fewest, patience = np.full(many, places + 1), np.full(many, PATIENCE)
    open_ = np.arange(many)
    for _ in range(rounds):
        z, short = programs.at(open_, inside[open_])
        least = -TOLERANCE * np.abs(z).max(axis=1, keepdims=True)
        wrong = np.where(inside[open_], ~(z >= least), short & programs.allowed[open_])
        count = wrong.sum(axis=1)
        done = count == 0
        found[open_[done]], solved[open_[done]] = z[done], True
        open_, wrong, count = open_[~done], wrong[~done], count[~done]
        if not open_.size:
            break
        better = count < fewest[open_]
        patience[open_] = np.where(better, PATIENCE, patience[open_] - 1)
        fewest[open_] = np.minimum(fewest[open_], count)
        single = patience[open_] < 0
        wrong[single] = _last(wrong[single])
        inside[open_] ^= wrong
    total = found.sum(axis=1, keepdims=True)
    solved &= total[:, 0] > 0
    return np.divide(np.maximum(found, 0), total, out=np.zeros_like(found), where=total > 0), solved


def squares(rows: Floats) -> tuple[Floats, Codes]:
    """(rows, pairs) the products of each row's entries, every pair once, so that sums over rows are one product of matrices; and
    (columns, columns) which of them stands where in the square.
    """
    length = rows.shape[1]
    one, other = np.triu_indices(length)
    place = np.zeros((length, length), dtype=np.int64)
    place[one, other] = place[other, one] = np.arange(one.size)
    return rows[:, one] * rows[:, other], place


def well_conditioned(programs: Separate, found: Floats) -> Bools:
    """(programs,) whether K, at the places with weight, is far enough from singular for the weights to be precise."""
    inside = found > 0
    if not inside.any():
        return np.zeros(len(found), dtype=bool)
    index, real = _packed(inside)
    values = np.linalg.eigvalsh(_filled(programs.block(np.arange(len(found)), index), real))
    good: Bools = inside.any(axis=1) & (values[:, 0] * WORST_CONDITION > values[:, -1])
    return good


def _inside(block: Callable[[Codes, Codes], Floats], rows: Codes, inside: Bools) -> Floats:
    """(rows, places) z with Kz = 1 inside and 0 outside, by the blocks of those inside."""
    index, real = _packed(inside)
    z = np.zeros(inside.shape)
    try:
        found = np.linalg.solve(_filled(block(rows, index), real), real[:, :, None].astype(np.float64))
        np.put_along_axis(z, index, found[:, :, 0], axis=1)
    except np.linalg.LinAlgError:
        z[:] = np.nan
    return z


def _with_ridge(block: Floats, ridge: Floats) -> Floats:
    at = np.arange(block.shape[1])
    block[:, at, at] += ridge[:, None]
    return block


def _packed(inside: Bools) -> tuple[Codes, Bools]:
    """(rows, widest) the places inside, and which of them are not there to fill up."""
    size = inside.sum(axis=1)
    widest = int(size.max())
    return np.argsort(~inside, axis=1, kind="stable")[:, :widest], np.arange(widest) < size[:, None]


def _filled(block: Floats, real: Bools) -> Floats:
    """Blocks of one size: those that are smaller are filled up with a diagonal like their own."""
    if not real.all():
        block *= real[:, :, None] & real[:, None, :]
        at = np.arange(real.shape[1])
        block[:, at, at] += ~real * block[:, :1, 0]
    return block


def _last(wrong: Bools) -> Bools:
    """Only the last place that is wrong: Murty's rule."""
    return np.asarray(wrong & (np.cumsum(wrong[:, ::-1], axis=1)[:, ::-1] == 1))
