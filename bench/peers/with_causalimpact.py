"""Runs in the environment of bsts-causalimpact: see ``answer``."""

from __future__ import annotations

import numpy as np
from answer import answer, given, start_of
from causal_impact import CausalImpact


def impact(y: np.ndarray, lit: np.ndarray, *, controls: bool) -> dict:
    """A structural time series of the lit units' mean, as the package sets it up, with every other unit beside it or none."""
    ever, start = lit.any(axis=1), start_of(lit)
    data = np.column_stack([y[ever].mean(axis=0), *(y[~ever] if controls else ())])
    found = CausalImpact(data, [0, start - 1], [start, y.shape[1] - 1]).summary_stats
    return given(found["point_effect_mean"], found["p_value"], found["ci_lower"], found["ci_upper"])


if __name__ == "__main__":
    answer(
        {
            "alone": lambda y, lit: impact(y, lit, controls=False),
            "controls": lambda y, lit: impact(y, lit, controls=True),
        }
    )
