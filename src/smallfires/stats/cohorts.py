"""Synthetic difference-in-differences for a rollout: each cohort is a parallel pilot of its own.

A cohort is the units that were lit in the same period. All cohorts have the same others: the units that were never lit; where
none was left so, those that were lit last, and then only what came before that.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111: 4088-4118, appendix A; averaged
    by lit cells: Clarke, Pailañir, Athey and Imbens (2023), arXiv:2301.11859.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.stats.arrangements import arranged
from smallfires.stats.complete import whole
from smallfires.stats.panel import Panel
from smallfires.stats.patterns import first_lit
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import SDID
from smallfires.stats.synthetic import fit

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

BEFORE = 2
"""Periods that a cohort needs before it is lit."""
TITLE = f"{SDID.title} by cohort"


def by_cohort(panel: Panel, weights: Floats, most: int, rng: np.random.Generator) -> Floats | None:
    """The mean effect over the lit cells of all cohorts with two periods before, and of pretend staircases.

    Args:
        panel: lit units stay lit; some are lit later than others, or never.
        weights: (units,) how much each unit counts.
        most: staircases; all there are, where there are no more.
        rng: draws them.

    Returns:
        (staircases,) in the unit of the panel, the true one first; None where no cohort can be told.
    """
    end = int(first_lit(panel).max())
    try:
        full = whole(panel.only(slice(None), slice(0, end))).panel
    except TooLittleData:
        return None
    place = {label: at for at, label in enumerate(panel.units)}
    counts = weights[[place[label] for label in full.units]]
    firsts, _ = arranged(first_lit(full), most, rng)
    total, cells = np.zeros((2, len(firsts)))
    for start in map(int, np.unique(firsts)):
        if BEFORE <= start < len(full.periods):
            pilots = _pilots(full, firsts, start, counts)
            size = (pilots.groups @ counts) * (len(full.periods) - start)
            total += size * fit(pilots).value
            cells += size
    return total / cells if cells.all() else None


def _pilots(full: Panel, firsts: Codes, start: int, counts: Floats) -> Pilots:
    """One cohort of every staircase. Others that were truly lit have no part in the weights of periods."""
    others = firsts == len(full.periods)
    steady = others & ~full.ever_lit
    steady = np.where(steady.any(axis=1, keepdims=True), steady, others)
    y = full.y - full.y[:, :start].mean()
    return Pilots(y, start, firsts == start, others, steady, steady.any(axis=0), counts)
