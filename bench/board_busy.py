"""How quick the board stays while somebody has a large log read on it: the same page, asked again and again, idle and busy.

    python -m bench.board_busy [--cases 100000] [--asks 300]

The server is a process of its own, as ``smallfires board`` starts it; whoever asks is one more, on the same machine, and asks
about 20 times a second. The log has ten rows a case, so that 100,000 cases are a million rows. The work is done in a third
process that gives way to the others.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

from smallfires.sim.large import large
from smallfires.verbs.bench import bench
from smallfires.verbs.life import live

PAUSE = 0.05
"""Seconds between two askings."""
SOURCE = '\n[sources.large]\nfile = "large.parquet"\nunit = "site"\n'
_HIDDEN = re.compile(r'name="token" value="(\w+)"')


@contextmanager
def served(folder: Path) -> Iterator[httpx.Client]:
    """A client of the board over a workspace."""
    command = [sys.executable, "-c", "from smallfires.faces.cli import main; main()"]
    command += ["board", "--folder", str(folder), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = server.stderr.readline()
        address = re.search(r"http://\S+", said)
        assert address, said
        try:
            with httpx.Client(base_url=address[0], trust_env=False, timeout=120) as client:
                yield client
        finally:
            server.terminate()


def asked(client: httpx.Client, path: str, more: Callable[[int], bool]) -> list[float]:
    """Milliseconds until each answer, for as long as it is to be asked."""
    took: list[float] = []
    while more(len(took)):
        began = time.perf_counter()
        client.get(path).raise_for_status()
        took.append(1000 * (time.perf_counter() - began))
        time.sleep(PAUSE)
    return took


def told(name: str, took: list[float]) -> str:
    """A line of the table."""
    half, most = np.percentile(took, [50, 95])
    return f"{name:28} {len(took):6} asked   p50 {half:7.1f} ms   p95 {most:7.1f} ms   longest {max(took):7.1f} ms"


def busy(client: httpx.Client, asks: int) -> Iterator[str]:
    """Ask the board idle, then while the log is read."""
    for path in ("/", "/fires/faster-repairs"):
        if client.get(path).status_code == 200:
            asked(client, path, lambda done: done < 20)
            yield told(f"idle {path}", asked(client, path, lambda done: done < asks))
    form = {"token": _HIDDEN.findall(client.get("/read").text)[0], "source": "large", "target": "2d"}
    began = time.perf_counter()
    work = client.post("/read", data=form).headers["location"]
    state = [True]

    def still(done: int) -> bool:
        if done % 10 == 0:
            state[0] = "<progress" in client.get(work).text
        return state[0]

    took = asked(client, "/", still)
    yield told("busy /", took)
    yield f"the reading took {time.perf_counter() - began:.1f} s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--asks", type=int, default=300)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "lived"
        with bench() as ground:
            live(folder, ground)
        large(wanted.cases, folder / "large.parquet")
        with (folder / "smallfires.toml").open("a", encoding="utf-8") as file:
            file.write(SOURCE)
        with served(folder) as client:
            for line in busy(client, wanted.asks):
                print(line, flush=True)


if __name__ == "__main__":
    main()
