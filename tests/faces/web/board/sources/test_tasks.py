from __future__ import annotations

import tomllib

import pytest
from tests.faces.web.board.asking import hidden, text, typed
from tests.faces.web.board.sources.bringing import WEEKLY, a_desk, bring, settled
from tests.faces.web.serving import serving

from smallfires.faces.web.board.sources import looks


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A board for which every file is a large one."""
    monkeypatch.setattr(looks, "SMALL", 0)
    with serving(a_desk(tmp_path), board=True) as client:
        yield client


def sent(client, page, **values):
    return settled(client, client.post("/sources/new", data={**hidden(page), **values}))


def test_a_large_file_is_looked_at_saved_and_measured(client, tmp_path):
    """A large file is read by a process of its own; each page leads on to what came of it, and is there at once again."""
    page = settled(client, client.get(bring(client, "weekly.csv").headers["location"]))
    assert "A table of measures" in text(page)
    page = sent(client, page, unit="site", then="look", name="Mine")
    assert typed(page)["source-name"] == "Mine"
    page = sent(client, page, unit="site", then="save", name="Mine")
    assert "A table of measures: CSV, 36 rows" in text(page)
    told = tomllib.loads((tmp_path / "smallfires.toml").read_text())
    assert told["sources"]["Mine"] == {"file": "data/weekly.csv", "unit": "site"}
    form = client.get("/sources/measure?source=Mine")
    values = {**hidden(form), "name": "minutes", "measure": "cost", "better": "less"}
    done = settled(client, client.post("/sources/measure", data=values))
    assert "less is better" in text(done)
    assert client.get("/sources?name=Mine").status_code == 200


def test_what_cannot_be_done_comes_back(client):
    """What was typed is still there where a name is taken, or a measure cannot be read."""
    page = settled(client, client.get(bring(client, "weekly.csv").headers["location"]))
    sent(client, page, then="save", name="Mine")
    again = sent(client, page, then="save", name="Mine", timezone="Europe/Rome")
    assert "There is a source" in text(again)
    assert typed(again)["source-timezone"] == "Europe/Rome"
    form = settled(client, client.get("/sources/measure?source=Mine"))
    values = {**hidden(form), "source": "Mine", "name": "minutes", "measure": "nothing", "better": "less"}
    again = settled(client, client.post("/sources/measure", data=values))
    assert 'no column "nothing"' in text(again)
    assert typed(again)["measure-name"] == "minutes"


def test_a_file_that_has_changed_is_looked_at_again(client, tmp_path):
    """What was found in a file is not shown for another one that stands there now."""
    page = settled(client, client.get(bring(client, "weekly.csv").headers["location"]))
    (tmp_path / "data" / "weekly.csv").write_text(WEEKLY.replace("cost", "price"))
    assert "price" in text(settled(client, client.get(str(page.url))))


def test_nobody_sees_what_others_look_at(client):
    """There is nothing under the name of a piece of work that is none."""
    for work in ("nothing", "../x", "%00"):
        assert client.get("/sources/new", params={"work": work}).status_code == 404
