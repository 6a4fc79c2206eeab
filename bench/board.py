"""How quick the board is with ten thousand fires of a thousand people: every page, requests a second, and its start.

    python -m bench.board [--fires 10000] [--times 40] [--seconds 5] [--postgres ADDRESS]

The ledger is made by ``bench.crowd`` and kept for a week. The board is the command that people use, in a program of its own;
this one asks it over the network of the machine. It ends with 1 where a promise is broken. With ``--postgres`` it is
``smallfires serve`` with the ledger, and an account for everybody, in a schema of that database; an admin asks.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from bench.crowd import FIRES, made, organized
from bench.walk import Walk, walk

from smallfires.faces.web.app import app
from smallfires.faces.web.board.session import COOKIE
from smallfires.stores.accounts import accounts_of
from smallfires.verbs.desk import desk
from smallfires.verbs.workspace import OWN

PAGE_MS, A_SECOND = 60.0, 300.0
"""What is promised: the 95th percentile of every page, and requests of the first page by one worker."""
CONNECTIONS, CORES = 8, os.cpu_count() or 1
FILE_TIMES = 5
"""A file is made once and then kept: it is asked for so often, apart from pages."""
LONGEST = 300.0
"""Seconds after which a board that has not come up is given up."""
STARTS = (
    "/",
    "/momentum",
    "/people",
    "/people?q=ada",
    "/stages/all?q=handover+photos",
    "/search?q=handover",
    "/search?q=the+minutes+fell",
    "/search?q=repairs+approval+late+nights&intent=transform",
    "/ledger",
)
"""Where the walk along the links begins; forms that are sent by typing are named here."""
PEOPLE = ("/settings", "/settings/people", "/settings/people?q=ada")
"""The same, where people have accounts."""


@dataclass(frozen=True)
class Times:
    """How long the server took for one page, in milliseconds.

    Attributes:
        path: of the page.
        route: whose page it is.
        first: the first time.
        rest: the other times, the shortest first.
        worked: processor time of the server for each of these.
    """

    path: str
    route: str
    first: float
    rest: tuple[float, ...]
    worked: float

    def part(self, share: float) -> float:
        """A percentile of them."""
        return self.rest[min(len(self.rest) - 1, int(share * len(self.rest)))]


@contextmanager
def served(folder: Path, session: str = "") -> Iterator[tuple[httpx.Client, int]]:
    """The board in a program of its own, and its number.

    Args:
        folder: of the workspace.
        session: of somebody who has an account; empty where there are none.
    """
    port = free()
    told = [*(("serve",) if session else ("board", "--no-browser")), "--port", str(port), "--folder", str(folder)]
    program = subprocess.Popen(
        [sys.executable, "-c", "from smallfires.faces.cli import main; main()", *told], stderr=subprocess.DEVNULL
    )
    try:
        cookies = {COOKIE: session} if session else None
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies=cookies, trust_env=False, timeout=60) as client:
            yield client, program.pid
    finally:
        program.terminate()
        program.wait(20)


def free() -> int:
    """A port that nobody has."""
    with closing(socket.socket()) as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


def up(client: httpx.Client, path: str = "/") -> tuple[float, float]:
    """Seconds until the server says anything, and until the page is there."""
    began, answered = time.perf_counter(), 0.0
    while time.perf_counter() - began < LONGEST:
        try:
            answer = client.get(path)
        except httpx.TransportError:
            time.sleep(0.02)
            continue
        answered = answered or time.perf_counter() - began
        if answer.status_code == 200:
            return answered, time.perf_counter() - began
        time.sleep(0.1)
    raise TimeoutError(f"{path} is not there after {LONGEST:.0f} s")


def timed(client: httpx.Client, number: int, path: str, route: str, times: int) -> Times:
    """Ask for a page again and again, one after the other."""
    found, before = [], 0.0
    for at in range(times + 1):
        before = processor(number) if at == 1 else before
        began = time.perf_counter()
        client.get(path).raise_for_status()
        found.append(1000 * (time.perf_counter() - began))
    worked = 1000 * (processor(number) - before) / times
    return Times(path, route, found[0], tuple(sorted(found[1:])), worked)


def processor(number: int) -> float:
    """Seconds of processor time that a program has had."""
    told = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def pages(client: httpx.Client, folder: Path, session: str) -> Walk:
    """Every page that the links lead to, a few of each route, and every file."""
    with desk(folder) as opened:
        application = app(opened, board=True, accounts=accounts_of(opened.ledger) if session else None)
        try:
            found = walk(client, application, (*STARTS, *(PEOPLE if session else ())))
        finally:
            application.state.board.crew.close()
    print(f"no link leads to: {', '.join(sorted(found.unseen)) or 'none'}")
    return found


async def flood(port: int, seconds: float, session: str) -> float:
    """Requests of the first page a second, by a few connections that stay open."""
    end = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_asking(port, end, session) for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


async def _asking(port: int, end: float, session: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cookie = f"cookie: {COOKIE}={session}\r\n" if session else ""
    asked, count = f"GET / HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{cookie}\r\n".encode(), 0
    while time.perf_counter() < end:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head[:60].decode("latin-1"))
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        count += 1
    writer.close()
    return count


def memory(number: int) -> tuple[int, int]:
    """Megabytes that a program has now, and had at most."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{number}/status").read_text("utf-8").splitlines())
    return int(told["VmRSS"].split()[0]) // 1024, int(told["VmHWM"].split()[0]) // 1024


def started(folder: Path, session: str) -> None:
    """How long it takes to come up, for the first time ever and again."""
    for beside in (*folder.glob("ledger.db-board*"), *folder.glob(f"{OWN}/board*")):
        beside.unlink()
    for when in ("the first time, everything is read", "again"):
        with served(folder, session) as (client, number):
            answered, there = up(client)
            searched = up(client, "/search?q=handover")[1]
            now, most = memory(number)
        print(
            f"start {when} | answers after {answered:.1f} s, board after {there:.1f} s, search {searched:.1f} s later | "
            f"{now} MB, at most {most} MB"
        )


def measured(folder: Path, times: int, seconds: float, session: str) -> bool:
    """Every page, then many requests at once; whether the promises are kept."""
    with served(folder, session) as (client, number):
        up(client)
        up(client, "/search?q=handover")
        walked = pages(client, folder, session)
        broken = [f"{seen.path} ({seen.code})" for seen in walked.pages if seen.code != 200]
        found = [timed(client, number, seen.path, seen.route, times) for seen in walked.pages if seen.code == 200]
        files = [timed(client, number, path, "", FILE_TIMES) for path in walked.other]
        before = processor(number)
        rate = asyncio.run(flood(client.base_url.port or 0, seconds, session))
        each = 1000 * (processor(number) - before) / max(1.0, rate * seconds)
        now, most = memory(number)
    print(f"processor time of the server for the board, a request | | {each:.2f} ms")
    for one in files:
        print(f"file {one.path[:70]}, asked for once before | {one.part(0.5):.1f} ms")
    print(f"pages that could not be shown | none | {', '.join(broken) or 'none'}")
    print(f"programs that wanted each core in the last minute | | {os.getloadavg()[0] / CORES:.1f}")
    return told(found, rate, now, most) and not broken


def told(found: Sequence[Times], rate: float, now: int, most: int) -> bool:
    """Print a line a page, the slowest first, and what is promised."""
    for one in sorted(found, key=lambda one: -one.part(0.95)):
        late = "BROKEN: " if one.part(0.95) > PAGE_MS else ""
        figures = f"{one.part(0.5):.1f} / {one.part(0.95):.1f} / {one.rest[-1]:.1f} ms"
        print(f"{late}{one.path[:70]} | {figures}; first {one.first:.0f} ms; processor {one.worked:.1f} ms")
    over = sum(one.part(0.95) > PAGE_MS for one in found)
    busiest = max(one.worked for one in found)
    print(f"pages over it | none | {over}; processor time of the slowest in the mean {busiest:.1f} ms")
    worst = max(one.part(0.95) for one in found)
    routes = len({one.route for one in found})
    print(f"{len(found)} pages of {routes} routes, p95 of the slowest | at most {PAGE_MS:.0f} ms | {worst:.1f} ms")
    print(f"requests of the board a second, one worker | at least {A_SECOND:.0f} | {rate:.0f}")
    print(f"memory | | {now} MB, at most {most} MB")
    return worst <= PAGE_MS and rate >= A_SECOND


def main() -> int:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fires", type=int, default=FIRES)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--no-start", action="store_true", help="leave out how long the start takes")
    parser.add_argument(
        "--postgres", metavar="ADDRESS", help="the ledger, and an account for everybody, in this database"
    )
    asked = parser.parse_args()
    with ExitStack() as ends:
        folder, session = made(asked.fires), ""
        if asked.postgres:
            folder, session = ends.enter_context(organized(folder, asked.postgres))
        if not asked.no_start:
            started(folder, session)
        return int(not measured(folder, asked.times, asked.seconds, session))


if __name__ == "__main__":
    sys.exit(main())
