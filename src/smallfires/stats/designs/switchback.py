"""Switchback: the change is turned on and off by a lot, period by period, in one unit or a few.

Periods are put into blocks, and blocks into pairs; in each pair a coin decides which block is lit. So a trend or a season
touches both sides alike, and the test is exact whatever the measure does by itself: the coins could have fallen otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Effect, Figure, Point
from smallfires.stats.arrangements import smallest_p, turned
from smallfires.stats.design import Asked
from smallfires.stats.panel import Panel
from smallfires.stats.permutation import Permutation
from smallfires.stats.saying import at_least, diagnostics, in_percent

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]
_Any = TypeVar("_Any", np.float64, np.bool_)


@dataclass(frozen=True)
class _Pairs:
    """What each pair says: arrays (pairs,).

    Attributes:
        difference: mean of the lit block less that of the other, without the carry-over periods.
        on, off: these means.
        unit: the unit of each pair.
        dropped: pairs with a block that has no value left.
    """

    difference: Floats
    on: Floats
    off: Floats
    unit: Codes
    dropped: int


@dataclass(frozen=True, kw_only=True)
class Switchback(Asked):
    """Randomised periods of one or more units.

    Attributes:
        block: periods that are switched together; None takes the length of the first stretch.
        since: label of the first period that the lot was drawn for; None for the panel's first.
        carry: periods at the start of each block that are left out, because what was before still shows in them.
        permutations: ways the coins could have fallen that are tried; all of them, where there are no more.

    Raises:
        UsageError: a setting that is none.
    """

    block: int | None = None
    since: str | None = None
    carry: int = 0
    permutations: int = 1 << 14

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.carry < 0 or (self.block is not None and self.block < 1):
            raise UsageError(
                f"Blocks of {self.block} periods with a carry-over of {self.carry} cannot be.", "Count periods."
            )

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return "switchback"

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel; None where it can."""
        if self.since is not None and self.since not in panel.periods:
            return f'There is no period "{self.since}" from which on the lot was drawn.'
        return self._misfit(self._drawn(panel))

    def _misfit(self, panel: Panel) -> str | None:
        if not panel.lit.any():
            return "Nothing was lit in any period: say when the change was turned on."
        switched = _switched(panel.lit)
        if not switched.any():
            return (
                "No unit was both lit and not: nothing was switched. "
                "Use parallel or before-after, or turn the change on and off by a lot."
            )
        block = self._block(panel)
        if not 0 <= self.carry < block:
            return f"Blocks of {block} periods leave nothing once {self.carry} of carry-over are left out: make them longer."
        return self._unlike_a_lot(panel, block) or self._nothing_left(panel, block)

    def _unlike_a_lot(self, panel: Panel, block: int) -> str | None:
        """Why the pattern cannot have come out of pairs of blocks."""
        for unit in np.flatnonzero(_switched(panel.lit)):
            pairs = _in_blocks(panel.lit[unit][None], block)[0]
            changed = np.flatnonzero((pairs != pairs[..., :1]).any(axis=2).ravel())
            if changed.size:
                at = int(changed[0]) * block
                return (
                    f"{panel.units[unit]} was switched inside the block of {block} periods from {panel.periods[at]} on: "
                    "give the block that the lot was drawn for."
                )
            same = np.flatnonzero(pairs[:, 0, 0] == pairs[:, 1, 0])
            if same.size:
                at = int(same[0]) * 2 * block
                return (
                    f"{panel.units[unit]} had both blocks of {block} periods from {panel.periods[at]} on the same way: "
                    "of each pair of blocks one is lit. Give the block, and the first period, that the lot was drawn for."
                )
        return None

    def _nothing_left(self, panel: Panel, block: int) -> str | None:
        if self._pairs(panel, block).difference.size:
            return None
        return (
            f"No pair of blocks of {block} periods has a value in both: {2 * block} periods with values are the least."
        )

    def hopeless(self, pairs: int, block: int = 1) -> str | None:
        """Why so many pairs of blocks could never tell anything, with what would help; None where they could."""
        least = self.needed()
        if pairs >= least:
            return None
        more = least - pairs
        return (
            f"With {pairs} pairs of blocks chance alone does anything 1 time in {2**pairs / 2:.0f}: no effect, however "
            f"large, can be told from it at {self.level:.0%}. It takes {least} pairs: {2 * more * block} more periods."
        )

    def needed(self) -> int:
        """Pairs of blocks below which nothing can be told at the level."""
        pairs = 1
        while 2 / 2**pairs >= round(1 - self.level, 12):
            pairs += 1
        return pairs

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> Bools:
        """(units, periods): coins for ``size`` units drawn from the history, in pairs of blocks.

        Args:
            history: the panel without any change.
            size: how many units are switched.
            rng: draws units and coins.
        """
        block = self.block or 1
        units, periods = history.y.shape
        lit = np.zeros((units, periods), dtype=bool)
        pairs = periods // (2 * block)
        for unit in rng.choice(units, min(size, units), replace=False):
            coins = rng.integers(0, 2, pairs).astype(bool)
            stripes = np.stack([coins, ~coins], axis=1).ravel()
            lit[unit, : 2 * block * pairs] = np.repeat(stripes, block)
        return lit

    def estimate(self, panel: Panel) -> Effect:
        """The effect: the mean over pairs of the lit block less the other.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.

        Source: Bojinov, Simchi-Levi and Zhao (2023), Management Science 69: 3759-3777 (carry-over, exact test).
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        panel = self._drawn(panel)
        block = self._block(panel)
        pairs = self._pairs(panel, block)
        signs, exhaustive = turned(pairs.difference.size, self.permutations, np.random.default_rng(self.seed))
        figures, slopes = signs @ pairs.difference / pairs.difference.size, signs.mean(axis=1)
        return self._effect(panel, block, pairs, Permutation.of(figures, slopes), smallest_p(slopes), exhaustive)

    def _effect(
        self, panel: Panel, block: int, pairs: _Pairs, test: Permutation, least: float, exhaustive: bool
    ) -> Effect:
        effect = Figure(test.value, *test.interval(self.level))
        switched = np.flatnonzero(_switched(panel.lit))
        return Effect(
            design=self.name,
            method="mean difference within pairs of blocks",
            source="Bojinov, Simchi-Levi and Zhao (2023), Management Science 69: 3759-3777",
            unit=effect,
            percent=in_percent(effect, float(pairs.on.mean())),
            level=self.level,
            p=test.p(),
            smallest_p=least,
            lacking=self.hopeless(pairs.difference.size, block),
            evidence="strong",
            worthwhile=self.worthwhile,
            probability=self._probability(test),
            path=_path(panel, switched, test.value),
            lit=tuple(panel.units[unit] for unit in switched),
            others=(),
            beside=(),
            diagnostics=diagnostics(test.figures, exhaustive=exhaustive),
            assumptions=(
                "Which block of each pair was lit was drawn by a lot.",
                f"What was done before shows for at most {self.carry} periods after a switch.",
            ),
            notes=self._notes(panel, block, pairs),
        )

    def _probability(self, test: Permutation) -> float | None:
        return at_least(test, self.worthwhile, self.less_is_better)

    def _notes(self, panel: Panel, block: int, pairs: _Pairs) -> tuple[str, ...]:
        notes = [f"{pairs.difference.size} pairs of blocks of {block} periods."]
        left = panel.y.shape[1] % (2 * block)
        if left:
            notes.append(f"The last {left} periods are no whole pair of blocks and were left out.")
        if pairs.dropped:
            notes.append(f"{pairs.dropped} pairs have a block without any value and were left out.")
        if self.carry == 0:
            notes.append("No carry-over was left out: what was done before must not show after a switch.")
        return tuple(notes)

    def _drawn(self, panel: Panel) -> Panel:
        """The periods that the lot was drawn for; units sorted, so that their order is nothing."""
        start = 0 if self.since is None else panel.periods.index(self.since)
        return panel.only(np.argsort(np.array(panel.units), kind="stable"), slice(start, None))

    def _block(self, panel: Panel) -> int:
        """The declared one, or the first stretch: in a pair, the second block is always the other way."""
        if self.block:
            return self.block
        unit = int(np.flatnonzero(_switched(panel.lit))[0])
        return int(np.argmax(panel.lit[unit] != panel.lit[unit, 0]))

    def _pairs(self, panel: Panel, block: int) -> _Pairs:
        switched = np.flatnonzero(_switched(panel.lit))
        y, lit = _in_blocks(panel.y[switched], block), _in_blocks(panel.lit[switched], block)
        kept = y[..., self.carry :]
        seen = ~np.isnan(kept)
        counts = seen.sum(axis=3)
        means = np.divide(np.where(seen, kept, 0.0).sum(axis=3), counts, out=np.zeros(counts.shape), where=counts > 0)
        first = lit[:, :, 0, 0]
        on = np.where(first, means[..., 0], means[..., 1])
        off = np.where(first, means[..., 1], means[..., 0])
        whole = (counts > 0).all(axis=2)
        unit = np.broadcast_to(switched[:, None], whole.shape)
        return _Pairs((on - off)[whole], on[whole], off[whole], unit[whole], int((~whole).sum()))


def _switched(lit: Bools) -> Bools:
    """(units,) whether the unit was lit and not lit."""
    return np.asarray(lit.any(axis=1) & ~lit.all(axis=1))


def _in_blocks(table: NDArray[_Any], block: int) -> NDArray[_Any]:
    """(units, pairs, 2, block), without what is no whole pair."""
    pairs = table.shape[1] // (2 * block)
    return table[:, : 2 * block * pairs].reshape(table.shape[0], pairs, 2, block)


def _path(panel: Panel, switched: Codes, effect: float) -> tuple[Point, ...]:
    """Observed by period, on average over the switched units, and what would have been without the effect."""
    found = []
    for period, label in enumerate(panel.periods):
        seen = switched[~np.isnan(panel.y[switched, period])]
        if seen.size:
            observed, lit = float(panel.y[seen, period].mean()), panel.lit[seen, period]
            found.append(Point(label, observed, observed - effect * float(lit.mean()), None, bool(lit.any())))
    return tuple(found)
