"""The fires of a stage, a page at a time, and the way to one among many."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest
from tests.faces.web.board.asking import text, typed
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import a_desk, drafted, lit

from smallfires.fires.charter import Subject

MANY = 70


@pytest.fixture(scope="module")
def client():
    """On 1 March: seventy fires burn; one is drafted, and late since it was to be lit in January."""
    desk = a_desk()
    for number in range(MANY):
        lit(desk, replace(OPTIMIZE if number % 2 else TRANSFORM, slug=f"fire-{number:02}", title=f"Fire {number:02}"))
    start = replace(OPTIMIZE.horizon, start=OPTIMIZE.horizon.start.replace(month=1))
    drafted(
        desk, replace(OPTIMIZE, slug="new", title="Übergabe", owner="Zoë Berg", subject=Subject.TOOL, horizon=start)
    )
    desk.now.on("2026-03-01")
    with serving(desk, board=True) as client:
        yield client


def test_an_empty_workspace_leads_on():
    """Where there is nothing yet, each page says what will stand there, offers no search, and leads to what can be done."""
    with serving(a_desk(), board=True) as client:
        pages = {path: client.get(path) for path in ("/stages/all", "/momentum", "/ledger", "/people", "/work")}
    assert [path for path, page in pages.items() if "None" in text(page) or 'type="search"' in page.text] == []
    for path, way in dict.fromkeys(("/stages/all", "/momentum", "/ledger"), "/fires/new").items():
        assert f'href="{way}"' in pages[path].text
    assert 'href="/read"' in pages["/work"].text.split("<main")[1]


def titles(answer: httpx.Response) -> list[str]:
    return re.findall(r"/fires/[\w-]+\">(.*?)</a></h3>", answer.text)


def test_every_fire_is_on_one_page(client):
    """From page to page each fire of a stage comes once, and the last page has no next."""
    address, seen = "/stages/burning", []
    while address:
        answer = client.get(address)
        seen += titles(answer)
        address = next(iter(re.findall(r'href="([^"]*)" rel="next"', answer.text)), "")
    assert sorted(seen) == [f"Fire {number:02}" for number in range(MANY)]
    assert "Page 3 of 3" in text(answer)
    assert 'rel="prev"' in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9" * 30, "1 or 1", ""])
def test_a_page_that_there_is_not_is_the_nearest(client, page):
    """Whatever stands in the address, some page of the list comes back."""
    answer = client.get("/stages/burning", params={"page": page})
    assert (answer.status_code, bool(titles(answer))) == (200, True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ubergabe"}, ["Übergabe"]),
        ({"q": "fire 07"}, ["Fire 07"]),
        ({"owner": "zoe berg"}, ["Übergabe"]),
        ({"q": "zoe"}, ["Übergabe"]),
        ({"subject": "tool"}, ["Übergabe"]),
        ({"q": "handover 13", "intent": "optimize"}, ["Fire 13"]),
        ({"q": "fire 13", "intent": "transform"}, []),
        ({"q": "giraffe"}, []),
        ({"intent": "nonsense", "subject": "'", "q": "new"}, []),
    ],
)
def test_a_fire_is_found_among_many(client, asked, found):
    """By words of its title, what is changed, its owner, intent and subject; what was asked stays in the fields."""
    answer = client.get("/stages/all", params=asked)
    assert titles(answer) == found
    assert typed(answer)["q"] == asked.get("q", "")
    if not found:
        assert "None of them fits." in text(answer)


def test_the_next_page_keeps_what_was_asked(client):
    """The way to the next page has the words and the filter in it."""
    answer = client.get("/stages/burning", params={"intent": "transform", "q": "fire"})
    assert f"Burning: {MANY // 2} of {MANY} fires." in text(answer)
    assert 'href="/stages/burning?q=fire&amp;intent=transform&amp;page=2" rel="next"' in answer.text


def test_what_is_late_has_a_page_of_its_own(client):
    """Only fires with something that is late are on it."""
    assert titles(client.get("/stages/late")) == ["Übergabe"]


def test_a_stage_that_there_is_not_is_said(client):
    """An unknown stage is nothing."""
    assert client.get("/stages/cold").status_code == 404
