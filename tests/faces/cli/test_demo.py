from __future__ import annotations

import re
import shlex
import sys

import pytest

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


def test_a_folder_that_cannot_be_made(tmp_path, capsys):
    """A folder that cannot be made is a clear error."""
    (tmp_path / "file").write_text("")
    assert run(["demo", "--folder", str(tmp_path / "file" / "inside")]) == 2
    assert "cannot be made" in capsys.readouterr().err
