"""What units that were never lit show, taken as lit one by one: by it, weights of the periods before are mixed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.others import unit_weights
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import Recipe
from smallfires.stats.stacking import Ways, mix

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]

FEWEST = 3
"""Others never lit that every assignment has to leave for period weights to be mixed by."""
MOST_SHOWN = 40
"""Units that period weights are mixed by, at most."""
MOST_KEPT = 128
"""Histories of which it is kept, the latest ones, which bounds the memory."""


@dataclass(frozen=True)
class Shown:
    """What single units show, taken as lit, by each way to weigh the periods before.

    Attributes:
        units: (some,) units that were never lit.
        omega: (some, units) the weights of their others.
        figures: (some, ways) theirs.
        earlier: (some, ways) theirs in the window just before the start; None where there is none.
        ways: to weigh the periods before.
    """

    units: Codes
    omega: Floats
    figures: Floats
    earlier: Floats | None
    ways: Ways

    @classmethod
    def of(cls, units: Codes, pilots: Pilots, recipe: Recipe) -> Shown:
        """These units, over the history of the pilots."""
        single = Pilots.single(pilots.y, pilots.before, units, pilots.never)
        omega, known = unit_weights(single, recipe, None), Ways(pilots.off)
        return cls(units, omega, _by_ways(single, omega, known), _earlier(single, recipe, omega > 0), known)

    def guess(self, pilots: Pilots) -> Bools | None:
        """(assignments, units) those who have weight for its unit: where to look first; None where there are several."""
        single: bool = (pilots.groups.sum(axis=1) == 1).all()
        return pilots.groups[:, self.units] @ (self.omega > 0) if single else None

    def weights(self, pilots: Pilots) -> Floats:
        """(assignments, before) weights of the periods before, as was best for units outside each."""
        shares = mix(self.figures, pilots.steady[:, self.units], self.earlier)
        return np.asarray(np.einsum("aw,awt->at", shares, self.ways.weights(pilots.steady, pilots.noise)))


class Seen:
    """What single units showed, kept for the next pilots: it depends on the history alone, and on who was never lit in it; not on
    who is lit now, nor on how many.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[bytes, bytes, int, Recipe], Shown] = {}

    def by(self, pilots: Pilots, recipe: Recipe) -> Shown | None:
        """What they show over the history of the pilots; None where an assignment leaves too few of them to judge by."""
        units = _spread(np.flatnonzero(pilots.never))
        if (pilots.steady & pilots.never)[:, units].sum(axis=1).min() < FEWEST:
            return None
        history = (pilots.y.tobytes(), pilots.never.tobytes(), pilots.before, recipe)
        if history not in self._found:
            if len(self) >= MOST_KEPT:
                self._found.pop(next(iter(self._found)))
            self._found[history] = self._look(units, pilots, recipe)
        return self._found[history]

    def __len__(self) -> int:
        return len(self._found)

    def _look(self, units: Codes, pilots: Pilots, recipe: Recipe) -> Shown:
        return Shown.of(units, pilots, recipe)


def _earlier(single: Pilots, recipe: Recipe, warm: Bools) -> Floats | None:
    """What the same units show in the window just before the start; None where there is no room for it."""
    window = min(single.y.shape[1] - single.before, max(2, single.before // 3))
    if single.before - window < 2:
        return None
    then = replace(single.until(single.before), before=single.before - window)
    return _by_ways(then, unit_weights(then, recipe, warm), Ways(then.off))


def _spread(units: Codes) -> Codes:
    """As many of the units as are enough, from the first to the last."""
    return units[np.linspace(0, units.size - 1, min(units.size, MOST_SHOWN)).astype(np.int64)]


def _by_ways(pilots: Pilots, omega: Floats, ways: Ways) -> Floats:
    """(assignments, ways) the figures."""
    gap = (pilots.shares - omega) @ pilots.y
    level = np.einsum("at,awt->aw", gap[:, : pilots.before], ways.weights(pilots.steady, pilots.noise))
    return np.asarray(gap[:, pilots.before :].mean(axis=1, keepdims=True) - level)
