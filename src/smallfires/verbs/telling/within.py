"""An end to waiting: a socket's own timeout begins anew with every byte, so that a server that drips would hold us for ever."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

Given = TypeVar("Given")
WHOLE = 3.0
"""So many times as long as a server may be silent, everything together may take."""


def within(seconds: float, act: Callable[[], Given]) -> Given:
    """What an act gives.

    Args:
        seconds: that it may take; what takes longer is left to itself, and ends with the program.
        act: to be done.

    Raises:
        TimeoutError: it took longer.
        Exception: whatever it raised.
    """
    given: list[Given] = []
    raised: list[Exception] = []

    def run() -> None:
        try:
            given.append(act())
        except Exception as error:
            raised.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if not given:
        raise TimeoutError("it took too long")
    return given[0]
