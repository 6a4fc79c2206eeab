"""The lot: who burns, and when, drawn so that the same seed draws it again."""

from __future__ import annotations

import numpy as np

from smallfires.fires.plan import Draw, Turn
from smallfires.stats.panel import Panel
from smallfires.stats.trials import Trial


def drawn(trial: Trial, history: Panel, seed: int, periods: tuple[str, ...]) -> Draw:
    """The lot of a trial.

    Args:
        trial: the pilot; where it names its units, only their periods or their order are drawn.
        history: the units among which it is drawn.
        seed: with which the same lot comes out again.
        periods: labels of the pilot's periods.
    """
    lit = trial.drawn(history, seed)
    ever = lit.any(axis=1)
    turns = [
        Turn(history.units[at], tuple(int(place) + 1 for place in np.flatnonzero(lit[at])))
        for at in np.flatnonzero(ever)
    ]
    return Draw(
        turns=tuple(sorted(turns, key=lambda turn: turn.unit)),
        others=tuple(sorted(history.units[at] for at in np.flatnonzero(~ever))),
        periods=periods,
        by_lot=not trial.named or trial.turns,
        seed=seed,
    )
