"""What a ledger has to live through: killed writers, many at once, and changes behind its back. Used by the tests, too."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from smallfires.errors import BrokenLedger, SmallfiresError, Stale
from smallfires.fires.entry import Act, Draft
from smallfires.stores.ledger import Ledger, open_ledger
from smallfires.stores.verify import verify

PROCESSES = multiprocessing.get_context("forkserver")
NEEDED = [
    "smallfires.stores.database",
    "alembic.command",
    "sqlite3",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
]
PROCESSES.set_forkserver_preload(["bench.ledger_trials", *NEEDED])
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
    seen = list(ledger.entries(fire))
    last, count = (seen[-1].number, json.loads(seen[-1].content)["count"]) if seen else (0, 0)
    try:
        ledger.append([Draft(who, fire, Act.READ, {"count": count + 1})], after=last)
    except Stale:
        return False
    return True


def _counts_up(entries, fire: str) -> bool:
    counts = [json.loads(entry.content)["count"] for entry in entries if entry.fire == fire]
    return counts == list(range(1, len(counts) + 1))


ON_ENTRIES = ("smallfires_entries_kept", "smallfires_entries_all_kept", "smallfires_entries_in_order")
ON_HEAD = ("smallfires_head_grows", "smallfires_head_kept")
GUARDS = {
    "sqlite": [f"drop trigger {name}" for name in (*ON_ENTRIES, *ON_HEAD)],
    "postgresql": [
        "drop trigger smallfires_entries_kept on smallfires_entries",
        *(f"drop trigger {name} on smallfires_head" for name in ON_HEAD),
    ],
}
"""What somebody takes away first who wants to change an entry."""

FIELDS = ("number", "at", "who", "fire", "act", "content", "before", "hash")


@dataclass
class Found:
    """What became of changes behind a ledger's back.

    Attributes:
        times: changes that were made.
        found: after which the ledger did not verify.
        harmless: after which it says exactly what it said before: the byte meant nothing.
    """

    times: int = 0
    found: int = 0
    harmless: int = 0


def tamper(address: str, times: int, seed: int = 1, entries: int = 50) -> Found:
    """Change one bit of a letter, remove an entry, or exchange two, in the database itself; then put it back.

    Args:
        address: of a new, empty place.
        times: how many changes are made.
        seed: of the changes.
        entries: in the ledger.
    """
    import sqlalchemy as sa

    rng, found = random.Random(seed), Found()
    with closing(open_ledger(address)) as ledger:
        ledger.append([Draft("Ann", f"fire-{n % 5}", Act.READ, {"number": n, "text": "seen"}) for n in range(entries)])
        kept = [vars(entry) for entry in ledger.entries()]
    engine = sa.create_engine(address if "://" in address else f"sqlite:///{address}")
    with engine.begin() as link:
        for guard in GUARDS[engine.dialect.name]:
            link.exec_driver_sql(guard)
    for _ in range(times):
        _write_rows(engine, _one_change(kept, rng))
        with closing(open_ledger(address)) as ledger:
            found.times += 1
            try:
                verify(ledger)
            except BrokenLedger:
                found.found += 1
    engine.dispose()
    return found


def _write_rows(engine, rows: list[dict]) -> None:
    import sqlalchemy as sa

    from smallfires.stores.tables import ENTRIES

    with engine.begin() as link:
        link.execute(sa.delete(ENTRIES))
        link.execute(sa.insert(ENTRIES), rows)


def _one_change(kept: list[dict], rng: random.Random) -> list[dict]:
    """The rows with one of them changed, removed, or in another's place."""
    rows, one = [dict(row) for row in kept], rng.randrange(len(kept))
    kind = rng.choice(("field", "field", "field", "removed", "last removed", "exchanged"))
    if kind == "removed":
        return rows[:one] + rows[one + 1 :]
    if kind == "last removed":
        return rows[: -rng.randint(1, 3)]
    if kind == "exchanged":
        other = (one + rng.randrange(1, len(rows))) % len(rows)
        rows[one]["number"], rows[other]["number"] = rows[other]["number"], rows[one]["number"]
        return rows
    field = rng.choice(FIELDS)
    if field == "number":
        rows[one]["number"] += len(rows) << rng.randrange(10)
    else:
        place = rng.randrange(len(rows[one][field]))
        text = rows[one][field]
        rows[one][field] = text[:place] + chr(ord(text[place]) ^ (1 << rng.randrange(3))) + text[place + 1 :]
    return rows


def flip(path: Path, times: int, seed: int = 1, entries: int = 40) -> Found:
    """Change one bit of the file of SQLite: the ledger does not verify, or says exactly what it said before.

    Args:
        path: of a new file.
        times: how many bits are changed, one at a time; a third of them in the first 200 bytes.
        seed: of the places.
        entries: in the ledger.

    Raises:
        AssertionError: it verified, and said something else.
    """
    rng, found = random.Random(seed), Found()
    with closing(open_ledger(path)) as ledger:
        text = "what was seen " * 20
        ledger.append([Draft("Ann", f"fire-{n % 5}", Act.READ, {"number": n, "text": text}) for n in range(entries)])
        expected = _all_told(ledger)
    content = path.read_bytes()
    for number in range(times):
        place = rng.randrange(len(content) if number % 3 else 200)
        _write_anew(path, content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :])
        found.times += 1
        try:
            with closing(open_ledger(path)) as ledger:
                verify(ledger)
                assert _all_told(ledger) == expected, f"byte {place}"
                found.harmless += 1
        except SmallfiresError:
            found.found += 1
    return found


def _all_told(ledger: Ledger):
    """Everything that a ledger says."""
    return list(ledger.entries()), ledger.head(), [list(ledger.entries(f"fire-{number}")) for number in range(5)]


def _write_anew(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()


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
