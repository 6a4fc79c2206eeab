"""All fires, one fire, what was found and the ledger, on every face."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from tests.faces.briefs import endless, hostile
from tests.faces.test_documents import pages
from tests.faces.test_page import LOADING, Reader
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed, fire

from smallfires.faces.documents import pdf
from smallfires.faces.jsonable import schema, shipped_schema, to_json
from smallfires.faces.page import html
from smallfires.faces.terminal import render
from smallfires.faces.words import page
from smallfires.fires import acts
from smallfires.fires.charter import Person
from smallfires.fires.entry import EMPTY, Head
from smallfires.fires.extract import Extract, Row
from smallfires.fires.found import Found, Hit
from smallfires.fires.outline import outline
from smallfires.fires.overview import Overview, glance
from smallfires.verbs.show import story

TODAY = date(2026, 4, 1)
SEAL = OPTIMIZE.seal()
HARM = "<script>alert(1)</script>\x1b[31m\u202e& Co"
LIT = acts.Lit(TRANSFORM, TRANSFORM.seal())
READ = acts.Read(2, "keep burning", {}, {}, "0", {"verdict": {"sentence": "The dip is inside its budget."}})
FIRES = {
    "drafted": fire(acts.Drafted(OPTIMIZE)),
    "briefed": fire(acts.Drafted(OPTIMIZE), briefed(OPTIMIZE), *[answered(OPTIMIZE, name) for name in ("Bo", "Dana")]),
    "burning": fire(
        acts.Drafted(TRANSFORM), briefed(TRANSFORM), acts.Overridden(TRANSFORM.seal(), "two are on leave", ("x",)), LIT, READ,
        acts.Tested(1, False, "2 of 40 picked up"), acts.Decided("spread", "We like it.", 2, "keep burning"),
    ),
    "soon": fire(acts.Drafted(replace(OPTIMIZE, horizon=replace(OPTIMIZE.horizon, start=date(2026, 5, 1)))),
                 acts.Lit(replace(OPTIMIZE, horizon=replace(OPTIMIZE.horizon, start=date(2026, 5, 1))), SEAL)),
    "spread": fire(acts.Drafted(OPTIMIZE), acts.Lit(OPTIMIZE, SEAL), acts.Decided("spread", "Yes.", 0, ""), acts.Spread("Yes.")),
    "given up": fire(acts.Drafted(OPTIMIZE), acts.PutOut("no time")),
    "solo": fire(acts.Drafted(replace(OPTIMIZE, people=(Person(name="Ruth Adler"),)))),
    "hostile": fire(acts.Drafted(hostile()), acts.Commented(HARM), acts.PutOut(HARM)),
    "endless": fire(acts.Drafted(endless()), *[acts.Commented("word " * 200)] * 60),
}  # fmt: skip
HIT = Hit("triage", "Triage by phone", "comment", 7, "2026-03-02T08:15:00.000000Z", "Bo", "Ward 5 has the flu.", 1, 1.2)
ROW = Row(1, "2026-03-02T08:15:00.000000Z", "Bo", "triage", acts.Act.COMMENTED, "Ward 5 has the flu.", "9f" * 32)
RECORDS = {
    **{f"fire: {key}": story(found, TODAY) for key, found in FIRES.items()},
    "fire: too long": story(FIRES["burning"], date(2026, 8, 1)),
    "fires": Overview("Ward", TODAY, tuple(glance(outline(found), TODAY) for found in FIRES.values()), "1.2"),
    "fires: none": Overview(HARM, TODAY, (), "1.2"),
    "fires: many": Overview("Ward", TODAY, (glance(outline(FIRES["burning"]), TODAY),) * 150, "1.2"),
    "found": Found("flu", ("flu",), (HIT,), 0, 40, "1.2"),
    "found: some": Found("flu zebra", ("flu", "zebra"), (HIT,) * 20, 13, 40, "1.2"),
    "found: nothing": Found(HARM, ("script", "alert"), (), 0, 40, "1.2"),
    "found: hostile": Found("x", ("x",), (replace(HIT, fire=HARM, snippet=HARM * 9, who=HARM),), 0, 1, "1.2"),
    "ledger": Extract(Head(1, "9f" * 32), "", (ROW,), 0, "1.2"),
    "ledger: long": Extract(Head(900, "9f" * 32), "triage", (ROW,) * 200, 700, "1.2"),
    "ledger: empty": Extract(EMPTY, "", (), 0, "1.2"),
}
every = pytest.mark.parametrize("key", RECORDS)


@every
def test_every_face_says_the_same(key):
    """The web page says what the page in words says, asks nothing of the outside, and holds no letter that commands."""
    shown, seen = page(RECORDS[key]), Reader(html(RECORDS[key]))
    said = " ".join(" ".join(data for _, data in seen.texts).split())
    assert shown.headline in said
    assert all(" ".join(text.split()) in said for text in shown.answer)
    assert not any(set(attributes) & LOADING for _, attributes, _ in seen.elements)
    assert not {"script"} & {tag for tag, *_ in seen.elements}
    assert "\x1b" not in said
    assert "\u202e" not in said


@every
def test_the_json_keeps_its_schema(key):
    """The JSON of each is valid against the schema that is shipped."""
    kind = type(RECORDS[key])
    assert shipped_schema(kind) == json.loads(json.dumps(schema(kind)))
    jsonschema.Draft202012Validator(schema(kind)).validate(json.loads(to_json(RECORDS[key])))


@every
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(key, width):
    """However narrow the terminal, no line is cut by it, and nothing in the data commands it."""
    text = render(RECORDS[key], width)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text


@every
def test_any_of_them_is_one_sheet(key):
    """Whatever there is, it prints on one sheet of A4."""
    assert pages(pdf(RECORDS[key])) == 1


@pytest.mark.parametrize(
    ("key", "headline"),
    [
        ("drafted", "It is drafted: nobody has been asked yet."),
        ("briefed", "The brief is out: it is not lit yet."),
        ("burning", "It burns: day 31 of 117."),
        ("soon", "It is lit, and burns from 1 May 2026 on."),
        ("too long", "It still burns: its time ended on 26 June 2026, and nobody has decided."),
        ("spread", "It spread on 1 February 2026."),
        ("given up", "It was put out on 1 February 2026, and was never lit."),
    ],
)
def test_a_fire_says_first_how_far_it_has_come(key, headline):
    """The headline is the state of the fire."""
    assert page(RECORDS[f"fire: {key}"]).headline == headline


def test_a_fire_says_what_was_learned_and_what_is_late():
    """The last verdict, a decision against it, what is late, a failed assumption and an override stand beside the answer."""
    shown = page(RECORDS["fire: burning"])
    assert "Reading 2: Keep burning. The dip is inside its budget." in shown.answer
    assert "Decided: spread, against the verdict." in shown.answer
    assert shown.doubts[0] == "Assumption 1 does not hold: 2 of 40 picked up."
    assert shown.doubts[1].startswith("Lets it be lit below the clarity that it declares: Two are on leave.")
    (late,) = page(story(fire(acts.Drafted(TRANSFORM), LIT), TODAY)).doubts
    assert late == "Late since 20 March 2026: test assumption 1."


def test_an_end_that_told_nothing_is_not_called_too_early():
    """Where the horizon has ended and nothing could be told, that is what stands there, and no *too early* before it."""
    ended = acts.Read(
        3, "too early", {}, {}, "0", {"verdict": {"sentence": "Could not be told. The horizon has ended."}}
    )
    shown = page(story(fire(acts.Drafted(TRANSFORM), LIT, ended), TODAY))
    assert "Reading 3: Could not be told. The horizon has ended." in shown.answer


def test_the_diary_stands_last_first():
    """The newest line is the first; what several did on one day is one line."""
    diary = page(RECORDS["fire: briefed"]).section("diary")
    said = [("Answered the teach-back.", "2 people"), ("Sent the brief to 11 people.", "Ruth Adler")]
    assert [row[1:] for row in diary.table.rows] == [*said, ("Wrote the charter.", "Ruth Adler")]


def test_all_fires_are_counted_by_what_they_need():
    """How many burn, are to be lit, and are over; each stage has its table."""
    shown = page(RECORDS["fires"])
    assert shown.headline == "9 fires: 2 burn, 4 to be lit and 3 over."
    assert [section.key for section in shown.sections] == ["burning", "briefed", "drafted", "spread", "put-out"]
    assert page(RECORDS["fires: none"]).headline == "No fire has been drafted yet."
    unlit = replace(RECORDS["fires"], fires=tuple(one for one in RECORDS["fires"].fires if one.stage == "drafted"))
    assert page(unlit).headline.endswith(": none burns and 3 to be lit.")


def test_a_search_says_when_no_text_has_all_words():
    """Where only some of the words were found, that is said; where none was, that too."""
    assert page(RECORDS["found: some"]).doubts == ("No text has all of “flu” and “zebra”: these have some.",)
    assert page(RECORDS["found"]).doubts == ()
    assert page(RECORDS["found: nothing"]).headline == "Nothing says “script” and “alert”."


def test_every_fire_of_many_is_listed_in_the_terminal():
    """A list is a list: none of 150 fires is left out."""
    assert render(RECORDS["fires: many"], 100).count("shorter-handover") >= 150
