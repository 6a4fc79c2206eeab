"""What one method says of one pretend pilot; and how the peers are asked, each in its own environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.peers.environment import python_of, script

from smallfires.errors import SmallfiresError
from smallfires.fires.effect import Effect
from smallfires.stats.design import Design
from smallfires.stats.panel import Panel

ALPHA = 0.05
PROGRAMS = {
    "synthdid-py": "with_synthdid.py",
    "diff-diff": "with_diff_diff.py",
    "pyfixest": "with_pyfixest.py",
    "CausalPy": "with_causalpy.py",
    "bsts-causalimpact": "with_causalimpact.py",
    "mlsynth": "with_mlsynth.py",
    "smallfires": "with_smallfires.py",
}
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


def again_on_one_thread(command: str) -> int | None:
    """Linear algebra takes one thread, as the program has it: that has to be said before numpy is imported, so that a command
    begins again.

    Returns:
        How it ended; None where it runs so already.
    """
    if all(os.environ.get(name) == one for name, one in ONE_THREAD.items()):
        return None
    again = [sys.executable, "-m", command, *sys.argv[1:]]
    return subprocess.run(again, env={**os.environ, **ONE_THREAD}, check=False).returncode


@dataclass(frozen=True)
class Answer:
    """A figure with p and interval, each None where the method gives none; an end may be infinite.

    Attributes:
        value, p, low, high: in the measure's unit.
        seconds: what it took.
        error: the standard error, where there is one.
        problem: why there is no answer.
    """

    value: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    seconds: float = float("nan")
    error: float | None = None
    problem: str | None = None

    @property
    def given(self) -> bool:
        """Whether anything is said about chance."""
        return self.p is not None or self.low is not None

    @property
    def out(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def alarm(self) -> bool:
        """Whether its user would call it an effect: by p where there is one, else by the interval."""
        return self.out if self.p is None else self.p < ALPHA

    @property
    def both(self) -> bool:
        """Whether it gives p and interval, so that they could contradict each other."""
        return self.p is not None and self.low is not None

    @property
    def width(self) -> float:
        """The interval's; NaN where there is none, or none with ends."""
        if self.low is None or self.high is None:
            return float("nan")
        width = self.high - self.low
        return width if np.isfinite(width) and width > 0 else float("nan")


def ours(design: Design, panel: Panel) -> Answer:
    """What a design of ours says."""
    begun = time.perf_counter()
    try:
        effect = design.estimate(panel)
    except SmallfiresError as problem:
        return Answer(problem=str(problem), seconds=time.perf_counter() - begun)
    return of(effect, time.perf_counter() - begun)


def of(effect: Effect, seconds: float = float("nan")) -> Answer:
    """The record of a design as an answer."""
    return Answer(effect.unit.value, effect.p, effect.unit.low, effect.unit.high, seconds)


def ask(peer: str, method: str, panels: Iterable[Panel], seconds: float = float("inf")) -> list[Answer]:
    """A peer's answers, in order; fewer than panels where the seconds did not suffice.

    Args:
        peer: the name of its environment.
        method: one that its program has.
        panels: with what was lit.
        seconds: after which no other is begun.

    Raises:
        RuntimeError: its program ended badly.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pilots.npz"
        save(panels, path)
        python = sys.executable if peer == "smallfires" else python_of(peer)
        command = [python, script(PROGRAMS[peer]), path, method, seconds]
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD}
        )
    if done.returncode:
        raise RuntimeError(f"{peer}, {method}: {done.stderr[-2000:]}")
    return [Answer(**json.loads(line)) for line in done.stdout.splitlines()]


def save(panels: Iterable[Panel], path: Path) -> None:
    """As the programs of the peers read them, see ``peers/answer.py``."""
    arrays = {}
    for at, panel in enumerate(panels):
        arrays |= {f"y{at}": panel.y, f"lit{at}": panel.lit}
    np.savez(path, **arrays)
