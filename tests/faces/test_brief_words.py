from __future__ import annotations

import json
import re

import jsonschema
import pytest
from tests.faces.briefs import BRIEFS, CLARITIES, EVERY
from tests.faces.sample import HOSTILE
from tests.faces.test_documents import pages
from tests.faces.test_page import LOADING, Reader
from tests.fires.burning import NAMES

from smallfires.faces.documents import pdf
from smallfires.faces.jsonable import schema, shipped_schema, to_json
from smallfires.faces.page import html
from smallfires.faces.terminal import render
from smallfires.faces.words import page
from smallfires.faces.words.brief.mail import WIDE, mail, subject

every = pytest.mark.parametrize("key", EVERY)
LINK = "http://127.0.0.1:8765/b/" + "t" * 43


@every
def test_every_face_says_the_same(key):
    """The web page and the terminal say what the page in words says, and the web page asks nothing of the outside."""
    shown, seen = page(EVERY[key]), Reader(html(EVERY[key]))
    said = " ".join(" ".join(data for _, data in seen.texts).split())
    assert shown.headline in said
    assert all(" ".join(text.split()) in said for text in shown.answer)
    assert shown.headline.split()[0] in render(EVERY[key], 60)
    assert not any(set(attributes) & LOADING for _, attributes, _ in seen.elements)


@every
def test_any_of_them_is_one_sheet(key):
    """Whatever is in a brief or a clarity, it prints on one sheet of A4."""
    assert pages(pdf(EVERY[key])) == 1


@every
def test_the_json_keeps_its_schema(key):
    """The JSON of each is valid against the schema that is shipped."""
    kind = type(EVERY[key])
    assert shipped_schema(kind) == json.loads(json.dumps(schema(kind)))
    jsonschema.Draft202012Validator(schema(kind)).validate(json.loads(to_json(EVERY[key])))


@every
def test_no_line_is_wider_than_the_terminal(key):
    """A narrow terminal gets narrow lines."""
    assert max(map(len, render(EVERY[key], 60).splitlines())) <= 60


@pytest.mark.parametrize("key", [key for key in BRIEFS if key not in ("brief: endless", "brief: hostile")])
def test_nothing_of_a_brief_is_cut(key):
    """Every sentence of a usual brief stands whole on its page."""
    said = " ".join(text for section in page(BRIEFS[key]).sections for text in (*section.sentences, *section.items))
    for part in BRIEFS[key].parts[1:]:
        for text in (*part.sentences, *part.fixed, *part.free):
            assert " ".join(text.split()) in said


@pytest.mark.parametrize("key", BRIEFS)
def test_a_mail_is_plain_text(key):
    """A mail has the page in words, the link whole on a line of its own, and nothing that could command a terminal."""
    text = mail(BRIEFS[key], LINK)
    assert BRIEFS[key].headline in text
    assert LINK in text.splitlines()
    assert "\x1b" not in text
    assert "\n" not in subject(BRIEFS[key])
    assert all(len(line) <= WIDE for line in text.splitlines() if " " in line.strip("- "))


def test_a_mail_without_a_link_asks_no_questions():
    """Whoever answers in another way is not sent looking for a link."""
    text = mail(BRIEFS["brief: optimize"])
    assert "questions" not in text
    assert text.startswith("Hello Bo,")


def test_nobody_is_named_in_a_brief_but_its_reader_and_who_decides():
    """A brief names none of the others who are asked."""
    said = html(BRIEFS["brief: optimize"])
    assert not any(re.search(rf"\b{name}\b", said) for name in NAMES if name != "Bo")


def test_what_is_believed_is_told_with_its_number():
    """The owner reads how many believe what, and which sentence to write anew."""
    shown = page(CLARITIES["clarity: unclear"])
    assert shown.headline == "It is not clear yet: 7 of 11 understood what is asked."
    assert "4 of 11 believe that success is “Tickets”." in shown.section("asked").items
    assert shown.section("rewrite").items == (
        "“One figure tells whether it worked: handover minutes. No other figure decides that.”",
    )
    assert shown.chance.startswith("Those asked are 11 of 200. Had all been asked, anything from 35 to 90 %")


@pytest.mark.parametrize(
    ("key", "headline"),
    [
        ("clear", "It is clear: 11 of 11 understood what is asked."),
        ("few", "3 of 11 have answered."),
        ("none", "Nobody has been asked yet."),
        ("sent", "None of the 11 people asked has answered yet."),
        ("small team", "It is not clear yet: 2 of 3 understood what is asked."),
        ("solo", "You have not answered yet."),
    ],
)
def test_the_answer_comes_first(key, headline):
    """Each state of clarity has its own first line."""
    assert page(CLARITIES[f"clarity: {key}"]).headline == headline


@pytest.mark.parametrize("key", ["few", "small team"])
def test_nothing_is_shown_by_question_for_a_few(key):
    """Below four answers no question is shown by itself, and the page says why."""
    shown = page(CLARITIES[f"clarity: {key}"])
    assert shown.section("asked") is None
    assert "could be one person's answer" in shown.doubts[-1]


def test_drift_is_told():
    """Where people were asked before, the page says how it was then."""
    assert page(CLARITIES["clarity: again"]).answer[-1] == "When they were asked before, 7 of 11 understood."


@pytest.mark.parametrize("key", ["few", "sent"])
def test_who_has_not_answered_is_named_once(key):
    """The names of those who are waited for stand on the page once, first of all."""
    shown = page(CLARITIES[f"clarity: {key}"])
    assert shown.answer[0].endswith("Jo and Kai.")
    assert render(CLARITIES[f"clarity: {key}"], 400).count("Kai") == 1


def test_own_words_stand_without_names():
    """Beside someone's own words there is a code and a mark, and no name."""
    section = page(CLARITIES["clarity: unclear"]).section("words")
    assert len(section.table.rows) == 11
    assert not any(re.search(rf"\b{name}\b", str(section)) for name in NAMES)


@pytest.mark.parametrize("key", ["brief: hostile", "clarity: hostile"])
def test_names_are_text_and_never_markup(key):
    """Markup in a charter, a name or someone's own words stands on the page as text."""
    text = html(EVERY[key])
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert HOSTILE[0][:20] in " ".join(data for _, data in Reader(text).texts)
