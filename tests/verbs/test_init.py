"""A folder becomes a workspace."""

from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.verbs.init import data_in, init
from smallfires.verbs.workspace import FILE, open_workspace


def test_a_folder_becomes_a_workspace(tmp_path):
    """Its file says what was asked for, with comments a person can read, and a folder for charters is there."""
    made = init(tmp_path / "ward", owner='Ruth "Ru" Adler', name="Ward 3", currency="EUR")
    assert made.written == (FILE, "charters/")
    found = open_workspace(tmp_path / "ward")
    assert (found.name, found.owner, found.currency, found.ledger) == ("Ward 3", 'Ruth "Ru" Adler', "EUR", "ledger.db")
    text = (tmp_path / "ward" / FILE).read_text("utf-8")
    assert text.count("#") > 10
    assert max(map(len, text.splitlines())) <= 110
    assert list((tmp_path / "ward" / "charters").iterdir()) == []


def test_a_workspace_is_called_like_its_folder(tmp_path):
    """Where no name is given, the folder's own is taken."""
    assert init(tmp_path / "Ward 7", owner="Bo").name == "Ward 7"


def test_nothing_is_written_over(tmp_path):
    """A second time is refused, and what stands there stays."""
    (tmp_path / "charters").mkdir()
    (tmp_path / "charters" / "mine.toml").write_text("mine")
    init(tmp_path, owner="Bo")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(UsageError, match="is a workspace already"):
        init(tmp_path, owner="Cy")
    assert (tmp_path / FILE).read_bytes() == before
    assert (tmp_path / "charters" / "mine.toml").read_text() == "mine"


def test_data_that_are_there_are_named(tmp_path):
    """Files that look like data are named, packed ones too; others are not."""
    for name in ("weekly.csv", "log.xes.gz", "notes.txt", ".hidden.csv", "photo.png", "~$open.xlsx", "B.XLSX"):
        (tmp_path / name).write_text("x")
    assert init(tmp_path, owner="Bo").data == ("B.XLSX", "log.xes.gz", "weekly.csv") == data_in(tmp_path)


def test_in_a_repository_of_code_the_ledger_is_left_out(tmp_path):
    """Where there is no .gitignore one is made; one that is there is not touched, and what belongs into it is told."""
    (tmp_path / ".git").mkdir()
    made = init(tmp_path / "one", owner="Bo", ledger="fires.db")
    assert ".gitignore" in made.written
    assert "fires.db*\n" in (tmp_path / "one" / ".gitignore").read_text()
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / ".gitignore").write_text("mine\n")
    told = init(tmp_path / "two", owner="Bo")
    assert told.ignore == ("ledger.db*", "data/", ".smallfires/")
    assert (tmp_path / "two" / ".gitignore").read_text() == "mine\n"


def test_a_workspace_above_is_told(tmp_path):
    """Who makes a workspace inside another one hears of it."""
    init(tmp_path, owner="Bo")
    assert init(tmp_path / "inside", owner="Bo").above == tmp_path.resolve()


def test_no_password_is_written(tmp_path):
    """A ledger's address with a password is refused before anything is made; a variable in its place is not."""
    with pytest.raises(UsageError) as found:
        init(tmp_path / "a", owner="Bo", ledger="postgresql://bo:s3cret@db/fires")
    assert "s3cret" not in str(found.value)
    assert not (tmp_path / "a").exists()
    init(tmp_path / "b", owner="Bo", ledger="postgresql://bo:${FIRES}@db/fires")
    assert open_workspace(tmp_path / "b").ledger == "postgresql://bo:${FIRES}@db/fires"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    """A file in the way is no folder."""
    (tmp_path / "ward").write_text("x")
    with pytest.raises(UsageError, match="Nothing can be written in"):
        init(tmp_path / "ward", owner="Bo")
