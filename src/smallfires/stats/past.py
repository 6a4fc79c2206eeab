"""The part of a panel in which nothing was lit, and of the units that can take part: where pretend pilots are put."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.fires.quantity import many
from smallfires.stats.complete import SEEN_ENOUGH, named
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


def past(panel: Panel, able: Bools, wanted: Collection[str] = ()) -> Past:
    """The history before anything was lit; or, where that is the shorter half, all of it without the units that were lit.

    Units that are seen too rarely, or never change, are left out too, so that no lot falls on them.

    Args:
        panel: what was measured, and what was lit.
        able: (units,) which can take part.
        wanted: labels of units that shall take part, whatever is known of them.

    Raises:
        TooLittleData: nothing is left.
    """
    if not able.any():
        raise TooLittleData(
            f"All {len(panel.units)} units are left out of the pilot.", "Leave at least one that can take part."
        )
    kept, notes = _unlit(panel.only(able))
    seen = ~np.isnan(kept.y)
    late = seen[:, len(kept.periods) // 2 :].mean(axis=1)
    poor = (np.minimum(seen.mean(axis=1), late) < SEEN_ENOUGH) | kept.constant
    poor &= ~np.isin(np.array(kept.units), list(wanted))
    if poor.any() and not poor.all():
        notes.append(f"Left out, since they are seen too rarely or never change: {named(kept.units, poor)}.")
        kept = kept.only(~poor)
    return Past(kept, tuple(notes))


def _unlit(panel: Panel) -> tuple[Panel, list[str]]:
    """The part in which nothing was lit, and what was left out for it."""
    start = panel.start
    if start is None:
        return panel, []
    if start >= ENOUGH * len(panel.periods):
        note = f"The history ends before {panel.periods[start]}, when {_first(panel)} was lit."
        return panel.only(slice(None), slice(0, start)), [note]
    if panel.ever_lit.all():
        raise TooLittleData(
            f"All units were lit at some time, the first from {panel.periods[start]} on: there is too little history in "
            "which nothing was changed.",
            "Give a longer time before.",
        )
    lit = int(panel.ever_lit.sum())
    note = f"Left out of the history, since they were lit from {panel.periods[start]} on or later: {many(lit, 'unit')}."
    return panel.only(~panel.ever_lit), [note]


def _first(panel: Panel) -> str:
    return panel.units[int(np.argmax(panel.lit[:, panel.start or 0]))]
