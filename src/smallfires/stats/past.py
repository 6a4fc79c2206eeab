"""The part of a panel in which nothing was lit, and of the units that can take part: where pretend pilots are put."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.stats.panel import Panel

Bools = NDArray[np.bool_]

ENOUGH = 0.5
"""The share of the periods that has to be left for the history to end where a first unit was lit; else lit units go."""
TODAY = 1 / 3
"""The last share of the history that tells the usual level."""


@dataclass(frozen=True)
class Past:
    """A history.

    Attributes:
        panel: nothing is lit in it.
        notes: what was left out, each as a sentence.
    """

    panel: Panel
    notes: tuple[str, ...]

    @property
    def level(self) -> float:
        """The usual level: the mean over units and the last third of the periods, in the measure's unit."""
        periods = len(self.panel.periods)
        y = self.panel.y[:, periods - max(1, round(TODAY * periods)) :]
        return float(np.nanmean(y if (~np.isnan(y)).any() else self.panel.y))

    @property
    def unseen(self) -> float:
        """The share of cells without a value."""
        return float(np.isnan(self.panel.y).mean())


def past(panel: Panel, able: Bools) -> Past:
    """The history before anything was lit; or, where that is the shorter half, all of it without the units that were lit.

    Args:
        panel: what was measured, and what was lit.
        able: (units,) which can take part.

    Raises:
        TooLittleData: nothing is left.
    """
    notes = []
    kept = panel.only(able) if able.any() else panel
    if not able.any():
        raise TooLittleData(
            f"All {len(panel.units)} units are left out of the pilot.", "Leave at least one that can take part."
        )
    start = kept.start
    if start is not None and start >= ENOUGH * len(kept.periods):
        notes.append(f"The history ends before {kept.periods[start]}, when {_first(kept)} was lit.")
        kept = kept.only(slice(None), slice(0, start))
    elif start is not None:
        if kept.ever_lit.all():
            raise TooLittleData(
                f"All units were lit at some time, the first from {kept.periods[start]} on: there is too little history "
                "in which nothing was changed.",
                "Give a longer time before.",
            )
        notes.append(
            f"{int(kept.ever_lit.sum())} units that were lit before, from {kept.periods[start]} on, are left out of the history."
        )
        kept = kept.only(~kept.ever_lit)
    return Past(kept, tuple(notes))


def _first(panel: Panel) -> str:
    return panel.units[int(np.argmax(panel.lit[:, panel.start or 0]))]
