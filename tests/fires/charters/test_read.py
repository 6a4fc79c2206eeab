"""Charters out of the text that a person wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fires.charters.written import OPTIMIZE, TRANSFORM, read, refused, with_line

from smallfires.errors import CharterError, Refusal
from smallfires.fires.charter import (
    Adoption,
    Bounds,
    Budget,
    Cost,
    Gates,
    Guardrail,
    Intent,
    Person,
    Risk,
    Scope,
    Subject,
    Success,
    Threshold,
)
from smallfires.fires.charters.known import Known
from smallfires.fires.charters.read import located, read_charter


def test_every_field_is_read():
    """A charter with everything in it is what its text says."""
    charter = read(TRANSFORM)
    assert (charter.title, charter.slug, charter.owner) == ("Triage by phone", "triage-by-phone", "Mara Lind")
    assert (charter.subject, charter.of, charter.intent) == (Subject.PROCESS, "Intake of repairs", Intent.TRANSFORM)
    assert charter.hypothesis.will == "send the right trade at once"
    assert charter.success == Success(
        measure="days to repair", less_is_better=True, worthwhile="2 days", by=date(2026, 9, 1), today="9 days",
        optimised="8 days",
    )  # fmt: skip
    assert charter.guardrails == (Guardrail(measure="gas leaks missed", less_is_better=True, margin="0", safety=True),)
    assert charter.budget == Budget(measure="repairs a week", less_is_better=False, lose="8%", until=date(2026, 5, 1))
    assert charter.adoption == Adoption(new_way='activity is "Phone triage"', share=0.6, by=date(2026, 5, 31))
    assert charter.risks[0] == Risk(
        assumption="tenants pick up the phone",
        test="count the calls that are answered in the first 50",
        by=date(2026, 3, 20),
    )
    assert len(charter.risks) == 2
    assert charter.scope == Scope(units=("North", "Harbour"))
    assert (charter.design.name, charter.design.seed, charter.design.settings) == ("parallel", 7, {"estimator": "sdid"})
    assert (charter.horizon.start, charter.horizon.end) == (date(2026, 3, 2), date(2026, 9, 1))
    assert charter.people == (Person(name="Jo", act="call each tenant before booking a visit"),)
    assert charter.bounds == Bounds(fixed=("The times of visits",), free=("The questions on the phone",))
    assert (charter.way, charter.picked, charter.cost) == ("activities", "volunteers", Cost())


def test_gates_are_those_of_the_intent_unless_told():
    """Each intent has gates of its own; one figure can be changed without the others."""
    assert read(TRANSFORM).gates == Gates(spread=0.8, put_out=0.8, done=0.6)
    assert read(OPTIMIZE).gates == Gates(spread=0.9, put_out=0.1, done=0.8)
    told = read(OPTIMIZE + "[gates]\nput-out = 0.05\n[threshold]\nfew = 5\nmatch = '90%'\n[cost]\nrun = '12 000'\n")
    assert told.gates == Gates(spread=0.9, put_out=0.05, done=0.8)
    assert told.threshold == Threshold(few=5, match=0.9)
    assert told.cost == Cost(run=12_000.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("by = 2026-06-26", 'by = "26 June 2026"'),
        ("by = 2026-06-26", "by = 2026-06-26T00:00:00"),
        ('better = "less"', 'better = "fewer"'),
        ('better = "less"', 'better = "LOWER"'),
        ('picked = "by lot"', 'picked = "Lot"'),
        ('share = "5%"', "share = 0.05"),
        ('share = "5%"', "share = '5 %'"),
        ('name = "parallel"', "name = 'parallel'"),
        ('intent = "optimize"', 'intent = "optimise"'),
        ('free = ["The words", "The place"]', 'free = ["The words", "", "The  \\n place"]'),
        ('will = "end the search for what was said already"', 'will = """\nend the search\n  for what was said already"""'),
        ("start = 2026-03-02", 'start = "2026-W10"'),
        ('of = "Handover at the end of a shift"', 'of = "Handover at the end of a shift"\nasked_of = ""\nslug = ""'),
    ],
)  # fmt: skip
def test_people_write_the_same_in_different_ways(old, new):
    """Dates as dates or as text, shares in percent or not, words in small letters or capitals."""
    assert read(with_line(OPTIMIZE, old, new)) == read(OPTIMIZE)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("0.5", "0.5"), ("10", "10"), ("1e-5", "0.00001"), ("2e7", "20000000"), ("'2.5 points'", "2.5 points"),
        ('"1 day 4 hours"', "1 day 4 hours"), ('" 10 % "', "10 %"),
    ],
)  # fmt: skip
def test_amounts_are_kept_as_they_were_written(told, kept):
    """Numbers, percentages, times and figures with a unit."""
    assert read(with_line(OPTIMIZE, 'worthwhile = "10%"', f"worthwhile = {told}")).success.worthwhile == kept


def test_short_forms_are_understood():
    """One unit without a list, people as a list of names, and a design by its name alone."""
    text = with_line(OPTIMIZE, 'units = ["Ward 3", "Ward 5"]', 'units = "Ward 3"')
    assert read(text).scope.units == ("Ward 3",)
    text = OPTIMIZE.replace('[design]\nname = "parallel"\n', "").replace(
        'picked = "by lot"\n', 'picked = "hand"\ndesign = "before-after"\n'
    )
    assert read(text).design.name == "before-after"
    people = OPTIMIZE[OPTIMIZE.index("[[people]]") : OPTIMIZE.index("[bounds]")]
    text = 'people = ["Amira", "Bo"]\n' + OPTIMIZE.replace(people, "")
    assert read(text).people == (Person(name="Amira"), Person(name="Bo"))


def test_the_workspace_tells_the_better_direction():
    """Where the workspace knows which way is better, the charter need not say it; where it does not, it must."""
    text = with_line(OPTIMIZE, 'better = "less"', "")
    for less in (True, False):
        known = Known(measures={"handover minutes": less, "missed medicines": True})
        assert read_charter(text, known=lambda slug, known=known: known).success.less_is_better is less
    assert [each.field for each in refused(text)] == ["success.better"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Triage by phone", "triage-by-phone"),
        ("  Übergabe – kürzer! ", "ubergabe-kurzer"),
        ("申し送りを短く", "申し送りを短く"),
        ("हिन्दी में", "हिन्दी-में"),
        ("Straße & Weg: 50 %", "strasse-weg-50"),
        ("a " * 80, "-".join("a" * 30)),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_title_makes_a_slug(title, slug):
    """In letters and digits of any script, and not too long; it can be given as it was made."""
    text = with_line(OPTIMIZE, 'title = "A shorter handover"', f'title = "{title}"')
    assert read(text).slug == slug
    assert read(f'slug = "{slug}"\n{text}').slug == slug


def test_everything_is_told_at_once_and_under_the_words():
    """One error with every reason, from the top of the text to its end, each with its line and carets."""
    text = TRANSFORM
    for old, new in [
        ('intent = "transform"', 'intent = "tranform"'),
        ('better = "less"', "Better = 'less'"),
        ("by = 2026-09-01", 'by = "soon"'),
        ('share = "60%"', "share = 60"),
        ('lose = "8%"', 'lose = "-8%"'),
        ("seed = 7", "seed = -7"),
        ('name = "Jo"', 'nmae = "Jo"'),
    ]:
        text = with_line(text, old, new)
    with pytest.raises(CharterError) as problem:
        read_charter(text, file="triage.toml")
    assert problem.value.file == "triage.toml"
    assert [each.field for each in problem.value.refusals] == [
        "intent", "success.better", "success.Better", "success.by", "budget.lose", "adoption.share", "design.seed",
        "people.1.name", "people.1.nmae",
    ]  # fmt: skip
    assert problem.value.refusals[0] == Refusal(
        "intent",
        '"tranform" is not one of optimize, transform.',
        'Did you mean "transform"?',
        '4 | intent = "tranform"\n  |          ^^^^^^^^^^',
    )
    assert problem.value.refusals[5].way_out == 'Write "60%" or 0.6, if that is meant.'
    assert problem.value.refusals[8].way_out == 'Did you mean "name"?'
    assert '\n  4 | intent = "tranform"\n    |          ^^^^^^^^^^\n' in str(problem.value)


@pytest.mark.parametrize(
    ("old", "new", "field", "problem", "way_out", "under"),
    [
        ('title = "A shorter handover"', "title = ''", "title", "not filled in", "Write what it is called", "''"),
        ('title = "A shorter handover"', "title = '!?'", "slug", "missing", "slug =", ""),
        ('title = "A shorter handover"', "title = 5", "title", "5 is no text", "in quotes", "5"),
        ('intent = "optimize"', "", "intent", "missing", "no default", ""),
        ('intent = "optimize"', 'intent = "both"', "intent", '"both" is not one of', "optimize", '"both"'),
        ('picked = "by lot"', "", "picked", "missing", "volunteers", ""),
        ('picked = "by lot"', 'picked = "gut feeling"', "picked", "not one of lot", "lot", '"gut feeling"'),
        ('measure = "handover minutes"', 'measure = ["a", "b"]', "success.measure", "2 main", "guardrails", '["a", "b"]'),
        ('worthwhile = "10%"', 'worthwhile = "a bit"', "success.worthwhile", "has no number", '"10%"', '"a bit"'),
        ('worthwhile = "10%"', "", "success.worthwhile", "missing", "no number", "success"),
        ('worthwhile = "10%"', 'worthwhile = "10 percent"', "success.worthwhile", "in words", '"10%"', '"10 percent"'),
        ('worthwhile = "10%"', "worthwhile = 0", "success.worthwhile", "nothing", "how much", "0"),
        ('worthwhile = "10%"', "worthwhile = -2.5", "success.worthwhile", "has a sign", "2.5", "-2.5"),
        ('worthwhile = "10%"', 'worthwhile = "1,200"', "success.worthwhile", "1200 or 1.200", "Write", '"1,200"'),
        ('worthwhile = "10%"', "worthwhile = inf", "success.worthwhile", "not a finite", "Write", "inf"),
        ('worthwhile = "10%"', f"worthwhile = {10**400}", "success.worthwhile", "not a finite", "1200", f"1{'0' * 76}..."),
        ("by = 2026-06-26", "", "success.by", "missing", "no date", "success"),
        ("by = 2026-06-26", 'by = "June 2026"', "success.by", "2026-06-01 or 2026-06-30", "Write", '"June 2026"'),
        ("by = 2026-06-26", 'by = "2026-Q2"', "success.by", "2026-04-01 or 2026-06-30", "Write", '"2026-Q2"'),
        ("by = 2026-06-26", 'by = "2026-W25"', "success.by", "2026-06-15 or 2026-06-21", "Write", '"2026-W25"'),
        ("by = 2026-06-26", 'by = "2026"', "success.by", "2026-01-01 or 2026-12-31", "Write", '"2026"'),
        ("by = 2026-06-26", "by = 2026", "success.by", "2026 is no date", "2026-06-30", "2026"),
        ("by = 2026-06-26", "by = 10:30:00", "success.by", "no date", "2026-06-30", "10:30:00"),
        ("by = 2026-06-26", 'by = "03/04/2026"', "success.by", "2026-04-03 or 2026-03-04", "Write", '"03/04/2026"'),
        ('share = "5%"', 'share = "120%"', "people.1.share", "no share", "60%", '"120%"'),
        ('share = "5%"', "share = true", "people.1.share", "true is no share", "60%", "true"),
        ('share = "5%"', 'mail = "at home"', "people.1.mail", "no address", "@", '"at home"'),
        ('units = ["Ward 3", "Ward 5"]', "units = []", "scope.units", "not filled in", "who takes part", "[]"),
        ('units = ["Ward 3", "Ward 5"]', "units = [3]", "scope.units", "3 is no text", "quotes", "[3]"),
        ('units = ["Ward 3", "Ward 5"]', "units = ['a']\nlot = 1.5", "scope.lot", "1.5 is no whole", "3", "1.5"),
        ('name = "parallel"', 'name = "parallel"\nblock = [1]', "design.block", "no setting", "number", "[1]"),
        ('of = "Handover at the end of a shift"', "of = 1979-05-27", "of", "1979-05-27 is no text", "quotes", "1979-05-27"),
        ('of = "Handover at the end of a shift"', "of = {a = 1}", "of", "A table is no text", "quotes", "{a = 1}"),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\nend = 2026-06-26', "end", "no field of a charter", "[horizon]", "end"),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\ncolour = "red"', "colour", "no field of a charter", "There are", "colour"),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\nasked-of = 5\nasked_of = 6', "asked_of", "twice", "one of the two", "asked_of"),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\nslug = "A B"', "slug", "address", '"a-b"', '"A B"'),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\ncost = 500', "cost", "no table", "[cost]", "500"),
        ('owner = "Ruth Adler"', 'owner = "Ruth"\nrisks = 5', "risks", "no list of tables", "[[risks]]", "5"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(old, new, field, problem, way_out, under):
    """Value, rule and way out, with carets under the very words: once, and nothing else is refused for it."""
    found = refused(with_line(OPTIMIZE, old, new))
    assert [each.field for each in found] == [field]
    assert problem in found[0].problem
    assert way_out in found[0].way_out
    assert marked(found[0].shown) == under


def marked(shown: str) -> str:
    """The words over the carets."""
    if not shown:
        return ""
    line, carets = shown.split("\n")
    return line[carets.index("^") : carets.rindex("^") + 1]


def test_names_of_fields_are_in_small_letters():
    """A capital is no other field, and the way out says so."""
    found = refused(with_line(OPTIMIZE, 'owner = "Ruth Adler"', 'owner = "Ruth"\nTitle = "x"'))
    assert [(each.field, each.way_out) for each in found] == [("Title", "Write it in small letters: title")]


def test_each_row_of_a_list_has_its_own_place():
    """What is wrong in the second block is shown there."""
    (found,) = refused(with_line(TRANSFORM, "by = 2026-04-15", 'by = "in spring"'))
    assert (found.field, marked(found.shown)) == ("risks.2.by", '"in spring"')
    people = 'people = ["Jo", 5]\n' + TRANSFORM.replace('[[people]]\nname = "Jo"\n', "").replace(
        'act = "call each tenant before booking a visit"\n', ""
    )
    assert [each.field for each in refused(people)] == ["people"]


def test_two_definitions_of_success_are_one_too_many():
    """A list of successes is refused with how to write the others."""
    text = OPTIMIZE.replace("[success]", "[[success]]") + "[[success]]\nmeasure = 'b'\n"
    assert [(each.field, each.problem) for each in refused(text)] == [
        ("success", "There are 2 definitions of success, and people can work towards one.")
    ]


def test_an_empty_text_lacks_everything():
    """Nothing is guessed, and what only some charters need is not asked for."""
    fields = [each.field for each in refused("")]
    assert len(fields) == len(set(fields))
    assert set(fields) == {
        "title", "owner", "subject", "of", "intent", "picked", "hypothesis", "success", "scope", "design", "horizon",
    }  # fmt: skip


def test_refusals_that_come_later_get_their_carets():
    """What a workspace refuses is shown under the text that the charter was read from; a missing table nowhere."""
    given = (Refusal("scope.units", "Burns.", "Wait."), Refusal("budget", "Missing.", "Write it."))
    found = located(OPTIMIZE, given)
    assert marked(found[0].shown) == '["Ward 3", "Ward 5"]'
    assert found[1] == replace(given[1], shown="")


WORDS = [
    "5",
    "-1",
    "1.5",
    "nan",
    "true",
    '""',
    '"x"',
    "[]",
    "[[]]",
    "{}",
    "{ a = 1 }",
    "2026-01-01",
    "10:00:00",
    '"2026"',
    '"1e999"',
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([OPTIMIZE, TRANSFORM]), st.data())
def test_no_text_ends_in_a_traceback(text, data):
    """Lines left out, values of other kinds, letters in wrong places: read, or refused with what to write."""
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        name = lines[at].partition(" = ")[0]
        lines[at] = data.draw(
            st.sampled_from(["", *(f"{name} = {word}" for word in WORDS)])
            | st.text(max_size=6).map(lambda letters, at=at: letters + lines[at])
        )
    for each in refused("\n".join(lines)):
        assert each.field
        assert each.problem[-1] in ".?"
        assert each.way_out
