"""All that is impure in a verb: the scratch folder, connections, and who is told about progress."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from smallfires.engines.embedded import plain_words

Progress = Callable[[str, float | None], None]

VERSION = version("smallfires")
"""Of the software: part of every reading."""
LIBRARIES = ("duckdb", "numpy", "scipy")
"""Those that figures are worked out with."""


def tools() -> dict[str, str]:
    """The versions of everything that figures are worked out with, by name."""
    return {"python": python_version(), **{name: version(name) for name in LIBRARIES}}


def silent(stage: str, share: float | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Bench:
    """What a verb works on.

    Attributes:
        scratch: a folder for what does not fit in memory; everything in it may go when the verb is done.
        progress: told what is being done, and which share of it is, or None where nobody can know.
        threads: how many the embedded engine may use; all cores where None.
        closing: what is to be let go when the verb is done: connections, tables kept elsewhere.
    """

    scratch: Path
    progress: Progress = silent
    threads: int | None = None
    closing: ExitStack = field(default_factory=ExitStack)


@contextmanager
def bench(progress: Progress = silent, threads: int | None = None) -> Iterator[Bench]:
    """A bench with a scratch folder of its own, gone afterwards.

    Raises:
        EngineError: memory or disk is full.
    """
    folder = Path(tempfile.gettempdir()) / f"smallfires-{secrets.token_hex(8)}"
    with ExitStack() as closing, plain_words():
        closing.callback(_remove, folder)  # before it is there: who stops us just then leaves nothing behind
        folder.mkdir(mode=0o700)
        yield Bench(folder, progress, threads, closing)


def _remove(folder: Path) -> None:
    """Remove a folder in which something may still be being written."""
    for _ in range(10):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)
