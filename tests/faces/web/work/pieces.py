"""Pieces of work for tests: what they do is seen from outside."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from smallfires.errors import MissingColumn
from smallfires.faces.web.work.piece import Back, Done, Given


@dataclass(frozen=True)
class Held:
    """Tells how far it is, then waits for a file of the workspace; at most a minute."""

    name: str = "go"

    def run(self, given: Given) -> Done:
        folder = given.desk.workspace.folder
        (folder / f"{self.name}.pid").write_text(str(os.getpid()), "utf-8")
        given.progress("Reading orders.csv", 0.25)
        until = time.monotonic() + 60
        while not (folder / self.name).exists() and time.monotonic() < until:
            time.sleep(0.01)
        return Done("/search?q=done")


@dataclass(frozen=True)
class Fails:
    """Ends in one of the ways in which work can."""

    how: str

    def run(self, given: Given) -> Done:
        if self.how == "data":
            raise MissingColumn("There is no column.", "Name it.", file="a.csv", row=3, column="end")
        if self.how == "typed":
            raise Back({"target": "5 is no time."}, "Something has to be settled first.")
        if self.how == "memory":
            raise MemoryError
        if self.how == "disk":
            raise OSError(28, "No space left on device")
        if self.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "left":
            os._exit(3)
        raise ValueError(self.how)


@dataclass(frozen=True)
class Tells:
    """Says who acts and in which process, in its result."""

    def run(self, given: Given) -> Done:
        return Done("/work", (("who", given.desk.who), ("process", str(os.getpid())), ("nice", str(os.nice(0)))))
