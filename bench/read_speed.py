"""How fast is a reading of ten million steps, and against what?

    python bench/read_speed.py                 10 million steps: ours, scan and sort; pm4py on 1 million
    python bench/read_speed.py --fifty         and 50 million
    python bench/read_speed.py --peer-whole    and pm4py on all 10 million (some twenty minutes, 8 GB)

Every figure is of a program of its own, started for it: seconds from after its imports to its result, and the peak of
its resident memory. The file is read once before, so that every program finds it in the page cache. Of several runs the
fastest counts. A target that is missed ends the command with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from peers.environment import python_of, script
from smallfires.sim import large

CASE_LENGTH = 10
GIGABYTE = 1 << 30
BUDGET = {10: (10.0, 2.0), 50: (60.0, 8.0)}
"""Millions of steps: seconds and gigabytes that a reading may take."""
TIMES_SORT, TIMES_PM4PY = 3.0, 25.0


@dataclass(frozen=True)
class Run:
    """What a program took: seconds inside, gigabytes at its peak, and what it printed."""

    seconds: float
    gigabytes: float
    said: dict


def run(python: Path | str, program: str, *arguments: str | Path) -> Run:
    """Run a program by itself.

    Raises:
        RuntimeError: it failed; with the end of what it wrote.
    """
    environment = {**os.environ, "PM4PY_SHOW_PROGRESS_BAR": "False"}
    command = [str(python), str(script(program)), *map(str, arguments)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    out, err = child.stdout.read(), child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{program} ended with {child.returncode}: {err[-2000:]}")
    said = json.loads(out[out.index('{"') :])
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(said["seconds"], usage.ru_maxrss * unit / GIGABYTE, said)


def fastest(times: int, *arguments: str | Path) -> Run:
    """The fastest of several runs."""
    return min((run(*arguments) for _ in range(times)), key=lambda found: found.seconds)


def made(millions: int, folder: Path) -> Path:
    """A log of so many million steps, made where it is not there yet, and read once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"large-{millions}m.parquet"
    if not path.exists():
        print(f"making {path}", file=sys.stderr)
        fresh = path.with_suffix(".part")
        large(millions * 1_000_000 // CASE_LENGTH, fresh).rename(path)
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass
    return path


class Table:
    """Prints one line a figure, and remembers whether a target was missed."""

    def __init__(self) -> None:
        self.missed = False
        print(f"{'':34}{'seconds':>10}{'GB':>8}   target")

    def line(self, what: str, found: Run, target: str = "", kept: bool = True) -> None:
        """A program's figures."""
        self.missed |= not kept
        print(f"{what:34}{found.seconds:>10.2f}{found.gigabytes:>8.2f}   {target}{'' if kept else '   MISSED'}")

    def ratio(self, what: str, value: float, target: str, kept: bool) -> None:
        """How many times one is the other."""
        self.missed |= not kept
        print(f"{what:34}{value:>9.1f}×{'':>8}   {target}{'' if kept else '   MISSED'}")

    def parts(self, found: Run) -> None:
        """Where a program's time went."""
        for part, seconds in found.said["parts"].items():
            print(f"    {part:30}{seconds:>10.2f}")


def of_size(table: Table, millions: int, log: Path, times: int) -> tuple[Run, Run]:
    """Scan and sort, and our reading."""
    seconds, gigabytes = BUDGET.get(millions, (float("inf"), float("inf")))
    sort = fastest(times, sys.executable, "duckdb_sort.py", log, str(min(gigabytes, 16)))
    table.line(f"{millions} million: scan and sort", sort)
    ours = fastest(times, sys.executable, "our_read.py", log)
    kept = ours.seconds <= seconds and ours.gigabytes <= gigabytes
    stated = f"at most {seconds:g} s and {gigabytes:g} GB" if millions in BUDGET else ""
    table.line(f"{millions} million: our reading", ours, stated, kept)
    table.parts(ours)
    if millions in BUDGET:
        times_sort = ours.seconds / sort.seconds
        table.ratio("our reading / scan and sort", times_sort, f"at most {TIMES_SORT:g}", times_sort <= TIMES_SORT)
    return sort, ours


def against_pm4py(table: Table, millions: int, log: Path, ours: Run) -> None:
    """pm4py on the same file, doing those parts that it has."""
    peer = run(python_of("pm4py"), "pm4py_read.py", log)
    table.line(f"{millions} million: pm4py, the parts it has", peer)
    table.parts(peer)
    times, counts = peer.seconds / ours.seconds, millions >= min(BUDGET)
    table.ratio(
        "pm4py / our reading", times, f"at least {TIMES_PM4PY:g}" if counts else "", times >= TIMES_PM4PY or not counts
    )


def machine() -> str:
    """The machine, in a line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GB, Python {platform.python_version()}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fifty", action="store_true", help="also 50 million steps")
    parser.add_argument("--peer-whole", action="store_true", help="pm4py on all 10 million steps, too")
    parser.add_argument("--no-peer", action="store_true", help="without pm4py")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the fastest counts (3)")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / ".peers" / "logs", help="for the logs")
    told = parser.parse_args()
    print(machine())
    table = Table()
    log = made(10, told.folder)
    _, ours = of_size(table, 10, log, told.times)
    if told.fifty:
        of_size(table, 50, made(50, told.folder), 1)
    if not told.no_peer:
        small = made(1, told.folder)
        against_pm4py(table, 1, small, of_size(table, 1, small, told.times)[1])
    if told.peer_whole:
        against_pm4py(table, 10, log, ours)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
