"""All pieces of work of a workspace, each in a folder of its own."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock

from smallfires.errors import EngineError
from smallfires.faces.web.work.piece import Piece
from smallfires.faces.web.work.place import Place
from smallfires.faces.web.work.status import End, Errand, State, Status, Trouble
from smallfires.verbs.desk import Clock
from smallfires.verbs.workspace import OWN

FOLDER = Path(OWN) / "work"
DAYS = 14
"""For how long what has ended is kept."""
_NAME = re.compile(r"[0-9a-f]{14}-[0-9a-f]{16}")
DIED = Trouble(
    "It was ended from outside before it was done: the server was stopped, or the machine was short of memory.",
    "What you typed is still here: send it again. Where it ends so again, ask for less at a time, such as one year of it.",
)


@dataclass(frozen=True)
class Shelf:
    """All pieces of work.

    Attributes:
        folder: in which they are; it is made when the first is put there.
        now: the clock.
    """

    folder: Path
    now: Clock
    _over: dict[str, Status] = field(default_factory=dict)

    def put(self, errand: Errand, piece: Piece) -> Place:
        """A new piece of work, which waits."""
        self._ready()
        name = f"{time.time_ns() // 1000:014x}-{secrets.token_hex(8)}"
        made = Place(self.folder / name)
        made.ask(replace(errand, at=self.now().isoformat()), piece)
        return made

    def _ready(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", "utf-8")

    def place(self, work: str) -> Place | None:
        """One by its name; None where there is none."""
        found = Place(self.folder / work)
        return found if _NAME.fullmatch(work) and found.folder.is_dir() else None

    def places(self) -> Iterator[Place]:
        """All of them, the first asked for first."""
        if self.folder.is_dir():
            names = (one.name for one in self.folder.iterdir())
            yield from (Place(self.folder / name) for name in sorted(names) if _NAME.fullmatch(name))

    def line(self) -> FileLock:
        """The lock of whoever starts work, so that of several servers one at a time does."""
        self._ready()
        return FileLock(self.folder / "line", timeout=10, thread_local=False)

    def status(self, place: Place) -> Status | None:
        """Where one stands, but for its place in line; None where there is none."""
        if place.name in self._over:
            return self._over[place.name]
        errand = place.errand()
        if errand is None:
            return None
        end = place.end() or self._died(place)
        if end is None:
            return self._open(place, errand)
        found = Status(place.name, errand, end.state, end=end)
        if place.end() is not None:
            self._over[place.name] = found
        return found

    def _open(self, place: Place, errand: Errand) -> Status:
        stage, share = place.said()
        if place.begun is None:
            return Status(place.name, errand, State.WAITING)
        return Status(place.name, errand, State.RUNNING, "Stopping" if place.to_stop else stage, share)

    def _died(self, place: Place) -> End | None:
        return self.bury(place) if place.deserted else None

    def bury(self, place: Place, why: Trouble = DIED) -> End:
        """Note the end of what nobody does any more, though nobody noted it.

        Args:
            place: whose.
            why: it ended, unless somebody stopped it.
        """
        place.clear()
        found = place.end()
        if found is not None:
            return found
        at = self.now().isoformat()
        end = End(State.STOPPED, at) if place.to_stop else End(State.FAILED, at, trouble=why)
        errand = place.errand()
        if errand is not None:  # a disk that takes nothing does not keep it running for ever
            self._over[place.name] = Status(place.name, errand, end.state, end=end)
        with suppress(EngineError, OSError):
            place.finish(end)
        return end

    def statuses(self) -> list[Status]:
        """All of them, the first asked for first."""
        found = map(self.status, self.places())
        return [one for one in found if one is not None]

    def sweep(self) -> None:
        """Take away what ended long ago."""
        before = f"{int((time.time() - DAYS * 86_400) * 1e6):014x}"
        for place in list(self.places()):
            if place.name > before:
                return
            if place.end() is not None or place.errand() is None:
                self._over.pop(place.name, None)
                place.remove()
