"""Why a charter cannot be lit: what its fields say together, and what the workspace knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.fires.charters.written import OPTIMIZE, TRANSFORM, read, refused, with_line

from smallfires.fires.charter import Cost, Gates, Guardrail, Intent, Person, Scope, Success, Threshold
from smallfires.fires.charters.alone import READERS, told
from smallfires.fires.charters.known import Burning, Known
from smallfires.fires.charters.needed import NEEDED, general
from smallfires.fires.charters.refusals import refusals

RISK = '[[risks]]\nassumption = "a"\ntest = "b"\nby = 2026-04-01\n'


@pytest.mark.parametrize("text", [OPTIMIZE, TRANSFORM])
def test_a_plain_charter_can_be_lit(text):
    """Nothing is refused that has everything it needs."""
    assert refused(text) == ()


def without(text: str, header: str) -> str:
    """A text without its first table of that name."""
    before, _, after = text.partition(f"{header}\n")
    return before + after[after.find("\n[") + 1 :]


def test_an_optimize_charter_has_no_disruption_budget():
    """To optimize is to hurt nothing that works."""
    budget = TRANSFORM[TRANSFORM.index("[budget]") : TRANSFORM.index("[adoption]")]
    found = refused(OPTIMIZE + budget.replace("2026-05-01", "2026-04-01"))
    assert [each.field for each in found] == ["budget"]
    assert 'intent = "transform"' in found[0].way_out
    assert found[0].shown.endswith("[budget]\n   |  ^^^^^^")


def test_a_transformation_says_what_counts_as_the_new_way():
    """Without adoption it is refused, with what to write."""
    found = refused(without(TRANSFORM, "[adoption]"))
    assert [(each.field, "new_way, share and by" in each.way_out) for each in found] == [("adoption", True)]


def test_a_transformation_has_one_to_three_riskiest_assumptions():
    """None is refused, and so are four."""
    assert [each.field for each in refused(without(without(TRANSFORM, "[[risks]]"), "[[risks]]"))] == ["risks"]
    assert refused(TRANSFORM + RISK) == ()
    assert [each.problem for each in refused(TRANSFORM + 2 * RISK)] == ["4 assumptions cannot all be the riskiest."]


@pytest.mark.parametrize(
    ("text", "old", "new", "fields"),
    [
        (OPTIMIZE, "end = 2026-06-26", "end = 2026-03-01", ["horizon.end"]),
        (OPTIMIZE, "end = 2026-06-26", "end = 2026-06-25", ["success.by"]),
        (OPTIMIZE, "by = 2026-06-26", "by = 2026-03-02", ["success.by"]),
        (OPTIMIZE, "by = 2026-06-26", "by = 2026-03-03", []),
        (TRANSFORM, "until = 2026-05-01", "until = 2026-09-02", ["budget.until"]),
        (TRANSFORM, "until = 2026-05-01", "until = 2026-02-01", ["budget.until"]),
        (TRANSFORM, "by = 2026-05-31", "by = 2026-09-02", ["adoption.by"]),
        (TRANSFORM, "by = 2026-05-31", "by = 2026-03-01", ["adoption.by"]),
        (TRANSFORM, "by = 2026-04-15", "by = 2026-09-02", ["risks.2.by"]),
        (TRANSFORM, "by = 2026-03-20", "by = 2026-02-01", []),
        (OPTIMIZE, 'compared = ["Ward 4", "Ward 6"]', 'compared = ["Ward 3", "Ward 6"]', ["scope.compared"]),
        (OPTIMIZE, 'compared = ["Ward 4", "Ward 6"]', "lot = 2", []),
        (OPTIMIZE, 'compared = ["Ward 4", "Ward 6"]', "lot = 3", ["scope.lot"]),
        (TRANSFORM, 'units = ["North", "Harbour"]', 'units = ["North", "Harbour"]\nlot = 1', ["scope.lot"]),
        (TRANSFORM, 'units = ["North", "Harbour"]', 'units = ["North", "North"]', ["scope.units"]),
        (TRANSFORM, 'name = "Jo"', 'name = "Jo"\n[[people]]\nname = "Jo"', ["people"]),
        (OPTIMIZE, 'picked = "by lot"', 'picked = "by lot"\nasked_of = 1', []),
        (OPTIMIZE, 'name = "Amira"', 'name = "Amira"\n[[people]]\nname = "Bo"', []),
        (TRANSFORM, 'measure = "gas leaks missed"', 'measure = "days to repair"', ["guardrails.1.measure"]),
        (TRANSFORM, 'measure = "repairs a week"', 'measure = "days to repair"', ["budget.better"]),
        (TRANSFORM, 'share = "60%"', 'share = "0%"', ["adoption.share"]),
    ],
)  # fmt: skip
def test_fields_that_do_not_go_together_are_refused(text, old, new, fields):
    """Each once, under its own words, and nothing that only follows from it."""
    found = refused(with_line(text, old, new))
    assert [each.field for each in found] == fields
    assert all(each.shown and each.problem and each.way_out for each in found)


def test_a_fire_may_burn_for_one_day():
    """Both days of the horizon are included."""
    text = OPTIMIZE.replace("2026-06-26", "2026-03-02")
    assert refused(text) == ()


def test_a_sample_is_of_more_people_than_are_asked():
    """Two people are no sample of one."""
    text = with_line(OPTIMIZE, 'name = "Amira"', 'name = "Amira"\n[[people]]\nname = "Bo"')
    assert [each.field for each in refused("asked_of = 1\n" + text)] == ["asked_of"]


WORKSPACE = Known(
    slugs=frozenset({"triage-by-phone", "triage-by-phone-2"}),
    measures={"days to repair": True, "gas leaks missed": True, "repairs a week": False, "satisfaction": False},
    designs={"parallel": frozenset({"estimator", "level"}), "before-after": frozenset({"level"})},
)
FREE = replace(WORKSPACE, slugs=frozenset())


def test_a_workspace_that_fits_refuses_nothing():
    """Known measures in their directions, a known design with its own settings."""
    assert refused(TRANSFORM, FREE) == ()


def test_a_slug_is_taken_once():
    """Another fire's name is refused, with one that is free."""
    found = refused(TRANSFORM, WORKSPACE)
    assert [(each.field, each.way_out) for each in found] == [
        ("slug", 'Write another name, as in slug = "triage-by-phone-3"')
    ]


@pytest.mark.parametrize(
    ("old", "new", "field", "problem", "way_out"),
    [
        ('measure = "days to repair"', 'measure = "day to repair"', "success.measure", "no measure", 'mean "days to repair"?'),
        ('measure = "days to repair"', 'measure = "x"', "success.measure", "no measure", "There are days to repair"),
        (
            'measure = "days to repair"', 'measure = "days to repair and satisfaction"',
            "success.measure", "is 2 measures", 'measure = "days to repair"',
        ),
        ('measure = "gas leaks missed"', 'measure = "leaks"', "guardrails.1.measure", "no measure", "There are"),
        ('better = "more"', 'better = "less"', "budget.better", "more of", 'better = "more"'),
        ('name = "parallel"', 'name = "paralel"', "design.name", "no design", 'Did you mean "parallel"?'),
        ('name = "parallel"', 'name = "before-after"', "design.estimator", "no setting", "It has level."),
        ('estimator = "sdid"', 'lavel = "sdid"', "design.lavel", "no setting", 'Did you mean "level"?'),
        ('units = ["North", "Harbour"]', 'units = ["North"]\nallow = ["triage-by-phone"]', "scope.allow", "itself", "other"),
    ],
)  # fmt: skip
def test_what_the_workspace_has_not_is_refused(old, new, field, problem, way_out):
    """Measures, directions, designs and settings, with what there is."""
    found = refused(with_line(TRANSFORM, old, new), FREE)
    assert [each.field for each in found] == [field]
    assert problem in found[0].problem
    assert way_out in found[0].way_out
    assert found[0].shown


def test_a_design_that_cannot_carry_the_scope_is_refused():
    """In the words of whoever tried it."""
    known = replace(FREE, misfit="One unit is too few for the design parallel.", way_out="Take before-after.")
    found = refused(TRANSFORM, known)
    assert [(each.field, each.problem, each.way_out) for each in found] == [
        ("design.name", known.misfit, "Take before-after.")
    ]


def burning(**changes: object) -> Known:
    other = Burning(slug="new-van", units=("Harbour", "South"), start=date(2026, 8, 1), end=date(2026, 12, 31))
    return Known(burning=(replace(other, **changes),))


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (burning(), ["scope.units"]),
        (burning(start=date(2026, 9, 1)), ["scope.units"]),
        (burning(start=date(2026, 9, 2)), []),
        (burning(start=date(2025, 1, 1), end=date(2026, 3, 1)), []),
        (burning(start=date(2025, 1, 1), end=date(2026, 3, 2)), ["scope.units"]),
        (burning(units=("South",)), []),
        (burning(slug="triage-by-phone"), []),
        (burning(allow=("triage-by-phone",)), []),
        (burning(allow=("another",)), ["scope.units"]),
    ],
)
def test_a_unit_burns_in_one_fire_at_a_time(known, fields):
    """Over the same dates, the first and the last day included; a fire is not held against itself."""
    found = refused(TRANSFORM, known)
    assert [each.field for each in found] == fields
    assert all('allow = ["new-van"]' in each.way_out and '"Harbour"' in each.problem for each in found)


def test_what_it_is_compared_with_does_not_burn_either():
    """A unit that is compared with, and burns in another fire, is refused as well."""
    text = with_line(TRANSFORM, 'units = ["North", "Harbour"]', 'units = ["North"]\ncompared = ["South"]')
    assert [each.field for each in refused(text, burning())] == ["scope.compared"]


def test_fires_in_the_same_units_are_allowed_by_name():
    """The charter names the other fire."""
    text = with_line(TRANSFORM, 'units = ["North", "Harbour"]', 'units = ["Harbour"]\nallow = ["new-van"]')
    assert refused(text, burning()) == ()


def test_what_could_not_be_read_is_not_judged():
    """An end that is no date does not also come before the start."""
    text = with_line(TRANSFORM, "end = 2026-09-01", 'end = "autumn"')
    assert [each.field for each in refused(text, burning())] == ["horizon.end"]


BLANK = replace(
    read(TRANSFORM), title=" ", slug="", owner="", of="", picked="", way="",
    success=Success(measure="", less_is_better=True, worthwhile="", by=date(2026, 9, 1)), scope=Scope(units=()),
    people=(Person(name=""),), guardrails=(Guardrail(measure="", less_is_better=True, margin=""),),
)  # fmt: skip


def test_a_charter_made_in_python_is_held_to_the_same():
    """What a form or a program leaves blank is refused with what to write in the text."""
    found = {each.field: each.way_out for each in refusals(BLANK)}
    assert set(found) == {
        "title", "slug", "owner", "of", "picked", "way", "success.measure", "success.worthwhile", "scope.units",
        "people.1.name", "guardrails.1.measure", "guardrails.1.margin",
    }  # fmt: skip
    assert all(found[field] == NEEDED[general(field)] for field in found if field != "slug")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "Not A Slug"}, "slug"),
        ({"picked": "dice"}, "picked"),
        ({"success": replace(read(OPTIMIZE).success, worthwhile="-3")}, "success.worthwhile"),
        ({"success": replace(read(OPTIMIZE).success, today="many")}, "success.today"),
        ({"people": (Person(name="Jo", share=1.5),)}, "people.1.share"),
        ({"people": (Person(name="Jo", mail="@x"),)}, "people.1.mail"),
        ({"cost": Cost(run=-1.0)}, "cost.run"),
        ({"cost": Cost(spread=float("nan"))}, "cost.spread"),
        ({"gates": Gates(spread=1.0, put_out=0.1, done=0.8)}, "gates.spread"),
        ({"gates": Gates(spread=0.9, put_out=0.1, done=1.8)}, "gates.done"),
        ({"threshold": Threshold(few=0)}, "threshold.few"),
        ({"threshold": Threshold(match=-0.1)}, "threshold.match"),
    ],
)
def test_a_value_that_no_text_could_have_is_refused(changed, field):
    """Figures out of range, and words that are none of the few."""
    assert [each.field for each in refusals(replace(read(OPTIMIZE), **changed))] == [field]


def test_every_rule_on_single_fields_is_about_a_field_that_there_is():
    """No rule is misspelt, and so never asked."""
    there = {general(field) for field, _ in told(replace(read(TRANSFORM), intent=Intent.TRANSFORM))}
    tables = {field.split(".")[0] for field in there} | there
    directions = {f"{table}.better" for table in ("success", "guardrails", "budget")}
    assert set(READERS) <= there
    assert set(NEEDED) - directions <= tables
