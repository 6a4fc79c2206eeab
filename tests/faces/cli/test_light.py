"""Checking, lighting and reading a fire at the command line."""

from __future__ import annotations

import json

import pytest
from tests.faces.cli.workspaces import said
from tests.verbs.wards import TEXT, a_workspace, grown


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A workspace with the file of a charter, in its folder."""
    found = a_workspace(tmp_path)
    (tmp_path / "handover.toml").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return found


def test_a_charter_goes_from_its_file_to_a_reading(desk, capsys):
    """Checked, not clear, overridden, lit, read, and read again: each step says what it did, and the next one works."""
    assert said(capsys, "check", "handover.toml")[:2][0] == 0
    code, _, heard = said(capsys, "light", "handover.toml")
    assert code
    assert "--override" in heard
    code, shown, _ = said(capsys, "light", "handover.toml", "--override", "It is a test.")
    assert code == 0
    assert "It burns from 4 August 2025 to 5 October 2025." in shown
    assert "after its start" in shown  # the clock of this machine is later
    grown(desk, 36)
    code, shown, _ = said(capsys, "learn", "a-shorter-handover")
    assert code == 0
    assert "What did we learn?" in shown
    assert "It is a test." in shown
    code, shown, _ = said(capsys, "learn", "a-shorter-handover", "--again", "1")
    assert code == 0
    assert "to the last digit" in " ".join(shown.split())


def test_a_charter_that_cannot_be_lit_is_shown_with_carets(desk, capsys):
    """Under the user's own words; programs get an exit code."""
    (desk.workspace.folder / "handover.toml").write_text(TEXT.replace("Site A", "Site Ü"), "utf-8")
    for verb in ("check", "light"):
        code, out, heard = said(capsys, verb, "handover.toml")
        assert code == 2
        assert "^^^" in heard
        assert 'There is no unit "Site Ü"' in heard
        assert out == ""


@pytest.mark.parametrize(
    ("command", "heard"),
    [
        (("learn", "a-shorter-handover", "--treated", "Site A"), "--treated is what the charter of a fire says"),
        (("learn", "a-shorter-handover", "--level", "0.9"), "--level is what the charter of a fire says"),
        (("learn", "weekly.csv", "--again", "1"), "--again is for a fire"),
        (("learn", "weekly.csv", "--as", "Bo"), "--as is for a fire"),
        (("learn", "a-shorter-handove"), "There is no fire"),
        (("light", "a-shorter-handover"), "There is no fire"),
        (("check", "gone.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_said(desk, capsys, command, heard):
    """A flag that says what the charter says, a fire that there is not: said with its name, and no traceback."""
    code, _, said_there = said(capsys, *command)
    assert code
    assert heard in said_there
    assert "Traceback" not in said_there


def test_programs_get_the_record(desk, capsys):
    """Of a check and of lighting, as JSON."""
    code, out, _ = said(capsys, "check", "handover.toml", "--json")
    assert code == 0
    assert json.loads(out)["findings"][0]["rule"] == "nobody asked"
    code, out, _ = said(capsys, "light", "handover.toml", "--override", "It is a test.", "--json")
    assert code == 0
    assert json.loads(out)["charter"]["slug"] == "a-shorter-handover"
