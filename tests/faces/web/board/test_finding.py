from __future__ import annotations

import re

import pytest
from tests.faces.web.board.asking import text, typed
from tests.faces.web.serving import serving
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, lit, noted, read

from smallfires.fires.acts import Commented


@pytest.fixture
def client():
    desk = a_desk()
    lit(desk)
    lit(desk, TRANSFORM)
    noted(desk, HANDOVER, Commented("The phones are loud."), read(1, "keep burning", "The flu hides it."))
    with serving(desk, board=True) as client:
        yield client


def test_what_was_written_is_found_and_leads_to_its_fire(client):
    """Each hit says what it is, by whom and when, with a link to the fire; what was asked stays in the field."""
    answer = client.get("/search", params={"q": "phones loud"})
    assert "texts found." in text(answer)
    assert f'<a href="/fires/{HANDOVER}" dir="auto">A shorter handover</a>' in answer.text
    assert "The phones are loud. comment, Ruth Adler, 2026-02-01" in text(answer)
    assert typed(answer) == {"q": "phones loud"}
    assert f"/fires/{TRIAGE}" in answer.text


def test_what_a_reading_says_leads_to_the_reading(client):
    """A hit in a reading opens that reading."""
    assert f'href="/fires/{HANDOVER}/readings/1"' in client.get("/search?q=flu").text


def test_each_fire_is_told_once(client):
    """However many of its texts have the words, a fire is one item: its best texts, the others folded, none of them twice."""
    answer = client.get("/search?q=minutes")
    titles = re.findall(r'<li><a href="/fires/([\w-]+)" dir="auto">', answer.text)
    assert titles
    assert len(set(titles)) == len(titles)
    assert f"In {len(titles)} fire" in text(answer)
    items = answer.text.split('<ol class="sf-list">')[1].split("</ol>")[0].split("<li>")[1:]
    assert len(items) == len(titles)
    for item in items:
        told = re.findall(r'<div class="sf-hit">(.*?)</div>', item, re.DOTALL)
        assert len(told) == len(set(told))
        assert item.split("<details>")[0].count('class="sf-hit"') <= 2


def test_what_nobody_wrote_is_said(client):
    """Where nothing was found, the page says so and what to try."""
    answer = client.get("/search?q=giraffe")
    assert (answer.status_code, "Nothing says “giraffe”. Try another word" in text(answer)) == (200, True)


@pytest.mark.parametrize("asked", ["!?", "x" * 300])
def test_what_cannot_be_searched_is_said_beside_the_field(client, asked):
    """What has no word in it, or is too long, is kept, and what is wrong stands beside it."""
    answer = client.get("/search", params={"q": asked})
    assert (answer.status_code, typed(answer)["q"]) == (422, asked)
    assert 'aria-describedby="problem-q"' in answer.text


def test_nothing_asked_shows_the_field(client):
    """The page without a question has the field, and nothing else."""
    answer = client.get("/search?q=%20")
    assert (answer.status_code, typed(answer)) == (200, {"q": ""})
