"""How fast, and how exactly, is a lot over ten million cases read?

    python -m bench.cases               ten million cases, and tea-tasting beside
    python -m bench.cases --no-peer     without tea-tasting
    python -m bench.cases --cases 1000000

The cases lie in a Parquet file: an arm, a measure, the same measure before, a stratum. Ours is the whole reading: the sums, and
the record. They are read twice: as the peer reads them (one slope for both arms, no strata), and in full (a slope for each arm,
eight strata). The sums are compared with exact ones, of every case in this process. A promise that is broken ends the command
with 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench.peers.environment import python_of, script

from smallfires.engines.embedded import Embedded
from smallfires.fires.effect import Effect
from smallfires.stats import sums
from smallfires.stats.designs.randomised import Randomised
from smallfires.worklog import lots

SECONDS = 3.0
"""At most, for ten million cases."""
DIGITS = 1e-12
"""How far sums may be from the exact ones, as a share of these."""
TIMES = 3
STRATA = 8


def make(cases: int, path: Path, seed: int = 0) -> dict[str, np.ndarray]:
    """Cases with a long tail and an effect of a tenth, as a Parquet file and as arrays."""
    rng = np.random.default_rng(seed)
    x = rng.lognormal(3, 1, cases)
    arm, stratum = rng.integers(0, 2, cases), rng.integers(0, STRATA, cases)
    columns = {"arm": arm, "y": x + rng.normal(size=cases) + 0.1 * arm, "x": x, "stratum": stratum}
    with tempfile.TemporaryDirectory() as scratch:
        engine = Embedded(Path(scratch))
        engine.expect(cases)
        engine.upload("cases", columns)
        engine.write("select * from cases", path)
        engine.close()
    return columns


def ours(path: Path, cases: int, stratum: str, adjust: str) -> tuple[float, lots.Lots, Effect]:
    """Seconds of the fastest run, the sums, and the record."""
    question = f"select arm, y, x, cast(null as varchar) as cluster, {stratum} as stratum from read_parquet('{path}')"
    seconds = []
    for _ in range(TIMES):
        with tempfile.TemporaryDirectory() as scratch:
            begun = time.perf_counter()
            engine = Embedded(Path(scratch))
            engine.expect(cases)
            found = lots.add_up(engine, question)
            effect = Randomised(adjust=adjust).estimate_cases(found.sums, found.notes)
            engine.close()
            seconds.append(time.perf_counter() - begun)
    return min(seconds), found, effect


def furthest(found: sums.Sums, exact: sums.Sums) -> float:
    """The largest difference of any sum about the mean, as a share of the exact one."""
    one, other = sums.about_means(found), sums.about_means(exact)
    return max(float(np.abs(getattr(one, name) / getattr(other, name) - 1).max()) for name in ("yy", "xy", "xx"))


def peer(path: Path) -> dict:
    """What tea-tasting says, and how long it takes."""
    command = [python_of("tea-tasting"), script("with_tea_tasting.py"), path, TIMES]
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--no-peer", action="store_true", help="without tea-tasting")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.parquet"
        columns = make(told.cases, path)
        plain, _, alike = ours(path, told.cases, "cast(null as varchar)", "cuped")
        full, found, effect = ours(path, told.cases, "cast(stratum as varchar)", "lin")
        theirs = None if told.no_peer else peer(path)
    begun = time.perf_counter()
    exact = sums.add_up(columns["y"], columns["arm"], x=columns["x"], stratum=columns["stratum"])
    here = time.perf_counter() - begun
    off = furthest(found.sums, exact)
    kept = full <= SECONDS * told.cases / 10_000_000 and off <= DIGITS
    print(f"{told.cases:,} cases, {STRATA} strata, a slope each: {full:.2f} s; {effect.unit.value:.6f} ± "
          f"{(effect.unit.high - effect.unit.low) / 2:.6f}")  # fmt: skip
    print(f"one slope, no strata: {plain:.2f} s; {alike.unit.value:.9f}")
    print(f"sums are off by {off:.1e} at the most, those made in this process take {here:.1f} s")
    if theirs:
        apart = abs(theirs["figures"]["effect"] - alike.unit.value)
        kept &= apart <= 1e-6
        print(f"tea-tasting, one slope, no strata: {theirs['seconds']:.2f} s, {theirs['seconds'] / plain:.2f} × ours; "
              f"figures {apart:.1e} apart")  # fmt: skip
    print("kept" if kept else "MISSED")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
