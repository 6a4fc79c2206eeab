"""Servers as people start them: ``smallfires serve``, each in a process of its own. For tests only."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

START = "from smallfires.faces.cli import main; main()"


@dataclass(frozen=True)
class Program:
    """A server that runs.

    Attributes:
        address: where it is asked.
        process: its own.
        said: what it has said so far, line by line.
    """

    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def browser(self, **more: object) -> httpx.Client:
        """Somebody who asks it."""
        return httpx.Client(base_url=self.address, trust_env=False, timeout=60, **more)


@contextmanager
def programs(folder: Path, many: int) -> Iterator[tuple[Program, ...]]:
    """Servers of one workspace, once all can be asked; they are killed in the end, as if the power went."""
    command = [sys.executable, "-c", START, "serve", "--port", "0", "--folder", str(folder)]
    with ExitStack() as ends:
        begun = [ends.enter_context(_started(command)) for _ in range(many)]
        yield tuple(map(_listened, begun))


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait(20)


def _listened(process: subprocess.Popen[str]) -> Program:
    line = process.stderr.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    made = Program(found[0], process, [line])
    threading.Thread(target=made.said.extend, args=(process.stderr,), daemon=True).start()
    return made
