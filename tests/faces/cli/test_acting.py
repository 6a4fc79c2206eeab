"""What is done to a fire at the command line, and what is seen of it."""

from __future__ import annotations

import json

import jsonschema
import pytest
from tests.faces.cli.test_cli import HEAVY, imported
from tests.faces.cli.workspaces import said, workspace
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, lit, noted, read

from smallfires.faces.jsonable import schema
from smallfires.fires.extract import Extract
from smallfires.fires.found import Found
from smallfires.fires.overview import Overview
from smallfires.fires.story import Story
from smallfires.verbs.desk import desk


@pytest.fixture
def ward(tmp_path, monkeypatch):
    """A workspace in which the user is: one fire is drafted, one burns and was read."""
    workspace(tmp_path, OPTIMIZE)
    with desk(tmp_path) as opened:
        lit(opened, TRANSFORM)
        noted(opened, TRIAGE, read(1, "put out", "The loss is over its budget."))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def last(ward):
    with desk(ward) as opened:
        return list(opened.ledger.entries())[-1]


@pytest.mark.parametrize(
    "command", ["comment", "decide", "amend", "put-out", "test", "list", "show", "search", "ledger"]
)
def test_help_imports_nothing_heavy(command):
    """Help answers at once."""
    assert not imported(command, "--help") & set(HEAVY)


def test_a_comment_is_noted_with_its_name(ward, capsys):
    """--as says who acts; the workspace's owner else."""
    code, out, _ = said(capsys, "comment", TRIAGE, "The phone is loud.", "--as", "Bo Berg")
    assert (code, out) == (0, f"The phone is loud.\nNoted in the ledger. The fire is lit: smallfires show {TRIAGE}\n")
    assert (last(ward).who, last(ward).act) == ("Bo Berg", "commented")
    said(capsys, "comment", TRIAGE, "Very loud.")
    assert last(ward).who == "Ruth Adler"


def test_a_decision_against_the_verdict_is_noted_as_such(ward, capsys):
    """It is allowed, and everybody reads that it was against."""
    code, out, _ = said(
        capsys, "decide", TRIAGE, "spread", "--because", "We know more.", "--units", '"Ward 7, north",Ward 8'
    )
    assert code == 0
    assert out.splitlines()[:2] == [
        "Decided: spread, against the verdict (put out). We know more.",
        "It spreads to Ward 7, north and Ward 8.",
    ]
    assert said(capsys, "decide", TRIAGE, "spread", "--because", "x")[0] == 6


def test_a_draft_is_not_decided_on(ward, capsys):
    """Exit code 6, with what comes first."""
    code, _, err = said(capsys, "decide", HANDOVER, "put-out", "--because", "x")
    assert code == 6
    assert "First: smallfires brief shorter-handover" in err
    assert said(capsys, "put-out", HANDOVER, "--because", "no time")[0] == 0
    assert last(ward).act == "put out"


def test_a_test_is_noted(ward, capsys):
    """Whether the assumption holds has to be said, and what was seen."""
    code, out, _ = said(capsys, "test", TRIAGE, "1", "--fails", "--because", "2 of 40 picked up")
    assert (code, out.splitlines()[0]) == (0, "Assumption 1 does not hold: 2 of 40 picked up.")
    assert said(capsys, "test", TRIAGE, "1", "--because", "x")[0] == 2
    assert said(capsys, "test", TRIAGE, "1", "--holds")[0] == 2


def test_an_amendment_needs_a_charter_that_can_be_read(ward, capsys):
    """A file that is not there is told, and nothing is written."""
    code, _, err = said(capsys, "amend", TRIAGE, "charters/none.toml", "--because", "x")
    assert code == 3
    assert "The charter cannot be read" in err
    assert last(ward).act == "read"


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        (["list"], Overview, "2 fires: 1 burns and 1 to be lit."),
        (["show", TRIAGE], Story, "The loss is over its budget."),
        (["search", "nurses", "twice"], Found, "texts found."),
        (["ledger", "show"], Extract, "entries."),
    ],
)
def test_what_is_seen_is_a_page_or_json(ward, capsys, arguments, kind, words):
    """In the terminal a page of at most 100 letters a line; for programs JSON that keeps its schema; files beside."""
    code, out, _ = said(capsys, *arguments)
    assert code == 0
    assert words in out
    assert max(map(len, out.splitlines())) <= 100
    assert said(capsys, *arguments, "--quiet", "--json", "out.json", "--html", "out.html", "--pdf", "out.pdf")[:2] == (
        0,
        "",
    )
    jsonschema.Draft202012Validator(schema(kind)).validate(json.loads((ward / "out.json").read_text("utf-8")))
    assert (ward / "out.html").read_text("utf-8").startswith("<!doctype html>")
    assert (ward / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_list_can_be_of_one_stage(ward, capsys):
    """Only fires that have come so far."""
    out = said(capsys, "list", "--stage", "drafted")[1]
    assert HANDOVER in out
    assert TRIAGE not in out


def test_there_has_to_be_a_workspace(tmp_path, capsys):
    """Where there is none, how to make one."""
    code, _, err = said(capsys, "list", "--folder", str(tmp_path))
    assert code == 2
    assert "smallfires init" in err
