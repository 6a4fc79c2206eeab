from __future__ import annotations

import json
import shlex
import tomllib
from dataclasses import fields

import jsonschema
import pytest
from tests.faces.cli.test_cli import HEAVY, imported
from tests.verbs.learned import SITES, figures, rows, table, usual

from smallfires.faces.cli import run
from smallfires.faces.cli.design import command
from smallfires.faces.cli.options import GroupedOption
from smallfires.faces.jsonable import schema
from smallfires.fires.plan import Plan
from smallfires.verbs.wish import Wish

START = "2025-08-04"
"""The first week that a plan is made for, where the past ends before it."""
QUICK = ["--designs", "parallel", "--periods", "4", "--less-is-better"]


@pytest.fixture(scope="module")
def weekly(tmp_path_factory):
    """24 sites in 40 weeks, nothing lit."""
    return usual(tmp_path_factory.mktemp("weekly"), effect=0.0)


def test_every_setting_has_a_flag():
    """Whatever can be asked in Python can be asked on the command line."""
    flags = {parameter.name for parameter in command.params}
    assert {field.name for field in fields(Wish)} - flags == {"more_is_better"}
    assert "less_is_better" in flags


def test_every_flag_stands_under_a_heading():
    """Every flag has a heading and an explanation."""
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    assert all(isinstance(option, GroupedOption) and option.help for option in options)


def test_help_imports_nothing_heavy():
    """Help answers at once."""
    assert not imported("design", "--help") & set(HEAVY)


def test_the_answer_comes_first(weekly, capsys):
    """What can be detected with these units and weeks, in lines of at most 100 letters, without colour in a pipe."""
    assert run(["design", str(weekly), *QUICK, "--sizes", "2", "--worthwhile", "2%"]) == 0
    said = capsys.readouterr().out
    head = said.splitlines()
    assert head[1] == "What could a pilot tell? cost, by site, from weekly.csv"
    assert head[3].startswith("With 2 of 24 sites and 4 weeks you can detect ")
    assert max(map(len, head)) <= 100
    assert "\x1b" not in said


def test_all_outputs_at_once(weekly, tmp_path, capsys):
    """JSON that keeps its schema, HTML, PDF and the plan are written side by side, and --quiet leaves out the page."""
    made = {kind: tmp_path / f"out.{kind}" for kind in ("json", "html", "pdf", "write")}
    flags = [text for kind, place in made.items() for text in (f"--{kind}", str(place))]
    assert run(["design", str(weekly), *QUICK, "--sizes", "1,2", "--worthwhile", "3%", "--quiet", *flags]) == 0
    assert capsys.readouterr().out == ""
    told = json.loads(made["json"].read_text("utf-8"))
    jsonschema.Draft202012Validator(schema(Plan)).validate(told)
    assert told["chosen"]["reaches"] is True
    assert made["html"].read_text("utf-8").startswith("<!doctype html>")
    assert made["pdf"].read_bytes().startswith(b"%PDF")
    kept = tomllib.loads(made["write"].read_text("utf-8"))
    assert [turn["unit"] for turn in kept["lot"]["turns"]] == [turn["unit"] for turn in told["draw"]["turns"]]
    assert kept["pilot"]["detects"] == told["chosen"]["detectable"]["effect"]


def test_the_plan_alone_goes_to_the_output_stream(weekly, capfdbinary):
    """--write - writes TOML, and nothing else, to the output stream; the same seed draws the same lot."""
    lots = []
    for seed in ("5", "5", "6"):
        assert run(["design", str(weekly), *QUICK, "--sizes", "3", "--seed", seed, "--write", "-"]) == 0
        lots.append(tomllib.loads(capfdbinary.readouterr().out.decode("utf-8"))["lot"]["turns"])
    assert lots[0] == lots[1] != lots[2]


def test_flags_reach_the_wish(weekly, capfdbinary):
    """What the flags say stands among what was wanted."""
    flags = [
        "--treated",
        "Site A,Site B",
        "--exclude",
        "Site C",
        "--leave-out",
        "Site D",
        "--power",
        "90%",
        "--level",
        "0.9",
    ]
    assert run(["design", str(weekly), *QUICK, *flags, "--worthwhile", "1.5", "--json"]) == 0
    made = json.loads(capfdbinary.readouterr().out)
    assert made["wanted"]["teams"] == ["Site A", "Site B"]
    assert made["wanted"]["left_out"] == ["Site C"]
    assert made["wanted"]["power"] == made["wanted"]["level"] == 0.9
    assert made["wanted"]["worthwhile"] == -1.5
    assert made["history"]["units"] == len(SITES) - 2
    assert made["draw"]["by_lot"] is False


@pytest.mark.parametrize(
    ("design", "size", "periods", "column"),
    [("parallel", "2", "4", ""), ("rollout", "6", "6", "first"), ("switchback", "4", "8", "lit")],
)
def test_the_command_that_it_names_reads_the_pilot(tmp_path, capsys, monkeypatch, design, size, periods, column):
    """Whoever follows the plan, adds the column that it asks for, and types the command that it names, gets the effect."""
    monkeypatch.chdir(tmp_path)
    past = table(tmp_path, [row for row in rows(figures()) if row[0] < START])
    asked = ["--designs", design, "--sizes", size, "--periods", periods, "--less-is-better", "--worthwhile", "2%"]
    assert run(["design", str(past), *asked, "--quiet", "--write", "plan.toml"]) == 0
    plan = tomllib.loads((tmp_path / "plan.toml").read_text("utf-8"))
    lit = {turn["unit"]: turn["lit"] for turn in plan["lot"]["turns"]}
    assert plan["lot"]["periods"][0] == START
    head, cells = "week,site,cost" + (f",{column}" if column else ""), []
    for week, site, cost in rows(figures()):
        burns = week in lit.get(site, ())
        more = {"": [], "first": [lit.get(site, [""])[0]], "lit": [str(int(burns))]}[column]
        if week <= plan["lot"]["periods"][-1]:
            cells.append([week, site, str(float(cost) - 10 * burns), *more])
    table(tmp_path, cells, head)
    capsys.readouterr()
    assert run([*shlex.split(plan["reading"]["command"])[1:], "--json"]) == 0
    effect = json.loads(capsys.readouterr().out)["effect"]
    assert effect["design"] == design
    assert sorted(effect["lit"]) == sorted(lit)
    assert effect["unit"]["value"] == pytest.approx(-10, abs=1)
    assert effect["unit"]["high"] < 0


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (["--sizes", "none"], 2, '--sizes "none" cannot be read. Write it as in 3, 2-6 or 2,4,6'),
        (["--sizes", "2", "--treated", "Site A"], 2, "Name the units, or say how many."),
        (["--treated", "Site Z"], 2, 'There is no unit "Site Z".'),
        (["--designs", "paralel"], 2, '"paralel" is no design.'),
        (["--power", "1"], 2, "0<x<1"),
        (["--power", "90"], 2, '"90" is no share of a whole. Write it as in 0.9 or 90%.'),
        (["--level", "high"], 2, '"high" is no share of a whole.'),
        (["--worthwhile", "much"], 2, '"much" is not a number.'),
        (["--worthwhile", "5%"], 4, "--less-is-better"),
        (["--write", "no/such/folder/plan.toml"], 2, "folder"),
        (["--write", "-", "--json", "-"], 2, "output stream"),
        (["--tarket", "5%"], 2, "--tarket"),
    ],
)
def test_what_is_wrong_is_said(weekly, capsys, flags, code, words):
    """Each mistake ends with its exit code, and says what is wrong and what to do; no traceback."""
    assert run(["design", str(weekly), "--periods", "4", *flags]) == code
    said = " ".join(capsys.readouterr().err.split())
    assert words in said
    assert "Traceback" not in said


def test_the_data_are_never_written_over(weekly, capsys):
    """The file that is read is never written over by the plan."""
    before = weekly.read_bytes()
    assert run(["design", str(weekly), *QUICK, "--write", str(weekly)]) == 2
    assert "would write over" in capsys.readouterr().err
    assert weekly.read_bytes() == before


def test_one_of_six_is_said_to_be_hopeless(tmp_path, capsys):
    """Where nothing could ever be told, that is the answer, with what would help; and it is no error."""
    cells = [row for row in rows(figures()) if row[1] in SITES[:6]]
    assert run(["design", str(table(tmp_path, cells)), *QUICK, "--sizes", "1"]) == 0
    said = capsys.readouterr().out
    assert "With 1 of 6 sites lit, no effect can be told, however large." in said
    assert "Find 15 more units" in said
