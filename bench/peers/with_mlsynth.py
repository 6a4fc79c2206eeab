"""Runs in the environment of mlsynth: see ``answer``."""

from __future__ import annotations

import numpy as np
import pandas as pd
from answer import answer, averaged, given, start_of, table
from mlsynth import SDID, VanillaSC
from mlsynth.utils.geolift_helpers.marketselect.realize import realize_design

COLUMNS = {"outcome": "y", "treat": "lit", "unitid": "unit", "time": "time", "display_graphs": False}


def sdid(y: np.ndarray, lit: np.ndarray) -> dict:
    """Synthetic difference-in-differences with as many pretend pilots as there are others."""
    found = SDID({"df": table(y, lit), "B": int((~lit.any(axis=1)).sum()), **COLUMNS}).fit().inference
    return given(found.details.att, found.p_value, found.ci_lower, found.ci_upper, error=found.standard_error)


def augmented(y: np.ndarray, lit: np.ndarray) -> dict:
    """Augmented synthetic control of the lit units' mean with conformal p and interval, what GeoLift reads a pilot with."""
    data = table(*averaged(y, lit))
    found = VanillaSC({"df": data, "augment": "ridge", "inference": "conformal", **COLUMNS}).fit()
    return given(found.effects.att, found.inference.p_value, found.inference.ci_lower, found.inference.ci_upper)


def geolift(y: np.ndarray, lit: np.ndarray) -> dict:
    """The reading of a pilot in the port of GeoLift, whose settings are those of the R package but for the level."""
    names = [f"unit {at}" for at in range(len(y))]
    lit_names = frozenset(names[at] for at in np.flatnonzero(lit.any(axis=1)))
    wide = pd.DataFrame(y.T, columns=names)
    found = realize_design(wide, lit_names, start_of(lit), how="mean", alpha=0.05, fixed_effects=True)
    return given(found.effects.att, found.inference.p_value)


if __name__ == "__main__":
    answer({"sdid": sdid, "augmented": augmented, "geolift": geolift})
