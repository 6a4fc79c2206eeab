"""The workspace as its file says it now: what is added to it stands on the board at once."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock

from smallfires.errors import SmallfiresError
from smallfires.verbs.workspace import FILE, Workspace, open_workspace

Mark = tuple[int, int, int]


class Present:
    """The workspace as it was read last. It is read again where its file has changed."""

    def __init__(self) -> None:
        self._reading = Lock()
        self._mark: Mark | None = None
        self._read: Workspace | None = None

    def of(self, workspace: Workspace) -> Workspace:
        """The same workspace as it is now; as it was, where its file says at the moment what cannot be."""
        mark = _mark(workspace)
        if mark is None:
            return workspace
        with self._reading:
            if mark != self._mark:
                self._mark = mark
                with suppress(SmallfiresError):  # told on the page of the sources; the fires do not need it
                    self._read = open_workspace(workspace.folder)
            return self._read or workspace


def _mark(workspace: Workspace) -> Mark | None:
    """What tells a file that was changed; None where there is none."""
    try:
        found = (workspace.folder / FILE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
