"""The board on an address of this machine, for benches and tests that look at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI

from smallfires.faces.web.serve import HOST, listening, server
from smallfires.verbs.desk import Desk


@contextmanager
def served(desk: Desk, **more: Any) -> Iterator[tuple[str, FastAPI]]:
    """The board on an address of this machine, and the application behind it; with accounts, where they are named."""
    with listening(0) as place:
        running = server(desk, board=True, **more)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            while not running.started and thread.is_alive():
                time.sleep(0.01)
            yield f"http://{HOST}:{place.getsockname()[1]}", running.config.app
        finally:
            running.should_exit = True
            thread.join(20)
