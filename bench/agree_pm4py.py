"""Do our figures equal pm4py's on real logs, where both define the same thing?

    python bench/agree_pm4py.py [FOLDER OF LOGS]

Compares cases, steps, variants and how many cases take each of the ten most frequent, how often each activity occurs,
begins and ends a case, every directly-follows edge and its mean time, and the mean and median duration of a case.
Prints a line a log, and ends with 1 at the first figure that differs. What is not compared, and why:

- edges between steps that overlap: pm4py counts an overlap as no time, we as time saved; only their number is compared
- life-cycle rows, unless each start has one complete: pm4py and we pair the others differently
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

from peers.environment import python_of, script
from smallfires import read

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
XES = ("case:concept:name", "concept:name", "time:timestamp")
TIMED = ("case_id", "activity", "end_time", "start_time")
LOGS = {
    "receipt.csv.gz": XES,
    "running-example.csv": XES,
    "interval_event_log.csv": (*XES, "start_timestamp"),
    "PurchasingExample.csv.gz": (*XES, "start_timestamp"),
    "BPIC_2012_W.csv.gz": TIMED,
    "BPIC_2017_W.csv.gz": TIMED,
    "AcademicCredentials.csv.gz": TIMED,
    "Production.csv.gz": ("case_id", "Activity", "end_time", "start_time"),
    "Loan_Application_batched.csv.gz": ("case_id", "Activity", "end_time", "start_time"),
    "teleclaims.xes.gz": (*XES, "start_timestamp"),
}
"""The logs, and their columns: case, activity, end and, where there is one, start."""


def theirs(path: Path, columns: tuple[str, ...]) -> dict:
    """pm4py's figures, by a program in its own environment."""
    command = [python_of("pm4py"), script("pm4py_figures.py"), path, *columns]
    environment = {**os.environ, "PM4PY_SHOW_PROGRESS_BAR": "False"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout[done.stdout.index("{") :])


def ours(path: Path, columns: tuple[str, ...]) -> dict:
    """The same figures out of a reading."""
    case, activity, end, *start = columns
    named = {"start": start[0]} if start else {}
    told = {} if ".xes" in path.name else {"case": case, "activity": activity, "end": end, **named}
    reading = read(path, **told)
    log, flow = reading.log, reading.map
    return {
        "cases": log.cases,
        "steps": log.steps,
        "variants": log.variants,
        "paths": [way.cases for way in reading.ways[:10]],
        "cycle mean": log.cycle_mean,
        "cycle median": log.cycle_median,
        "activities": {node.activity: node.count for node in flow.nodes},
        "begins": {node.activity: node.begins for node in flow.nodes if node.begins},
        "ends": {node.activity: node.ends for node in flow.nodes if node.ends},
        "edges": {f"{edge.source} -> {edge.target}": edge.count for edge in flow.edges},
        "edge means": {f"{edge.source} -> {edge.target}": edge.mean for edge in flow.edges},
    }


def differences(mine: dict, peer: dict) -> list[str]:
    """What differs, as sentences."""
    return [sentence for name, expected in peer.items() for sentence in _apart(name, mine[name], expected)]


def _apart(name: str, have: object, expected: object) -> list[str]:
    have, expected = _keyed(have), _keyed(expected)
    found = []
    if name != "edge means" and have.keys() != expected.keys():
        found.append(f"{name}: {sorted(map(str, have.keys() ^ expected.keys()))} on one side only")
    for key in have.keys() & expected.keys():
        if not math.isclose(have[key], expected[key], rel_tol=1e-9, abs_tol=1e-6):
            found.append(f"{name} {key}: we {have[key]}, pm4py {expected[key]}")  # noqa: PERF401
    return found


def _keyed(figures: object) -> dict:
    if isinstance(figures, dict):
        return figures
    return dict(enumerate(figures if isinstance(figures, list) else [figures]))


def compared(path: Path, columns: tuple[str, ...]) -> bool:
    """Print a line for a log, and what differs under it; whether nothing did."""
    mine, peer = ours(path, columns), theirs(path, columns)
    found = differences(mine, peer)
    print(
        f"{path.name:34}{peer['cases']:>8}{peer['steps']:>9}{peer['variants']:>9}{len(peer['edges']):>8}"
        f"{peer['cycle mean'] / 86400:>12.4f}   {'equal' if not found else 'DIFFERS'}"
    )
    for line in found[:20]:
        print(f"    {line}")
    return not found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("SMALLFIRES_DATA", BESIDE)) / "logs"
    )
    folder = parser.parse_args().folder
    print(f"{'log':34}{'cases':>8}{'steps':>9}{'variants':>9}{'edges':>8}{'mean, days':>12}")
    results = [compared(folder / name, columns) for name, columns in LOGS.items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
