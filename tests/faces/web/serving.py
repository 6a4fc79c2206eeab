"""A real server in a thread, for tests that ask it over the network of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from smallfires.faces.web.serve import HOST, listening, server
from smallfires.verbs.desk import Desk


@contextmanager
def serving(desk: Desk, *, board: bool = False, **organization: Any) -> Iterator[httpx.Client]:
    """A client of a server over this desk, with the board or without; it follows no redirect by itself."""
    with listening(0) as place:
        running = server(desk, board=board, **organization)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            while not running.started and thread.is_alive():
                time.sleep(0.01)
            with httpx.Client(base_url=f"http://{HOST}:{place.getsockname()[1]}", trust_env=False) as client:
                yield client
        finally:
            running.should_exit = True
            thread.join(20)
