from __future__ import annotations

import os
import signal

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.accounts.staffed import LU, MARA, REA, inside, organization, with_people
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.serving import serving
from tests.faces.web.work.pieces import Fails, Held, Tells
from tests.faces.web.work.test_crew import a_crew, pid, running, until

from smallfires.faces.web.board import stream
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.work.status import State, errand
from smallfires.verbs.desk import desk

OWNER = "Ruth Adler"
TYPED = {"source": "weekly", "target": "5d"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "smallfires.toml").write_text(f'name = "Ward"\nowner = "{OWNER}"\n', "utf-8")
    return tmp_path


@pytest.fixture
def client(folder):
    with desk(folder) as at, serving(at, board=True) as client:
        yield client


@pytest.fixture
def hands(folder):
    """Another server on the same workspace, by which the tests have things done."""
    made = a_crew(folder)
    yield made
    made.close()


def begin(hands, piece, who=OWNER, account="") -> str:
    return hands.begin(
        errand(Visitor(who, account=account), "Reading orders", key="read", back="/read", typed=TYPED), piece
    )


def test_the_page_says_how_far_it_has_come(client, hands, folder):
    """The page has the title, the stage, the share as a bar that is read aloud, and looks again by itself without a script."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    answer = client.get(f"/work/{work}")
    seen = Reader(answer.text)
    assert "Reading orders Reading orders.csv" in text(answer)
    assert [(one["value"], one["aria-label"]) for one in seen.every("progress")] == [("0.250", "How far it has come")]
    assert [one["content"] for one in seen.every("meta") if one.get("http-equiv") == "refresh"] == ["3"]
    (folder / "go").touch()
    assert hands.wait(work, 60).state is State.DONE
    assert client.get(f"/work/{work}").headers["location"] == "/search?q=done"


def test_it_leads_on_as_it_happens(client, hands, folder, monkeypatch):
    """The stream tells what changes, keeps the line alive between, leads on at the end, and closes by itself."""
    monkeypatch.setattr(stream, "HEARTBEAT", 0.0)
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    told: list[str] = []
    with client.stream("GET", f"/work/{work}/events", timeout=60) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            told.append(line)
            if line == ": still here":
                (folder / "go").touch()
    assert told[0] == "retry: 2000"
    assert told[told.index("event: told") + 1] == (
        'data: {"state": "running", "stage": "Reading orders.csv", "share": 0.25, "place": 0}'
    )
    assert ": still here" in told
    assert told[-3:] == ["event: over", f'data: {{"to": "/work/{work}"}}', ""]


def test_streams_are_bounded(client, hands, folder, monkeypatch):
    """Who opens too many is told to load the page; when one closes, there is room again."""
    monkeypatch.setattr(stream, "MOST_EACH", 1)
    work = begin(hands, Held())
    with client.stream("GET", f"/work/{work}/events", timeout=60) as first:
        lines = first.iter_lines()
        assert next(lines) == "retry: 2000"
        assert client.get(f"/work/{work}/events").status_code == 429
        (folder / "go").touch()
        assert "event: over" in list(lines)
    assert client.get(f"/work/{work}/events").status_code == 200


def test_who_waits_sees_the_place_in_line(client, hands, folder):
    """Two run, the third says that it is next, the fourth how many are before it; the list of all says so, too."""
    works = [begin(hands, Held(f"go{one}")) for one in range(4)]
    until(lambda: all(running(hands, work) for work in works[:2]))
    assert "It waits in line, next." in text(client.get(f"/work/{works[2]}"))
    assert "It waits in line, with 1 before it." in text(client.get(f"/work/{works[3]}"))
    listed = client.get("/work")
    links = [one["href"] for one in Reader(listed.text).every("a") if one["href"].startswith("/work/")]
    assert links == [f"/work/{work}" for work in reversed(works)]
    assert "It waits in line, with 1 before it." in text(listed)


def test_the_button_stops_it(client, hands):
    """Who presses it stops the work, and finds what was typed in the form it came from; a form of nobody stops nothing."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    page = client.get(f"/work/{work}")
    assert client.post(f"/work/{work}/stop", data={}).status_code == 403
    assert hands.status(work).state is State.RUNNING
    done = client.post(f"/work/{work}/stop", data=hidden(page))
    assert (done.status_code, done.headers["location"]) == (303, f"/read?work={work}")
    assert hands.status(work).state is State.STOPPED


def test_a_process_that_was_killed_ends_in_a_sentence(client, hands, folder):
    """After kill -9 the page leads back to the form, and all work says why."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    os.kill(pid(folder), signal.SIGKILL)
    hands.wait(work, 60)
    assert client.get(f"/work/{work}").headers["location"] == f"/read?work={work}"
    assert "It was ended from outside before it was done" in text(client.get("/work"))


def test_what_has_no_form_says_on_its_own_page_why_it_failed(client, hands):
    """Where there is no page to go back to, the work's own says what is wrong and what to do; it looks no more by itself."""
    work = hands.begin(errand(Visitor(OWNER), "Reading orders"), Fails("data"))
    hands.wait(work, 60)
    answer = client.get(f"/work/{work}")
    assert 'a.csv, row 3, column "end": There is no column. Name it.' in text(answer)
    assert not [one for one in Reader(answer.text).every("meta") if one.get("http-equiv") == "refresh"]


def test_only_whoever_asked_and_admins_see_it(folder, hands):
    """To others there is no such work: no page, no stream, no document, no stop; an admin sees and stops it."""
    with desk(folder, MARA) as at:
        accounts = with_people(at)
        with organization(at, accounts) as nobody:
            work = begin(hands, Held(), LU, LU)
            until(lambda: running(hands, work))
            lu, rea, mara = (inside(nobody, at, accounts, name) for name in (LU, REA, MARA))
            for address in ("", "/events", "/result.json"):
                assert rea.get(f"/work/{work}{address}").status_code == 404
            token = hidden(rea.get("/search")) | hidden(rea.get("/ledger"))
            assert rea.post(f"/work/{work}/stop", data=token).status_code == 404
            assert "Nothing yet." in text(rea.get("/work"))
            assert lu.get(f"/work/{work}").status_code == 200
            page = mara.get(f"/work/{work}")
            assert page.status_code == 200
            assert "Nothing yet." in text(mara.get("/work"))
            assert mara.post(f"/work/{work}/stop", data=hidden(page)).status_code == 303
            assert hands.wait(work, 60).state is State.STOPPED
            for each in (lu, rea, mara):
                each.close()


def test_a_server_that_is_started_again_knows_it(folder):
    """What was asked of one server is told by the next one, with its result."""
    with desk(folder) as at, serving(at, board=True) as first:
        hands = a_crew(folder)
        work = begin(hands, Tells())
        hands.wait(work, 60)
        hands.close()
        assert first.get(f"/work/{work}").status_code == 303
    with desk(folder) as at, serving(at, board=True) as second:
        assert second.get(f"/work/{work}").headers["location"] == "/work"
