"""Files that people bring: each goes whole into the workspace's folder ``data``, under a safe name of its own."""

from __future__ import annotations

import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from smallfires.errors import EngineError, NotThere, UsageError
from smallfires.stores.files import explained
from smallfires.verbs.keep import FOLDER
from smallfires.verbs.sizes import parse_size, say_size
from smallfires.verbs.workspace import FILE, Workspace

USUAL = "300 MB"
"""How large a file may be that somebody brings, unless the workspace says otherwise."""
LONGEST = 120
"""Bytes of a file's name: some disks take no more than 143."""
_PART, _STALE = ".part", 24 * 3600
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|[0-9a-f]{64}", re.IGNORECASE)
"""Names that Windows takes for devices, whatever the ending; and digests, by which the data of readings are kept."""


class TooLarge(UsageError):
    """More than may be brought here; nothing of it was kept."""


def most_bytes(workspace: Workspace) -> int:
    """How large a file may be that somebody brings.

    Raises:
        DataError: the workspace's file says it so that it cannot be understood.
    """
    server = workspace.settings.get("server", {})
    return int(parse_size(server.get("upload", USUAL) if isinstance(server, dict) else USUAL, "upload"))


def safe_name(told: str) -> str:
    """The name under which a file is kept: no path, not hidden, not taken for anything else; its letters and its ending stay.

    Args:
        told: its name, as the browser of somebody else says it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", told))[-1]
    plain = "".join(letter if _stays(letter) else "-" for letter in last)
    plain = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", plain)).strip("-. ")
    if not plain or _RESERVED.fullmatch(plain) or plain.casefold() == FILE:
        plain = f"file-{plain}".rstrip("-")
    stem, ending = _parted(plain)
    while len((stem + ending).encode()) > LONGEST:
        stem = stem[:-1]
    return stem.rstrip("-. ") + ending


def _stays(letter: str) -> bool:
    return letter in "._-()" or unicodedata.category(letter)[0] in "LMN"


def _parted(name: str) -> tuple[str, str]:
    """A name without and with its ending; ``.csv.gz`` is one."""
    match = re.fullmatch(r"(.+?)((?:\.[A-Za-z0-9]{1,8}){1,2})", name)
    return (match[1], match[2]) if match else (name, "")


class Landing:
    """A file on its way in, hidden until it is whole.

    Attributes:
        size: bytes that are here already.
    """

    def __init__(self, folder: Path, name: str, most: int) -> None:
        """Begin it.

        Args:
            folder: where it goes; made where it is not there.
            name: as its owner calls it.
            most: bytes that it may have.

        Raises:
            EngineError: nothing can be written there.
        """
        self._folder, self._name, self._most = folder, safe_name(name), most
        self.size = 0
        with _told(folder):
            folder.mkdir(exist_ok=True)
            _swept(folder)
            handle, path = tempfile.mkstemp(dir=folder, prefix=".", suffix=_PART)
        self._path = Path(path)
        self._file = os.fdopen(handle, "wb")

    def write(self, piece: bytes) -> None:
        """Take a piece of it.

        Raises:
            TooLarge: it has more bytes than it may have.
            EngineError: the disk is full.
        """
        self.size += len(piece)
        if self.size > self._most:
            raise too_large(self._most)
        with _told(self._folder):
            self._file.write(piece)

    def keep(self) -> str:
        """It is whole: give it its name, and say which; that of no other file is taken.

        Raises:
            EngineError: the disk is full.
        """
        with _told(self._folder):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._path.chmod(0o640)
            place = _place(self._folder, self._name)
            self._path.replace(place)
        return place.name

    def discard(self) -> None:
        """Leave nothing of it where it was not kept."""
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)


def too_large(most: int) -> TooLarge:
    """The error for a file that is too large to be brought."""
    return TooLarge(
        f"The file is larger than {say_size(most)}, which is the most that may be brought here. Nothing was kept.",
        "Pack it (.csv.gz), leave columns out, or ask an admin: a file on the server can be named by its path.",
    )


def _place(folder: Path, name: str) -> Path:
    """A name that no file has, taken by an empty file, so that two who ask at once get two."""
    stem, ending = _parted(name)
    for number in range(1, 10**6):
        place = folder / (name if number == 1 else f"{stem}-{number}{ending}")
        with suppress(FileExistsError):
            place.open("xb").close()
            return place
    raise EngineError(f"There are too many files called {name}.", "Give it another name.")


def _swept(folder: Path) -> None:
    """Remove what was never finished, where the server was stopped in the middle."""
    for part in folder.glob(f".*{_PART}"):
        with suppress(OSError):
            if time.time() - part.lstat().st_mtime > _STALE:
                part.unlink()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what the disk says, without where on it the workspace is."""
    with explained(Path(folder.name)):
        yield


def brought(workspace: Workspace) -> list[Path]:
    """The files in the folder ``data``, by name: no hidden ones, and no links to elsewhere."""
    folder = workspace.folder / FOLDER
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if not path.name.startswith(".") and _plain(path)]
    return sorted(found, key=lambda path: path.name.casefold())


def brought_file(workspace: Workspace, name: str) -> str:
    """A file in the folder ``data`` as a source names it: relative to the workspace's folder.

    Raises:
        UsageError: there is none of this name, or it is a link to elsewhere.
    """
    path = workspace.folder / FOLDER / name
    inside = "/" not in name and "\\" not in name and "\0" not in name and not name.startswith(".")
    if not inside or not _plain(path):
        raise NotThere(f'There is no file "{name}" among those that were brought.', "Bring it once more.")
    return f"{FOLDER}/{name}"


def _plain(path: Path) -> bool:
    try:
        return S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
