"""Runs in the environment of tea-tasting: the difference between two arms of a table of cases, with CUPED, as JSON.

    python with_tea_tasting.py FILE TIMES

FILE is Parquet with arm, y and x. It is read by DuckDB, through Ibis; of several runs the fastest counts.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

here = str(Path(__file__).resolve().parent)
sys.path[:] = [path for path in sys.path if path != here]  # or a file here would be imported as a package

import ibis  # noqa: E402
import tea_tasting as tt  # noqa: E402

if __name__ == "__main__":
    path, times = sys.argv[1], int(sys.argv[2])
    experiment = tt.Experiment(y=tt.Mean("y", "x"), variant="arm")
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        found = experiment.analyze(ibis.duckdb.connect().read_parquet(path))["y"]
        seconds.append(time.perf_counter() - begun)
    figures = {"effect": found.effect_size, "low": found.effect_size_ci_lower, "high": found.effect_size_ci_upper}
    json.dump({"seconds": min(seconds), "figures": {name: float(value) for name, value in figures.items()}}, sys.stdout)
