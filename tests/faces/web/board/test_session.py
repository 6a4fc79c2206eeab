from __future__ import annotations

import httpx
import pytest
from tests.faces.web.board.asking import hidden, typed
from tests.faces.web.serving import serving
from tests.verbs.desks import HANDOVER, a_desk, lit

ADDRESS = f"/fires/{HANDOVER}/comments"


@pytest.fixture
def desk():
    made = a_desk()
    lit(made)
    return made


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def comments(desk) -> int:
    return sum(entry.act == "commented" for entry in desk.ledger.entries())


def test_the_cookie_is_for_this_board_only(client):
    """The cookie is one that no script reads and no other site's request takes along; who has it is given no other."""
    first = client.get("/")
    told = first.headers["set-cookie"].lower()
    assert all(part in told for part in ("httponly", "samesite=strict", "path=/"))
    assert "domain" not in told
    assert "set-cookie" not in client.get("/").headers


@pytest.mark.parametrize("change", ["none", "other", "letters", "cookie", "no cookie"])
def test_a_form_without_its_token_does_nothing(client, desk, change):
    """Without the token of this browser nothing is noted; the page comes back with what was typed, and works then."""
    sent = hidden(client.get(f"/fires/{HANDOVER}")) | {"text": "The ward is loud."}
    if change == "none":
        del sent["token"]
    elif change == "other":
        sent["token"] = hidden(httpx.get(f"{client.base_url}/fires/{HANDOVER}", trust_env=False))["token"]
    elif change == "letters":
        sent["token"] = "é" * 64
    else:
        client.cookies.clear()
        if change == "cookie":
            client.cookies.set("smallfires", "short")
    answer = client.post(ADDRESS, data=sent)
    assert (answer.status_code, comments(desk)) == (403, 0)
    assert typed(answer)["comments-text"] == "The ward is loud."
    client.cookies.update(answer.cookies)
    assert client.post(ADDRESS, data=hidden(answer) | {"text": "The ward is loud."}).status_code == 303
    assert comments(desk) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
def test_forms_of_other_sites_are_refused(client, desk, headers):
    """A form that another site sends does nothing, even with the right token and cookie."""
    sent = hidden(client.get(f"/fires/{HANDOVER}")) | {"text": "x"}
    assert client.post(ADDRESS, data=sent, headers=headers).status_code == 403
    assert client.post("/ledger/proof", data=sent, headers=headers).status_code == 403
    assert comments(desk) == 0


def test_forms_of_the_board_are_taken(client, desk):
    """What a browser tells of a form on the board's own page lets it pass."""
    own = str(client.base_url).rstrip("/")
    for number, headers in enumerate(
        (
            {"origin": own},
            {"origin": own, "sec-fetch-site": "same-origin"},
            {"origin": "null", "sec-fetch-site": "same-origin"},
        )
    ):
        sent = hidden(client.get(f"/fires/{HANDOVER}")) | {"text": f"Line {number}"}
        assert client.post(ADDRESS, data=sent, headers=headers).status_code == 303
    assert comments(desk) == 3


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
    ],
)
def test_other_sites_get_nothing_of_it(client, headers, code):
    """A link from elsewhere may be followed; no other page can load or read any of the board, under no other name."""
    for address in ("/", f"/fires/{HANDOVER}", "/search?q=nurses", "/ledger"):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, "nurses" in answer.text or "Ruth" in answer.text) == (code, code == 200)
