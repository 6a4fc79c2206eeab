"""How fast and how exact is synthetic difference-in-differences, and against what?

    python -m bench.sdid               Proposition 99, and a panel of 200 units and 100 periods
    python -m bench.sdid --no-peer     without diff-diff and synthdid-py

Ours is the whole record: fit, all pretend pilots, interval, the path with its band. The peers fit, and take their placebo error
from as many pretend pilots. Of several runs the fastest counts; every program is alone. A promise that is broken ends the
command with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from bench.peers.environment import python_of, script
from bench.real_panels import folder, prop99

from smallfires.fires.effect import Effect
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.synthetic import DID, SC, SDID, Pilots, fit

PUBLISHED = {SDID: (-15.605398, -15.603828), SC: (-19.513630, -19.619663), DID: (-27.349111, -27.349111)}
"""California: at the exact optimum, and by the reference implementation's iterates."""
PEERS = {"synthdid-py": "synthdid_py.py", "diff-diff": "diff_diff.py"}
PROP99_SECONDS, LARGE_SECONDS, TIMES_DIFF_DIFF = 0.010, 0.3, 20.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")


def large(seed: int = 0) -> Panel:
    """200 units and 100 periods on three common paths; ten lit in the last twenty."""
    rng = np.random.default_rng(seed)
    paths = 0.3 * rng.normal(size=(3, 100)).cumsum(axis=1)
    y = rng.normal(size=(200, 3)) @ paths + 3 * rng.normal(size=(200, 1)) + rng.normal(size=(200, 100))
    cells = np.zeros(y.shape, dtype=bool)
    cells[190:, 80:] = True
    labels = tuple(f"{at:03}" for at in range(200))
    return Panel(y, np.ones(y.shape), cells, labels, labels[:100])


def ours(panel: Panel, design: Parallel, times: int) -> tuple[float, Effect]:
    """Seconds of the fastest run, and the record."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        effect = design.estimate(panel)
        seconds.append(time.perf_counter() - begun)
    return min(seconds), effect


def peer(name: str, panel: Panel, placebos: int, times: int) -> dict:
    """What a peer says of the panel, in its fastest run."""
    lit, start = panel.ever_lit, panel.start
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "y.npy"
        np.save(path, panel.y[np.argsort(lit, kind="stable")])
        command = [python_of(name), script(PEERS[name]), path, start, int(lit.sum()), placebos]
        runs = [
            json.loads(
                subprocess.run(
                    list(map(str, command)),
                    check=True,
                    capture_output=True,
                    text=True,
                    env={**os.environ, **ONE_THREAD},
                ).stdout
            )
            for _ in range(times)
        ]
    return min(runs, key=lambda run: run["seconds"])


def exactness(panel: Panel) -> bool:
    """Print the published figures beside ours; whether all agree to six digits."""
    kept = True
    pilots = Pilots.of(panel.y, panel.start, panel.ever_lit[None])
    for recipe, published in PUBLISHED.items():
        found = [float(fit(pilots, recipe, as_published=way).value[0]) for way in (False, True)]
        agrees = all(abs(one - other) <= 1e-6 for one, other in zip(found, published, strict=True))
        kept &= agrees
        print(f"{recipe.title:40} exact {found[0]:.6f}, iterates {found[1]:.6f}{'' if agrees else '   MISSED'}")
    return kept


def race(what: str, panel: Panel, placebos: int, most: float, peers: list[str], times: int) -> bool:
    """Print the seconds of all on one panel; whether ours are within what is promised."""
    design = Parallel(permutations=placebos + 1, checks=False, beside=False)
    seconds, effect = ours(panel, design, max(times, 5))
    kept = seconds <= most
    print(f"{what}: ours {seconds * 1e3:.1f} ms, at most {most * 1e3:g} ms{'' if kept else '   MISSED'}")
    print(f"    {effect.unit.value:.6f}, between {effect.unit.low:.3f} and {effect.unit.high:.3f}, p {effect.p:.4f}")
    for name in peers:
        found = peer(name, panel, placebos, times)
        ratio = found["seconds"] / seconds
        missed = name == "diff-diff" and ratio < TIMES_DIFF_DIFF
        kept &= not missed
        print(
            f"    {name}: {found['seconds'] * 1e3:.0f} ms, {ratio:.0f} ×, figure {found['figures']['sdid']:.6f}"
            f"{f', at least {TIMES_DIFF_DIFF:g} ×   MISSED' if missed else ''}"
        )
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--no-peer", action="store_true", help="without the peers")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the fastest counts (3)")
    told = parser.parse_args()
    california = prop99(told.folder)
    peers = [] if told.no_peer else list(PEERS)
    kept = exactness(california)
    kept &= race("Proposition 99, 38 pretend pilots", california, 38, PROP99_SECONDS, peers, told.times)
    kept &= race("200 × 100, 10 lit, 200 pretend pilots", large(), 200, LARGE_SECONDS, peers[1:], 1)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
