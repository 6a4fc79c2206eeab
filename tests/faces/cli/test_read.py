from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from smallfires.faces.cli import run
from smallfires.faces.cli.options import GroupedOption
from smallfires.faces.cli.read import command
from smallfires.faces.jsonable import schema
from smallfires.verbs.question import Question


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """The log of an organization that does not exist."""
    from smallfires.sim import demo, write

    (path,) = write(demo(seed=7).run(), tmp_path_factory.mktemp("log"))
    return path


def test_every_setting_has_a_flag():
    """Whatever can be asked in Python can be asked on the command line."""
    flags = {parameter.name for parameter in command.params}
    assert {field.name for field in fields(Question)} <= flags


def test_every_flag_stands_under_a_heading():
    """Every flag has a heading and an explanation."""
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    assert all(isinstance(option, GroupedOption) and option.help for option in options)


def test_one_command_answers(log, capsys):
    """One command on a raw log prints the answer first, in lines of at most 100 letters, without colour in a pipe."""
    assert run(["read", str(log), "--target", "2d"]) == 0
    said = capsys.readouterr().out
    assert said.split()[:4] == ["Can", log.name, "reach", "2d?"]
    assert max(map(len, said.splitlines())) <= 100
    assert "\x1b" not in said
    assert "What was recognised" in said


def test_all_outputs_at_once(log, tmp_path, capsys):
    """JSON, HTML and PDF are written side by side, and --quiet leaves out the page."""
    made = {kind: tmp_path / f"out.{kind}" for kind in ("json", "html", "pdf")}
    flags = [text for kind, path in made.items() for text in (f"--{kind}", str(path))]
    assert run(["read", str(log), "--target", "5d", "--quiet", *flags]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert all(str(path) in shown.err for path in made.values())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(made["json"].read_text("utf-8")))
    assert made["html"].read_text("utf-8").startswith("<!doctype html>")
    assert made["pdf"].read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "out.json", "out.pdf"]


def test_json_alone_goes_to_the_output_stream(log, capfdbinary):
    """--json without a file writes JSON, and nothing else, to the output stream."""
    assert run(["read", str(log), "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["answer"]["call"] == "no target given"


def test_flags_reach_the_question(log, capfdbinary):
    """What the flags say stands among the settings of the reading."""
    flags = [
        *("--unit", "site", "--level", "0.8", "--seed", "3"),
        *("--hard", "Order parts -> Parts arrive", "--ends", '"Close the request"'),
        *("--rule", '"Inspect" only after "Check the request"'),
    ]
    assert run(["read", str(log), "--target", "5d", "--json", "-", *flags]) == 0
    made = json.loads(capfdbinary.readouterr().out)
    assert made["settings"]["unit"] == "site"
    assert made["ladder"]["level"] == 0.8
    assert made["completeness"]["ends"] == ["Close the request"]
    assert [rule["sentence"] for rule in made["rules"]] == ['"Inspect" only after "Check the request"']
    assert [t["source"] for t in made["transitions"] if t["hard"]] == ["Order parts"]


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (["--target", "five"], 2, "five"),
        (["--target", "5"], 2, "5d"),
        (["--target", "1,200h"], 2, "1200 or 1.200"),
        (["--touch", "Inspect=5m,6m"], 2, "takes three"),
        (["--rule", "Inspect sometimes Repair"], 2, "^^^"),
        (["--case", "nowhere"], 3, "nowhere"),
        (["--json", "-", "--html", "-"], 2, "output stream"),
        (["--html", "no/such/folder/a.html"], 2, "folder"),
        (["--level", "2"], 2, "0.9 or 90%"),
        (["--level", "0.2"], 2, "0.5"),
    ],
)
def test_what_cannot_be_done_is_refused(log, capsys, flags, code, said):
    """A flag that makes no sense is refused with the words of the user, the way out, and its exit code."""
    assert run(["read", str(log), *flags]) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_the_data_are_never_written_over(log, capsys):
    """A file that is read is never written over, however its path is spelled."""
    before = log.read_bytes()
    assert run(["read", str(log), "--json", str(log.parent / "." / log.name)]) == 2
    assert "would write over" in capsys.readouterr().err
    assert log.read_bytes() == before


def test_a_file_that_is_not_there(capsys):
    """A file that is not there is an error with its name and exit code 3."""
    assert run(["read", "nowhere.csv"]) == 3
    assert "nowhere.csv" in capsys.readouterr().err


def test_whoever_stops_listening_is_no_fault(log):
    """When the reader of the output goes away, as head does, the command ends without a word."""
    shown = subprocess.Popen(
        [sys.executable, "-c", "from smallfires.faces.cli import main; main()", "read", str(log), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    shown.stdout.read(10)
    shown.stdout.close()
    assert shown.stderr.read() == b""
    assert shown.wait() == 0
    shown.stderr.close()


def test_an_old_encoding_is_no_fault(log):
    """On a terminal that knows ASCII only, the page comes in ASCII."""
    shown = subprocess.run(
        [sys.executable, "-c", "from smallfires.faces.cli import main; main()", "read", str(log), "--target", "5d"],
        capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii", "PATH": "", "COLUMNS": "60"},
    )  # fmt: skip
    assert shown.stdout.isascii()
    assert max(map(len, shown.stdout.splitlines())) <= 60
