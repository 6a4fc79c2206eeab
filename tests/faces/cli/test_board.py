from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import httpx
import pytest
from tests.faces.cli.programs import PROGRAM

from smallfires.faces.cli import board, run

POSIX = pytest.mark.skipif(os.name != "posix", reason="a process is stopped by a signal")


@pytest.fixture
def here(tmp_path):
    assert run(["init", str(tmp_path), "--name", "Ward", "--owner", "Ruth Adler"]) == 0
    return tmp_path


@POSIX
def test_the_board_opens_tells_its_address_and_stops(here):
    """The command tells the address, which answers at once with the board in the name of who acts, and stops when told to."""
    command = [*PROGRAM, "board", "--folder", str(here), "--as", "Bo Berg", "--port", "0", "--no-browser"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told = running.stderr.readline()
    assert told.startswith("The board of Ward is open under http://127.0.0.1:")
    answer = httpx.get(re.search(r"http://127\.0\.0\.1:\d+", told)[0], trust_env=False, timeout=30)
    assert (answer.status_code, "No fire has been drafted yet." in answer.text) == (200, True)
    assert 'You act as <span dir="auto">Bo Berg</span>' in answer.text
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped.")


def test_without_a_workspace_there_is_no_board(tmp_path, capsys):
    """Where no workspace is, the command says what to do, and no port is taken."""
    assert run(["board", "--folder", str(tmp_path), "--no-browser"]) == 2
    assert "smallfires init" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_a_browser_is_opened_only_where_there_is_a_screen(monkeypatch):
    """On a machine without a screen no browser of letters takes the terminal."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not board.has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert board.has_screen()


@POSIX
def test_the_browser_finds_the_board(here, tmp_path):
    """The browser that is opened gets the address of the board, and finds it there."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/asked\n', "utf-8")
    browser.chmod(0o700)
    about = {**os.environ, "DISPLAY": ":0", "BROWSER": f"{browser} %s"}
    command = [*PROGRAM, "board", "--folder", str(here), "--port", "0"]
    running = subprocess.Popen(command, env=about, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told = running.stderr.readline()
    for _ in range(300):
        if (tmp_path / "asked").exists() and (tmp_path / "asked").read_text("utf-8").strip():
            break
        time.sleep(0.1)
    address = (tmp_path / "asked").read_text("utf-8").strip()
    assert f" {address} now" in told
    assert httpx.get(address, trust_env=False, timeout=30).status_code == 200
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
