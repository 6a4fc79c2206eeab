"""The folder of one piece of work: what was asked, how far it has come, how it ended. Each file in it is there whole or not.

Whoever does the work holds its lock for as long as they live. So anybody can see whether it is still being done: where it
began, the lock is free, and no end is there, whoever did it has died.
"""

from __future__ import annotations

import json
import pickle
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from smallfires.errors import EngineError, NotYet
from smallfires.faces.web.work.piece import Piece
from smallfires.faces.web.work.status import End, Errand
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.stores.files import whole

ASKED, PIECE, BEGUN, SAID, STOP, END, ALIVE, KEPT = (
    "asked.json", "piece", "begun", "said.json", "stop", "end.json", "alive", "kept",
)  # fmt: skip
PATIENCE = 60.0
"""Seconds that a process may take until it has begun; then it is taken for dead."""
OFTEN = 0.5
"""Seconds between two lines about how far it has come."""

Record = TypeVar("Record")


@dataclass(frozen=True)
class Place:
    """The folder of one piece of work.

    Attributes:
        folder: the folder.
    """

    folder: Path

    @property
    def name(self) -> str:
        """Of the work."""
        return self.folder.name

    @property
    def kept(self) -> Path:
        """The folder of its result."""
        return self.folder / KEPT

    @property
    def scratch(self) -> Path:
        """The folder for what is in between. Whoever notices its end takes it away."""
        return Path(tempfile.gettempdir()) / f"smallfires-work-{self.name}"

    def ask(self, errand: Errand, piece: Piece) -> None:
        """Put down what is asked."""
        self.kept.mkdir(parents=True, mode=0o700)
        with whole(self.folder / PIECE) as path:
            path.write_bytes(pickle.dumps(piece))
        _put(self.folder / ASKED, errand)

    def errand(self) -> Errand | None:
        """Who asked for it; None where nobody did, or it was swept away."""
        return _read(self.folder / ASKED, Errand)

    def piece(self) -> Piece:
        """What is to be done.

        Raises:
            NotYet: this version does not know how to.
        """
        try:
            found: Piece = pickle.loads((self.folder / PIECE).read_bytes())
        except Exception as error:
            raise NotYet(
                "This was asked of another version of Smallfires, or its folder is damaged.", "Ask for it again."
            ) from error
        return found

    def begin(self) -> bool:
        """Whether it is ours to do: nobody has begun it, and it has no end."""
        if self.end() is not None:
            return False
        try:
            (self.folder / BEGUN).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    @property
    def begun(self) -> float | None:
        """When it was begun, in seconds as files have them; None where it waits."""
        try:
            return (self.folder / BEGUN).stat().st_mtime
        except OSError:
            return None

    def say(self, stage: str, share: float | None) -> None:
        """Note how far it has come. A full disk is no reason to stop here."""
        with suppress(OSError, EngineError):
            _put(self.folder / SAID, {"stage": stage, "share": share})

    def said(self) -> tuple[str, float | None]:
        """How far it has come."""
        found = _json(self.folder / SAID) or {}
        return str(found.get("stage", "")), found.get("share")

    def ask_to_stop(self) -> None:
        """Whoever does it, is to stop."""
        (self.folder / STOP).touch()

    @property
    def to_stop(self) -> bool:
        """Whether whoever does it is to stop."""
        return (self.folder / STOP).exists()

    def finish(self, end: End) -> None:
        """Note how it ended. Only who holds its lock may.

        Raises:
            EngineError: the disk takes nothing.
        """
        if self.end() is None:
            _put(self.folder / END, end)

    def end(self) -> End | None:
        """How it ended; None where it did not yet, or nobody could note it."""
        return _read(self.folder / END, End)

    @contextmanager
    def held(self, patience: float = 0) -> Iterator[None]:
        """Its lock.

        Args:
            patience: seconds to wait for it: whoever only looks has it for a moment.

        Raises:
            Timeout: somebody else has it.
        """
        with FileLock(self.folder / ALIVE, timeout=patience, thread_local=False):
            yield

    @property
    def deserted(self) -> bool:
        """Whether it was begun, and whoever did it has died."""
        begun = self.begun
        if begun is None or time.time() - begun < PATIENCE:
            return False
        return self.free

    @property
    def free(self) -> bool:
        """Whether nobody does it right now."""
        try:
            with self.held():
                return True
        except (Timeout, OSError):
            return False

    def clear(self) -> None:
        """Take away what was in between."""
        shutil.rmtree(self.scratch, ignore_errors=True)

    def remove(self) -> None:
        """Take all of it away."""
        self.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def _put(path: Path, record: object) -> None:
    with whole(path, replace=True) as new:
        new.write_text(canonical(to_plain(record)), "utf-8")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _read(path: Path, kind: type[Record]) -> Record | None:
    found = _json(path)
    try:
        return None if found is None else from_plain(kind, found)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
