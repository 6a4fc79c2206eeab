from __future__ import annotations

import tomllib

import pytest
from tests.faces.web.board.asking import chosen, hidden, text, typed
from tests.faces.web.board.sources.bringing import WEEKLY, a_desk
from tests.faces.web.serving import serving

SOURCE = '\n[sources.weekly]\nfile = "weekly.csv"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "weekly.csv").write_text(WEEKLY)
    return tmp_path


@pytest.fixture
def client(folder):
    with serving(a_desk(folder, SOURCE), board=True) as client:
        yield client


def sent(client, **values):
    """Open the form of the source, and send it with these values."""
    page = client.get("/sources/measure", params={"source": "weekly"})
    return client.post("/sources/measure", data={**hidden(page), **values})


def test_a_measure_gets_its_name(client, folder):
    """A measure stands in the workspace's file, and on the page of its source with its units and their levels."""
    done = sent(client, name="minutes  a call", measure="cost", better="less", period="month", measured_in="minutes")
    assert done.status_code == 303
    told = tomllib.loads((folder / "smallfires.toml").read_text())["measures"]["minutes a call"]
    assert told == {
        "source": "weekly", "measure": "cost", "period": "month", "measured_in": "minutes", "better": "less"
    }  # fmt: skip
    said = text(client.get(done.headers["location"]))
    assert "can be used in charters now" in said
    assert "less is better" in said
    assert "Site A" in said
    assert "9 periods" in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "x"}, "Choose which way is better."),
        ({"better": "less"}, "Give it a name"),
        ({"name": "x" * 101, "better": "less"}, "Give it a name"),
        ({"name": "x", "better": "less", "measure": "nothing"}, "no column"),
        ({"name": "x", "better": "less", "period": "hour"}, "Choose one of those offered"),
        ({"name": "x", "better": "less", "leave_out": "Site A, Site B"}, "Every unit is left out."),
        ({"name": "x", "better": "less", "leave_out": ",,"}, "A name in the list is empty."),
    ],
)
def test_what_is_wrong_is_said(client, folder, values, said):
    """What is missing or cannot be is said, what was typed is still there, and nothing is written."""
    before = (folder / "smallfires.toml").read_bytes()
    page = sent(client, measured_in="points", **values)
    assert page.status_code == 422
    assert said in text(page)
    assert typed(page)["measure-measured_in"] == "points"
    assert ("better", "less") in chosen(page) or "better" not in values
    assert (folder / "smallfires.toml").read_bytes() == before


def test_a_form_without_its_token_changes_nothing(client, folder):
    """Without the token of this browser nothing is written."""
    before = (folder / "smallfires.toml").read_bytes()
    assert sent(client, name="x", better="less", token="y" * 64).status_code == 403
    assert (folder / "smallfires.toml").read_bytes() == before


def test_a_source_that_is_none_has_no_form(client):
    """There is no form for a source that nobody named."""
    assert client.get("/sources/measure", params={"source": "nothing"}).status_code == 404
    assert client.get("/sources/measure").status_code == 404
