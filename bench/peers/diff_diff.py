"""Runs in the environment of diff-diff: figure and seconds of one panel, as JSON on the output stream.

    python diff_diff.py FILE START LIT PLACEBOS

FILE holds y (units, periods) as an .npy array, its last LIT rows lit from column START on.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

here = str(Path(__file__).resolve().parent)
sys.path[:] = [path for path in sys.path if path != here]  # or this file would be imported as the package

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from diff_diff import SyntheticDiD  # noqa: E402

if __name__ == "__main__":
    path, start, lit, placebos = sys.argv[1], *map(int, sys.argv[2:5])
    y = np.load(path)
    units, periods = y.shape
    table = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "time": np.tile(np.arange(periods), units),
            "y": y.ravel(),
            "lit": np.repeat((np.arange(units) >= units - lit).astype(int), periods),
        }
    )
    warnings.simplefilter("ignore")
    begun = time.perf_counter()
    model = SyntheticDiD(variance_method="placebo", n_bootstrap=placebos, seed=0)
    result = model.fit(
        table, outcome="y", treatment="lit", unit="unit", time="time", post_periods=list(range(start, periods))
    )
    seconds = time.perf_counter() - begun
    json.dump({"seconds": seconds, "figures": {"sdid": float(result.att)}, "error": float(result.se)}, sys.stdout)
