from __future__ import annotations

from contextlib import closing

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.serving import serving
from tests.verbs.desks import OWNER, Clock, noted
from tests.verbs.wards import a_workspace, burnt, drafted

from smallfires.fires.acts import Commented
from smallfires.stores import open_ledger
from smallfires.verbs.desk import desk

SLUG = "a-shorter-handover"
FIRE = f"/fires/{SLUG}"


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    """A desk at a fire that burns, whose ledger is a file."""
    folder = tmp_path_factory.mktemp("ward")
    with closing(open_ledger(folder / "ledger.db", Clock())) as ledger:
        before = a_workspace(folder, until=38, ledger=ledger)
        before.now.on("2025-08-04")
        drafted(before)
        burnt(before)
    with desk(folder) as made:
        yield made


@pytest.fixture(scope="module")
def client(at):
    with serving(at, board=True) as client:
        yield client


def read(client, form: dict[str, str]):
    """Send the form, and follow to where it ends."""
    answer = client.post(f"{FIRE}/readings", data=form, timeout=60)
    while answer.status_code == 303 or "<progress" in answer.text:
        answer = client.get(answer.headers.get("location", answer.url.path), timeout=60)
    return answer


def test_a_deed_that_takes_a_while_leads_to_what_came_of_it(client, at):
    """A fire is read by another process, in the name of whoever asked; its form leads to the reading, which is in the ledger."""
    answer = read(client, hidden(client.get(FIRE)))
    assert answer.url.path == f"{FIRE}/readings/1"
    assert at.fire(SLUG).diary[-1].who == OWNER
    works = [one["href"] for one in Reader(client.get("/work").text).every("a") if one["href"].startswith("/work/")]
    assert client.get(works[0]).headers["location"] == f"{FIRE}/readings/1"


def test_who_has_not_seen_what_changed_comes_back_to_the_fire(client, at):
    """Where the fire has changed since its page was opened nothing is noted; the page says so, and what was done meanwhile."""
    form = hidden(client.get(FIRE))
    noted(at, SLUG, Commented("A gas leak was missed."))
    answer = read(client, form)
    assert answer.url.path == FIRE
    assert "The fire has changed since you opened this page, and nothing was noted." in text(answer)
    assert "Meanwhile: A gas leak was missed." in text(answer)
    assert at.fire(SLUG).diary[-1].fact == Commented("A gas leak was missed.")


def test_data_that_cannot_be_read_come_back_to_the_fire(client, at):
    """What is wrong with the data of a fire is said on its page, with the way out."""
    (at.workspace.folder / "weekly.csv").write_text("week,site\n", "utf-8")
    answer = read(client, hidden(client.get(FIRE)))
    assert answer.url.path == FIRE
    assert "weekly.csv" in text(answer)
    assert len(at.fire(SLUG).reads) == 1
