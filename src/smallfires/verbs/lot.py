"""The lot: who burns, and when, drawn so that the same seed draws it again."""

from __future__ import annotations

import numpy as np

from smallfires.fires.plan import Draw, Turn
from smallfires.stats.panel import Panel
from smallfires.stats.trials import Trial, labels


def drawn(trial: Trial, history: Panel, seed: int, periods: tuple[str, ...], ahead: int = 0) -> Draw:
    """The lot of a trial.

    Args:
        trial: the pilot; where it names its units, only their periods or their order are drawn.
        history: the units among which it is drawn.
        seed: with which the same lot comes out again.
        periods: labels of the past, with which those of the pilot go on.
        ahead: periods between the last of these and the pilot's first one.
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
        periods=_labels(periods, trial.periods, ahead),
        by_lot=not trial.named or trial.turns,
        seed=seed,
    )


def _labels(past: tuple[str, ...], many: int, ahead: int) -> tuple[str, ...]:
    """Of the pilot's periods; 1, 2, ... where the past does not go on evenly."""
    found = labels(past, ahead + many)
    even = found != tuple(str(number) for number in range(1, ahead + many + 1))
    return found[ahead:] if even else found[:many]
