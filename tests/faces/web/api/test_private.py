"""What people answered stays theirs: for programs, too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.faces.web.accounts.staffed import LU, MARA, PEOPLE, REA, organization, token, with_people
from tests.faces.web.api.asking import API, post
from tests.fires.burning import answered, asking, briefed
from tests.verbs.desks import a_desk, noted

from smallfires.faces.web.api.routes import CALLS
from smallfires.fires.access import RIGHTS
from smallfires.fires.acts import Drafted

CHARTER = asking(5, owner=LU)
SLUG = CHARTER.slug
NAMES = [one.name for one in CHARTER.people]
PLACES = {"slug": SLUG, "number": "1", "work": "none", "name": NAMES[0], "webhook": "none"}
ASKED = {"search": {"q": "zebra"}, "listEntries": {"limit": "200"}, "listDiary": {"limit": "200"}}


@pytest.fixture
def desk():
    """A fire of Lu's whose brief went to five, of whom three have answered, all wrong and in their own words."""
    made = a_desk()
    noted(made, SLUG, Drafted(CHARTER), briefed(CHARTER))
    for name in NAMES[:3]:
        answers(made, name)
    return made


@pytest.fixture
def everybody(desk):
    """What each of an organization's people asks with, and the server."""
    accounts = with_people(desk)
    with organization(desk, accounts) as client:
        yield client, {name: token(desk, accounts, name, *RIGHTS[role]) for name, role in PEOPLE.items()}


def answers(desk, name: str) -> None:
    """Somebody answers."""
    by = replace(desk, who=name)
    noted(by, SLUG, answered(CHARTER, name, {"intent": "both"}, words=f"Zebra of {name}."))


def told(client, headers) -> dict[str, str]:
    """All that can be asked for without doing anything, by the key of its call."""
    found = {}
    for call in CALLS:
        if call.method == "GET":
            answer = client.get(f"{API}{call.path.format(**PLACES)}", params=ASKED.get(call.key), headers=headers)
            found[call.key] = answer.text
    return found


def test_without_a_token_nothing_is_told_or_done(everybody, desk):
    """No call answers whoever sends none, or one that opens nothing."""
    client, _ = everybody
    before = desk.ledger.head()
    for call in CALLS:
        for headers in ({}, {"authorization": ""}, {"authorization": "Bearer sf_x"}):
            body = None if call.body is None else {"text": "So."}
            answer = client.request(call.method, f"{API}{call.path.format(**PLACES)}", json=body, headers=headers)
            assert (call.key, answer.status_code) == (call.key, 401)
    assert desk.ledger.head() == before


def test_under_four_nothing_of_an_answer_is_told(everybody):
    """Three answers of five show how many answered and no more: to nobody, by no call."""
    client, tokens = everybody
    for headers in tokens.values():
        every = told(client, headers)
        assert [key for key, text in every.items() if "Zebra of" in text] == []
        clear = client.get(f"{API}/fires/{SLUG}/clarity", headers=headers).json()
        assert clear["everyone"] == {"asked": 5, "answered": 3, "matched": None}
        assert (clear["questions"], clear["words"], clear["rewrite"]) == ([], [], [])
        assert (clear["leaders"], clear["rest"], clear["before"]) == (None, None, None)
        kept = client.get(f"{API}/fires/{SLUG}", headers=headers).json()["clarity"]
        assert (kept["everyone"]["matched"], kept["questions"], kept["rewrite"]) == (None, [], [])
        diary = client.get(f"{API}/fires/{SLUG}/diary?limit=200", headers=headers).json()["items"]
        assert {one["text"] for one in diary if one["act"] == "answered"} == {"Answered the teach-back."}


def test_own_words_are_told_to_the_owner_only(everybody, desk):
    """Once four have answered their words are told to the fire's owner, without names, and by one call only."""
    answers(desk, NAMES[3])
    client, tokens = everybody
    for name, headers in tokens.items():
        every = told(client, headers)
        assert {key for key, text in every.items() if "Zebra of" in text} == ({"getClarity"} if name == LU else set())
        clear = client.get(f"{API}/fires/{SLUG}/clarity", headers=headers).json()
        assert [one["matched"] for one in clear["questions"]] == [0, 4, 4, 4]
        assert len(clear["words"]) == (4 if name == LU else 0)
        assert all(set(one) == {"code", "text", "mark"} for one in clear["words"])


def test_doing_something_tells_no_own_words(everybody, desk):
    """Whoever acts on a fire of somebody else is told none of them; only the owner marks them."""
    answers(desk, NAMES[3])
    client, tokens = everybody
    (code, *_) = [one["code"] for one in client.get(f"{API}/fires/{SLUG}/clarity", headers=tokens[LU]).json()["words"]]
    for name in (MARA, REA):
        marked = post(client, f"/fires/{SLUG}/marks", tokens[name], code=code, mark="match")
        assert (marked.status_code, "Zebra of" in marked.text) == (422 if name == MARA else 403, False)
        said = post(client, f"/fires/{SLUG}/comments", tokens[name], text="So far.")
        assert (said.status_code, "Zebra of" in said.text) == (200, False)
    assert post(client, f"/fires/{SLUG}/marks", tokens[LU], code=code, mark="match").status_code == 200
