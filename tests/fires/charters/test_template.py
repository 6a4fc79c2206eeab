"""Charters to fill in."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest

from smallfires.errors import CharterError, UsageError
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.findings import findings
from smallfires.fires.charters.read import read_charter
from smallfires.fires.charters.template import template

KINDS = [*product([each.value for each in Subject], [each.value for each in Intent], [False, True])]

FILLED = {
    "title": "A card at the bed", "of": "Handover", "owner": "Ruth Adler",
    "hypothesis.because": "nurses say the same things twice", "hypothesis.change": "a card with five points is gone through",
    "hypothesis.will": "leave out what was said", "hypothesis.seen": "the minutes of a handover",
    "success.measure": "handover minutes", "success.better": "less", "success.worthwhile": "10%",
    "success.by": "2026-06-26", "success.today": "24 minutes",
    "guardrails.measure": "missed medicines", "guardrails.better": "less", "guardrails.margin": "2%",
    "scope.units": ["Ward 3"], "horizon.start": "2026-03-02", "horizon.end": "2026-06-26",
    "people.name": "Ruth Adler", "people.act": "hand over with the card",
    "bounds.fixed": ["Who takes part"], "bounds.free": ["The words"],
}  # fmt: skip
TRANSFORMED = {
    "success.optimised": "22 minutes",
    "budget.measure": "handovers in time", "budget.better": "more", "budget.lose": "5%", "budget.until": "2026-04-30",
    "adoption.new_way": 'activity is "Card"', "adoption.share": "60%", "adoption.by": "2026-05-31",
    "risks.assumption": "the card fits", "risks.test": "try it ten times", "risks.1.by": "2026-04-01",
}  # fmt: skip


def filled(subject: str, intent: str, solo: bool) -> str:
    told = dict(FILLED)
    if intent == "transform":
        told |= TRANSFORMED
    if not solo:
        told["picked"] = "volunteers"
    return template(subject, intent, solo, **told)


@pytest.mark.parametrize(("subject", "intent", "solo"), KINDS)
def test_a_blank_template_lacks_only_what_a_person_has_to_say(subject, intent, solo):
    """Every refusal is a field that is not filled in."""
    with pytest.raises(CharterError) as problem:
        read_charter(template(subject, intent, solo))
    assert {each.problem for each in problem.value.refusals} == {"It is not filled in."}
    assert all(each.shown for each in problem.value.refusals)


@pytest.mark.parametrize(("subject", "intent", "solo"), KINDS)
def test_a_template_that_is_filled_in_can_be_lit(subject, intent, solo):
    """Nothing is refused, and the charter check finds nothing."""
    charter = read_charter(filled(subject, intent, solo))
    assert (charter.subject, charter.intent) == (subject, intent)
    assert findings(charter) == ()
    assert charter.solo is True


@pytest.mark.parametrize(("subject", "intent", "solo"), KINDS)
def test_every_field_is_explained(subject, intent, solo):
    """Beside it or above it, in one line."""
    lines = template(subject, intent, solo).splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line and not line.startswith("#"):
            assert "# " in line or before.startswith("# ")


def test_templates_differ_by_what_they_are_for():
    """What is asked of a tool is not what is asked of a role; one person has no lot over units."""
    told = {template(*kind) for kind in KINDS}
    assert len(told) == len(KINDS)
    assert "budget" not in tomllib.loads(template("process", "optimize"))
    assert "lot" not in tomllib.loads(template("process", "optimize", solo=True))["scope"]


def test_a_team_template_has_every_field_that_there_is():
    """What can be written in a charter is in the template of a transformation, but for the short name."""
    told = tomllib.loads(template("process", "transform"))
    there = set(told)
    for name, part in told.items():
        rows = part if isinstance(part, list) else [part]
        there |= {f"{name}.{field}" for row in rows if isinstance(row, dict) for field in row}
    assert set(EXPLAINED) - there == {"slug"}


def test_one_person_is_asked_and_takes_part():
    """Who owns a fire of their own acts in it."""
    told = tomllib.loads(template("tool", "optimize", solo=True, owner="Sam Vega"))
    assert told["people"][0]["name"] == "Sam Vega"
    assert told["scope"]["units"] == ["Sam Vega"]


@pytest.mark.parametrize(
    ("arguments", "filled", "problem"),
    [
        (("machine", "optimize"), {}, '"machine" is no subject.'),
        (("tool", "both"), {}, '"both" is no intent.'),
        (("tool", "optimize"), {"titel": "x"}, '"titel" is no field of a charter.'),
        (("tool", "optimize"), {"success.mesure": "x"}, '"success.mesure" is no field of a charter.'),
        (("tool", "optimize"), {"budget.lose": "x"}, 'This charter has no "budget"'),
    ],
)
def test_what_a_template_has_not_cannot_be_filled_in(arguments, filled, problem):
    """Subjects, intents and fields that there are not, by their names."""
    with pytest.raises(UsageError) as refused:
        template(*arguments, **filled)
    assert problem in refused.value.problem
    assert refused.value.way_out


def test_whole_lists_can_be_filled_in():
    """Several people at once."""
    told = template("process", "optimize", people=[{"name": "Jo", "act": "call"}, {"name": "Bo", "act": "book"}])
    assert [each["name"] for each in tomllib.loads(told)["people"]] == ["Jo", "Bo"]


def test_a_template_is_chosen_by_words_or_by_names():
    """By enumerations as well as by words."""
    assert template(Subject.TOOL, Intent.OPTIMIZE) == template("tool", "optimize")
