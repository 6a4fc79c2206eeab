"""Runs in the environment of CausalPy: see ``answer``."""

from __future__ import annotations

import logging

import causalpy
import numpy as np
import pandas as pd
from answer import answer, averaged, given, start_of
from causalpy.skl_models import WeightedProportion

SAMPLING = {"random_seed": 0, "progressbar": False, "cores": 1, "chains": 2}


def fitted(y: np.ndarray, start: int, unit: int, others: list[int], model: object) -> causalpy.SyntheticControl:
    """Synthetic control of one unit by the others."""
    data = pd.DataFrame(y.T, columns=[f"unit {at}" for at in range(len(y))])
    names = [f"unit {at}" for at in others]
    return causalpy.SyntheticControl(data, start, control_units=names, treated_units=[f"unit {unit}"], model=model)


def control(y: np.ndarray, lit: np.ndarray, *, bayes: bool) -> dict:
    """Synthetic control of the lit units' mean, with the interval that its summary of effects gives."""
    y, lit = averaged(y, lit)
    model = causalpy.pymc_models.WeightedSumFitter(sample_kwargs=SAMPLING) if bayes else WeightedProportion()
    found = fitted(y, start_of(lit), len(y) - 1, list(range(len(y) - 1)), model)
    row = found.effect_summary().table.loc["average"]
    ends = ("hdi_lower", "hdi_upper") if bayes else ("ci_lower", "ci_upper")
    return given(row["mean"], None if bayes else row["p_value"], *(row[end] for end in ends))


def ranked(y: np.ndarray, lit: np.ndarray) -> dict:
    """The same, its mean effect ranked among those of each other unit by the rest of them."""
    y, lit = averaged(y, lit)
    start, last = start_of(lit), len(y) - 1
    effects = []
    for unit in range(len(y)):
        others = [at for at in range(last) if at != unit]
        found = fitted(y, start, unit, others, WeightedProportion())
        effects.append(float(np.asarray(found.post_impact).mean()))
    return given(effects[last], np.mean(np.abs(effects) >= abs(effects[last])))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    answer(
        {
            "control": lambda y, lit: control(y, lit, bayes=False),
            "ranked": ranked,
            "control bayes": lambda y, lit: control(y, lit, bayes=True),
        }
    )
