"""Runs in our own environment, as the peers do in theirs: see ``answer``."""

from __future__ import annotations

import numpy as np
from answer import answer, given

from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel


def parallel(y: np.ndarray, lit: np.ndarray, placebos: int) -> dict:
    """The whole record: fit, so many pretend pilots, interval, the path with its band."""
    units, periods = ([f"{at:04}" for at in range(many)] for many in y.shape)
    panel = Panel(y, np.ones(y.shape), lit, tuple(units), tuple(periods))
    effect = Parallel(permutations=placebos + 1, checks=False, beside=False).estimate(panel)
    return given(effect.unit.value, effect.p, effect.unit.low, effect.unit.high)


if __name__ == "__main__":
    answer(
        {
            "singles": lambda y, lit: parallel(y, lit, int((~lit.any(axis=1)).sum())),
            "200": lambda y, lit: parallel(y, lit, 200),
        }
    )
