"""Looking every period without crying wolf more often: the permutation test of all looks together.

The horizon is declared: how many looks there will be. By each look, no more than its part of the allowed assignments may have
been called; at the look those are called that are furthest from zero, of the ones not called before. What is true of all
assignments is true of the one that was drawn, so that looking often costs nothing but a little power. What was called stays
called.

Source: spending the error by look: Lan and DeMets (1983), Biometrika 70: 659-663, their linear spending; here the
    boundaries come from the assignments themselves, and hold exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.fires.quantity import say_level
from smallfires.stats.permutation import TIE, Permutation

Floats = NDArray[np.float64]

HALVINGS = 50
"""Steps of the search for an end of the interval: each halves what is left."""
FURTHEST = 60
"""Doublings of the search outwards, after which an end is infinite."""


@dataclass(frozen=True)
class Peeking:
    """The test of any effect after some of the looks.

    Attributes:
        figures: (assignments, looks so far) the figure of each at each look, the true one first.
        slopes: (assignments, looks so far) by how much each falls when an effect of one is taken out of the lit cells.
        planned: how many looks there will be.
        level: of the interval.

    Raises:
        UsageError: more looks than planned.
    """

    figures: Floats
    slopes: Floats
    planned: int
    level: float

    def __post_init__(self) -> None:
        if self.figures.shape[1] > self.planned:
            raise UsageError(
                f"This is look {self.figures.shape[1]}, and {self.planned} were planned.",
                "Read the pilot at its horizon, or amend the horizon.",
            )

    @property
    def value(self) -> float:
        """The estimate at the last look."""
        return float(self.figures[0, -1])

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that is possible by now."""
        return min(1.0, float(ceil(self.planned / self.figures.shape[1]) / len(self.figures)))

    @property
    def last(self) -> Permutation:
        """The test of the last look alone."""
        return Permutation.of(self.figures[:, -1], self.slopes[:, -1])

    def p(self, effect: float = 0.0) -> float:
        """How often chance would have been called by now at a level as strict as it takes to call the true one."""
        most = len(self.figures)
        if not self._called(effect, most):
            return 1.0
        low, high = 0, most
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._called(effect, middle) else (middle, high)
        allowed = self._allowed
        called = allowed > 0 and self._called(effect, allowed)
        return (min(high, allowed) if called else max(high, allowed + 1)) / most

    def interval(self, level: float) -> tuple[float, float]:
        """The effects that are not called by now, and those up to the estimate. Only the level of the test is possible.

        What was called stays called, so that late looks can move the estimate among effects that were called early. A
        wider interval keeps its promise; only zero is not taken back in.

        Raises:
            UsageError: another level.
        """
        if level != self.level:
            raise UsageError(f"The looks were planned at {say_level(self.level)}.", "Read them at that level.")
        centre = self._centre()
        low, high = self._end(centre, -1.0), self._end(centre, 1.0)
        wider = min(low, self.value), max(high, self.value)
        if low <= 0 <= high or not wider[0] <= 0 <= wider[1]:
            return wider
        return low, high

    def probability(self, at_least: float) -> float:
        """That the effect is at least so large, by the last look alone: no decision is made on it before the horizon."""
        return self.last.probability(at_least)

    @property
    def _allowed(self) -> int:
        """How many assignments may be called by the last planned look, in all."""
        return max(0, ceil(round((1 - self.level) * len(self.figures), 9)) - 1)

    def _out(self, effect: float) -> bool:
        return self._allowed > 0 and self._called(effect, self._allowed)

    def _called(self, effect: float, most: int) -> bool:
        """Whether the true assignment has been called by now, where ``most`` may be in the end."""
        off = np.abs(self.figures - self.slopes * effect)
        tie = TIE * float(off.max())
        waiting, called = np.ones(len(off), dtype=bool), 0
        for look in range(off.shape[1]):
            more = most * (look + 1) // self.planned - called
            if more <= 0:
                continue
            still = off[waiting, look]
            bound = np.partition(still, -more - 1)[-more - 1] + tie if more < still.size else -np.inf
            now = waiting & (off[:, look] > bound)
            if now[0]:
                return True
            called += int(now.sum())
            waiting &= ~now
        return False

    def _centre(self) -> float:
        """An effect that is not called: the estimate, or else one between those of the looks."""
        if not self._out(self.value):
            return self.value
        between = np.linspace(self.figures[0].min(), self.figures[0].max(), 101)
        return next((float(effect) for effect in between if not self._out(float(effect))), self.value)

    def _end(self, centre: float, way: float) -> float:
        """The end of the interval on one side; zero is asked itself, so that the interval and p agree on it."""
        inside, outside = centre, np.inf
        if centre * way < 0:
            inside, outside = (centre, 0.0) if self._out(0.0) else (0.0, np.inf)
        if not np.isfinite(outside):
            outside = self._beyond(inside, way)
        if not np.isfinite(outside):
            return outside
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if self._out(middle) else (middle, outside)
        return inside

    def _beyond(self, centre: float, way: float) -> float:
        """An effect on that side that is called, infinite where there is none."""
        step = float(np.abs(self.figures).max()) or 1.0
        for doubling in range(FURTHEST):
            effect = centre + way * step * 2.0 ** (doubling - 4)
            if self._out(effect):
                return effect
        return way * np.inf
