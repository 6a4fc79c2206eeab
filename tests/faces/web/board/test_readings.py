from __future__ import annotations

import re

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import text
from tests.faces.web.serving import serving
from tests.verbs.learned import START
from tests.verbs.wards import a_workspace, burnt, drafted, grown, lesson

from smallfires.faces import words

SLUG = "a-shorter-handover"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two readings of a fire, of which the second has data to read."""
    made = a_workspace(tmp_path_factory.mktemp("ward"))
    drafted(made)
    burnt(made)
    lesson(grown(made, START + 1))
    lesson(grown(made, START + 8))
    return made


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def test_a_reading_says_what_the_command_line_says(client, desk):
    """The page has every sentence of the lesson, its charts, and a table behind each; a button instead of its command."""
    answer = client.get(f"/fires/{SLUG}/readings/2")
    said = text(answer)
    record = lesson_of(desk, 2)
    page = words.page(record)
    assert page.headline in said
    told = (each for section in page.sections if section.key != "data" for each in section.sentences)
    for sentence in (*page.answer, *told):
        assert " ".join(sentence.split()) in said
    assert ("smallfires learn" in said, "Do this reading again" in said) == (False, True)
    figures = answer.text.split("<figure>")[1:]
    assert len(figures) >= 2
    assert all("<svg" in figure and "<table>" in figure.split("</figure>")[0] for figure in figures)
    assert not re.search(r"\sstyle=|<script(?! src=\"/static/board-)", answer.text)
    Reader(answer.text)


def lesson_of(desk, number):
    from smallfires.fires.lesson import Lesson
    from smallfires.fires.plain import from_plain

    return from_plain(Lesson, desk.fire(SLUG).reads[number - 1].fact.lesson)


def test_readings_lead_to_each_other_and_to_their_fire(client):
    """From one reading the one before, the one after and the fire can be reached."""
    first, second = (client.get(f"/fires/{SLUG}/readings/{number}") for number in (1, 2))
    assert first.status_code == second.status_code == 200
    assert f'href="/fires/{SLUG}/readings/2" rel="next"' in first.text
    assert f'href="/fires/{SLUG}/readings/1" rel="prev"' in second.text
    assert 'rel="next"' not in second.text
    assert f'href="/fires/{SLUG}"' in first.text
    assert f"/fires/{SLUG}/readings/2" in client.get(f"/fires/{SLUG}").text


def test_a_reading_is_drawn_once(client, monkeypatch):
    """The page of a reading is made when it is first asked for, and kept."""
    made = []
    from smallfires.faces import drawing

    draw = drawing.svg
    monkeypatch.setattr(drawing, "svg", lambda spec: made.append(1) or draw(spec))
    first = client.get(f"/fires/{SLUG}/readings/2")
    count = len(made)
    assert count > 0
    assert client.get(f"/fires/{SLUG}/readings/2").text == first.text
    assert len(made) == count
