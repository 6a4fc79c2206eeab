"""What is in a source, looked at once for each state of its file."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from smallfires.errors import SmallfiresError
from smallfires.faces.web.plain import in_words
from smallfires.verbs.bench import bench
from smallfires.verbs.look import Look, look
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedSource

MOST = 64
"""Looks that are kept."""
AT_ONCE = 2
"""Files that are looked at at the same time."""
SMALL = 2 * 10**6
"""Bytes of a file that is looked at here; any larger one, and a table of a database, by a process of its own."""

Key = tuple[Any, ...]


class Looks:
    """Those that were asked for last. A table of a database is looked at anew each time."""

    def __init__(self) -> None:
        self._keeping = Lock()
        self.room = BoundedSemaphore(AT_ONCE)
        self._kept: OrderedDict[Key, Look] = OrderedDict()

    def of(self, source: NamedSource, folder: Path) -> Look | None:
        """What is in a source, where that is known or quickly found out; None where it has to be looked at for a while."""
        key = state_of(source, folder)
        found = self._known(key)
        if found is None and self.quick(source, folder):
            with self.room, bench() as ground:
                found = in_words(look(source, folder, ground))
            self.keep(source, folder, found)
        return found

    def quick(self, source: NamedSource, folder: Path) -> bool:
        """Whether it takes no while to read a source: a small file, or none at all."""
        key = state_of(source, folder)
        return not is_address(source.address) and (not key or key[3] <= SMALL)

    def keep(self, source: NamedSource, folder: Path, found: Look) -> None:
        """Know it from now on."""
        key = state_of(source, folder)
        if key:
            self._keep(key, found)

    def _known(self, key: Key) -> Look | None:
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Key, found: Look) -> None:
        with self._keeping:
            self._kept[key] = found
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def state_of(source: NamedSource, folder: Path) -> Key:
    """What tells a state of a file; empty where it is none."""
    try:
        if is_address(source.address):
            return ()
        seen = Path(source.where(folder)).stat()
    except (OSError, ValueError, SmallfiresError):
        return ()
    settings = tuple(sorted((name, str(value)) for name, value in source.settings.items()))
    return source.address, settings, seen.st_mtime_ns, seen.st_size, seen.st_ino
