"""How fast is synthetic difference-in-differences, and against what?

    python -m bench.sdid               Proposition 99, and a panel of 200 units and 100 periods
    python -m bench.sdid --no-peer     without diff-diff, mlsynth and synthdid-py

Ours is the whole record: fit, all pretend pilots, interval, the path with its band. The peers fit, and take their placebo error
from as many pretend pilots. Of several runs the fastest counts, for all, after one that does not; every program is alone, on one
thread. A promise that is broken ends the command with 1. Whether the figures are right is asked by ``bench.published``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.answers import Answer, ask
from bench.real_panels import folder, prop99

from smallfires.stats.panel import Panel

PEERS = {"synthdid-py": "sdid singles", "mlsynth": "sdid", "diff-diff": "sdid singles"}
"""With as many pretend pilots as there are others."""
LARGE_PEERS = {"diff-diff": "sdid"}
"""With 200."""
PROP99, LARGE = "Proposition 99, 38 pretend pilots", "200 × 100, 10 lit, 200 pretend pilots"
PROP99_SECONDS, LARGE_SECONDS, TIMES_DIFF_DIFF = 0.010, 0.3, 20.0


def large(seed: int = 0) -> Panel:
    """200 units and 100 periods on three common paths; ten lit in the last twenty."""
    rng = np.random.default_rng(seed)
    paths = 0.3 * rng.normal(size=(3, 100)).cumsum(axis=1)
    y = rng.normal(size=(200, 3)) @ paths + 3 * rng.normal(size=(200, 1)) + rng.normal(size=(200, 100))
    cells = np.zeros(y.shape, dtype=bool)
    cells[190:, 80:] = True
    labels = tuple(f"{at:03}" for at in range(200))
    return Panel(y, np.ones(y.shape), cells, labels, labels[:100])


@dataclass(frozen=True)
class Race:
    """What all took on one panel.

    Attributes:
        title: of the panel.
        ours: our answer, with its seconds.
        most: the seconds that are promised.
        peers: the peers' answers, by name.
        times: how much faster than diff-diff is promised; None where nothing is.
    """

    title: str
    ours: Answer
    most: float
    peers: dict[str, Answer]
    times: float | None = None

    @property
    def ratio(self) -> float | None:
        """How much faster than diff-diff; None where it did not run."""
        return self.peers["diff-diff"].seconds / self.ours.seconds if "diff-diff" in self.peers else None

    @property
    def kept(self) -> bool:
        """Whether the promise is."""
        return self.ours.seconds <= self.most and (None in (self.times, self.ratio) or self.ratio >= self.times)

    def told(self) -> str:
        """In lines."""
        ours, times = self.ours, "" if self.times is None else f", {self.times:g} × diff-diff"
        lines = [
            f"{self.title}: ours {ours.seconds * 1e3:.1f} ms, at most {self.most * 1e3:g} ms{times}"
            f"{'' if self.kept else '   MISSED'}",
            f"    {ours.value:.6f}, between {ours.low:.3f} and {ours.high:.3f}, p {ours.p:.4f}",
        ]
        lines += [
            f"    {name}: {peer.seconds * 1e3:.0f} ms, {peer.seconds / ours.seconds:.0f} ×, figure {peer.value:.6f}"
            for name, peer in self.peers.items()
        ]
        return "\n".join(lines)


def race(title: str, panel: Panel, our_way: str, peers: dict[str, str], most: float, times: int) -> Race:
    """The fastest of several runs of all on one panel."""
    ours = _fastest("smallfires", our_way, panel, max(times, 5))
    found = {name: _fastest(name, how, panel, times) for name, how in peers.items()}
    return Race(title, ours, most, found, TIMES_DIFF_DIFF if peers == LARGE_PEERS else None)


def _fastest(name: str, how: str, panel: Panel, times: int) -> Answer:
    return min(ask(name, how, [panel] * times), key=lambda answer: answer.seconds)


def races(files: Path, times: int, *, peers: bool = True) -> list[Race]:
    """Both."""
    return [
        race(PROP99, prop99(files), "singles", PEERS if peers else {}, PROP99_SECONDS, times),
        race(LARGE, large(), "200", LARGE_PEERS if peers else {}, LARGE_SECONDS, min(times, 2)),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--no-peer", action="store_true", help="without the peers")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the fastest counts (3)")
    told = parser.parse_args()
    found = races(told.folder, told.times, peers=not told.no_peer)
    for one in found:
        print(one.told())
    return 0 if all(one.kept for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
