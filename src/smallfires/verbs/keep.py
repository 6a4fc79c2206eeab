"""Copies of the files that were read, by their content, so that a reading can be done again when the file has gone on.

A copy stands in ``data/<sha256>/<name>`` of the workspace's folder. It is written once, whole or not at all, and for reading
only. Whoever reads it proves by its digest that it is what it was. A copy may be deleted: then its readings stay, but cannot
be done again.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from smallfires.errors import DataError
from smallfires.verbs.desk import Desk
from smallfires.verbs.sizes import parse_size, say_size
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import FILE, Workspace
from smallfires.worklog.formats.content import head_of

FOLDER = "data"
LIMIT = "200 MB"
"""Larger files are not copied, unless ``keep`` in the workspace's file says otherwise."""

_PIECE = 1 << 20
_NEW = ".new-"
_LEFT = 3600.0
"""Seconds after which a copy that was never finished is taken for one whose program is gone."""


@dataclass(frozen=True)
class Kept:
    """What is known of a source's data at the moment they were read.

    Attributes:
        digest: SHA-256 of the file's content, in hexadecimal; empty for a database, which has none.
        path: the copy, to be read in place of the file; None where there is none.
        why_not: why there is none, as a sentence; empty where there is one.
    """

    digest: str
    path: Path | None
    why_not: str = ""


def keep(desk: Desk, source: str | Path) -> Kept:
    """Copy a file into the workspace, unless it is there already.

    What is read afterwards has to be ``path``, where there is one: the file itself may change meanwhile.

    Args:
        desk: in whose workspace.
        source: a file, or the address of a database.

    Raises:
        DataError: there is no such file, it cannot be read, or the workspace's ``keep`` is no size.
    """
    if is_address(source):
        return Kept("", None, "The data stand in a database, and no copy of them was kept.")
    path, limit = Path(source).expanduser(), size_limit(desk.workspace)
    digest, size = digest_of(path), path.stat().st_size
    if size > limit:
        return Kept(digest, None, _too_large(path, size, limit))
    there = desk.workspace.folder / FOLDER / digest / path.name
    if there.is_file() and _digest(there) == digest:
        return Kept(digest, there)
    try:
        return _copy(path, desk.workspace.folder / FOLDER)
    except OSError as error:
        return Kept(digest, None, f"No copy of {path.name} was kept: {error.strerror}.")


def kept(workspace: Workspace, digest: str, name: str = "") -> Path | None:
    """The copy with this content; None where none was kept, or it was deleted.

    Args:
        workspace: in which it is.
        digest: of the content.
        name: of the file, where the same content was kept under several.

    Raises:
        DataError: it is no longer what it was.
    """
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    folder = workspace.folder / FOLDER / digest
    copies = sorted((path for path in folder.glob("*") if path.is_file()), key=lambda path: path.name != name)
    found = copies[0] if copies else None
    if found is not None and _digest(found) != digest:
        raise DataError(
            "The copy is no longer what was read: its content was changed.",
            "Bring it back from a backup, or delete it.",
            file=f"{FOLDER}/{digest[:12]}…/{found.name}",
        )
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    Raises:
        DataError: it is missing, a folder, empty, or cannot be read.
    """
    head_of(path)
    return _digest(path)


def size_limit(workspace: Workspace) -> float:
    """Bytes up to which files are copied: ``keep = "200 MB"`` in the workspace's file; ``keep = "0 MB"`` copies none.

    Raises:
        DataError: it is no size.
    """
    return parse_size(workspace.settings.get("keep", LIMIT), "keep")


def _too_large(path: Path, size: float, limit: float) -> str:
    most = say_size(limit)
    return (
        f"No copy of {path.name} was kept: it has {say_size(size)}, and copies are kept up to {most} (keep in {FILE})."
    )


def _digest(path: Path) -> str:
    """The same of a copy, which may have been emptied."""
    digest = sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.", "Check that you may read it.", file=path.name
        ) from None


def _copy(path: Path, folder: Path) -> Kept:
    """A copy under the digest of what was in fact copied, even where the file was being written meanwhile."""
    folder.mkdir(exist_ok=True)
    _sweep(folder)
    with fresh(folder) as new:
        with new.open("wb") as file:
            digest = _written(path, file)
        there = folder / digest / path.name
        there.parent.mkdir(exist_ok=True)
        _sync(folder)
        new.replace(there)
        _sync(there.parent)
    return Kept(digest, there)


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """A file to be written, gone afterwards where it was not moved to its place."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=_NEW)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _written(path: Path, file: IO[bytes]) -> str:
    """Write a file's content to the disk, readable by those who may read the file itself, and give its digest."""
    digest = sha256()
    for piece in _pieces(path):
        digest.update(piece)
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    if os.name == "posix":
        os.fchmod(file.fileno(), (path.stat().st_mode & 0o444) | 0o400)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """The names in a folder on the disk, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a program that was stopped left half-written."""
    for left in folder.glob(f"{_NEW}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT:
                left.unlink()
