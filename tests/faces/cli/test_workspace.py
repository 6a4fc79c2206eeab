"""``init`` and ``add`` at the command line."""

from __future__ import annotations

import tomllib
from dataclasses import fields

import pytest
from tests.faces.cli.test_cli import HEAVY, imported
from tests.faces.cli.workspaces import said
from tests.verbs.learned import figures, rows, table

from smallfires.faces.cli.add import command
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.question import About
from smallfires.verbs.workspace import FILE


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a table of 24 sites, in which the user is."""
    table(tmp_path, rows(figures()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.mark.parametrize("arguments", [["init", "--help"], ["add", "--help"], ["add", "measure", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    """Help answers at once, of parts of a command too."""
    assert not imported(*arguments) & set(HEAVY)


def test_from_a_folder_with_data_to_a_charter(folder, capsys):
    """A newcomer gets from a folder to a charter by the commands that are suggested."""
    code, out, _ = said(capsys, "init", "--owner", "Ruth Adler", "--name", "Ward")
    assert code == 0
    assert "• smallfires add source weekly weekly.csv" in out
    code, out, _ = said(capsys, "add", "source", "weekly", "weekly.csv")
    assert code == 0
    assert "weekly is a table of measures: CSV, 960 rows." in out
    assert "• smallfires add measure cost --source weekly --measure cost --less-is-better" in out
    code, out, _ = said(capsys, "add", "measure", "cost", "--source", "weekly", "--measure", "cost", "--less-is-better")
    assert code == 0
    assert "cost of 24 sites: usually " in out
    assert "40 periods, from 2025-01-06 to 2025-10-06." in out
    assert max(map(len, out.splitlines())) <= 100
    code, out, _ = said(
        capsys, "add", "fire", "--subject", "tool", "--intent", "optimize", "--title", "Six fields", "--measure", "cost"
    )
    assert code == 0
    assert out == "Written: charters/six-fields.toml\nFill it in, then: smallfires check charters/six-fields.toml\n"
    told = tomllib.loads((folder / FILE).read_text("utf-8"))
    assert (told["owner"], list(told["sources"]), list(told["measures"])) == ("Ruth Adler", ["weekly"], ["cost"])


def test_a_workspace_is_in_the_folder_that_is_named(folder, capsys):
    """--folder leads into another workspace; FOLDER of init is made."""
    assert said(capsys, "init", "ward", "--owner", "Bo", "--currency", "EUR")[0] == 0
    assert said(capsys, "add", "source", "weekly", "weekly.csv", "--folder", "ward", "--unit", "site")[0] == 0
    told = tomllib.loads((folder / "ward" / FILE).read_text("utf-8"))
    assert told["currency"] == "EUR"
    assert told["sources"]["weekly"] == {"file": (folder / "weekly.csv").as_posix(), "unit": "site"}


def test_who_acts_is_the_login_unless_said(folder, capsys, monkeypatch):
    """Without --owner the name under which the user works on the machine stands in the file, and is told."""
    monkeypatch.setenv("LOGNAME", "ruth")
    code, out, _ = said(capsys, "init")
    assert code == 0
    assert "Who acts, unless you say otherwise: ruth." in out
    assert tomllib.loads((folder / FILE).read_text("utf-8"))["owner"] == "ruth"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["source", "s", "nowhere.csv"], 3, "There is no file"),
        (["source", "s", "postgresql://u:s3cret@h/n"], 2, "has a password in it"),
        (["measure", "m", "--source", "none", "--less-is-better"], 2, 'no source "none"'),
        (["source", "s"], 2, "FILE_OR_ADDRESS"),
        (["table", "s"], 2, "There are: source, measure, fire."),
    ],
)
def test_what_cannot_be_is_told_with_its_exit_code(folder, capsys, arguments, code, words):
    """The error says what and what to do, repeats no password, and the file stays as it was."""
    said(capsys, "init", "--owner", "Bo")
    before = (folder / FILE).read_bytes()
    found, out, err = said(capsys, "add", *arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert "s3cret" not in err
    assert (folder / FILE).read_bytes() == before


def test_a_broken_file_is_shown_with_carets(folder, capsys):
    """Whatever command is called, what is wrong in smallfires.toml is shown at its line."""
    (folder / FILE).write_text(
        'owner = "Bo"\n[sources.s]\nfile = "s.csv"\n[measures.m]\nsource = "s"\nbetter = "lower"\n'
    )
    code, _, err = said(capsys, "list")
    assert code == 3
    assert err == (
        'Error: better = "lower" is no direction.\n  in smallfires.toml, line 6\n  6 | better = "lower"\n'
        '    |          ^^^^^^^\n  Write better = "less" or better = "more".\n'
    )


def test_every_setting_has_a_flag():
    """Whatever stands in smallfires.toml of a source or a measure can be said on the command line."""
    source, measure = ({option.name for option in command.commands[name].params} for name in ("source", "measure"))
    own = {each.name for each in fields(Measuring)} - {each.name for each in fields(About)}
    assert {each.name for each in fields(About)} - source == {"seed"}
    assert own - measure == {"more_is_better"}
