"""The verb ``nightly``: read every burning fire that has new data, and tell whoever has to hear of it.

Run it as often as wanted. It writes and sends nothing new where nothing is new, and takes up what an earlier run left undone,
because everything is derived from the ledger: which data were read, and what was told to whom.
"""

from __future__ import annotations

import sqlite3
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from smallfires.errors import BrokenLedger, SmallfiresError, Stale
from smallfires.fires.fire import Fire
from smallfires.fires.lesson import Lesson
from smallfires.fires.news import ask_again
from smallfires.fires.night import Looked, Night, Trouble
from smallfires.fires.wording import clause
from smallfires.stores.memory import MemoryLedger
from smallfires.verbs.bench import VERSION, Progress, bench, silent
from smallfires.verbs.desk import Desk
from smallfires.verbs.keep import Kept, digest_of
from smallfires.verbs.learn_fire import anything_new, learn_fire
from smallfires.verbs.taking import Rest
from smallfires.verbs.telling.tell import Pause, tell, trouble
from smallfires.verbs.warehouse import is_address

LOCK = ".nightly"
"""The file in the workspace's folder that a nightly run holds."""
TRIES = 3
"""How often a fire is read again that somebody changed meanwhile."""


def nightly(
    desk: Desk,
    progress: Progress = silent,
    threads: int | None = None,
    *,
    trial: bool = False,
    pause: Pause = time.sleep,
) -> Night:
    """Read every burning fire that has new data, and tell what is new.

    What is wrong with one fire, or with one who is told, stops nobody else: it stands in the record.

    Args:
        desk: whose fires they are.
        progress: told what is being done.
        threads: how many the embedded engine may use; all cores where None.
        trial: whether nothing is written or sent; the record says what would have been.
        pause: waits for so many seconds, between two tries to send.

    Raises:
        BrokenLedger: the ledger is not as it was written.
        EngineError: the ledger cannot be read or written.
    """
    name = desk.workspace.name
    with nullcontext(True) if trial else _alone(desk.workspace.folder) as alone:
        if not alone:
            return Night(name, VERSION, trial=trial, beside=True)
        desk = _on_trial(desk) if trial else desk
        head, fires = desk.ledger.head(), desk.fires()
        looked = tuple(Run(desk, progress, threads).looked(fires.values()))
        fires = fires if desk.ledger.head() == head else desk.fires()
        return Night(name, VERSION, looked, tell(desk, fires, trial=trial, pause=pause), trial)


@dataclass(frozen=True)
class Run:
    """The reading of all fires.

    Attributes:
        desk: whose fires they are.
        progress: told what is being done.
        threads: how many the embedded engine may use.
        digests: of the files that were looked at, by address, so that each is read through once.
    """

    desk: Desk
    progress: Progress
    threads: int | None
    digests: dict[str, str] = field(default_factory=dict)

    def looked(self, fires: Iterable[Fire]) -> Iterator[Looked]:
        """Look at every one of some fires that burns."""
        burning = [fire for fire in fires if fire.burning]
        for place, fire in enumerate(burning):
            self.progress(f"Looking at {clause(fire.charter.title)}", place / len(burning))
            yield self._look(fire)

    def _look(self, fire: Fire) -> Looked:
        """One fire. Whatever is wrong with it is its own."""
        last = fire.last_read
        before = last.decision if last else ""
        seen = Looked(fire.slug, clause(fire.charter.title), 0, before, ask_again=ask_again(fire, self.desk.today))
        try:
            lesson = self._lesson(fire)
        except BrokenLedger:
            raise
        except SmallfiresError as error:
            return replace(seen, trouble=trouble(error))
        except Exception as fault:
            return replace(seen, trouble=_fault(fault))
        if lesson is None:
            return seen
        return replace(seen, reading=lesson.number, decision=str(lesson.verdict.decision), before=before)

    def _lesson(self, fire: Fire) -> Lesson | None:
        """A new reading; None where there is nothing new. Who is overtaken by somebody else looks again."""
        for left in reversed(range(TRIES)):
            if not anything_new(fire, self._rest(fire)):
                return None
            try:
                with bench(self.progress, self.threads) as ground:
                    return learn_fire(self.desk, fire.slug, ground, only_new=True)
            except Stale:
                if not left:
                    raise
            fire = self.desk.fire(fire.slug)
            if not fire.burning:
                return None
        return None

    def _rest(self, fire: Fire) -> Rest:
        """What the data behind a fire are now, without a copy of them."""
        workspace, kept = self.desk.workspace, {}
        for name in fire.charter.measures:
            address, _ = workspace.measuring(name)
            kept[workspace.measure(name).source] = Kept(self._digest(address), None)
        return Rest(workspace, kept, {}, fire.last)

    def _digest(self, address: str) -> str:
        """A file's digest, worked out once a night; empty for a database."""
        if is_address(address):
            return ""
        if address not in self.digests:
            self.digests[address] = digest_of(Path(address))
        return self.digests[address]


def _fault(fault: Exception) -> Trouble:
    """A fault of Smallfires itself: the others are read all the same."""
    return Trouble(
        f"Smallfires has a fault of its own here ({type(fault).__name__}).",
        "Please report it.",
        "".join(traceback.format_exception(fault)),
    )


def _on_trial(desk: Desk) -> Desk:
    """The same desk with a ledger that is gone afterwards, and where no copies are kept."""
    ledger = MemoryLedger(desk.now)
    ledger.adopt(desk.ledger.entries())
    workspace = replace(desk.workspace, settings={**desk.workspace.settings, "keep": "0 MB"})
    return replace(desk, ledger=ledger, workspace=workspace)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other nightly run is at work in this workspace; held until the end.

    It is SQLite's own lock on a file, because every system lets go of that when a program ends, however it ends. Where the
    folder cannot be written, nothing is held: then the ledger alone keeps two runs apart.
    """
    link = None
    try:
        link = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
        link.execute("begin exclusive")
        alone = True
    except sqlite3.OperationalError as error:
        alone = error.sqlite_errorcode != sqlite3.SQLITE_BUSY
    try:
        yield alone
    finally:
        if link is not None:
            link.close()
