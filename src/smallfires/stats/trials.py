"""Pilots that could be lit: which design, how many units or which, for how long; and the lots that are drawn for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from re import fullmatch
from typing import cast

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.design import Asked, Design
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.designs.switchback import Switchback
from smallfires.stats.panel import Panel
from smallfires.stats.shown import Seen

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """A pilot that could be lit.

    Attributes:
        design: how it would be read, with all of its settings; its horizon is the number of periods.
        size: how many units are lit.
        periods: for how many periods it burns.
        named: labels of the units, where they are known; empty where a lot is to be drawn.
    """

    design: Design
    size: int
    periods: int
    named: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """The settings that all designs have."""
        return cast(Asked, self.design)

    @property
    def by_itself(self) -> bool:
        """Whether only the pilot's own periods are read, and none before."""
        return isinstance(self.design, Switchback)

    @property
    def block(self) -> int | None:
        """Periods that are switched together; None where the design does not switch."""
        return (self.design.block or 1) if isinstance(self.design, Switchback) else None

    @property
    def turns(self) -> bool:
        """Whether a lot is drawn over named units, too: over their periods, or their order."""
        return bool(self.block or self.steps)

    @property
    def steps(self) -> int | None:
        """In how many steps units start; None where all start together."""
        return min(self.design.steps, self.size) if isinstance(self.design, Rollout) else None

    def stretch(self, history: Panel, start: int) -> Panel:
        """What would be read of the history, had the pilot been lit in a period of it."""
        first = start if self.by_itself else 0
        return history.only(slice(None), slice(first, start + self.periods))

    def lit(self, stretch: Panel, rng: np.random.Generator) -> Bools:
        """(units, periods) of a stretch: a lot of the design; of the named units, where there are any.

        Args:
            stretch: of the history, the pilot's periods last.
            rng: draws the lot.
        """
        if not self.named:
            return np.asarray(self.design.assign(stretch, self.size, rng))
        ours = np.isin(np.array(stretch.units), self.named)
        lit = np.zeros(stretch.y.shape, dtype=bool)
        if self.turns:
            lit[ours] = self.design.assign(stretch.only(ours), self.size, rng)
        else:
            lit[ours, -self.periods :] = True
        return lit

    def pilot(self, history: Panel, start: int, rng: np.random.Generator) -> Panel:
        """A pretend pilot in the history."""
        stretch = self.stretch(history, start)
        return stretch.burning(self.lit(stretch, rng))

    def drawn(self, history: Panel, seed: int) -> Bools:
        """(units, periods of the pilot): who is lit when; the same for the same units and seed, in whatever order they stand."""
        order = np.argsort(np.array(history.units), kind="stable")
        stretch = self.stretch(history.only(order), len(history.periods) - self.periods)
        lit = self.lit(stretch, np.random.default_rng(seed))[:, -self.periods :]
        return np.asarray(lit[np.argsort(order)])

    @property
    def cost(self) -> int:
        """Periods under the change, added up over the units; a lot costs the same whoever it falls on."""
        if self.block:
            return self.size * self.block * (self.periods // (2 * self.block))
        if self.steps:
            starts = np.linspace(0, self.periods, self.steps, endpoint=False).astype(np.int64)
            groups = np.array_split(np.arange(self.size), self.steps)
            return int(sum(len(group) * (self.periods - start) for group, start in zip(groups, starts, strict=True)))
        return self.size * self.periods


@dataclass(frozen=True)
class Window:
    """A stretch of the past in which pilots are pretended.

    Attributes:
        history: a panel in which nothing is lit.
        start: the first period in which they are lit.
        rng: draws their lots.
        seen: what single units showed in this history before, for other trials.
    """

    history: Panel
    start: int
    rng: np.random.Generator
    seen: Seen = field(default_factory=Seen)

    def pilot(self, trial: Trial) -> Panel:
        """A pretend pilot in it."""
        return trial.pilot(self.history, self.start, self.rng)


FEWER = 1024
"""Ways in which a lot could have fallen that a pretend pilot tries at the most."""


def quick(design: Design) -> Design:
    """The same design, without what is only shown beside the test that decides."""
    fewer = min(cast(Asked, design).permutations, FEWER)
    return replace(design, checks=False, beside=False, looks=None, permutations=fewer)  # type: ignore[type-var]


def labels(periods: tuple[str, ...], many: int) -> tuple[str, ...]:
    """Labels of the periods to come: those of the past gone on with, where they are years, months, weeks or dates that run
    evenly; 1, 2, ... otherwise.

    Args:
        periods: labels of the past, in order.
        many: how many are to come.
    """
    for way in (_whole_numbers, _months, _weeks, _dates):
        found = way(periods[-5:], many)
        if found:
            return found
    return tuple(str(number) for number in range(1, many + 1))


def _even(past: list[int]) -> int:
    """The step from one to the next; 0 where they are few, or it is not always the same."""
    steps = {after - before for before, after in pairwise(past)}
    return steps.pop() if len(steps) == 1 else 0


def _whole_numbers(past: tuple[str, ...], many: int) -> tuple[str, ...]:
    if not all(fullmatch(r"\d{1,9}", label) for label in past):
        return ()
    step = _even([int(label) for label in past])
    width = len(past[-1]) if past[-1].startswith("0") else 0
    return tuple(f"{int(past[-1]) + step * ahead:0{width}}" for ahead in range(1, many + 1)) if step > 0 else ()


def _months(past: tuple[str, ...], many: int) -> tuple[str, ...]:
    if not all(fullmatch(r"\d{4}-(0[1-9]|1[0-2])", label) for label in past):
        return ()
    numbers = [int(label[:4]) * 12 + int(label[5:]) - 1 for label in past]
    step = _even(numbers)
    ahead = [numbers[-1] + step * at for at in range(1, many + 1)]
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in ahead) if step > 0 else ()


def _weeks(past: tuple[str, ...], many: int) -> tuple[str, ...]:
    if not all(fullmatch(r"\d{4}-W\d\d", label) for label in past):
        return ()
    try:
        numbers = [date.fromisocalendar(int(label[:4]), int(label[6:]), 1).toordinal() for label in past]
    except ValueError:
        return ()
    step = _even(numbers)
    ahead = (date.fromordinal(numbers[-1] + step * at).isocalendar() for at in range(1, many + 1))
    return tuple(f"{day.year:04}-W{day.week:02}" for day in ahead) if step > 0 else ()


def _dates(past: tuple[str, ...], many: int) -> tuple[str, ...]:
    if not all(fullmatch(r"\d{4}-\d\d-\d\d", label) for label in past):
        return ()
    try:
        days = [date.fromisoformat(label) for label in past]
    except ValueError:
        return ()
    step = _even([day.toordinal() for day in days])
    if step > 0:
        return tuple((days[-1] + timedelta(days=step * ahead)).isoformat() for ahead in range(1, many + 1))
    if {day.day for day in days} == {1}:
        months = _months(tuple(label[:7] for label in past), many)
        return tuple(f"{month}-01" for month in months)
    return ()
