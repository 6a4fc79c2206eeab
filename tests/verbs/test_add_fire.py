"""A charter to fill in."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from smallfires.errors import UsageError
from smallfires.verbs.add_fire import add_fire
from smallfires.verbs.init import init
from smallfires.verbs.workspace import FILE, open_workspace


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A workspace with a measure, in which the user is."""
    init(tmp_path, owner="Ruth Adler")
    with (tmp_path / FILE).open("a") as file:
        file.write('[sources.w]\nfile = "w.csv"\n[measures.minutes]\nsource = "w"\nbetter = "less"\n')
    monkeypatch.chdir(tmp_path)
    return open_workspace(tmp_path)


def test_a_charter_is_there_to_be_filled_in(workspace):
    """Among the charters, named after its title, with what is known already."""
    path = add_fire(workspace, "tool", "transform", title="Ein kürzeres Formular", measure="minutes")
    assert path == Path("charters/ein-kurzeres-formular.toml")
    told = tomllib.loads(path.read_text("utf-8"))
    assert (told["title"], told["subject"], told["intent"], told["owner"]) == (
        "Ein kürzeres Formular", "tool", "transform", "Ruth Adler",
    )  # fmt: skip
    assert (told["success"]["measure"], told["success"]["better"]) == ("minutes", "less")


def test_without_a_title_it_is_named_after_what_it_is(workspace):
    """A fire of one's own asks its owner alone."""
    path = add_fire(workspace, "process", "optimize", solo=True)
    assert path == Path("charters/optimize-a-process.toml")
    assert [one["name"] for one in tomllib.loads(path.read_text("utf-8"))["people"]] == ["Ruth Adler"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit to the size of files")
def test_no_half_charter_is_left_where_there_is_no_room(workspace):
    """A charter that cannot be written whole leaves no file behind, so that it can be written once there is room."""
    import resource

    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, was[1]))
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            add_fire(workspace, "role", "optimize", title="One")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
    assert add_fire(workspace, "role", "optimize", title="One").stat().st_size > 100


def test_nothing_is_written_over(workspace):
    """A charter that is there stays, and a measure that is not there is refused before anything is written."""
    path = add_fire(workspace, "role", "optimize", title="One")
    path.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        add_fire(workspace, "role", "optimize", title="One")
    assert path.read_text() == "mine"
    with pytest.raises(UsageError, match='Did you mean "minutes"'):
        add_fire(workspace, "role", "optimize", title="Two", measure="minute")
    assert len(list(path.parent.iterdir())) == 1
