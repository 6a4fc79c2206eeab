"""Whoever starts the work that waits, a few pieces at a time, and notices what has died."""

from __future__ import annotations

import functools
import multiprocessing
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from multiprocessing.context import BaseContext
from pathlib import Path

from filelock import Timeout

from smallfires.errors import NotYet
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.work.child import alone, work_off
from smallfires.faces.web.work.piece import Piece
from smallfires.faces.web.work.place import Place
from smallfires.faces.web.work.result import JSON
from smallfires.faces.web.work.shelf import DIED, FOLDER, Shelf
from smallfires.faces.web.work.status import End, Errand, State, Status, Trouble
from smallfires.stores.memory import MemoryLedger
from smallfires.verbs.desk import Desk

AT_ONCE = 2
"""Pieces that are done at the same time, unless said."""
EACH = 10
"""Pieces that one person may have waiting and running."""
OFTEN = 0.05
LOOK = 2.0
"""Seconds after which it is looked again at what others do."""
PRELOADED = (
    "smallfires.verbs.read", "smallfires.verbs.design", "smallfires.verbs.learn", "smallfires.verbs.learn_fire",
    "smallfires.stores", "smallfires.faces.deeds", "smallfires.faces.web.work.child",
)  # fmt: skip
"""What takes a while to import, so that it is done once for all pieces."""


@dataclass(frozen=True)
class Ways:
    """How work is done.

    Attributes:
        start: begins a piece, and gives what tells when it is over.
        warm: gets ready to start the first one.
        passing: whether nothing of it is to be left when the server stops.
    """

    start: Callable[[Place], multiprocessing.process.BaseProcess | threading.Thread]
    warm: Callable[[], None]
    passing: bool = False


@functools.cache
def context() -> BaseContext:
    """How processes are made: from one that has imported everything, where that is safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(PRELOADED))
    return found


def outside(workspace: Path) -> Ways:
    """Each piece in a process of its own."""

    def start(place: Place) -> multiprocessing.process.BaseProcess:
        made = context().Process(target=alone, args=(workspace, place.folder), daemon=True)  # type: ignore[attr-defined]
        made.start()
        found: multiprocessing.process.BaseProcess = made
        return found

    def warm() -> None:
        if sys.platform == "linux":
            from multiprocessing import forkserver

            context()
            forkserver.ensure_running()

    return Ways(start, warm)


def inside(desk: Desk) -> Ways:
    """Each piece in a thread of this process, at a desk whose ledger is nowhere else. For trials and tests."""

    @contextmanager
    def opens(who: str) -> Iterator[Desk]:
        yield replace(desk, who=who)

    def start(place: Place) -> threading.Thread:
        made = threading.Thread(target=work_off, args=(place, opens, desk.now), daemon=True)
        made.start()
        return made

    return Ways(start, lambda: None, passing=True)


class Crew:
    """Starts work, and looks after it.

    Args:
        shelf: all pieces of work.
        ways: how they are done.
        at_once: how many at the same time.
    """

    def __init__(self, shelf: Shelf, ways: Ways, at_once: int = AT_ONCE) -> None:
        self.shelf, self.ways, self.at_once = shelf, ways, at_once
        self.closed = False
        self._busy: dict[str, multiprocessing.process.BaseProcess | threading.Thread] = {}
        self._lock = threading.Lock()
        self._rung, self._bell = context().Pipe(duplex=False)
        self._foreman: threading.Thread | None = None
        if any(place.end() is None for place in shelf.places()):
            self._wake()

    def begin(self, errand: Errand, piece: Piece) -> str:
        """Have something done.

        Returns:
            The name of the work; of the one that was begun already, where a program asks for it once more.

        Raises:
            NotYet: whoever asks has too much waiting already.
            EngineError: the disk takes nothing.
        """
        every = self.shelf.statuses()
        known = next((one.work for one in every if errand.once and one.errand.once == errand.once), None)
        if known:
            return known
        mine = [one for one in every if not one.over and one.errand.person == errand.person]
        if len(mine) >= EACH:
            raise NotYet(
                f"You have asked for {len(mine)} things that are not done yet, and {EACH} is the most.",
                "Wait for one of them, or stop one: they are listed under Work.",
            )
        self.shelf.sweep()
        found = self.shelf.put(errand, piece).name
        self._wake()
        return found

    def warm(self) -> None:
        """Get ready, where something may be asked for soon."""
        threading.Thread(target=self.ways.warm, daemon=True).start()

    def status(self, work: str) -> Status | None:
        """Where a piece of work stands; None where there is none."""
        place = self.shelf.place(work)
        found = self.shelf.status(place) if place else None
        if found is None or found.state is not State.WAITING:
            return found
        line = [one.work for one in self._line(self.shelf.statuses())]
        return replace(found, place=line.index(work) + 1) if work in line else found

    def of(self, visitor: Visitor, work: str) -> Status | None:
        """The same, for somebody; None where they may not see it."""
        found = self.status(work)
        return found if found and found.errand.seen_by(visitor) else None

    def told(self, work: str) -> str | None:
        """What came of a piece of work, as JSON text; None where it gave nothing that can be shown."""
        place = self.shelf.place(work)
        try:
            return (place.kept / JSON).read_text("utf-8") if place else None
        except FileNotFoundError:
            return None

    def mine(self, visitor: Visitor) -> list[Status]:
        """All work that somebody asked for, the newest first."""
        me = visitor.account or visitor.name
        every = self.shelf.statuses()
        places = {one.work: place for place, one in enumerate(self._line(every), 1)}
        return [replace(one, place=places.get(one.work, 0)) for one in reversed(every) if one.errand.person == me]

    def wait(self, work: str, seconds: float) -> Status | None:
        """Where a piece of work stands when it has ended, or so many seconds have passed."""
        until = time.monotonic() + seconds
        while True:
            found = self.status(work)
            if found is None or found.over or time.monotonic() >= until:
                return found
            time.sleep(OFTEN)

    def stop(self, work: str) -> None:
        """Stop it, whoever does it."""
        place = self.shelf.place(work)
        if place is None or place.end() is not None:
            return
        place.ask_to_stop()
        with suppress(Timeout), self.shelf.line():
            if place.begin():  # nobody does it, and nobody will
                self.shelf.bury(place)
        with self._lock:
            hand = self._busy.get(work)
        if isinstance(hand, multiprocessing.process.BaseProcess):
            hand.kill()  # where another server does it, the process itself sees that it is to stop
        self._wake()

    def close(self) -> None:
        """Stop what runs here. What waits is done by the next server."""
        with self._lock:
            self.closed = True
            busy = dict(self._busy)
        for work, hand in busy.items():
            place = Place(self.shelf.folder / work)
            if isinstance(hand, multiprocessing.process.BaseProcess):
                hand.kill()
                hand.join(10)
            else:
                place.ask_to_stop()
                hand.join(10)
            self._bury(place, hand)
        self._ring()
        if self.ways.passing:
            shutil.rmtree(self.shelf.folder, ignore_errors=True)

    def _wake(self) -> None:
        """Have the foreman look."""
        with self._lock:
            if self.closed:
                return
            if self._foreman is None:
                self._foreman = threading.Thread(target=self._look_after, daemon=True)
                self._foreman.start()
        self._ring()

    def _ring(self) -> None:
        with suppress(OSError):
            self._bell.send_bytes(b"!")

    def _look_after(self) -> None:
        """Start what waits, and bury what died, for as long as the server runs."""
        while not self.closed:
            for work, hand in list(self._busy.items()):
                if not hand.is_alive():
                    del self._busy[work]
                    self._bury(Place(self.shelf.folder / work), hand)
            waiting = self._start()
            ends = [
                hand.sentinel for hand in self._busy.values() if isinstance(hand, multiprocessing.process.BaseProcess)
            ]
            connection.wait([self._rung, *ends], LOOK if waiting or self._busy else None)
            while self._rung.poll():
                self._rung.recv_bytes()

    def _start(self) -> bool:
        """Start what may be; whether something waits."""
        with suppress(Timeout), self.shelf.line():
            every = self.shelf.statuses()
            running = sum(one.state is State.RUNNING for one in every)
            line = self._line(every)
            for one in line[: max(0, self.at_once - running)]:
                self._hand(Place(self.shelf.folder / one.work))
            return len(line) > self.at_once - running
        return True

    def _hand(self, place: Place) -> None:
        with self._lock:
            if self.closed or not place.begin():
                return
            try:
                self._busy[place.name] = self.ways.start(place)
            except OSError as error:  # no process can be had
                why = Trouble(f"No process could be started: {error.strerror}.", "Try again in a while.")
                self.shelf.bury(place, why)

    @staticmethod
    def _line(every: list[Status]) -> list[Status]:
        """What waits, in the order in which it is started: whoever has little running comes first, then who asked first."""
        has = Counter(one.errand.person for one in every if one.state is State.RUNNING)
        line = []
        for one in (one for one in every if one.state is State.WAITING):
            line.append((has[one.errand.person], one.work, one))
            has[one.errand.person] += 1
        return [one for _, _, one in sorted(line, key=lambda each: each[:2])]

    def _bury(self, place: Place, hand: multiprocessing.process.BaseProcess | threading.Thread) -> End:
        """Note the end of what is done here no more."""
        why = DIED
        if isinstance(hand, multiprocessing.process.BaseProcess) and hand.exitcode not in (0, None) and not self.closed:
            why = replace(DIED, problem=_killed(hand.exitcode or 0))
        return self.shelf.bury(place, why)


def _killed(code: int) -> str:
    by = f"signal {-code}" if code < 0 else f"code {code}"
    return f"It was ended from outside before it was done ({by}): mostly the machine is short of memory then."


def crew(desk: Desk) -> Crew:
    """The crew of a workspace. A ledger in memory is in this process only, so there the work is, too."""
    if isinstance(desk.ledger, MemoryLedger):
        folder = Path(tempfile.gettempdir()) / f"smallfires-works-{id(desk.ledger):x}-{time.time_ns():x}"
        return Crew(Shelf(folder, desk.now), inside(desk))
    return Crew(Shelf(desk.workspace.folder / FOLDER, desk.now), outside(desk.workspace.folder))
