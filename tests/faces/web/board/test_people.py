"""People, momentum and lessons: what many fires add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.faces.web.board.asking import text
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, a_desk, lit, noted, read

from smallfires.fires.acts import Decided, PutOut, Spread
from smallfires.fires.charter import Person

STRANGE = 'Zoë "Z/O" <Berg>'


@pytest.fixture(scope="module")
def client():
    """On 20 April: seventy people are asked in one fire; one has a name that is hard to write; two fires were decided."""
    desk = a_desk()
    crowd = tuple(Person(name=f"Person {number:02}", share=0.01) for number in range(69))
    lit(desk, replace(OPTIMIZE, slug="crowd", people=(*crowd, Person(name=STRANGE, share=0.4))))
    lit(desk)
    noted(desk, HANDOVER, read(1, "spread", "The minutes fell by 12 %."))
    noted(desk, HANDOVER, Decided("spread", "The night shift wants it.", 1, "spread"), Spread("x"))
    lit(desk, replace(TRANSFORM, title="Triage by phone"))
    noted(desk, TRANSFORM.slug, read(1, "keep burning"), Decided("put out", "The line was engaged.", 1, "keep burning"))
    noted(desk, TRANSFORM.slug, PutOut("The line was engaged."))
    desk.now.on("2026-04-20")
    with serving(desk, board=True) as client:
        yield client


def test_who_carries_too_much_stands_first(client):
    """The list says how many carry change, marks who carries too much, and has a page for all."""
    answer = client.get("/people")
    assert "71 people carry change now, 1 of them too much." in text(answer)
    assert text(answer).index("Zoë") < text(answer).index("Person 00")
    assert "Page 1 of 2" in text(answer)
    assert "Ruth Adler" in text(client.get("/people?page=2")) + text(answer)


def test_a_person_is_found_and_has_a_page(client):
    """Any name leads to its page, with the weeks, the fires and the way to them; another one to the nearest."""
    answer = client.get("/people", params={"q": "zoe"})
    (address,) = {part.split('"')[0] for part in answer.text.split('href="')[1:] if part.startswith("/people/")}
    page = client.get(address)
    assert page.status_code == 200
    assert "That is too much at a time." in text(page)
    assert "20 April 2026 40 %" in text(page)
    assert '<a href="/fires/crowd" dir="auto">' in page.text
    missing = client.get("/people/Person%2000x")
    assert (missing.status_code, 'Did you mean "Person 00"?' in text(missing)) == (404, True)


def test_momentum_stands_on_the_board_and_on_its_page(client):
    """A row on the board has the figures; behind it are the quarters, with a chart and its table."""
    said = text(client.get("/"))
    assert "lit this quarter 0 decided this quarter 0 from idea to lesson 0 days worked 1 of 2 Momentum" in said
    page = client.get("/momentum")
    assert "3 fires lit, 2 decided. From idea to lesson it takes 0 days" in text(page)
    assert page.text.count("<svg") >= 2
    assert "2026 Q1 3 2 2" in text(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Triage by phone", "A shorter handover"]),
        ("?intent=transform", ["Triage by phone"]),
        ("?decision=spread", ["A shorter handover"]),
        ("?year=2026", ["Triage by phone", "A shorter handover"]),
        ("?year=2025", []),
        ("?q=engaged", ["Triage by phone"]),
        ("?q=minutes&decision=spread", ["A shorter handover"]),
        ("?q=engaged&decision=spread", []),
    ],
)
def test_lessons_are_decided_fires_the_newest_first(client, asked, found):
    """Each says what it taught, why and when it was decided; by intent, decision, year and words."""
    answer = client.get(f"/search{asked}")
    links = [part.split(">", 1)[1].split("<")[0] for part in answer.text.split('<li><a href="/fires/')[1:]]
    assert list(dict.fromkeys(links)) == found
    if not asked:
        assert "The minutes fell by 12 %. Decided because: The night shift wants it. Spread on 1 February 2026" in text(
            answer
        )
        assert "Put out on 1 February 2026, against the verdict" in text(answer)
