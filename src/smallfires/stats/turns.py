"""Pairs of blocks of periods, of which a coin lit one each: their differences, and what other coins would have made of them.

The figure is the least-squares coefficient of the coins, beside whatever else is known of the blocks; without that, the mean
difference of the lit block less the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.quantity import many
from smallfires.stats.chances import Drawn
from smallfires.stats.panel import Panel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]
_Any = TypeVar("_Any", np.float64, np.bool_)

NOTHING_LEFT = 1e-9
"""The share of the coins' own variation below which what else is known of the blocks says all that the coins say."""


def switched(lit: Bools) -> Codes:
    """(some,) the units that were both lit and not lit."""
    return np.flatnonzero(lit.any(axis=1) & ~lit.all(axis=1))


def in_blocks(table: NDArray[_Any], block: int) -> NDArray[_Any]:
    """(units, pairs, 2, block), without what is no whole pair."""
    pairs = table.shape[1] // (2 * block)
    return table[:, : 2 * block * pairs].reshape(table.shape[0], pairs, 2, block)


def unlike_a_lot(panel: Panel, block: int) -> str | None:
    """Why what was lit cannot have come out of pairs of blocks, naming unit and period; None where it can."""
    for unit in switched(panel.lit):
        pairs = in_blocks(panel.lit[unit][None], block)[0]
        changed = np.flatnonzero((pairs != pairs[..., :1]).any(axis=2).ravel())
        if changed.size:
            at = int(changed[0]) * block
            return (
                f"{panel.units[unit]} was switched inside the block of {many(block, 'period')} from {panel.periods[at]} on: "
                "give the block that the lot was drawn for."
            )
        same = np.flatnonzero(pairs[:, 0, 0] == pairs[:, 1, 0])
        if same.size:
            at = int(same[0]) * 2 * block
            return (
                f"{panel.units[unit]} had both blocks of {many(block, 'period')} from {panel.periods[at]} on the same way: "
                "of each pair of blocks one is lit. Give the block, and the first period, that the lot was drawn for."
            )
    return None


@dataclass(frozen=True)
class Pairs:
    """Pairs of blocks with values in both.

    Attributes:
        coin: (pairs,) 1 where the first block was lit, −1 where the second was.
        first, second: (pairs,) the blocks' means, without the carry-over periods.
        known: (pairs, things) what else is known, as the difference of the first block from the second.
        weight: (pairs,) how much each counts.
        number: (pairs,) the pair's place in time, from 0.
        unit: (pairs,) its unit.
        drift: (pairs, 2) how far the later periods of each block are above its first one that is kept; NaN where not seen.
    """

    coin: Floats
    first: Floats
    second: Floats
    known: Floats
    weight: Floats
    number: Codes
    unit: Codes
    drift: Floats

    @classmethod
    def of(cls, panel: Panel, known: Floats, weights: Floats, block: int, carry: int) -> Pairs:
        """The pairs of all switched units.

        Args:
            panel: begins with the first pair.
            known: (units, periods, things).
            weights: (units,).
            block: periods in a block.
            carry: how many of them are left out at its start.
        """
        units = switched(panel.lit)
        y, lit = in_blocks(panel.y[units], block), in_blocks(panel.lit[units], block)
        seen = ~np.isnan(y[..., carry:])
        whole = _all_seen(seen)
        means = _means(y[..., carry:], seen)[whole]
        tables = [
            _means(in_blocks(known[units, :, at], block)[..., carry:], seen)[whole] for at in range(known.shape[2])
        ]
        beside = [table[:, 0] - table[:, 1] for table in tables]
        unit = np.broadcast_to(units[:, None], whole.shape)[whole]
        return cls(
            coin=np.where(lit[:, :, 0, 0], 1.0, -1.0)[whole],
            first=means[:, 0],
            second=means[:, 1],
            known=np.stack(beside, axis=1) if beside else np.zeros((unit.size, 0)),
            weight=weights[unit],
            number=np.broadcast_to(np.arange(whole.shape[1]), whole.shape)[whole],
            unit=unit,
            drift=_drift(y[..., carry:])[whole],
        )

    def some(self, kept: Bools) -> Pairs:
        """Some of them."""
        return Pairs(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))

    @property
    def many(self) -> int:
        """How many."""
        return int(self.coin.size)

    @property
    def on(self) -> Floats:
        """(pairs,) the mean of the lit block."""
        return np.where(self.coin > 0, self.first, self.second)

    @cached_property
    def difference(self) -> Floats:
        """(pairs,) first block less second."""
        return self.first - self.second

    @cached_property
    def slopes(self) -> Floats:
        """(things,) by how much one more of each moves the measure, beside the coins; the smallest that fit, where many do."""
        root = np.sqrt(self.weight)
        terms = np.c_[self.coin, self.known] * root[:, None]
        return np.asarray(np.linalg.lstsq(terms, self.difference * root, rcond=None)[0][1:])

    @cached_property
    def adjusted(self) -> Pairs:
        """The same with what else is known taken out of the measure."""
        off = self.known @ self.slopes / 2
        return replace(self, first=self.first - off, second=self.second + off, known=np.zeros((self.many, 0)))

    @cached_property
    def taken(self) -> int:
        """Of how many independent things the known ones consist."""
        return int(np.linalg.matrix_rank(self.known)) if self.known.size else 0

    def drawn(self, signs: Floats) -> Drawn:
        """What other coins would have made of them; NaN where what else is known leaves nothing to the coins.

        Args:
            signs: (draws, pairs) 1 as it was, −1 the other way round; the true one first.

        Source: Bojinov, Simchi-Levi and Zhao (2023), Management Science 69: 3759-3777 (exact test); Freedman and Lane (1983),
            Journal of Business and Economic Statistics 1: 292-298, and Rosenbaum (2002), Statistical Science 17: 286-327 (what
            is known taken out of measure and coins alike).
        """
        root = np.sqrt(self.weight)
        measure, pattern = self._beside(self.difference * root), self._beside(self.coin * root)
        own = float(pattern @ (self.coin * root))
        if not own > NOTHING_LEFT * float(self.weight.sum()):
            nothing = np.full(len(signs), np.nan)
            return Drawn(nothing, nothing, float("nan"))
        turned = signs * (self.coin * root)
        figures = turned @ measure / own
        error = float(np.sqrt(np.square(figures[1:]).mean())) if len(signs) > 1 else float("nan")
        return Drawn(figures, turned @ pattern / own, error)

    def _beside(self, values: Floats) -> Floats:
        """What is left of (pairs,) values beside what else is known."""
        if not self.known.size:
            return values
        terms = self.known * np.sqrt(self.weight)[:, None]
        return np.asarray(values - terms @ np.linalg.lstsq(terms, values, rcond=None)[0])

    def late(self, signs: Floats) -> Floats:
        """(draws,) how much nearer to the new way the measure was later in a block than at its start, after a switch.

        Where nothing shows any more of what was before, chance alone makes this. Where something does, the start of a block
        still looks like the one before, and the later periods more like its own.

        Args:
            signs: as those of ``drawn``.
        """
        state = signs * self.coin
        follows = np.r_[False, (self.unit[1:] == self.unit[:-1]) & (self.number[1:] == self.number[:-1] + 1)]
        before = np.c_[np.zeros(len(signs)), state[:, :-1]]
        switch = follows & (state == before)
        seen, drift = ~np.isnan(self.drift), np.nan_to_num(self.drift)
        total = (switch * state) @ drift[:, 0] - state @ drift[:, 1]
        count = switch @ (seen[:, 0] * 1.0) + seen[:, 1].sum()
        return np.asarray(np.divide(total, count, out=np.zeros(total.size), where=count > 0))


def apart(y: Floats, block: int) -> float | None:
    """How far blocks next to each other are apart: root mean square; None where there are no two with values.

    Args:
        y: (units, periods) the measure, which ends with the last pair of blocks.
        block: periods in a block.
    """
    whole = y.shape[1] // (2 * block) * 2 * block
    blocks = in_blocks(y[:, y.shape[1] - whole :], block)
    seen = ~np.isnan(blocks)
    means = _means(blocks, seen)[_all_seen(seen)]
    return float(np.sqrt(np.square(means[:, 0] - means[:, 1]).mean())) if len(means) else None


def _all_seen(seen: Bools) -> Bools:
    """(units, pairs) whether anything is seen in both blocks."""
    return np.asarray(np.asarray(seen.any(axis=3)).all(axis=2))


def _means(blocks: Floats, seen: Bools) -> Floats:
    """(units, pairs, 2) means of what is seen; 0 where nothing is."""
    count = seen.sum(axis=3)
    total = np.where(seen, blocks, 0.0).sum(axis=3)
    return np.asarray(np.divide(total, count, out=np.zeros(count.shape), where=count > 0))


def _drift(blocks: Floats) -> Floats:
    """(units, pairs, 2) mean of the later periods less the first; NaN where one of both is not seen."""
    later = blocks[..., 1:]
    seen = ~np.isnan(later)
    return np.where(seen.any(axis=3), _means(later, seen) - blocks[..., 0], np.nan)
