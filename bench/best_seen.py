"""Does the interval of the best unit hold? Simulated organizations with a known truth.

    python bench/best_seen.py [organizations per setting] [seed]

Each organization has some units of 8 to 500 cases, whose true paces scatter by tau around the house's. The best unit
is picked from its cases: by the shrunk figure, and by the raw one. Printed is how often the 90 % interval of the pick
holds its true value, and how often the naive interval of the raw best does. It ends with 1 where the promise is broken.
"""

from __future__ import annotations

import sys
from itertools import product

import numpy as np

from smallfires.stats.shrink import shrink
from smallfires.stats.standardise import standardise

SHAPES = {
    "lognormal 0.6": lambda rng, n: np.exp(0.6 * rng.standard_normal(n)),
    "lognormal 1.0": lambda rng, n: np.exp(rng.standard_normal(n)),
    "lognormal 1.3": lambda rng, n: np.exp(1.3 * rng.standard_normal(n)),
    "gamma 1": lambda rng, n: rng.standard_exponential(n),
}
TRUTH = {
    "mean": {
        "lognormal 0.6": np.exp(0.18),
        "lognormal 1.0": np.exp(0.5),
        "lognormal 1.3": np.exp(0.845),
        "gamma 1": 1.0,
    },
    "median": {"lognormal 0.6": 1.0, "lognormal 1.0": 1.0, "lognormal 1.3": 1.0, "gamma 1": np.log(2)},
}
SIZES = {"8 to 30": (8, 30), "8 to 500": (8, 500)}
UNITS = (4, 6, 12, 60)
TAU = (0.0, 0.1, 0.3, 0.7)


def organization(rng, units, sizes, tau, shape):
    """True paces (units,), the unit of each case, and its duration."""
    low, high = np.log(sizes)
    cases = np.exp(rng.uniform(low, high, units)).round().astype(int)
    pace = np.exp(tau * rng.standard_normal(units))
    unit = np.repeat(np.arange(units), cases)
    return pace, unit, pace[unit] * SHAPES[shape](rng, unit.size)


def shrunk_holds(pace, unit, values, statistic, truth):
    """Whether the 90 % interval of the best unit after shrinking holds its true value."""
    alike = np.zeros(unit.size, dtype=np.int64)
    compared = standardise(values, np.ones(unit.size), unit, alike, statistic)
    posterior = shrink(compared.scaled, compared.error, compared.spread / 2)
    best = posterior.best()
    low, high = posterior.interval(0.9)
    return low[best] <= np.log(pace[best] * truth) <= high[best]


def raw_holds(pace, unit, values, statistic, truth):
    """Whether the textbook 90 % interval of the unit with the best raw figure holds its true value."""
    groups = [values[unit == u] for u in range(pace.size)]
    own = [np.mean(g) if statistic == "mean" else np.median(g) for g in groups]
    best = int(np.argmin(own))
    group = groups[best]
    off = 1.645 / np.sqrt(group.size)
    if statistic == "mean":
        low, high = own[best] - off * group.std(ddof=1), own[best] + off * group.std(ddof=1)
    else:
        low, high = np.quantile(group, np.clip([0.5 - off / 2, 0.5 + off / 2], 0, 1))
    return low <= pace[best] * truth <= high


def coverage(setting, organizations, seed):
    """How often the shrunk and the raw best's intervals hold, in one setting."""
    statistic, shape, sizes, tau, units = setting
    rng = np.random.default_rng([seed, *setting_number(setting)])
    held = np.zeros(2)
    for _ in range(organizations):
        made = organization(rng, units, SIZES[sizes], tau, shape)
        truth = TRUTH[statistic][shape]
        held += shrunk_holds(*made, statistic, truth), raw_holds(*made, statistic, truth)
    return held / organizations


def setting_number(setting):
    """A seed of its own for each setting."""
    statistic, shape, sizes, tau, units = setting
    return [list(TRUTH).index(statistic), list(SHAPES).index(shape), list(SIZES).index(sizes), int(10 * tau), units]


def main(organizations=40, seed=1):
    """Print the table; return whether at least 90 % hold overall while the raw best's do not."""
    rows = []
    print(f"{organizations} organizations a setting; share of 90 % intervals that hold: shrunk | raw best")
    print(f"{'statistic':9}{'durations':15}{'cases a unit':14}{'tau':>4}  " + "".join(f"{u:>5} units  " for u in UNITS))
    for statistic, shape, sizes, tau in product(TRUTH, SHAPES, SIZES, TAU):
        row = [coverage((statistic, shape, sizes, tau, units), organizations, seed) for units in UNITS]
        rows += row
        cells = "  ".join(f"{shrunk:.2f}|{raw:.2f} " for shrunk, raw in row)
        print(f"{statistic:9}{shape:15}{sizes:14}{tau:4.1f}  {cells}", flush=True)
    shrunk, raw = np.mean(rows, axis=0)
    print(f"overall: shrunk {shrunk:.3f} (lowest setting {np.min(rows, axis=0)[0]:.2f}), raw best {raw:.3f}")
    return shrunk >= 0.9 > raw


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
