"""One piece of work, done. In a process of its own it is nicer to the others than the server is, and the first to go."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from filelock import Timeout

from smallfires.errors import SmallfiresError
from smallfires.faces.web.work.piece import Back, Given
from smallfires.faces.web.work.place import OFTEN, Place
from smallfires.faces.web.work.status import End, State, Trouble, trouble
from smallfires.verbs.desk import Clock, Desk, clock, desk

Opens = Callable[[str], AbstractContextManager[Desk]]
"""Opens the desk for whoever acts."""

NICE = 10
FIRST_TO_GO = "600"
"""Where memory is gone, the system ends this process before others."""
WATCH = 0.3
"""Seconds between two looks whether it is to stop."""
A_LOOK = 5.0
"""Seconds in which whoever only looks at a piece of work has certainly let go of its lock."""
NO_MEMORY = Trouble(
    "There is not enough memory for it.", "Ask for less at a time, such as one year of it, or use a machine with more."
)
NO_ROOM = Trouble("The disk is full.", "Free some of it, then send it again.")
FAULT = "fault.txt"


class Stopped(BaseException):
    """Somebody stopped it."""


def alone(workspace: Path, folder: Path) -> None:
    """Do a piece of work in this process, which is there for nothing else.

    Args:
        workspace: its folder.
        folder: of the work.
    """
    place = Place(folder)
    _modest()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    place.scratch.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(place.scratch)  # whoever notices our end clears it, however we ended
    threading.Thread(target=_watch, args=(place,), daemon=True).start()
    try:
        with suppress(Timeout):
            work_off(place, lambda who: desk(workspace, who), clock)
    finally:
        place.clear()


def _modest() -> None:
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, "ascii")


def _watch(place: Place) -> None:
    """End this process when it is to stop: whatever it does just then, it would not hear otherwise."""
    while not place.to_stop:
        time.sleep(WATCH)
    os._exit(0)


def work_off(place: Place, opens: Opens, now: Clock) -> None:
    """Do a piece of work, and note how it ended.

    Args:
        place: where it stands.
        opens: the desk.
        now: the clock.

    Raises:
        Timeout: somebody else does it.
    """
    with place.held(A_LOOK):
        if place.end() is None:
            end = _ended(place, opens)
            place.say("", None)
            place.finish(End(end.state, now().isoformat(), end.to, end.links, end.trouble))


def _ended(place: Place, opens: Opens) -> End:
    try:
        return _done(place, opens)
    except (Stopped, KeyboardInterrupt):
        return End(State.STOPPED)
    except Exception as error:
        return End(State.FAILED, trouble=_why(place, error))


def _why(place: Place, error: Exception) -> Trouble:
    """Why it failed, in plain words."""
    if isinstance(error, Back):
        return Trouble(
            note=error.note, problems=error.problems, stale=error.stale, offers=error.offers, kind=error.kind
        )  # fmt: skip
    if isinstance(error, SmallfiresError):
        return trouble(error)
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return NO_ROOM
    return _fault(place, error)


def _done(place: Place, opens: Opens) -> End:
    errand = place.errand()
    assert errand is not None, "who takes a piece of work has seen its errand"
    piece = place.piece()
    with opens(errand.who) as at:
        done = piece.run(Given(at, Telling(place), place.kept))
    return End(State.DONE, to=done.to, links=done.links)


def _fault(place: Place, error: Exception) -> Trouble:
    """A fault of ours: what a person can do about it, and its details in a file."""
    with suppress(OSError):
        (place.folder / FAULT).write_text("".join(traceback.format_exception(error)), "utf-8", "replace")
    return Trouble(
        f"Something is wrong on our side ({type(error).__name__}); your data are as they were.",
        f"The details are in the file {FAULT} in .smallfires/work/{place.name} of the workspace; please report them.",
    )


class Telling:
    """Notes how far a piece of work has come, not too often; and ends it where somebody stopped it.

    Args:
        place: where it stands.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._stage, self._at = "", 0.0

    def __call__(self, stage: str, share: float | None) -> None:
        """As ``Progress``.

        Raises:
            Stopped: somebody stopped it.
        """
        if self._place.to_stop:
            raise Stopped
        now = time.monotonic()
        if stage != self._stage or now - self._at >= OFTEN:
            self._stage, self._at = stage, now
            self._place.say(stage, share)
