from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys

import httpx
import pytest
from tests.faces.cli.programs import PROGRAM

from smallfires.faces.cli import run


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's quotation marks are read with shlex")
def test_the_demo_shows_a_reading_and_the_next_command_works(tmp_path, capsys):
    """The demo writes its log and its page, shows the reading, and names a next command that works."""
    folder = tmp_path / "a folder"
    assert run(["demo", "--folder", str(folder)]) == 0
    shown = capsys.readouterr()
    assert "Optimize" in shown.out
    assert (folder / "repairs.csv").is_file()
    assert (folder / "repairs.html").is_file()
    again = shlex.split(re.search(r"^  (smallfires read .*)$", shown.err, re.MULTILINE)[1])
    assert run(again[1:]) == 0
    assert "\nTransform.\n" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="a process is stopped by a signal")
def test_the_demo_ends_in_its_board(tmp_path, lived):
    """Before a screen, the demo ends in the board of what was lived through, which runs until it is stopped."""
    folder = shutil.copytree(lived, tmp_path / "example")
    command = [*PROGRAM, "demo", "--folder", str(folder), "--board"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    told = next(line for line in running.stderr if "is open under" in line)
    answer = httpx.get(re.search(r"http://127\.0\.0\.1:\d+", told)[0], trust_env=False, timeout=30)
    assert (answer.status_code, "One visit" in answer.text) == (200, True)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (130, "Stopped.")


def test_a_folder_that_cannot_be_made(tmp_path, capsys):
    """A folder that cannot be made is a clear error."""
    (tmp_path / "file").write_text("")
    assert run(["demo", "--folder", str(tmp_path / "file" / "inside")]) == 2
    assert "cannot be made" in capsys.readouterr().err
