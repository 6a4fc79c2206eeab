from __future__ import annotations

import io
import sys

from smallfires.faces.cli import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(monkeypatch) -> Screen:
    """A terminal in place of the error stream."""
    made = Screen()
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_what_is_quick_shows_no_bar(monkeypatch):
    """What is over before patience ends shows nothing."""
    screen = watched(monkeypatch)
    with progress.Bar() as bar:
        bar("Reading", None)
    assert screen.getvalue() == ""


def test_what_takes_long_shows_its_stage(monkeypatch):
    """What takes longer shows the stage, and clears it away at the end."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    screen = watched(monkeypatch)
    with progress.Bar() as bar:
        bar._timer.join()
        bar("Reading [red]a.csv\x1b[0m", 0.5)
        bar._shown[0].refresh()
    assert "Reading [red]a.csv [0m" in screen.getvalue()


def test_a_pipe_gets_no_bar(monkeypatch):
    """Where nobody watches, there is no bar."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress.Bar() as bar:
        bar("Reading", 0.5)
    assert pipe.getvalue() == ""
