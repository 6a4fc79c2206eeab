from __future__ import annotations

import json
import shutil
import tomllib
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, OWNER, TRIAGE, a_desk, drafted, lit, noted

from smallfires.faces.jsonable import jsonable, shipped_schema
from smallfires.fires.acts import Commented
from smallfires.fires.brief import Brief, brief_of
from smallfires.fires.charters.read import read_charter
from smallfires.fires.clarity import Clarity
from smallfires.fires.found import Found
from smallfires.fires.load import People, Person
from smallfires.fires.momentum import Momentum
from smallfires.fires.story import Story
from smallfires.stores.verify import verify
from smallfires.verbs.desk import desk as open_desk
from smallfires.verbs.momentum import momentum
from smallfires.verbs.people import people, person
from smallfires.verbs.search import search
from smallfires.verbs.show import show

API = "/api/v1"


@pytest.fixture(scope="module")
def desk():
    made = a_desk()
    lit(made)
    lit(made, TRANSFORM)
    drafted(made, TRANSFORM.__class__(**{**vars(TRANSFORM), "slug": "draft", "title": "Über drafts"}))
    return made


@pytest.fixture(scope="module")
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def got(client, path: str, **query: object):
    answer = client.get(f"{API}{path}", params=query or None)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("path", "record", "made"),
    [
        (f"/fires/{HANDOVER}", Story, lambda desk: show(desk, HANDOVER)),
        (f"/fires/{HANDOVER}/brief", Brief, lambda desk: brief_of(OPTIMIZE)),
        ("/people", People, people),
        ("/people/Bo", Person, lambda desk: person(desk, "Bo")),
        ("/momentum", Momentum, momentum),
        ("/search?q=nurses", Found, lambda desk: search(desk, "nurses")),
    ],
)
def test_a_record_is_the_one_that_every_face_gives(client, desk, path, record, made):
    """A record is told as ``--json`` tells it, by the schema that is shipped."""
    told = got(client, path)
    assert told == json.loads(json.dumps(jsonable(made(desk))))
    Draft202012Validator(shipped_schema(record)).validate(told)


def test_a_fire_says_how_it_is(client, desk):
    """The answer of a fire is marked by the number of its last entry."""
    for path in ("", "/charter", "/brief", "/diary"):
        assert client.get(f"{API}/fires/{HANDOVER}{path}").headers["etag"] == f'"{desk.fire(HANDOVER).last}"'


def test_a_charter_is_json_or_toml(client):
    """The same charter is told in the form that is asked for; in no other."""
    address = f"{API}/fires/{HANDOVER}/charter"
    assert client.get(address).json()["scope"]["units"] == list(OPTIMIZE.scope.units)
    for accept in ("application/toml", "text/html;q=0.9, application/toml", "application/json;q=0.1, application/*"):
        answer = client.get(address, headers={"accept": accept})
        assert (answer.headers["content-type"], answer.headers["vary"]) == ("application/toml", "Accept")
        assert read_charter(answer.text) == OPTIMIZE
        assert tomllib.loads(answer.text)["horizon"]["start"] == date(2026, 3, 2)
    assert "json" in client.get(address, headers={"accept": "*/*"}).headers["content-type"]
    assert client.get(address, headers={"accept": "text/html, application/json;q=x"}).status_code == 406


def test_fires_are_told_by_parts(client):
    """Every fire is told once, in the order in which they began, whatever the length of a part."""
    for limit in (1, 2, 3, 200):
        slugs, address = [], f"{API}/fires?limit={limit}"
        while address:
            told = client.get(address).json()
            assert len(told["items"]) <= limit
            slugs += [one["slug"] for one in told["items"]]
            address = told["next"]
        assert slugs == [HANDOVER, TRIAGE, "draft"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"stage": "drafted"}, ["draft"]),
        ({"stage": "lit", "intent": "optimize"}, [HANDOVER]),
        ({"owner": "ruth ADLER", "intent": "transform"}, [TRIAGE, "draft"]),
        ({"owner": "Nobody"}, []),
        ({"q": "uber"}, ["draft"]),
        ({"q": "repairs phone"}, [TRIAGE]),
    ],
)
def test_fires_are_filtered(client, query, slugs):
    """A filter holds for all parts, and its next part keeps it."""
    found, address = [], f"{API}/fires"
    answer = client.get(address, params={**query, "limit": 1}).json()
    while True:
        found += [one["slug"] for one in answer["items"]]
        if not answer["next"]:
            break
        answer = client.get(answer["next"]).json()
    assert found == slugs


def test_lists_go_on_while_others_write(desk, client):
    """What is noted while a list is read is told once, and nothing is left out."""
    numbers, address = [], f"{API}/ledger?limit=2"
    for turn in range(200):
        if turn < 5:
            noted(desk, HANDOVER, Commented(f"Line {turn}."))
        told = client.get(address).json()
        numbers += [one["number"] for one in told["items"]]
        address = told["next"]
        if not address:
            break
    assert numbers == list(range(1, desk.ledger.head().number + 1))


def test_the_diary_and_the_ledger_tell_the_same(client, desk):
    """A fire's entries in the ledger are its diary; what somebody answered is in neither."""
    diary = got(client, f"/fires/{TRIAGE}/diary", limit=200)["items"]
    entries = got(client, "/ledger", fire=TRIAGE, limit=200)["items"]
    assert [one["number"] for one in diary] == [one["number"] for one in entries]
    assert [one["text"] for one in diary] == [one["text"] for one in entries]
    assert {one["text"] for one in diary if one["act"] == "answered"} == {"Answered the teach-back."}


def test_the_ledger_is_proved(client, desk):
    """The proof names the last entry."""
    last = verify(desk.ledger)
    assert got(client, "/ledger/proof")["number"], got(client, "/ledger/proof")["hash"] == (last.number, last.hash)


def test_clarity_is_told(client):
    """What was understood is told by its schema."""
    Draft202012Validator(shipped_schema(Clarity)).validate(got(client, f"/fires/{HANDOVER}/clarity"))
    assert client.get(f"{API}/fires/{HANDOVER}/clarity?round=7").status_code == 404


def test_who_asks_is_told(client):
    """Alone on a laptop whoever asks is who acts, with every right."""
    told = got(client, "/me")
    assert (told["name"], told["rights"]) == (OWNER, ["read", "light", "approve", "admin"])


def test_sources_and_measures_are_named(lived, tmp_path):
    """What the workspace names is told, and where the data lie is not."""
    shutil.copytree(lived, tmp_path / "worked")
    with open_desk(tmp_path / "worked") as worked, serving(worked, board=True) as client:
        assert [one["name"] for one in got(client, "/sources")["items"]] == ["calls", "diary", "repairs"]
        assert got(client, "/sources")["items"][2]["columns"]["unit"] == "site"
        assert {one["source"] for one in got(client, "/measures")["items"]} == {"calls", "diary", "repairs"}
        assert "requests.csv" not in client.get(f"{API}/sources").text


def test_an_answer_can_be_had_without_its_body(client):
    """HEAD gives the headers of GET; OPTIONS says what can be asked for."""
    head = client.head(f"{API}/fires/{HANDOVER}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == client.get(f"{API}/fires/{HANDOVER}").headers["etag"]
    told = client.options(f"{API}/me")
    assert (told.status_code, told.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nothing", 404, "not-there"),
        ("GET", "", 404, "not-there"),
        ("GET", "/fires/", 404, "not-there"),
        ("GET", "/fires/nothing", 404, "not-there"),
        ("GET", f"/fires/{HANDOVER}/readings/1", 404, "not-there"),
        ("GET", f"/fires/{HANDOVER}/readings/x", 404, "not-there"),
        ("GET", f"/fires/{HANDOVER}/readings/999999999999999999", 404, "not-there"),
        ("GET", "/ledger?fire=nothing", 404, "not-there"),
        ("GET", "/people/Nobody", 404, "not-there"),
        ("GET", "/people/", 404, "not-there"),
        ("DELETE", "/me", 405, "not-in-this-way"),
        ("GET", "/fires?limit=0", 422, "wrong-values"),
        ("GET", "/fires?limit=201", 422, "wrong-values"),
        ("GET", "/fires?limit=1&limit=2", 422, "wrong-values"),
        ("GET", "/fires?after=-1", 422, "wrong-values"),
        ("GET", "/fires?page=1", 422, "wrong-values"),
        ("GET", "/fires?stage=burning", 422, "wrong-values"),
        ("GET", "/fires?owner=%00", 422, "wrong-values"),
        ("GET", "/search", 422, "wrong-values"),
        ("GET", "/search?q=%2e", 422, "wrong-values"),
    ],
)
def test_what_cannot_be_done_is_a_problem(client, method, path, status, kind):
    """Every refusal is a problem with its kind, what is wrong, and the way out."""
    answer = client.request(method, f"{API}{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status
    assert told["type"].endswith(f"/rest.html#{kind}")
    assert told["title"]
    assert told["detail"]
    assert ("allow" in answer.headers) == (status == 405)


def test_each_wrong_parameter_is_named(client):
    """All that is wrong is said at once, each at its place."""
    told = client.get(f"{API}/fires?limit=x&stage=y&z=1").json()
    assert {one["parameter"] for one in told["errors"]} == {"limit", "stage", "z"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"])
def test_foreign_names_are_refused(client, host):
    """Under a name that is not the server's own a program is told so, and nothing else; the description has it."""
    told = got(client, "/openapi.json")["paths"]
    for path in ("/fires", f"/fires/{HANDOVER}", "/nothing"):
        answer = client.get(f"{API}{path}", headers={"host": host})
        assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")
        assert (answer.json()["type"].rpartition("#")[2], answer.json()["status"]) == ("other-name", 421)
        assert "Ruth" not in answer.text
    assert all("421" in call["responses"] for path in told.values() for call in path.values())


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_other_sites_are_refused(client, headers):
    """A page of another site learns nothing, and no header invites it to."""
    answer = client.get(f"{API}/fires", headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (403, 403)
    assert not [name for name in client.get(f"{API}/fires").headers if name.startswith("access-control")]


def test_a_fault_of_ours_is_a_problem_too(tmp_path, monkeypatch, capfd):
    """Where we fail, a program is told so and no more; the headers hold."""
    from dataclasses import replace

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with serving(replace(a_desk(), ledger=None), board=True) as client:
        answer = client.get(f"{API}/fires")
    assert (answer.status_code, answer.json()["title"]) == (500, "Something is wrong on our side")
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "a fault of its own" in "".join(capfd.readouterr())
