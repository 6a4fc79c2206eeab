"""A server that is killed while it does what a program asked for: in the middle of it, or before it has answered. For tests only.

Its arguments: the folder of the workspace, where to kill it (``never``, ``done`` or ``kept``). It says its address, then serves.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from smallfires.faces.web.serve import HOST, listening, server
from smallfires.stores.database import DatabaseLedger
from smallfires.verbs.desk import clock, desk, ledger_of


class Killed(DatabaseLedger):
    """A ledger that is cut off when an entry is written, and not yet for good."""

    def append(self, drafts, **told):
        super().append(drafts, **told)
        os.kill(os.getpid(), signal.SIGKILL)


def cut_off(app):
    """The application, cut off before it says anything."""

    async def cut(scope, receive, send):
        async def killing(message):
            os.kill(os.getpid(), signal.SIGKILL)

        await app(scope, receive, killing if scope.get("method") == "POST" else send)

    return cut


def main(folder: str, where: str) -> None:
    with desk(Path(folder)) as made, listening(0) as place:
        ledger = Killed(ledger_of(made.workspace), clock) if where == "done" else made.ledger
        running = server(replace(made, ledger=ledger), board=True)
        if where == "kept":
            running.config.app = cut_off(running.config.app)
        place.listen()
        print(f"http://{HOST}:{place.getsockname()[1]}", flush=True)
        running.run(sockets=[place])


if __name__ == "__main__":
    main(*sys.argv[1:])
