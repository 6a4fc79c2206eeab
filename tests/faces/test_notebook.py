from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, fields

import jsonschema
import pytest
from tests.faces.sample import office

import smallfires
from smallfires.errors import UsageError
from smallfires.faces.asked import read
from smallfires.faces.jsonable import schema
from smallfires.faces.notebook import Reading, shown
from smallfires.fires.work import WorkReading
from smallfires.verbs.question import Question


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


def test_help_shows_every_setting():
    """The signature names every setting, so that help and completion know them."""
    shown = set(inspect.signature(read).parameters)
    assert {field.name for field in fields(Question)} | {"source", "progress", "threads"} == shown
    assert issubclass(Reading, WorkReading)


def test_a_setting_that_is_not_there(log):
    """A setting that is not there is refused with the one that may have been meant."""
    with pytest.raises(UsageError, match="Did you mean resource"):
        read(log, resourse="x")
    with pytest.raises(UsageError, match="takes three"):
        read(log, touch={"Inspect": ("5m", "6m")})
