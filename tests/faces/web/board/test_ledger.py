from __future__ import annotations

import sqlite3

import pytest
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.serving import serving
from tests.verbs.desks import HANDOVER, a_desk, lit, noted

from smallfires.fires.acts import Commented
from smallfires.stores import open_ledger


@pytest.fixture
def desk(tmp_path):
    made = a_desk(open_ledger(tmp_path / "ledger.db"))
    lit(made)
    noted(made, HANDOVER, *(Commented(f"Line {number}") for number in range(60)))
    yield made
    made.ledger.close()


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def test_the_last_entries_stand_first(client, desk):
    """The newest entry comes first; earlier ones are a link away; what people answered is not shown."""
    said = text(client.get("/ledger"))
    assert "74 entries." in said
    assert said.index("Line 59") < said.index("Line 58") < said.index("Line 10")
    assert "Line 9." not in said
    assert 'href="/ledger?until=24"' in client.get("/ledger").text
    earlier = text(client.get("/ledger?until=24"))
    assert "Answered the teach-back." in earlier
    assert "Line 9." in earlier and "Line 10." not in earlier
    assert "Earlier ones" not in earlier and "The last ones" in earlier


@pytest.mark.parametrize("until", ["0", "-1", "x", "", "99999999999", "%C2%B2", "5000"])
def test_any_number_shows_entries(client, until):
    """However the address was changed, entries are shown."""
    answer = client.get(f"/ledger?until={until}")
    assert (answer.status_code, "Line 59" in answer.text) == (200, True)


def test_a_whole_ledger_is_proved(client, desk):
    """The button proves that every entry is there, and gives the last one to be noted elsewhere."""
    form = hidden(client.get("/ledger"))
    head = desk.ledger.head()
    said = text(client.post("/ledger/proof", data=form))
    assert "The ledger is whole: 74 entries, none changed, removed or put elsewhere." in said
    assert f"{head.number}:{head.hash}" in said


def test_a_broken_ledger_is_said(client, desk, tmp_path):
    """An entry that somebody changed is found, and the page says which, and what to do."""
    form = hidden(client.get("/ledger"))
    with sqlite3.connect(tmp_path / "ledger.db") as link:
        link.execute("drop trigger smallfires_entries_kept")
        link.execute("update smallfires_entries set who = 'Eve' where number = 22")
    link.close()
    answer = client.post("/ledger/proof", data=form)
    assert "The ledger is broken." in text(answer)
    assert "Entry 22" in text(answer)


def test_a_button_of_an_old_page_proves_nothing_yet(client):
    """A button without its token is shown again."""
    answer = client.post("/ledger/proof", data={})
    assert (answer.status_code, "Nothing was proved yet." in text(answer)) == (403, True)


def test_an_empty_ledger_is_said():
    """Where nothing was ever noted, the page says so."""
    with serving(a_desk(), board=True) as client:
        assert "The ledger is empty." in text(client.get("/ledger"))
