"""What the ledger is held to: killed writers, many writers at once, changes behind its back, and how quick it is.

    python -m bench.ledger [--postgres ADDRESS] [--quick] [--only killed together changed speed]

SQLite in a folder of its own; PostgreSQL where an address is given, or SMALLFIRES_TEST_POSTGRES names one, in schemas of its own.
It ends with 1 where a promise is broken: an entry that was acknowledged is lost, an act is there in part, a change is not found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from bench import ledger_trials as trials

from smallfires.fires.entry import Act, Draft
from smallfires.stores.ledger import open_ledger

PARTS = ("killed", "together", "changed", "speed")
# What a program had at most is asked of Linux itself: getrusage tells a child what its parent had.
PEAK = """
import sys, time
from smallfires.stores import open_ledger
from smallfires.stores.verify import verify
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
ledger = open_ledger(sys.argv[1])
before = peak()
began = time.perf_counter()
verify(ledger)
print(time.perf_counter() - began, (peak() - before) / 1024)
"""
OPENED = """
import sys, time
began = time.perf_counter()
from smallfires.stores import open_ledger
ledger = open_ledger(sys.argv[1])
ledger.head()
print(time.perf_counter() - began)
"""


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        what: was measured.
        promise: as words; empty where nothing is promised.
        value: as words.
        kept: whether the promise is.
    """

    what: str
    promise: str
    value: str
    kept: bool = True


@dataclass(frozen=True)
class Place:
    """A store to be tried.

    Attributes:
        name: of the database.
        fresh: the address of a new, empty place in it.
    """

    name: str
    fresh: Callable[[], str]


def killed(place: Place, quick: bool) -> Iterator[Row]:
    """Writers killed at random moments."""
    found = trials.kill(place.fresh, 20 if quick else 200, each=10)
    yield Row(
        f"{place.name}: {found.times} writers killed with -9 at random moments, {found.made} of them while tables were made",
        "each ledger verifies; nothing acknowledged is lost, no act is there in part",
        f"{found.acknowledged} acknowledged, {found.lost} lost; {found.kept} kept, {found.torn} torn",
        found.lost == found.torn == 0 and found.acknowledged > found.times,
    )


def together(place: Place, quick: bool) -> Iterator[Row]:
    """Sixteen programs at once."""
    found = trials.together(place.fresh(), acts=5 if quick else 25)
    yield Row(
        f"{place.name}: 16 programs open a new ledger and write at once, {found.acts} acts on 3 fires",
        "none lost, stale ones refused",
        f"{found.kept} kept, {found.lost} lost, {found.refused} refused and done again; {found.acts / found.seconds:.0f} acts/s",
        found.kept == found.acts and found.lost == 0 and found.refused > 0,
    )


def changed(place: Place, quick: bool) -> Iterator[Row]:
    """Changes behind its back."""
    found = trials.tamper(place.fresh(), 40 if quick else 400)
    yield Row(
        f"{place.name}: {found.times} times one bit of any field changed, an entry removed (also the last), or two exchanged",
        "all found",
        f"{found.found} found",
        found.found == found.times,
    )
    if place.name == "SQLite":
        flipped = trials.flip(Path(place.fresh()), 100 if quick else 1000)
        yield Row(
            f"SQLite: {flipped.times} times one bit of the file changed",
            "found, or the ledger says just what it said before",
            f"{flipped.found} found, {flipped.harmless} without any effect",
        )


def speed(place: Place, quick: bool) -> Iterator[Row]:
    """How quick it is; nothing is promised."""
    address, many = place.fresh(), 20_000 if quick else 1_000_000
    with closing(open_ledger(address)) as ledger:
        acts = 200 if quick else 2000
        alone = _timed(lambda: [ledger.append([_draft(n)]) for n in range(acts)])
        yield Row(f"{place.name}: entries appended one by one, each on the disk", "", f"{acts / alone:,.0f} a second")
        rest = many - acts
        bulk = _timed(lambda: [ledger.append([_draft(n) for n in range(k, k + 1000)]) for k in range(0, rest, 1000)])
        yield Row(f"{place.name}: a thousand in one act", "", f"{rest / bulk:,.0f} a second")
        read = _timed(lambda: sum(1 for _ in ledger.entries()))
        yield Row(f"{place.name}: entries read, each proved by its own hash", "", f"{many / read:,.0f} a second")
        one = _timed(lambda: list(ledger.entries("fire-7")))
        yield Row(f"{place.name}: one of 1000 fires read out of {many:,} entries", "", f"{1000 * one:.1f} ms")
    seconds, peak = map(float, _run(PEAK, address).split())
    yield Row(
        f"{place.name}: {many:,} entries verified",
        "memory does not grow with them: at most 64 MB",
        f"{seconds:.1f} s, {many / seconds:,.0f} a second, {peak:.0f} MB",
        peak <= 64,
    )
    opened = sorted(float(_run(OPENED, address)) for _ in range(7))
    with_head = sorted(_timed(lambda: _open_and_close(address)) for _ in range(50))
    yield Row(
        f"{place.name}: opened in a new program, its libraries with it; opened again in the same",
        "",
        f"{1000 * opened[3]:.0f} ms; {1000 * with_head[25]:.1f} ms",
    )


def _draft(number: int) -> Draft:
    return Draft("Ann", f"fire-{number % 1000}", Act.READ, {"number": number, "text": "what was seen " * 20})


def _open_and_close(address: str) -> None:
    with closing(open_ledger(address)) as ledger:
        ledger.head()


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _run(program: str, address: str) -> str:
    return subprocess.run([sys.executable, "-c", program, address], check=True, capture_output=True, text=True).stdout


def main() -> int:
    """Run the parts on each store, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", default=os.environ.get("SMALLFIRES_TEST_POSTGRES"), metavar="ADDRESS")
    parser.add_argument("--quick", action="store_true", help="few of everything: to see that it runs")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as schemas:
        places = [Place("SQLite", lambda: trials.file_in(Path(folder)))]
        if asked.postgres:
            places.append(Place("PostgreSQL", lambda: schemas.enter_context(trials.schema(asked.postgres))))
        else:
            print("PostgreSQL is not tried: no address was given")
        for part in asked.only:
            for place in places:
                for row in globals()[part](place, asked.quick):
                    broken += not row.kept
                    promise = f" | {row.promise}" if row.promise else ""
                    print(f"{'' if row.kept else 'BROKEN: '}{row.what}{promise} | {row.value}", flush=True)
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
