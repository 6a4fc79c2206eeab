from __future__ import annotations

import inspect
import tomllib
from dataclasses import FrozenInstanceError, fields

import jsonschema
import pytest
from tests.faces.pilots import reading as pilot
from tests.faces.plans import plan
from tests.faces.sample import office

import smallfires
from smallfires.errors import UsageError
from smallfires.faces.asked import design, learn, read
from smallfires.faces.jsonable import schema
from smallfires.faces.notebook import Learned, Planned, Reading, shown
from smallfires.fires.plan import Plan
from smallfires.fires.reading import Reading as PilotReading
from smallfires.fires.work import WorkReading
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.question import Question
from smallfires.verbs.wish import Wish


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    from smallfires.sim import demo, write

    (path,) = write(demo(seed=7).run(), tmp_path_factory.mktemp("log"))
    return path


def test_python_reads_as_the_command_line_does(log):
    """One call reads a log, with lists and times as Python users write them, and gives a reading that shows itself."""
    told = []
    reading = smallfires.read(
        log, "2d", unit="site", hard=["Order parts -> Parts arrive"], progress=lambda stage, _: told.append(stage)
    )
    assert isinstance(reading, WorkReading)
    assert reading.target.text == "2d"
    assert "Can repairs.csv reach 2d?" in str(reading)
    assert told
    assert repr(reading) == f"<Reading of 'repairs.csv': {reading.answer.call.value}>"


def test_a_reading_shows_itself():
    """In a notebook a reading is a page, as text it is text, for programs it is JSON, and it can be printed."""
    reading = shown(office(), Reading)
    bundle = reading._repr_mimebundle_()
    assert bundle["text/html"] == reading._repr_html_()
    assert bundle["text/html"].startswith('<div class="sf sf-inside"')
    assert bundle["text/plain"].startswith("Can loans.csv reach 5d?")
    jsonschema.Draft202012Validator(schema()).validate(bundle["application/json"])
    assert reading.to_html().startswith("<!doctype html>")
    assert reading.to_pdf().startswith(b"%PDF")
    assert reading.to_json().startswith("{")


def test_a_reading_is_frozen_and_whole():
    """A reading cannot be changed, and holds every field of what the verb gave."""
    reading = shown(office(), Reading)
    assert all(getattr(reading, field.name) == getattr(office(), field.name) for field in fields(WorkReading))
    assert reading == shown(office(), Reading)
    with pytest.raises(FrozenInstanceError):
        reading.version = "2"
    with pytest.raises(FrozenInstanceError):
        reading.other = "2"


@pytest.mark.parametrize(("verb", "asked"), [(read, Question), (learn, Inquiry), (design, Wish)])
def test_help_shows_every_setting(verb, asked):
    """The signature names every setting, so that help and completion know them."""
    shown = set(inspect.signature(verb).parameters)
    assert {field.name for field in fields(asked)} | {"source", "progress", "threads"} == shown


def test_a_setting_that_is_not_there(log):
    """A setting that is not there is refused with the one that may have been meant."""
    with pytest.raises(UsageError, match="Did you mean resource"):
        read(log, resourse="x")
    with pytest.raises(UsageError, match="takes three"):
        read(log, touch={"Inspect": ("5m", "6m")})


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """A table of a pilot whose effect is known."""
    from smallfires.sim import teams

    made = teams(seed=7)
    return made.write(tmp_path_factory.mktemp("calls") / "calls.csv"), made.since


def test_python_learns_as_the_command_line_does(calls):
    """One call learns what a pilot did, from one unit or some, and gives a record that shows itself."""
    path, since = calls
    found = smallfires.learn(path, ["Harbour", "North"], since, measure="minutes", more_is_better=False, picked="lot")
    assert isinstance(found, PilotReading)
    assert isinstance(found, Learned)
    assert found.effect.told
    assert "The minutes of Harbour and North fell by" in str(found)
    assert repr(found).startswith("<Reading of 'calls.csv': −")


def test_one_unit_may_stand_alone(calls):
    """A single unit is given as a text."""
    path, since = calls
    assert smallfires.learn(path, "North", since, measure="minutes").effect.lit == ("North",)


def test_what_was_learned_shows_itself():
    """In a notebook what was learned is a page, as text it is text, for programs it is JSON, and it can be printed."""
    found = shown(pilot(), Learned)
    bundle = found._repr_mimebundle_()
    assert bundle["text/html"].startswith('<div class="sf sf-inside"')
    assert bundle["text/plain"].startswith("What did the change do?")
    jsonschema.Draft202012Validator(schema(PilotReading)).validate(bundle["application/json"])
    assert found.to_html().startswith("<!doctype html>")
    assert found.to_pdf().startswith(b"%PDF")


def test_a_setting_of_learn_that_is_not_there(calls):
    """A setting that is not there is refused with the one that may have been meant."""
    with pytest.raises(UsageError, match="Did you mean picked"):
        learn(calls[0], "North", calls[1], piked="lot")


def test_python_designs_as_the_command_line_does(calls):
    """One call finds the smallest pilot, and gives a plan that shows itself and can be kept."""
    found = smallfires.design(
        calls[0], periods=4, measure="minutes", more_is_better=False, designs="parallel", sizes="2,3", worthwhile="5%",
        exclude=["Harbour", "North"],
    )  # fmt: skip
    assert isinstance(found, Plan)
    assert isinstance(found, Planned)
    assert found.wanted.left_out == ("Harbour", "North")
    assert "of 12 teams and 4 weeks you can detect" in str(found)
    assert repr(found).startswith("<Plan from 'calls.csv': ")
    assert tomllib.loads(found.to_toml())["lot"]["seed"] == 0


def test_named_units_of_a_plan(calls):
    """A single unit is given as a text, some as a list."""
    for treated, teams in (("North", ("North",)), (["North", "Harbour"], ("Harbour", "North"))):
        found = smallfires.design(calls[0], treated, 4, measure="minutes", more_is_better=False, designs="parallel")
        assert sorted(found.wanted.teams) == sorted(teams)


def test_a_plan_shows_itself():
    """In a notebook a plan is a page, as text it is text, for programs it is JSON, and it can be printed."""
    found = shown(plan(), Planned)
    bundle = found._repr_mimebundle_()
    assert bundle["text/html"].startswith('<div class="sf sf-inside"')
    assert bundle["text/plain"].startswith("What could a pilot tell?")
    jsonschema.Draft202012Validator(schema(Plan)).validate(bundle["application/json"])
    assert found.to_html().startswith("<!doctype html>")
    assert found.to_pdf().startswith(b"%PDF")
    assert repr(found) == "<Plan from 'weekly.csv': 2 of 12 sites and 8 weeks detect 9 %>"


def test_a_setting_of_design_that_is_not_there(calls):
    """A setting that is not there is refused with the one that may have been meant."""
    with pytest.raises(UsageError, match="Did you mean worthwhile"):
        smallfires.design(calls[0], wortwhile="5%")
