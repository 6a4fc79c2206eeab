"""Pretend pilots on real panels in which nothing was changed: what every method is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from smallfires.stats.design import Design
from smallfires.stats.panel import Panel

SIZES = range(1, 6)
Draw = Callable[[Panel, np.random.Generator], tuple[Design, Panel]]


@dataclass(frozen=True)
class Pilot:
    """One that never was.

    Attributes:
        source: the name of the real panel.
        panel: the cut of it, with what is taken as lit.
        design: the one that drew its lot; None where units were drawn and no more.
    """

    source: str
    panel: Panel
    design: Design | None = None

    @property
    def size(self) -> int:
        """How many units are lit."""
        return int(self.panel.ever_lit.sum())


def block(panel: Panel, size: int, rng: np.random.Generator) -> Panel:
    """So many units drawn by lot, a start in the second half, 3 to 12 periods lit."""
    periods = len(panel.periods)
    start = int(rng.integers(periods // 2, periods - 2))
    end = start + int(rng.integers(3, min(periods - start, 12) + 1))
    cells = np.zeros(panel.y.shape, dtype=bool)
    cells[rng.choice(len(panel.units), size, replace=False), start:] = True
    return panel.burning(cells).only(slice(None), slice(0, end))


def blocks(panels: dict[str, Panel], many: int, seed: int) -> list[Pilot]:
    """So many, spread evenly over panels and sizes, so that the first of them are a fair sample of all."""
    rng = np.random.default_rng(seed)
    turns = max(1, many // (len(panels) * len(SIZES)))
    return [
        Pilot(name, block(panel, size, rng)) for _ in range(turns) for name, panel in panels.items() for size in SIZES
    ]


def lots(draw: Draw, panels: dict[str, Panel], many: int, seed: int) -> list[Pilot]:
    """So many, each with the lot of its design, spread evenly over panels."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(max(1, many // len(panels))):
        for name, panel in panels.items():
            design, drawn = draw(panel, rng)
            found.append(Pilot(name, drawn, design))
    return found
