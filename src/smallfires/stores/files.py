"""A file that is there whole or not at all, even where the machine stops in the middle."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from smallfires.errors import EngineError, UsageError


@contextmanager
def whole(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """A new file to be filled, beside its place; it goes there when it is full and on the disk.

    Args:
        path: where it goes.
        replace: whether a file that is there gives way.

    Raises:
        UsageError: there is one.
        EngineError: it cannot be written.
    """
    if path.exists() and not replace:
        raise UsageError(f"{path} is there already.", "Give another name, or say that it may be replaced.")
    with explained(path):
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}-")
        os.close(handle)
        new = Path(name)
        try:
            yield new
            _settle(new, path)
        finally:
            for part in (new, *beside(new)):
                part.unlink(missing_ok=True)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what the disk says.

    Raises:
        EngineError: a file cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise EngineError(f"{path}: {said}.", "Is its folder there, may you write to it, and is there room?") from None


def beside(path: Path) -> list[Path]:
    """The files that SQLite keeps beside its own."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def put_aside(path: Path) -> Path:
    """Keep a file under another name as well, with what SQLite has beside it; its place stays taken until it is replaced."""
    kept = next(
        name for number in range(1, 10**6) if not (name := path.with_name(f"{path.name}.replaced-{number}")).exists()
    )
    try:
        os.link(path, kept)
    except OSError:  # a disk without second names
        shutil.copy2(path, kept)
    for part, name in zip(beside(path), beside(kept), strict=True):
        with suppress(FileNotFoundError):
            part.rename(name)
    return kept


def _settle(new: Path, path: Path) -> None:
    if path.exists():
        shutil.copymode(path, new)
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
