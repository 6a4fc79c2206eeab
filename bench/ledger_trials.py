"""What a ledger has to live through: writers that are killed, and many that write at once. Used by the tests, too."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from smallfires.errors import Stale
from smallfires.fires.entry import Act, Draft
from smallfires.stores.ledger import Ledger, open_ledger
from smallfires.stores.verify import verify

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bench.ledger_trials", "smallfires.stores.database", "alembic.command"])
SHORTEST, LONGEST = 0.0, 0.06
"""Seconds after the first acknowledged entry within which a writer is killed."""
OPENING = 0.1
"""Seconds after its start within which a writer of a new ledger is killed: while the tables are made."""


@dataclass
class Killed:
    """What became of killed writers.

    Attributes:
        times: writers that were killed.
        acknowledged: entries that they said were written.
        kept: entries in the ledger.
        lost: acknowledged entries that are not there, or are others.
        torn: acts of which a part is there only.
        made: new ledgers, with writers killed while making the tables.
    """

    times: int = 0
    acknowledged: int = 0
    kept: int = 0
    lost: int = 0
    torn: int = 0
    made: int = 0


def kill(fresh: Callable[[], str], times: int, seed: int = 1, each: int = 20) -> Killed:
    """Kill writers at random moments, and read the whole ledger each time.

    Args:
        fresh: the address of a new, empty place.
        times: how many writers are killed.
        seed: of the moments.
        each: after so many, a new ledger is begun.

    Raises:
        BrokenLedger: a ledger did not verify.
    """
    found, rng = Killed(), random.Random(seed)
    while found.times < times:
        _kill_one_ledger(fresh(), min(each, times - found.times), found, rng)
    return found


def _kill_one_ledger(address: str, times: int, found: Killed, rng: random.Random) -> None:
    told: dict[int, str] = {}
    for number in range(times):
        told |= _killed_writer(address, rng, while_opening=number == 0)
        with closing(open_ledger(address)) as ledger:
            verify(ledger)
            stored = {entry.number: entry.hash for entry in ledger.entries()}
        found.times += 1
        found.lost += sum(stored.get(number) != own for number, own in told.items())
    with closing(open_ledger(address)) as ledger:
        found.torn += _torn(ledger)
    found.acknowledged += len(told)
    found.kept += len(stored)
    found.made += 1


def _killed_writer(address: str, rng: random.Random, *, while_opening: bool) -> dict[int, str]:
    """Start a writer and kill it; what it had acknowledged until then."""
    here, there = PROCESSES.Pipe(duplex=False)
    writer = PROCESSES.Process(target=write_on, args=(address, there, rng.random()))
    writer.start()
    there.close()
    if while_opening:
        time.sleep(rng.uniform(0, OPENING))
    elif here.poll(60):
        time.sleep(rng.uniform(SHORTEST, LONGEST))
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    return dict(_received(here))


def _received(here) -> Iterator[tuple[int, str]]:
    while True:
        try:
            yield here.recv()
        except (EOFError, OSError):  # the writer is gone, perhaps in the middle of a word
            return


def write_on(address: str, there, seed: float) -> None:
    """Write without end: one to five entries in one act, mostly short, some of 100 kB; say each that is acknowledged."""
    rng, ledger = random.Random(seed), open_ledger(address)
    while True:
        act, size = uuid4().hex, rng.randint(1, 5)
        text = "x" * (100_000 if rng.random() < 0.1 else 200)
        drafts = [Draft("Ann", f"fire-{rng.randrange(5)}", Act.COMMENTED, _part(act, size, text)) for _ in range(size)]
        for entry in ledger.append(drafts):
            there.send((entry.number, entry.hash))


def _part(act: str, size: int, text: str) -> dict:
    return {"act": act, "size": size, "text": text}


def _torn(ledger: Ledger) -> int:
    """Acts of which a part is there only."""
    import json
    from collections import Counter

    told = [json.loads(entry.content) for entry in ledger.entries()]
    sizes, parts = {each["act"]: each["size"] for each in told}, Counter(each["act"] for each in told)
    return sum(parts[act] != size for act, size in sizes.items())


@dataclass
class Together:
    """What became of many who wrote at once.

    Attributes:
        acts: that were acknowledged.
        refused: stale acts that were refused, and done again.
        kept: entries in the ledger.
        lost: acts that overwrote another, or are not there.
        seconds: from the first to the last.
    """

    acts: int
    refused: int
    kept: int
    lost: int
    seconds: float


def together(address: str, writers: int = 16, acts: int = 25, fires: int = 3) -> Together:
    """Let many programs open one ledger that is not there yet, and write at once, each on what it has seen.

    Each act counts the acts on its fire on by one: two that did not see each other would count the same.

    Raises:
        BrokenLedger: the ledger did not verify.
    """
    ready, results = PROCESSES.Barrier(writers + 1), PROCESSES.Queue()
    started = [
        PROCESSES.Process(target=count_on, args=(address, number, acts, fires, ready, results))
        for number in range(writers)
    ]
    for writer in started:
        writer.start()
    ready.wait(120)
    began = time.perf_counter()
    told = [results.get(timeout=300) for _ in started]
    seconds = time.perf_counter() - began
    for writer in started:
        writer.join()
    with closing(open_ledger(address)) as ledger:
        verify(ledger)
        entries = list(ledger.entries())
    lost = sum(not _counts_up(entries, f"fire-{number}") for number in range(fires))
    lost += sum(sum(entry.who == f"person {number}" for entry in entries) != acts for number in range(writers))
    return Together(writers * acts, sum(told), len(entries), lost, seconds)


def count_on(address: str, number: int, acts: int, fires: int, ready, results) -> None:
    """Do acts on what was seen; look again and repeat each that was refused."""
    rng, refused = random.Random(number), 0
    ready.wait(120)
    with closing(open_ledger(address)) as ledger:
        for _ in range(acts):
            while not _count(ledger, f"person {number}", f"fire-{rng.randrange(fires)}"):
                refused += 1
    results.put(refused)


def _count(ledger: Ledger, who: str, fire: str) -> bool:
    import json

    seen = list(ledger.entries(fire))
    last, count = (seen[-1].number, json.loads(seen[-1].content)["count"]) if seen else (0, 0)
    try:
        ledger.append([Draft(who, fire, Act.READ, {"count": count + 1})], after=last)
    except Stale:
        return False
    return True


def _counts_up(entries, fire: str) -> bool:
    import json

    counts = [json.loads(entry.content)["count"] for entry in entries if entry.fire == fire]
    return counts == list(range(1, len(counts) + 1))


@contextmanager
def schema(server: str) -> Iterator[str]:
    """The address of an empty schema on a PostgreSQL server; gone afterwards."""
    import psycopg
    import sqlalchemy as sa

    url = sa.make_url(server).set(drivername="postgresql")
    name = f"ledger_{uuid4().hex}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as link:
        link.execute(f"create schema {name}")
        own = url.set(drivername="postgresql+psycopg").update_query_dict({"options": f"-csearch_path={name}"})
        try:
            yield own.render_as_string(hide_password=False)
        finally:
            link.execute(f"drop schema {name} cascade")


def file_in(folder: Path) -> str:
    """The address of a new file in a folder."""
    return str(folder / f"{uuid4().hex}.db")
