"""What is in a source, looked at once for each state of its file."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

from smallfires.errors import SmallfiresError
from smallfires.verbs.bench import bench
from smallfires.verbs.look import Look, look
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedSource

MOST = 64
"""Looks that are kept."""
AT_ONCE = 2
"""Files that are looked at at the same time."""
SMALL = 2 * 10**6
"""Bytes of a file that is looked at for the list of all sources, too; any larger one is when it is opened."""

Key = tuple[Any, ...]


class Looks:
    """Those that were asked for last. A table of a database is looked at anew each time."""

    def __init__(self) -> None:
        self._keeping = Lock()
        self.room = BoundedSemaphore(AT_ONCE)
        self._kept: OrderedDict[Key, Look] = OrderedDict()

    def of(self, source: NamedSource, folder: Path) -> Look:
        """What is in a source, as it is now."""
        key = state_of(source, folder)
        found = self._known(key)
        if found is None:
            with self.room, bench() as ground:
                found = look(source, folder, ground)
            if key:
                self._keep(key, found)
        return found

    def known(self, source: NamedSource, folder: Path) -> Look | None:
        """The same where it is known already, or quickly found out."""
        key = state_of(source, folder)
        size = key[3] if key else SMALL + 1
        return self.of(source, folder) if size <= SMALL else self._known(key)

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
