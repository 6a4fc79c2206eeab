"""The lot: who burns, and when, drawn so that the same seed draws it again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smallfires.fires.plan import Draw, Turn
from smallfires.stats.panel import Panel
from smallfires.stats.trials import Trial

LEAD = 2
"""Periods before the pilot that a design wants to see when it draws."""


def drawn(trial: Trial, history: Panel, seed: int, periods: tuple[str, ...]) -> Draw:
    """The lot of a trial.

    Args:
        trial: the pilot; where it names its units, only their periods or their order are drawn.
        history: the units among which it is drawn.
        seed: with which the same lot comes out again.
        periods: labels of the pilot's periods.
    """
    lit = trial.drawn(_long_enough(history, trial.periods + LEAD), seed)
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


def _long_enough(history: Panel, periods: int) -> Panel:
    """A history as long as the pilot at least, with empty periods put first: a lot looks at no figure."""
    short = periods - len(history.periods)
    if short <= 0:
        return history
    wide = [(0, 0), (short, 0)]
    names = tuple(f"{place} periods before {history.periods[0]}" for place in range(short, 0, -1))
    return replace(
        history,
        y=np.pad(history.y, wide, constant_values=np.nan),
        n=np.pad(history.n, wide),
        lit=np.pad(history.lit, wide),
        periods=(*names, *history.periods),
        x=None if history.x is None else np.pad(history.x, [*wide, (0, 0)], constant_values=np.nan),
    )
