from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest
from tests.faces.web.api.asking import API, done, post, wrong
from tests.faces.web.board.asking import send
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit, noted, read
from tests.verbs.wards import TEXT, a_workspace, changed
from tests.verbs.wards import burnt as burnt_one
from tests.verbs.wards import drafted as draft_one

from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.jsonable import jsonable
from smallfires.faces.web.api.body import MOST_BYTES, MOST_DEPTH
from smallfires.fires.acts import Commented, PutOut
from smallfires.verbs.answer import own
from smallfires.verbs.show import show

DRAFT = replace(TRANSFORM, slug="draft")


def a_ward():
    made = a_desk()
    lit(made)
    lit(made, TRANSFORM)
    drafted(made, DRAFT)
    noted(made, HANDOVER, read(1, "put out"))
    return made


@pytest.fixture
def desk():
    return a_ward()


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


BOTH = [
    (HANDOVER, "comments", {"text": "Loud."}, {"text": "Loud."}),
    (TRIAGE, "tests", {"assumption": "1", "holds": "no", "because": "None."},
     {"assumption": 1, "holds": False, "because": "None."}),
    (HANDOVER, "decisions", {"decision": "spread", "reason": "All want it.", "units": "Ward 7, Ward 8", "relabel": "transform"},
     {"decision": "spread", "reason": "All want it.", "units": ["Ward 7", "Ward 8"], "relabel": "transform"}),
    (TRIAGE, "decisions", {"decision": "put out", "reason": "No."}, {"decision": "put out", "reason": "No.", "units": []}),
    ("draft", "overrides", {"reason": "It is a test."}, {"reason": "It is a test."}),
    ("draft", "put-out", {"reason": "No time."}, {"reason": "No time."}),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "deed", "typed", "told"), BOTH)
def test_a_program_notes_what_a_form_notes(slug, deed, typed, told):
    """The same deed by form and by REST puts the same entries into the ledger, and the answer is the fire thereafter."""
    by_form, by_rest = a_ward(), a_ward()
    with serving(by_form, board=True) as client:
        assert send(client, slug, deed, **typed).status_code == 303
    with serving(by_rest, board=True) as client:
        answer = post(client, f"/fires/{slug}/{deed}", **told)
    entries = [
        [(one.who, one.fire, one.act, one.content) for one in made.ledger.entries()] for made in (by_form, by_rest)
    ]
    assert entries[0] == entries[1]
    assert (answer.status_code, answer.headers["etag"]) == (200, f'"{by_rest.fire(slug).last}"')
    assert answer.json() == json.loads(json.dumps(jsonable(show(by_rest, slug))))


def test_a_fire_is_declared_briefed_and_lit(tmp_path):
    """A whole life by REST: each answer is a record, and what takes a while is told under the address of the work."""
    desk = a_workspace(tmp_path)
    with serving(desk, board=True) as client:
        found = done(client, "/checks", charter=TEXT).json()
        assert (found["charter"]["slug"], desk.ledger.head().number) == ("a-shorter-handover", 0)
        assert done(client, "/fires", charter=TEXT).json()["charter"] == found["charter"]
        there = "/fires/a-shorter-handover"
        assert client.get(f"{API}{there}/charter").json() == found["charter"]
        assert post(client, f"{there}/briefs").json()["solo"] is True
        answers = dict.fromkeys(("intent", "measure", "effect", "worse"), "x")
        assert set(wrong(post(client, f"{there}/answers", **answers))) == {f"/{name}" for name in answers}
        early = done(client, f"{there}/light")
        assert (early.status_code, early.headers["content-type"]) == (409, "application/problem+json")
        right = {one.name: one.right for one in own(desk, "a-shorter-handover").asked.questions}
        assert post(client, f"{there}/answers", **right).json()["missing"] == []
        assert done(client, f"{there}/checks").status_code == 200
        assert done(client, f"{there}/light").json()["charter"]["slug"] == "a-shorter-handover"
        assert client.get(f"{API}{there}").json()["glance"]["stage"] == "lit"


def test_who_would_rather_wait_gets_what_comes_of_it(tmp_path):
    """With Prefer: wait the answer to a new charter is the fire's address, as if it had not taken a while."""
    with serving(a_workspace(tmp_path), board=True) as client:
        answer = post(client, "/fires", {"prefer": "respond-async, wait=10"}, charter=TEXT)
        if answer.status_code == 201:
            assert answer.headers["location"] == f"{API}/fires/a-shorter-handover"
            assert answer.headers["etag"] == client.get(answer.headers["location"]).headers["etag"]
        else:
            assert answer.status_code == 202
        assert len(client.get(f"{API}/work").json()["items"]) == 1


def test_work_is_told_and_stopped(tmp_path):
    """A piece of work says what it is, how it ended and why it came to nothing; others have no such work."""
    with serving(a_workspace(tmp_path), board=True) as client:
        later = changed(TEXT, units='["Site A", "Nowhere"]')
        told = done(client, "/fires", charter=later)
        assert told.status_code == 422
        assert "/charter/scope/units" in wrong(told)
        (work,) = client.get(f"{API}/work").json()["items"]
        assert (work["key"], work["state"], work["result"], work["problem"]["status"]) == (
            "drafts",
            "failed",
            None,
            422,
        )
        assert post(client, f"/work/{work['id']}/stop").json() == work
        assert client.get(f"{API}/work/nothing").status_code == 404


def test_a_charter_that_cannot_be_lit_says_where(tmp_path):
    """Each reason stands at its place in the charter, at once where no workspace could light it."""
    desk = a_workspace(tmp_path)
    with serving(desk, board=True) as client:
        told = json.loads(json.dumps(tomllib.loads(TEXT), default=str))
        told |= {"picked": "guess", "people": [{"name": "Al"}, {"name": "Bo", "mail": "x"}]}
        answer = post(client, "/fires", charter=told)
        assert (answer.status_code, set(wrong(answer))) == (422, {"/charter/picked", "/charter/people/1/mail"})
        answer = post(client, "/checks", charter=changed(TEXT, subject="'job'"))
        assert (answer.status_code, set(wrong(answer))) == (422, {"/charter/subject"})
    assert desk.ledger.head().number == 0


def test_links_are_told_once(desk, client):
    """The answer to a brief has the links, which lead to this server."""
    told = post(client, "/fires/draft/briefs").json()
    assert {one["person"] for one in told["letters"]} == {one.name for one in OPTIMIZE.people}
    assert all(one["link"].startswith(f"{str(client.base_url).rstrip('/')}/b/") for one in told["letters"])
    assert client.get(told["letters"][0]["link"]).status_code == 200
    assert post(client, "/fires/draft/briefs").json()["letters"] == []


def test_a_lit_fire_is_read_by_rest(tmp_path):
    """A reading is noted and told, and can be done again."""
    desk = a_workspace(tmp_path, until=16)
    draft_one(desk)
    desk.now.on("2025-07-30")
    burnt_one(desk)
    desk.now.on("2025-10-13")
    with serving(desk, board=True) as client:
        answer = done(client, "/fires/a-shorter-handover/readings")
        assert answer.status_code == 200, answer.text
        assert client.get(f"{API}/fires/a-shorter-handover/readings/1").json() == answer.json()
        assert len(client.get(f"{API}/fires/a-shorter-handover/readings").json()["items"]) == 1
        again = done(client, "/fires/a-shorter-handover/again", number=1)
        assert (again.status_code, again.json()["says"]["headline"]) == (200, "The same to the last digit.")


@pytest.mark.parametrize(("headers", "body", "status"), [
    ({"if-match": '"%d"'}, {}, 200),
    ({"if-match": "*"}, {}, 200),
    ({"if-match": '"1"'}, {}, 412),
    ({"if-match": "W/\"1\""}, {}, 412),
    ({"if-match": '"other"'}, {}, 412),
    ({"if-match": "%d"}, {}, 200),
    ({"if-match": "nonsense"}, {}, 400),
    ({"if-match": ""}, {}, 400),
    ({}, {"seen": "%d"}, 200),
    ({}, {"seen": 1}, 409),
    ({}, {"seen": "1"}, 422),
    ({}, {"seen": 0}, 422),
    ({}, {"seen": None}, 422),
    ({"if-match": "*"}, {"seen": "1"}, 422),
])  # fmt: skip
def test_who_has_not_seen_what_changed_is_told(desk, client, headers, body, status):
    """Where a fire has changed since it was looked at nothing is noted: 412 where a header says so, else 409."""
    last = desk.fire(HANDOVER).last
    headers = {name: value.replace("%d", str(last)) for name, value in headers.items()}
    body = {name: last if value == "%d" else value for name, value in body.items()}
    before = desk.ledger.head().number
    answer = post(client, f"/fires/{HANDOVER}/decisions", headers, decision="keep burning", reason="Flu.", **body)
    assert (answer.status_code, desk.ledger.head().number > before) == (status, status == 200), answer.text


def test_what_a_state_does_not_allow_is_said(desk, client):
    """An act on a fire that is over is refused with the way out."""
    noted(desk, HANDOVER, PutOut("enough"))
    answer = post(client, f"/fires/{HANDOVER}/decisions", decision="spread", reason="All want it.")
    assert (answer.status_code, "is put out already" in answer.json()["detail"]) == (409, True)


WRONG = [
    (HANDOVER, "comments", {}, {"/text"}),
    (HANDOVER, "comments", {"text": None}, {"/text"}),
    (HANDOVER, "comments", {"text": 3}, {"/text"}),
    (HANDOVER, "comments", {"text": "x" * 4_001}, {"/text"}),
    (HANDOVER, "comments", {"text": "x", "a/b": 1}, {"/a~1b"}),
    (TRIAGE, "tests", {"assumption": True, "holds": "yes", "because": " "}, {"/assumption", "/holds", "/because"}),
    (TRIAGE, "tests", {"assumption": "", "holds": True, "because": "x"}, {"/assumption"}),
    (HANDOVER, "decisions", {"decision": {}, "reason": "x", "relabel": []}, {"/decision", "/relabel"}),
    (HANDOVER, "decisions", {"decision": "burn", "reason": [], "units": "Ward 7"}, {"/decision", "/reason", "/units"}),
    (HANDOVER, "decisions", {"decision": "put out", "reason": "So", "units": ["Ward 7"], "relabel": "optimize"},
     {"/units", "/relabel"}),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "deed", "told", "places"), WRONG)
def test_each_wrong_field_is_named(desk, client, slug, deed, told, places):
    """All that is wrong is said at once, each at its place, and nothing is noted."""
    before = desk.ledger.head()
    answer = post(client, f"/fires/{slug}/{deed}", **told)
    assert (answer.status_code, set(wrong(answer)), desk.ledger.head()) == (422, places, before)


def deep(levels: int) -> bytes:
    return b'{"text": ' + b"[" * levels + b"]" * levels + b"}"


BODIES = [
    (b"", 422), (b"{}", 422), (b"[]", 400), (b'"text"', 400), (b"null", 400), (b"{", 400), (b'{"text": "x"} x', 400),
    (b'{"text": "\xff"}', 400), ('{"text": "x"}'.encode("utf-16"), 400), (b'{"text": "a", "text": "b"}', 400),
    (b'{"text": {"a": 1, "a": 2}}', 400), (b'{"text": NaN}', 400), (b'{"text": -Infinity}', 400), (b'{"text": "\\ud800"}', 400),
    (b'{"\\ud800": "x"}', 400), (b'{"text": ' + b"9" * 5_000 + b"}", 400), (deep(MOST_DEPTH + 1), 400), (deep(200_000), 400),
    (deep(3), 422), (b'{"text": "' + b"x" * MOST_BYTES + b'"}', 413), (b'{"text": "\\u0000"}', 200), (b'{"text": "x"}', 200),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BODIES)
def test_a_body_is_read_strictly(desk, client, body, status):
    """Whatever is no object of ours in JSON is refused with a problem, and nothing is noted."""
    before = desk.ledger.head().number
    answer = client.post(f"{API}/fires/{HANDOVER}/comments", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, desk.ledger.head().number - before) == (status, status == 200), answer.text
    assert status == 200 or answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=latin-1"]
)
def test_other_media_are_refused(desk, client, kind):
    """What a form of another site could send is no JSON, and is not taken."""
    answer = client.post(
        f"{API}/fires/{HANDOVER}/comments", content=b'{"text": "x"}', headers={"content-type": kind} if kind else {}
    )
    assert (answer.status_code, answer.headers["accept-post"]) == (415, "application/json")
    assert not desk.fire(HANDOVER).every(Commented)


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_other_sites_do_nothing(desk, client, headers):
    """A page of another site cannot act, even as JSON."""
    assert post(client, f"/fires/{HANDOVER}/comments", headers, text="x").status_code == 403
    assert not desk.fire(HANDOVER).every(Commented)


def test_every_deed_has_its_call(client):
    """What can be done by a form can be done by a program."""
    for deed in DEEDS:
        assert post(client, f"/fires/nothing/{deed.key}").status_code == 404
    assert len(FIRST) == 2
