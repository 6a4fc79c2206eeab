"""Runs in the environment of synthdid-py: figures and seconds of one panel, as JSON on the output stream.

    python synthdid_py.py FILE START LIT PLACEBOS

FILE holds y (units, periods) as an .npy array, its last LIT rows lit from column START on.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from synthdid import did_estimate, sc_estimate, synthdid_estimate

if __name__ == "__main__":
    path, start, lit, placebos = sys.argv[1], *map(int, sys.argv[2:5])
    y = np.load(path)
    others = len(y) - lit
    begun = time.perf_counter()
    found = {
        "sdid": float(synthdid_estimate(y, others, start)),
        "sc": float(sc_estimate(y, others, start)),
        "did": float(did_estimate(y, others, start)),
    }
    rng = np.random.default_rng(0)
    values = []
    for at in range(placebos):
        order = rng.permutation(others) if lit > 1 else np.r_[np.delete(np.arange(others), at), at]
        values.append(float(synthdid_estimate(y[:others][order], others - lit, start)))
    seconds = time.perf_counter() - begun
    json.dump({"seconds": seconds, "figures": found, "error": float(np.std(values)) if values else None}, sys.stdout)
