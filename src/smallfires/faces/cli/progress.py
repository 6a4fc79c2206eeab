"""A progress bar on the error stream: for people only, and only where something takes over a second."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before a bar appears."""


class Bar:
    """Shows the stage and its share done; call it as a verb's ``progress``."""

    def __init__(self) -> None:
        self._shown: tuple[Progress, TaskID] | None = None
        self._told: tuple[str, float | None] = ("Reading", None)
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown is not None:
                self._shown[0].stop()
            self._shown = None
            self._timer.finished.set()

    def __call__(self, stage: str, share: float | None) -> None:
        """Tell which stage is running, and which share of it is done, or None where nobody knows."""
        with self._lock:
            self._told = (stage, share)
            self._tell()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        with self._lock:
            if self._timer.finished.is_set():
                return
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._shown = (bar, bar.add_task("", total=None))
            self._tell()
            bar.start()

    def _tell(self) -> None:
        if self._shown is None:
            return
        from smallfires.faces.words.names import tidy

        (bar, task), (stage, share) = self._shown, self._told
        bar.update(task, description=tidy(stage), total=None if share is None else 1.0, completed=share or 0.0)
