"""Switchback: the change is turned on and off by a lot, period by period, in one unit or a few.

Periods are put into blocks, and blocks into pairs; in each pair a coin decides which block is lit. So a trend or a season
touches both sides alike, and the test is exact whatever the measure does by itself: the coins could have fallen otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Picked, Point
from smallfires.fires.quantity import many, say_level
from smallfires.stats import picking
from smallfires.stats.arrangements import turned
from smallfires.stats.chances import least_p, together, too_early
from smallfires.stats.design import Asked
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import nothing_lit
from smallfires.stats.peeking import Peeking
from smallfires.stats.permutation import TIE, Permutation
from smallfires.stats.prepare import Prepared, prepared
from smallfires.stats.saying import at_least
from smallfires.stats.turns import Pairs, apart, switched, unlike_a_lot

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SOURCE = "Bojinov, Simchi-Levi and Zhao (2023), Management Science 69: 3759-3777"


@dataclass(frozen=True, kw_only=True)
class Switchback(Asked):
    """Randomised periods of one or more units. With ``looks``, it is read after every whole pair of blocks.

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
            return nothing_lit(panel)
        if not switched(panel.lit).size:
            return (
                "No unit was both lit and not: nothing was switched. "
                "Use parallel or before-after, or turn the change on and off by a lot."
            )
        block = self._block(panel)
        if not 0 <= self.carry < block:
            return f"Blocks of {block} periods leave nothing once {self.carry} of carry-over are left out: make them longer."
        return unlike_a_lot(panel, block) or self._nothing_left(panel, block)

    def _nothing_left(self, panel: Panel, block: int) -> str | None:
        if self.pairs(panel, np.ones(len(panel.units)), block).many:
            return None
        return f"No pair of blocks of {many(block, 'period')} has a value in both: {2 * block} periods with values are the least."

    def hopeless(self, pairs: int, block: int = 1) -> str | None:
        """Why so many pairs of blocks could never tell anything, with what would help; None where they could."""
        least = self.needed()
        if pairs >= least:
            return None
        more = least - pairs
        return (
            f"With {many(pairs, 'pair')} of blocks chance alone does anything 1 time in {2**pairs / 2:.0f}: no effect, however "
            f"large, can be told from it at {say_level(self.level)}. It takes {least} pairs: {2 * more * block} more periods."
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
            TooLittleData: the panel does not fit; the message is that of ``misfit``; or the season and covariates leave too
                little to tell.
            UnreadableValue: with ``percent``, a value that is not above zero.
            UsageError: there are more periods than looks were planned.

        Source: Bojinov, Simchi-Levi and Zhao (2023), Management Science 69: 3759-3777 (carry-over, exact test).
        """
        problem = self.misfit(panel)
        if problem:
            raise TooLittleData(problem)
        drawn, unknown = _without_unknown(self._drawn(panel))
        problem = self._misfit(drawn)
        if problem:
            raise TooLittleData(" ".join((*unknown, problem)))
        if self.looks is not None and len(drawn.periods) > self.looks:
            raise UsageError(
                f"The lot was drawn for {len(drawn.periods)} periods, and {self.looks} were planned.",
                "Read the pilot at its horizon, or amend the horizon.",
            )
        block = self._block(drawn)
        ready = self._prepared(drawn)
        pairs = self.pairs(drawn, ready.weights, block, ready.panel.y, self.known(drawn))
        self._enough(pairs, block)
        ready = replace(ready, notes=unknown + ready.notes)
        return _Reading(self, ready, block, pairs, drawn.covariates, self._past(panel, block)).effect()

    def _prepared(self, panel: Panel) -> Prepared:
        """On the scale of the estimate, each unit by its cases in all periods, so that weights know nothing of the coins. What
        season and covariates do is for the test, which takes it out of the coins, too.
        """
        asked = replace(self, weigh="units")
        ready = prepared(replace(panel, x=None, covariates=()), asked, season=False)
        if self.weigh == "units":
            return ready
        cases = panel.n.mean(axis=1)
        return replace(ready, weights=cases / cases.mean(), notes=(*ready.notes, "Each unit counts by its cases."))

    def known(self, panel: Panel) -> Floats:
        """(units, periods, things) what else is known of each cell: places in the season, and covariates."""
        places = np.arange(len(panel.periods))[:, None] % self.season == np.arange(self.season)
        season = np.broadcast_to(places * 1.0, (len(panel.units), *places.shape))
        season = season if self.season > 1 else season[:, :, :0]
        return season if panel.x is None else np.concatenate([season, np.nan_to_num(panel.x)], axis=2)

    def _enough(self, pairs: Pairs, block: int) -> None:
        taken = pairs.taken
        if np.isnan(pairs.drawn(np.ones((1, pairs.many))).figures[0]):
            raise TooLittleData(
                "The season or covariates say of every pair which block was lit: what is the pilot's cannot be told.",
                "Leave them out, or go on for longer.",
            )
        if taken and pairs.many < taken + self.needed():
            raise TooLittleData(
                f"{pairs.many} pairs of blocks are too few to take the season or covariates out: it takes "
                f"{taken + self.needed()}.",
                f"Give {2 * block * (taken + self.needed() - pairs.many)} more periods, or leave them out.",
            )

    def pairs(
        self, panel: Panel, weights: Floats, block: int, y: Floats | None = None, known: Floats | None = None
    ) -> Pairs:
        """The pairs of blocks of a panel that begins with the lot.

        Args:
            panel: what was lit, and the measure.
            weights: (units,) how much each unit counts.
            block: periods that are switched together.
            y: (units, periods) the measure on another scale.
            known: (units, periods, things) what else is known.
        """
        panel = panel if y is None else replace(panel, y=y)
        return Pairs.of(panel, np.zeros((*panel.y.shape, 0)) if known is None else known, weights, block, self.carry)

    def _past(self, panel: Panel, block: int) -> float | None:
        """How far blocks next to each other were apart before the lot: root mean square, on the scale of the estimate."""
        end = 0 if self.since is None else panel.periods.index(self.since)
        past = panel.y[switched(panel.lit), :end]
        return apart(np.log(np.where(past > 0, past, np.nan)) if self.percent else past, block)

    def _drawn(self, panel: Panel) -> Panel:
        """The periods that the lot was drawn for; units sorted, so that their order is nothing."""
        start = 0 if self.since is None else panel.periods.index(self.since)
        return panel.only(np.argsort(np.array(panel.units), kind="stable"), slice(start, None))

    def _block(self, panel: Panel) -> int:
        """The declared one, or the first stretch: in a pair, the second block is always the other way."""
        if self.block:
            return self.block
        unit = int(switched(panel.lit)[0])
        return int(np.argmax(panel.lit[unit] != panel.lit[unit, 0]))


def _without_unknown(panel: Panel) -> tuple[Panel, tuple[str, ...]]:
    """Cells whose covariates are not known count as unseen."""
    if panel.x is None:
        return panel, ()
    unknown = np.isnan(panel.x).any(axis=2) & ~np.isnan(panel.y)
    if not unknown.any():
        return panel, ()
    unit, period = (int(at[0]) for at in np.nonzero(unknown))
    more = f" and in {many(int(unknown.sum()) - 1, 'more cell')}" if unknown.sum() > 1 else ""
    note = f"A covariate has no value for {panel.units[unit]} in {panel.periods[period]}{more}: they count as unseen."
    y = np.where(unknown, np.nan, panel.y)
    return replace(panel, y=y), (note,)


@dataclass(frozen=True)
class _Reading:
    """One panel on its way to an effect.

    Attributes:
        design: what is asked.
        ready: the periods that the lot was drawn for.
        block: periods that were switched together.
        pairs: the pairs of blocks, on the scale of the estimate.
        covariates: names of what else is known of the cells.
        past: how far blocks next to each other were apart before the lot; None where there was no time for two.
    """

    design: Switchback
    ready: Prepared
    block: int
    pairs: Pairs
    covariates: tuple[str, ...]
    past: float | None

    @property
    def panel(self) -> Panel:
        return self.ready.panel

    @cached_property
    def coins(self) -> tuple[Floats, bool]:
        """The ways in which the coins could have fallen, and whether these are all. Where there are several looks, all coins
        of the plan are tossed at once: so that every look is judged by the same ones, and none is a second chance.
        """
        rng, most = np.random.default_rng(self.design.seed), self.design.permutations
        if self.design.looks is None:
            return turned(self.pairs.many, most, rng)
        units = switched(self.panel.lit)
        signs, every = turned(self.planned * units.size, most, rng)
        return signs[:, self.pairs.number * units.size + np.searchsorted(units, self.pairs.unit)], every

    @property
    def planned(self) -> int:
        """How many looks there will be: one after each whole pair of blocks."""
        return max(1, (self.design.looks or 0) // (2 * self.block))

    @property
    def signs(self) -> Floats:
        return self.coins[0]

    @cached_property
    def test(self) -> Permutation | Peeking:
        if self.design.looks is None:
            return self.pairs.drawn(self.signs).test()
        looks = []
        for over in range(1, self._over + 1):
            kept = self.pairs.number < over
            looks.append(self.pairs.some(kept).drawn(self.signs[:, kept]))
        return together(looks, self.planned, self.design.level)

    @property
    def _over(self) -> int:
        """Pairs of blocks that are over, by time."""
        return len(self.panel.periods) // (2 * self.block)

    @cached_property
    def observed(self) -> float:
        """What was measured in lit blocks, on average, in the measure's unit."""
        return float(np.average(self.ready.back(self.pairs.on), weights=self.pairs.weight))

    def effect(self) -> Effect:
        """The record."""
        design, test = self.design, self.test
        figure = Figure(test.value, *test.interval(design.level))
        return Effect(
            design=design.name,
            method="mean difference within pairs of blocks",
            source=SOURCE,
            unit=self.ready.unit(figure, self.observed),
            percent=self.ready.in_percent(figure, self.observed),
            level=design.level,
            p=test.p(),
            smallest_p=least_p(test),
            lacking=design.hopeless(self.pairs.many, self.block) or too_early(test, design.level),
            evidence="strong" if design.picked in (None, "lot") else "fair",
            worthwhile=design.worthwhile,
            probability=self._probability(),
            path=tuple(self._path()),
            lit=tuple(self.panel.units[unit] for unit in switched(self.panel.lit)),
            others=(),
            beside=tuple(self._beside()) if design.beside else (),
            diagnostics=self._diagnostics(),
            assumptions=(
                "Which block of each pair was lit was drawn by a lot.",
                f"What was done before shows for at most {design.carry} periods after a switch.",
            ),
            notes=(*self.ready.notes, *self._said(), *self._counted(), *self._carried()),
        )

    def _probability(self) -> float | None:
        worthwhile = self.design.worthwhile
        bound = None if worthwhile is None else self.ready.scaled(worthwhile, self.observed)
        return at_least(self.test, bound, self.design.less_is_better)

    def _path(self) -> Iterator[Point]:
        """A point a pair, named by its first period: its lit blocks, and what its others say they would have been."""
        adjusted = self.pairs.adjusted
        for number in np.unique(self.pairs.number):
            kept = self.pairs.number == number
            test = adjusted.some(kept).drawn(self.signs[:, kept]).test()
            mean = float(np.average(self.pairs.on[kept], weights=self.pairs.weight[kept]))
            observed, expected = map(float, self.ready.back(np.array([mean, mean - test.value])))
            figure = self.ready.unit(Figure(test.value, *test.interval(self.design.level)), observed)
            yield Point(self.panel.periods[2 * self.block * number], observed, expected, figure, True)

    def _beside(self) -> Iterator[Beside]:
        """The middle one of the pairs' differences; and what comes out with the carry-over periods."""
        turned_round = self.signs * (self.pairs.coin * self.pairs.adjusted.difference)
        medians = np.median(turned_round, axis=1)
        yield self._other("median difference within pairs of blocks", medians)
        if self.design.carry:
            every = replace(self.design, carry=0).pairs(self.panel, self.ready.weights, self.block)
            kept = self.pairs
            if every.many == kept.many:
                yield self._other("with the carry-over periods", every.drawn(self.signs).figures)

    def _other(self, name: str, figures: Floats) -> Beside:
        error = float(np.sqrt(np.square(figures[1:]).mean()))
        p = Permutation.of(figures, np.zeros(figures.size)).p()
        return Beside(name, self._value(float(figures[0])), p, self._factor * error)

    def _value(self, value: float) -> float:
        """A figure without an interval in the measure's unit."""
        return self.ready.unit(Figure(value, value, value), self.observed).value

    @property
    def _factor(self) -> float:
        """What a small figure on the scale of the estimate is in the measure's unit."""
        return self.observed if self.ready.percent else 1.0

    def _diagnostics(self) -> Diagnostics:
        """Whatever the coins, the differences are as large, so that ranks are the same after division by expected errors."""
        placebos = self.pairs.drawn(self.signs).figures[1:]
        rest = self.pairs.adjusted.difference - self.pairs.coin * self.test.value
        apart = self._factor * float(np.sqrt(np.average(np.square(rest), weights=self.pairs.weight)))
        return Diagnostics(
            fit_before=apart if self.past is None else self._factor * self.past,
            fit_usual=apart,
            units=(),
            periods=(),
            placebos=tuple(np.sort(self._factor * placebos).tolist()),
            exhaustive=self.coins[1],
            without=tuple(self._without()) if self.design.checks else (),
            studentised=self.test.p(),
            picked=self._picked(),
        )

    def _without(self) -> Iterator[LeftOut]:
        """The figure without each unit; where there is one only, without each pair."""
        units = switched(self.panel.lit)
        one = units.size == 1
        for each in np.unique(self.pairs.number if one else self.pairs.unit):
            kept = (self.pairs.number if one else self.pairs.unit) != each
            if kept.any():
                value = float(self.pairs.some(kept).drawn(self.signs[:1, kept]).figures[0])
                if not np.isnan(value):
                    yield LeftOut(self._periods(int(each)) if one else self.panel.units[each], self._value(value))

    def _periods(self, number: int) -> str:
        """The periods of a pair of blocks, from and to."""
        start = 2 * self.block * number
        return f"{self.panel.periods[start]} to {self.panel.periods[start + 2 * self.block - 1]}"

    def _picked(self) -> Picked | None:
        design = self.design
        return picking.judged(design.picked, lambda _: None, self.test, design.level, design.less_is_better)

    def _said(self) -> Iterator[str]:
        """What was taken out, and what of the lot is in doubt."""
        names = [*(["the season"] if self.design.season > 1 else []), *self.covariates]
        if names and self.pairs.taken:
            yield f"What {', '.join(names)} do is taken out, of the measure and of the coins alike."
        elif names:
            yield f"Both blocks of every pair are alike in {', '.join(names)}: there was nothing to take out."
        if self.design.picked not in (None, "lot"):
            yield "When it was lit was not drawn by a lot: p and the interval are right only as far as it was as good as one."

    def _counted(self) -> Iterator[str]:
        pairs = f"{many(self.pairs.many, 'pair')} of blocks of {many(self.block, 'period')}"
        yield f"{pairs}; each point of the path is a pair, named by its first."
        left = len(self.panel.periods) % (2 * self.block)
        if left:
            yield f"Left out at the end, being no whole pair of blocks: {many(left, 'period')}."
        dropped = self._over * switched(self.panel.lit).size - self.pairs.many
        if dropped:
            yield f"Left out for a block without any value: {many(dropped, 'pair')}."

    def _carried(self) -> Iterator[str]:
        """Whether what was before shows for longer than declared."""
        carry = self.design.carry
        if carry == 0:
            yield "No carry-over was left out: what was done before must not show after a switch."
        if self.block - carry < 2:
            yield "Blocks are too short to see whether what was done before shows for longer."
            return
        late = self.pairs.late(self.signs)
        p = float((np.abs(late) >= np.abs(late[0]) * (1 - TIE)).mean())
        if p < round(1 - self.design.level, 12) and late[0] * self.test.value > 0:
            yield (
                f"Doubt: early in a block, after {carry} periods of carry-over, the measure was still "
                f"{abs(self._factor * late[0]):.3g} nearer to the way before than later on; chance alone does this "
                f"{100 * p:.2g} times in 100. Leave more carry-over out."
            )
