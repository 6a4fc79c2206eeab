"""The line to a server, which can be cut and mended: a relay on this machine. For tests only."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Line:
    """Passes on what is sent to it, until it is cut.

    Args:
        host, port: where the line leads.
    """

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._door: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port = 0

    def __enter__(self) -> Self:
        """Begin to listen."""
        self.mend()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        """Nothing is left of it."""
        self.cut()

    def mend(self) -> None:
        """Whoever asks gets through again."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._listen, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """All who are connected are cut off, and nobody gets through."""
        door, self._door = self._door, None
        if door is not None:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            _close(end)

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._to)
        except OSError:
            _close(near)
            return
        with self._lock:
            self._open |= {near, far}
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while told := one.recv(65_536):
            other.sendall(told)
    _close(one)
    _close(other)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
