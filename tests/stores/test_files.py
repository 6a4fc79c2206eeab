"""A file is there whole or not at all."""

from __future__ import annotations

import os

import pytest

from smallfires.errors import EngineError, UsageError
from smallfires.stores.files import beside, put_aside, whole


def names(folder):
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_it_is_there_when_it_is_full(tmp_path):
    """Until then it has another name, and afterwards no other file is left."""
    path = tmp_path / "copy"
    with whole(path) as new:
        new.write_text("half")
        assert not path.exists()
        new.write_text("all of it")
    assert path.read_text() == "all of it"
    assert names(tmp_path) == ["copy"]


def test_a_failure_leaves_nothing(tmp_path):
    """What was there stays, and what was begun is gone, with all that SQLite had beside it."""
    path = tmp_path / "copy"
    path.write_text("before")
    with pytest.raises(KeyError), whole(path, replace=True) as new:
        new.write_text("half")
        for part in beside(new):
            part.write_text("journal")
        raise KeyError
    assert path.read_text() == "before"
    assert names(tmp_path) == ["copy"]


def test_it_does_not_overwrite_unless_told(tmp_path):
    """What was there stays; told, it gives way, and the new one has its rights."""
    path = tmp_path / "copy"
    path.write_text("before")
    path.chmod(0o640)
    with pytest.raises(UsageError, match="is there already"), whole(path):
        pass
    assert path.read_text() == "before"
    with whole(path, replace=True) as new:
        new.write_text("after")
    assert path.read_text() == "after"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_the_disk_says_is_passed_on(tmp_path):
    """A folder that is not there, or is a file, is said in plain words."""
    with (
        pytest.raises(EngineError, match=r"copy: no such file or directory\. Is its folder there"),
        whole(tmp_path / "x" / "copy"),
    ):
        pass


@pytest.mark.parametrize("second_names", [True, False])
def test_put_aside(tmp_path, monkeypatch, second_names):
    """A file keeps its place and has a second name, also on a disk that has no second names; no other is overwritten."""
    if not second_names:
        monkeypatch.setattr(os, "link", _refused)
    path = tmp_path / "ledger.db"
    path.write_text("before")
    beside(path)[0].write_text("journal")
    (tmp_path / "ledger.db.replaced-1").write_text("earlier")
    kept = put_aside(path)
    path.unlink()
    assert (kept.name, kept.read_text()) == ("ledger.db.replaced-2", "before")
    assert names(tmp_path) == ["ledger.db.replaced-1", "ledger.db.replaced-2", "ledger.db.replaced-2-wal"]


def _refused(*_):
    raise OSError("not supported")
