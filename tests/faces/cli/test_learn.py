from __future__ import annotations

import json
from dataclasses import fields

import jsonschema
import pytest
from tests.verbs.learned import WEEKS, figures, rows, table, usual

from smallfires.faces.cli import run
from smallfires.faces.cli.learn import command
from smallfires.faces.cli.options import GroupedOption
from smallfires.faces.jsonable import schema
from smallfires.fires.reading import Reading
from smallfires.verbs.inquiry import Inquiry

PILOT = ["--treated", "Site A,Site B", "--since", WEEKS[30]]


def test_every_setting_has_a_flag():
    """Whatever can be asked in Python can be asked on the command line."""
    flags = {parameter.name for parameter in command.params}
    assert {field.name for field in fields(Inquiry)} - flags == {"more_is_better"}
    assert "less_is_better" in flags


def test_every_flag_stands_under_a_heading():
    """Every flag has a heading and an explanation."""
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    assert all(isinstance(option, GroupedOption) and option.help for option in options)


def test_the_answer_comes_first(tmp_path, capsys):
    """The effect in percent with its interval and chance, in lines of at most 100 letters, without colour in a pipe."""
    assert run(["learn", str(usual(tmp_path)), *PILOT, "--less-is-better"]) == 0
    said = capsys.readouterr().out
    head = "\n".join(said.splitlines()[:9])
    assert "cost of Site A and Site B fell by" in head
    assert "lies between" in head
    assert "Chance alone" in head
    assert max(map(len, said.splitlines())) <= 100
    assert "\x1b" not in said


def test_all_outputs_at_once(tmp_path, capsys):
    """JSON that keeps its schema, HTML and PDF are written side by side, and --quiet leaves out the page."""
    path = usual(tmp_path)
    made = {kind: tmp_path / f"out.{kind}" for kind in ("json", "html", "pdf")}
    flags = [text for kind, place in made.items() for text in (f"--{kind}", str(place))]
    assert run(["learn", str(path), *PILOT, "--quiet", *flags]) == 0
    assert capsys.readouterr().out == ""
    told = json.loads(made["json"].read_text("utf-8"))
    jsonschema.Draft202012Validator(schema(Reading)).validate(told)
    assert told["effect"]["unit"]["high"] < 0
    assert made["html"].read_text("utf-8").startswith("<!doctype html>")
    assert made["pdf"].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (["--treated", "Site Z", "--since", WEEKS[30]], 2, 'There is no unit "Site Z".'),
        (["--treated", "Site A"], 2, "since when"),
        ([], 2, "who worked the new way"),
        ([*PILOT, "--picked", "worst"], 4, "--less-is-better"),
        (["--treated", "Site A", "--since", WEEKS[0]], 3, "first period"),
        (["--arm", "site", "--measure", "cost"], 3, "two ways"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, capsys, flags, code, words):
    """Each mistake ends with its exit code, and says what is wrong and what to do; no traceback."""
    assert run(["learn", str(usual(tmp_path)), *flags]) == code
    said = " ".join(capsys.readouterr().err.split())
    assert words in said
    assert "Traceback" not in said


def test_one_of_six_is_said_to_be_hopeless(tmp_path, capsys):
    """Where nothing could ever be told, that is the answer, with what would help."""
    cells = [row for row in rows(figures(effect=-30.0)) if row[1] in [f"Site {letter}" for letter in "ACDEFG"]]
    assert run(["learn", str(table(tmp_path, cells)), "--treated", "Site A", "--since", WEEKS[30]]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 time in 6" in said
    assert "Find 15 more units" in said
