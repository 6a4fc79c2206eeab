from __future__ import annotations

from pathlib import Path

import pytest
from tests.fires.charters.test_template import KINDS, filled
from tests.verbs.wards import ALONE, TEXT

from smallfires.errors import CharterError
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.form import ROWS, SHAPES, faithful, rows_of, sent, tidied, toml_of, typed_of, unknown
from smallfires.fires.charters.read import read_charter
from smallfires.fires.charters.template import template

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.toml"))


def test_the_form_has_every_field_that_is_explained():
    """The fields of the form are those of the charter's own classes: every one of them is explained, and no other."""
    tables = {path for path in EXPLAINED if any(other.startswith(f"{path}.") for other in EXPLAINED)} - set(ROWS)
    assert set(SHAPES) == set(EXPLAINED) - tables
    assert set(ROWS) == {"guardrails", "risks", "people"}


@pytest.mark.parametrize("text", [TEXT, ALONE, *(path.read_text("utf-8") for path in SAMPLES)])
def test_a_charter_survives_its_form(text):
    """Shown as a form and written from it, a charter is the same to the last letter that means something."""
    assert faithful(text)
    assert unknown(typed_of(text)) == ()
    assert told(toml_of(typed_of(text))) == told(text)


@pytest.mark.parametrize(("subject", "intent", "solo"), KINDS)
def test_a_template_survives_its_form(subject, intent, solo):
    """So does every template, filled in; a blank one is refused for the same fields as its text."""
    text = filled(subject, intent, solo)
    assert told(toml_of(typed_of(text))) == told(text)
    blank = template(subject, intent, solo)
    refused = {path for path in told(toml_of(typed_of(blank))) if not path.startswith(("guardrails", "people"))}
    optional = ("guardrails", "people", "budget", "adoption", "risks")
    assert {path for path in told(blank) if not path.startswith(optional)} <= refused


def told(text):
    """The charter's seal; or the fields that are refused."""
    try:
        return read_charter(text).seal()
    except CharterError as error:
        return {one.field for one in error.refusals}


def test_rows_in_which_nothing_stands_are_left_out():
    """A blank row among others leaves, and the rows after it move up; a box that is ticked alone is nothing."""
    typed = {
        "risks.1.assumption": [" "],
        "risks.2.assumption": ["It fits"],
        "risks.4.by": ["2026-03-01"],
        "guardrails.1.safety": ["yes"],
    }
    there = tidied(typed)
    assert there == {"risks.1.assumption": ("It fits",), "risks.2.by": ("2026-03-01",)}
    assert (rows_of(there, "risks"), rows_of(there, "guardrails")) == (2, 0)


def test_names_come_by_line_or_one_by_one():
    """Units may be typed one a line, or sent one by one; a comma may stand in a name."""
    text = toml_of({"scope.units": ["North, upper\n Harbour \n", "South"]})
    assert 'units = ["North, upper", "Harbour", "South"]' in text


@pytest.mark.parametrize(
    ("path", "typed", "written"),
    [
        ("design.block", "2", "block = 2"),
        ("design.carry", "0.5", "carry = 0.5"),
        ("design.studentised", "true", "studentised = true"),
        ("design.estimator", "sdid", 'estimator = "sdid"'),
        ("scope.lot", "two", 'lot = "two"'),
        ("people.1.leads", "yes", "leads = true"),
        ("success.measure", "a", 'measure = "a"'),
        ("title", 'Say "no"\n[cost]', "title = 'Say"),
    ],
)
def test_a_text_becomes_what_it_means(path, typed, written):
    """Numbers, boxes and settings are written as TOML has them; what is none is kept as it was typed, and refused as such."""
    assert written in toml_of({path: [typed], "people.1.name": ["Jo"]}) or path == "title"
    assert typed_of(toml_of({path: [typed], "people.1.name": ["Jo"]}))[path] == (typed.replace("yes", "true"),)


def test_what_no_charter_has_is_not_lost():
    """A field that there is not stays in the form, and is refused by its name."""
    text = TEXT + "colour = 3\n"
    assert unknown(typed_of(text)) == ("bounds.colour",)
    assert told(toml_of(typed_of(text))) == {"bounds.colour"}


def test_two_definitions_of_success_stay_two():
    """What the reader refuses because it is there twice is still there twice."""
    text = TEXT.replace("[success]", "[[success]]") + '\n[[success]]\nmeasure = "price"\n'
    assert "success" in told(toml_of(typed_of(text)))
    assert not faithful(text)


def test_what_could_be_no_field_is_left_out():
    """Names that no form of ours has, or that could not stand beside others, are not taken; all others are, each as often."""
    pairs = [("title.x", "1"), ("success", "1"), ("success.1.measure", "1"), ("risks.assumption", "1"), ("a b", "1"),
             ("risks.0.by", "1"), ("design.a.b", "1"), ("", "1"), ("risks.99999.by", "1")]  # fmt: skip
    assert sent(pairs) == {}
    pairs = [("title", "A"), ("scope.units", "N"), ("scope.units", "S"), ("design.block", "2"), ("bounds.colour", "3")]
    assert sent(pairs)["scope.units"] == ("N", "S")
    assert len(sent(pairs)) == 4
    toml_of(sent(pairs))
