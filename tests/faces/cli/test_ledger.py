"""The ledger at the command line: proved, carried, backed up and brought back."""

from __future__ import annotations

import re
import sqlite3

import pytest
from tests.faces.cli.workspaces import said, workspace
from tests.verbs.desks import HANDOVER

HEAD = re.compile(r"^  (\d+:[0-9a-f]{64})$", re.MULTILINE)


@pytest.fixture
def ward(tmp_path, monkeypatch, capsys):
    """A workspace with three entries, in which the user is."""
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    for text in ("One.", "Two."):
        said(capsys, "comment", HANDOVER, text)
    return tmp_path


def tampered(path, sql):
    """Change a ledger behind its back, as somebody would who may write the file."""
    link = sqlite3.connect(path)
    for (name,) in link.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        link.execute(f"drop trigger {name}")
    link.execute(sql)
    link.commit()
    link.close()


def test_a_whole_ledger_is_proved(ward, capsys):
    """The last entry is told, to be noted elsewhere, and later held against the ledger."""
    code, out, _ = said(capsys, "ledger", "verify")
    assert code == 0
    assert out.startswith("The ledger is whole: 3 entries")
    (head,) = HEAD.findall(out)
    said(capsys, "comment", HANDOVER, "Three.")
    code, out, _ = said(capsys, "ledger", "verify", "--head", head)
    assert code == 0
    assert "Entry 3 is the one that you noted." in out


def test_a_changed_ledger_is_found(ward, capsys):
    """One letter of one entry: exit code 7, which entry, and what to do."""
    tampered("ledger.db", "update smallfires_entries set content = replace(content, 'One', 'Won') where number = 2")
    code, out, err = said(capsys, "ledger", "verify")
    assert (code, out) == (7, "")
    assert "Entry 2 was changed" in err


def test_a_ledger_that_was_written_anew_is_found_by_what_was_noted(ward, capsys, tmp_path_factory, monkeypatch):
    """A ledger that looks well by itself is not the one whose last entry was noted."""
    (head,) = HEAD.findall(said(capsys, "ledger", "verify")[1])
    other = tmp_path_factory.mktemp("other")
    workspace(other)
    monkeypatch.chdir(other)
    for text in ("One.", "Too."):
        said(capsys, "comment", HANDOVER, text)
    assert said(capsys, "ledger", "verify")[0] == 0
    code, _, err = said(capsys, "ledger", "verify", "--head", head)
    assert code == 7
    assert "Entry 3" in err


@pytest.mark.parametrize("head", ["3", "3:abc", "x:" + "0" * 64, ""])
def test_what_is_no_last_entry_is_refused(ward, capsys, head):
    """A number and 64 letters, or nothing; a hash cut short proves nothing."""
    assert said(capsys, "ledger", "verify", "--head", head)[0] == (0 if not head else 2)


def test_a_ledger_goes_out_and_in(ward, capsys, tmp_path_factory):
    """Exported, imported into an empty workspace, it is the same to the last hash; a second import takes over nothing."""
    code, out, _ = said(capsys, "ledger", "export", "all.jsonl")
    assert code == 0
    (head,) = HEAD.findall(out)
    assert len((ward / "all.jsonl").read_text("utf-8").splitlines()) == 3
    assert said(capsys, "ledger", "export", "all.jsonl")[0] == 2
    assert said(capsys, "ledger", "export", "all.jsonl", "--replace", "--after", "2")[0] == 0
    assert len((ward / "all.jsonl").read_text("utf-8").splitlines()) == 1
    said(capsys, "ledger", "export", "all.jsonl", "--replace")
    other = tmp_path_factory.mktemp("other")
    said(capsys, "init", str(other), "--owner", "Bo")
    code, out, _ = said(capsys, "ledger", "import", "all.jsonl", "--folder", str(other))
    assert (code, out) == (0, "Taken over: 3 entries. The ledger has 3 entries now.\n")
    assert said(capsys, "ledger", "import", "all.jsonl", "--folder", str(other))[1].startswith("Taken over: 0 entries.")
    assert HEAD.findall(said(capsys, "ledger", "verify", "--folder", str(other))[1]) == [head]


def test_a_backup_brings_the_ledger_back(ward, capsys):
    """What was lost is back, and a ledger that went another way is kept beside it."""
    code, out, _ = said(capsys, "ledger", "backup", "kept.db")
    assert code == 0
    assert "a proved copy of 3 entries" in out
    tampered("ledger.db", "delete from smallfires_entries where number = 3")
    assert said(capsys, "ledger", "verify")[0] == 7
    assert said(capsys, "ledger", "restore", "kept.db")[0] == 7
    code, out, _ = said(capsys, "ledger", "restore", "kept.db", "--replace")
    assert code == 0
    assert "The ledger has 3 entries now." in out
    assert "is kept as" in out
    assert said(capsys, "ledger", "verify")[0] == 0
    assert said(capsys, "ledger", "backup", "kept.db")[0] == 2
