"""Coming in and going out."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.accounts.staffed import (
    LU,
    MARA,
    PASSWORD,
    REA,
    at,
    inside,
    sign_in,
    with_password,
)
from tests.faces.web.board.asking import hidden, text
from tests.verbs.desks import HANDOVER

from smallfires.faces.web.accounts import carried as carrying
from smallfires.faces.web.accounts.carried import PATIENCE, ROOM, Carried, Typed
from smallfires.fires.access import Role
from smallfires.fires.accounts import Kind
from smallfires.verbs.accounts.close import close
from smallfires.verbs.accounts.enrol import new_link
from smallfires.verbs.accounts.role import change_role
from smallfires.verbs.accounts.sign_in import WRONG, end_all
from smallfires.verbs.accounts.take_up import take_up


def test_nobody_is_led_to_the_page_on_which_they_say_who_they_are(stranger):
    """Whoever is not in sees nothing but the way in, comes back to where they wanted to go, and acts in their name."""
    for address in ("/", f"/fires/{HANDOVER}", "/search?q=nurses", "/ledger", "/fires/there-is-none"):
        answer = stranger.get(address)
        assert (answer.status_code, "nurses" in answer.text) == (303, False)
        assert answer.headers["location"].startswith("/sign-in")
    where = stranger.get("/search?q=nurses").headers["location"]
    page = stranger.get(where)
    came = stranger.post("/sign-in", data=hidden(page) | {"name": "lu lem", "password": PASSWORD})
    assert (came.status_code, came.headers["location"]) == (303, "/search?q=nurses")
    assert f"You act as {LU} ." in text(stranger.get("/"))
    assert stranger.get("/sign-in?to=/ledger").headers["location"] == "/ledger"


@pytest.mark.parametrize("name", [LU, MARA, "Nobody at all", ""])
def test_who_is_not_let_in_is_told_the_same(stranger, name):
    """A wrong password, an account without one and a name that there is not get the same answer; the name stays typed."""
    answer = sign_in(stranger, name, "not the password")
    assert (answer.status_code, WRONG in text(answer)) == (422, True)
    assert answer.text.replace(f'value="{name}"', "") == sign_in(stranger, "X", "y").text.replace('value="X"', "")
    assert "not the password" not in answer.text
    assert stranger.get("/").status_code == 303


def test_the_same_work_is_done_whoever_it_is_not(desk, accounts, monkeypatch):
    """A name that there is not takes a comparison as well, against a hash of the same cost."""
    from pwdlib import PasswordHash

    from smallfires.verbs.accounts import sign_in as verb

    seen = []
    real = PasswordHash.verify
    monkeypatch.setattr(PasswordHash, "verify", lambda self, told, kept: seen.append(kept) or real(self, told, kept))
    for name in (LU, MARA, "Nobody"):
        with pytest.raises(Exception, match=WRONG):
            verb.sign_in(at(desk, accounts), name, "not the password")
    assert len(seen) == 3
    assert {kept.split("$")[1:4] == seen[0].split("$")[1:4] for kept in seen} == {True}


def test_a_session_that_was_there_before_opens_nothing(client, desk, accounts):
    """Whoever planted a cookie before somebody signed in is not in with them; nor is one with a cookie that was never given."""
    client.get("/sign-in")
    planted = client.cookies["smallfires"]
    form = hidden(client.get("/sign-in"))["token"]
    sign_in(client, LU)
    assert client.cookies["smallfires"] != planted
    client.cookies.clear()
    client.cookies.set("smallfires", planted)
    assert client.get("/").status_code == 303
    sent = {"token": form, "text": "I was not here."}
    assert client.post(f"/fires/{HANDOVER}/comments", data=sent).headers["location"].startswith("/sign-in?")


def test_the_cookie_is_kept_from_scripts_and_other_sites(stranger):
    """No script reads it, no other site's form takes it along, and it ends."""
    told = sign_in(stranger, LU).headers["set-cookie"].lower()
    assert all(part in told for part in ("httponly", "samesite=lax", "path=/", "max-age=2678400"))
    assert "domain" not in told


def test_who_goes_out_is_out(client, desk, accounts):
    """After signing out the cookie opens nothing, even where somebody kept it; a foreign form signs nobody out."""
    sign_in(client, LU)
    kept = client.cookies["smallfires"]
    client.post("/sign-out", data={"token": "foreign"})
    client.cookies.set("smallfires", kept)
    assert len(accounts.keys(LU, Kind.SESSION)) == 1
    out = client.post("/sign-out", data={"token": hidden(client.get("/"))["token"]})
    assert (out.headers["location"], len(accounts.keys(LU, Kind.SESSION))) == ("/sign-in", 0)
    client.cookies.clear()
    client.cookies.set("smallfires", kept)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("how", ["ended", "closed", "expired", "idle", "new password"])
def test_a_session_that_is_over_opens_nothing(client, desk, accounts, how):
    """Ended by an admin, by closing the account, by time, by a new password: at the next look they are out."""
    change_role(at(desk, accounts), LU, Role.READER)
    lu = inside(client, desk, accounts, LU)
    assert lu.get("/").status_code == 200
    if how == "ended":
        end_all(at(desk, accounts), LU)
    elif how == "closed":
        close(at(desk, accounts), LU)
    elif how == "new password":
        take_up(at(desk, accounts), new_link(at(desk, accounts), LU).secret, "another long password")
    else:
        for day in ("2026-02-09",) if how == "idle" else ("2026-02-07", "2026-02-13", "2026-02-19", "2026-02-25"):
            desk.now.on(day)
            lu.get("/")
        desk.now.on("2026-03-05") if how == "expired" else None
    assert lu.get("/").status_code == 303
    lu.close()


def test_a_role_that_was_taken_away_is_gone_at_once(client, desk, accounts):
    """Whoever is signed in may do what they may at this moment."""
    with inside(client, desk, accounts, LU) as lu:
        form = hidden(lu.get(f"/fires/{HANDOVER}")) | {"decision": "put out", "reason": "No."}
        assert lu.post(f"/fires/{HANDOVER}/decisions", data=form).status_code == 403
        change_role(at(desk, accounts), LU, Role.APPROVER)
        assert lu.post(f"/fires/{HANDOVER}/decisions", data={"token": "none"}).status_code == 403
        change_role(at(desk, accounts), LU, Role.READER)
        refused = lu.post(f"/fires/{HANDOVER}/decisions", data=form)
    assert refused.status_code == 403
    assert "It takes the role of approver, which an admin can give." in text(refused)
    assert desk.fire(HANDOVER).burning


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil",
        "\\\\e",
    ],
)
def test_nobody_is_sent_elsewhere(stranger, to):
    """Whoever signs in by a link that somebody made up comes to the board, and to no other site."""
    assert sign_in(stranger, LU, to=to).headers["location"] == "/"
    assert stranger.get("/sign-in", params={"to": to}).headers["location"] == "/"


def test_a_foreign_form_signs_nobody_in(stranger):
    """Without the token of this browser nobody is signed in: not into the account of somebody else, either."""
    stranger.get("/sign-in")
    sent = {"name": LU, "password": PASSWORD, "to": "/"}
    for more in ({}, {"token": "0" * 64}):
        answer = stranger.post("/sign-in", data=sent | more)
        assert (answer.status_code, stranger.get("/").status_code) == (403, 303)
    assert stranger.post("/sign-in", data=sent, headers={"origin": "https://evil.example"}).status_code == 403


def test_a_link_begins_once(client, desk, accounts):
    """Whoever follows their link chooses a password and is in; the link opens nothing afterwards, nor does an older one."""
    old, link = (new_link(at(desk, accounts), REA).secret for _ in range(2))
    page = client.get(f"/welcome/{link}")
    assert (page.status_code, page.headers["referrer-policy"]) == (200, "no-referrer")
    assert f"Welcome, {REA} ." in text(page)
    address, form = f"/welcome/{link}", hidden(page)
    for password, again, said in (("short", "short", "5 letters"), (PASSWORD, "other", "not the same")):
        answer = client.post(address, data=form | {"password": password, "again": again})
        assert (answer.status_code, said in text(answer)) == (422, True)
    came = client.post(address, data=form | {"password": PASSWORD, "again": PASSWORD})
    assert (came.status_code, came.headers["location"]) == (303, "/")
    assert f"You act as {REA}" in text(client.get("/"))
    for gone in (link, old, "x" * 43):
        answer = client.get(f"/welcome/{gone}")
        assert (answer.status_code, "This link opens nothing." in text(answer)) == (404, True)


def test_a_link_ends(client, desk, accounts):
    """After seven days a link opens nothing."""
    link = new_link(at(desk, accounts), REA).secret
    desk.now.on("2026-02-09")
    assert client.get(f"/welcome/{link}").status_code == 404


def test_who_tries_often_has_to_wait(stranger):
    """After ten tries for one name the eleventh is not even looked at, and it is said how long to wait."""
    for _ in range(10):
        assert sign_in(stranger, REA, "guess").status_code == 422
    waits = sign_in(stranger, REA, "guess")
    assert (waits.status_code, 0 < int(waits.headers["retry-after"]) <= 900) == (429, True)
    assert "That was tried too often." in text(waits)
    assert sign_in(stranger, LU).status_code == 303


def test_who_tries_links_has_to_wait(stranger):
    """Personal links cannot be tried through, whichever they are; one that is right is no try."""
    codes = [stranger.get(f"/{('b', 'welcome')[at % 2]}/guess-{at}").status_code for at in range(31)]
    assert codes == [404] * 30 + [429]


def test_a_stranger_is_shown_the_way_in_only(stranger):
    """What is not there, and what was tried too often, leads somebody who is not in to the sign-in, and not to the board."""
    pages = [stranger.get(f"/{path}") for path in ("nothing", "welcome/guess")]
    pages += [stranger.get(f"/welcome/guess-{at}") for at in range(31)][-1:]
    assert [page.status_code for page in pages] == [404, 404, 429]
    for page in pages:
        assert "Sign in" in text(page)
        assert "To the board" not in text(page)


def test_the_server_says_that_it_is_alive(stranger):
    """Whoever looks after the server may ask, without an account."""
    assert stranger.get("/healthz").text == "alive\n"


SAID = "The night shift kept the old sheet beside the new one."


def test_what_was_sent_when_a_session_had_ended_is_sent_again(client, desk, accounts):
    """Whoever is out by then signs in, sees what they wrote, and sends it again with one button; nothing is typed twice."""
    sign_in(client, LU)
    form = hidden(client.get(f"/fires/{HANDOVER}"))
    end_all(at(desk, accounts), LU)
    out = client.post(f"/fires/{HANDOVER}/comments", data=form | {"text": SAID})
    page = client.get(out.headers["location"])
    assert "What you wrote is kept for an hour" in text(page)
    came = client.post("/sign-in", data=hidden(page) | {"name": LU, "password": PASSWORD})
    again = client.get(came.headers["location"])
    assert "Your session had ended" in text(again)
    assert SAID in text(again)
    sent = client.post(f"/fires/{HANDOVER}/comments", data=hidden(again))
    assert sent.headers["location"].startswith(f"/fires/{HANDOVER}?noted=")
    assert SAID in text(client.get(sent.headers["location"]))


def test_a_whole_charter_comes_back(client, desk, accounts):
    """A long form with many fields of one name is sent again as it was, and stands in its own form after that."""
    sign_in(client, LU)
    told = {"title": "A shorter round of the ward", "scope.units": ["North", "Harbour"], "do": "keep"}
    form = hidden(client.get("/fires/new?subject=process&intent=optimize"))
    end_all(at(desk, accounts), LU)
    out = client.post("/fires/new", data=form | told)
    came = client.post(
        "/sign-in", data=hidden(client.get(out.headers["location"])) | {"name": LU, "password": PASSWORD}
    )
    again = client.get(came.headers["location"])
    fields = [(one["name"], one["value"]) for one in Reader(again.text).every("input") if one["type"] == "hidden"]
    names = {"title", "scope.units", "do", "seen", "key"}
    mine = [pair for pair in fields if pair[0] in names | {"token"}]
    assert [value for name, value in mine if name == "scope.units"] == ["North", "Harbour"]
    assert "A shorter round of the ward" in text(again)


def test_what_somebody_sent_is_for_nobody_else(client, desk, accounts):
    """Who signs in after somebody whose session ran out does not see what they wrote; they themselves still do."""
    with_password(accounts, REA)
    sign_in(client, LU)
    form = hidden(client.get(f"/fires/{HANDOVER}"))
    desk.now.on("2027-06-01")
    out = client.post(f"/fires/{HANDOVER}/comments", data=form | {"text": SAID})
    assert out.headers["location"].endswith("out=kept")
    sign_in(client, REA)
    assert client.get("/again").headers["location"] == "/"
    client.cookies.delete("smallfires")
    sign_in(client, LU)
    assert SAID in text(client.get("/again"))


NOT_KEPT = [
    ("/settings/password", {"old": PASSWORD, "new": "another horse battery"}),
    (f"/fires/{HANDOVER}/comments", {"text": SAID, "token": "x"}),
    (f"/fires/{HANDOVER}/comments", {"text": "x" * 700_000}),
]


@pytest.mark.parametrize(("address", "told"), NOT_KEPT)
def test_what_is_no_writing_of_theirs_is_not_kept(client, desk, accounts, address, told):
    """No password, no form that this server has not made for that browser, and nothing endless is kept."""
    sign_in(client, LU)
    form = hidden(client.get(f"/fires/{HANDOVER}"))
    end_all(at(desk, accounts), LU)
    out = client.post(address, data=form | told)
    assert out.headers["location"] == "/sign-in?out=1"
    assert "smallfires-typed" not in client.cookies


def test_no_more_is_kept_than_there_is_room_for():
    """What was sent first is forgotten where there is no room, and everything after its time."""
    carried, now = Carried(), time.monotonic()
    large = Typed("/fires/new", (("title", "x" * (ROOM // 2)),), "", now)
    first, second, third = (carried.keep(large) for _ in range(3))
    assert [carried.found(key, LU) is None for key in (first, second, third)] == [True, True, False]
    old = carried.keep(replace(large, fields=(), at=now - PATIENCE - 1))
    assert carried.found(old, LU) is None


def test_short_answers_are_shown_where_nothing_else_was_written():
    """Of a form without sentences, what was chosen and typed is shown on one line; what the page filled in itself is not."""
    fields = (("source", "calls"), ("treated", "North"), ("level", ""), ("do", "keep"), ("seen", "12"))
    assert Typed("/learn", fields, "", 0.0).words == ("calls, North",)


def test_many_empty_forms_find_no_more_room_than_a_few_long_ones(monkeypatch):
    """What is kept for nobody is bounded in number, too: the oldest are forgotten, the last stays."""
    monkeypatch.setattr(carrying, "ROOM", 10 * Typed("/fires/new", (), "", 0.0).size)
    carried = Carried()
    keys = [carried.keep(Typed("/fires/new", (), "", time.monotonic())) for _ in range(25)]
    assert [carried.found(key, LU) is not None for key in keys] == [False] * 15 + [True] * 10
