"""One's own account."""

from __future__ import annotations

import re

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.accounts.staffed import (
    ADA,
    LU,
    MARA,
    PASSWORD,
    at,
    inside,
    sign_in,
    token,
)
from tests.faces.web.board.asking import hidden, text
from tests.verbs.desks import HANDOVER

from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import Kind
from smallfires.verbs.accounts.close import close
from smallfires.verbs.accounts.role import change_role
from smallfires.verbs.accounts.token import end_token


def last(desk) -> str:
    return list(desk.ledger.entries())[-1].act


def test_a_session_elsewhere_is_ended(client, desk, accounts):
    """Whoever lost a device ends its session, or all others at once; the one in which they do it stays."""
    with inside(client, desk, accounts, LU) as here, inside(client, desk, accounts, LU) as lost:
        page = here.get("/settings")
        form = hidden(page)
        assert "(this one)" in text(page)
        here.post("/settings/sessions/end", data=form)
        assert (lost.get("/").status_code, here.get("/").status_code) == (303, 200)
        with inside(client, desk, accounts, LU) as third:
            here.post("/settings/sessions/end-others", data=hidden(here.get("/settings")))
            assert (third.get("/").status_code, here.get("/").status_code) == (303, 200)
        again = here.post("/settings/sessions/end", data=form)
    assert (again.status_code, "This session is over already." in text(again)) == (422, True)


def test_nobody_ends_the_session_of_somebody_else(client, desk, accounts):
    """What a session is called by ends it for its owner only."""
    with inside(client, desk, accounts, LU) as lu, inside(client, desk, accounts, ADA) as ada:
        mark = accounts.keys(LU, Kind.SESSION)[0].mark
        assert ada.post("/settings/sessions/end", data=hidden(ada.get("/settings")) | {"mark": mark}).status_code == 422
        assert lu.get("/").status_code == 200


def test_a_password_is_changed(client, desk, accounts):
    """With the old one and a new one that is long enough; what is wrong is said beside its field, and other sessions end."""
    sign_in(client, LU)
    with inside(client, desk, accounts, LU) as other:
        form = hidden(client.get("/settings"))
        for old, new, again, field in (
            ("wrong", "a new long password", "a new long password", "old"),
            (PASSWORD, "short", "short", "new"),
            (PASSWORD, "a new long password", "another", "again"),
        ):
            answer = client.post("/settings/password", data=form | {"old": old, "new": new, "again": again})
            assert answer.status_code == 422
            problems = [one["id"] for one in Reader(answer.text).every("p") if one.get("class") == "sf-problem"]
            assert problems == [f"problem-{field}"]
        new = {"old": PASSWORD, "new": "a new long password", "again": "a new long password"}
        assert "You have a new password." in text(client.post("/settings/password", data=form | new))
        assert (client.get("/").status_code, other.get("/").status_code, last(desk)) == (200, 303, "password set")
    client.cookies.clear()
    assert (sign_in(client, LU).status_code, sign_in(client, LU, "a new long password").status_code) == (422, 303)


def test_a_token_is_shown_once_and_does_what_it_may(client, desk, accounts):
    """A token is made with less than its owner may; it is shown once, kept nowhere, works for programs only, and is ended."""
    with inside(client, desk, accounts, ADA) as ada:
        sent = {"label": "Power BI", "right-read": "yes", "days": "30"}
        page = ada.post("/settings/tokens", data=hidden(ada.get("/settings")) | sent)
        secret = re.search(r"sf_[\w-]{43}", page.text)[0]
        assert (page.headers["cache-control"], last(desk)) == ("no-store", "token made")
        bearer = {"authorization": f"Bearer {secret}"}
        assert client.get(f"/api/v1/fires/{HANDOVER}", headers=bearer).status_code == 200
        assert client.get(f"/fires/{HANDOVER}", headers=bearer).status_code == 303
        decide = {"decision": "put out", "reason": "No."}
        refused = client.post(f"/api/v1/fires/{HANDOVER}/decisions", headers=bearer, json=decide)
        assert (refused.status_code, "right to approve" in refused.json()["detail"]) == (403, True)
        later = ada.get("/settings")
        assert secret not in later.text and "may read; holds until 2026-03-03; last used 2026-02-01" in text(later)
        ada.post("/settings/tokens/end", data=hidden(later))
    ended = client.get("/api/v1/fires", headers=bearer)
    assert (ended.status_code, ended.headers["www-authenticate"].split()[0]) == (401, "Bearer")
    assert all(secret not in entry.content for entry in desk.ledger.entries())


@pytest.mark.parametrize("why", ["expired", "closed", "ended", "no token", "a session"])
def test_a_token_that_is_over_opens_nothing(client, desk, accounts, why):
    """Expired, ended, of a closed account, or none at all: a program is told that it is not known."""
    bearer = token(desk, accounts, LU, Right.READ, Right.LIGHT, days=7)
    assert client.get("/api/v1/fires", headers=bearer).status_code == 200
    if why == "expired":
        desk.now.on("2026-02-09")
    elif why == "closed":
        close(at(desk, accounts), LU)
    elif why == "ended":
        end_token(at(desk, accounts), LU, accounts.keys(LU, Kind.TOKEN)[0].mark)
    elif why == "no token":
        bearer = {"authorization": "Basic bHU6bHU="}
    else:
        bearer = {"authorization": f"Bearer {at(desk, accounts).grant(Kind.SESSION, LU).secret}"}
    assert client.get("/api/v1/fires", headers=bearer).status_code == 401


def test_a_token_never_may_more_than_its_owner(client, desk, accounts):
    """Nobody makes a token that may more than they; and where a role is taken away, its tokens have it no longer."""
    bearer = token(desk, accounts, ADA, Right.READ, Right.APPROVE)
    change_role(at(desk, accounts), ADA, Role.READER)
    put_out = {"decision": "put out", "reason": "No."}
    assert client.post(f"/api/v1/fires/{HANDOVER}/decisions", headers=bearer, json=put_out).status_code == 403
    with inside(client, desk, accounts, ADA) as ada:
        sent = hidden(ada.get("/settings")) | {"label": "More", "right-admin": "yes", "days": "30"}
        answer = ada.post("/settings/tokens", data=sent)
    assert (answer.status_code, "which you have not" in text(answer)) == (422, True)
    assert 'value="More"' in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"label": " ", "right-read": "yes"}, "label"),
        ({"label": "A"}, "rights"),
        ({"days": "3650", "right-read": "y"}, "days"),
    ],
)
def test_a_token_that_cannot_be_made_loses_nothing(stranger, site, typed, field):
    """What is wrong stands beside its field, and what was typed is still there."""
    with inside(stranger, site.desk, site.accounts, LU) as lu:
        sent = hidden(lu.get("/settings")) | {"label": "Power BI", "days": "30"} | typed
        answer = lu.post("/settings/tokens", data=sent)
    assert answer.status_code == 422
    problems = [one["id"] for one in Reader(answer.text).every("p") if one.get("class") == "sf-problem"]
    assert (problems, site.accounts.keys(LU, Kind.TOKEN)) == ([f"problem-{field}"], ())
    assert f'value="{sent["label"]}"' in answer.text


@pytest.mark.parametrize("path", ["password", "tokens", "tokens/end", "sessions/end", "sessions/end-others"])
def test_foreign_forms_change_nothing(client, desk, accounts, path):
    """Without the token of this browser, or with that of another, nothing is changed."""
    token(desk, accounts, MARA, Right.READ)
    with inside(client, desk, accounts, MARA) as mara, inside(client, desk, accounts, LU) as lu:
        foreign = hidden(lu.get("/settings"))["token"]
        before = accounts.keys(MARA, Kind.SESSION), accounts.keys(MARA, Kind.TOKEN), desk.ledger.head()
        marks = {"mark": before[1][0].mark if "tokens" in path else before[0][0].mark}
        for more in ({}, {"token": foreign}):
            sent = {"label": "A", "right-read": "y", "days": "30"} | marks | more
            assert mara.post(f"/settings/{path}", data=sent).status_code == 403
    assert (accounts.keys(MARA, Kind.SESSION)[0].digest, accounts.keys(MARA, Kind.TOKEN)) == (
        before[0][0].digest,
        before[1],
    )
    assert desk.ledger.head() == before[2]


def test_who_asks_too_often_waits(client, desk, accounts):
    """A program that asks without end is told to wait, and how long."""
    bearer = token(desk, accounts, LU, Right.READ)
    codes = [client.get("/api/v1/fires/none", headers=bearer).status_code for _ in range(601)]
    assert set(codes[:600]) == {404}
    waits = client.get("/api/v1/fires/none", headers=bearer)
    assert (codes[600], waits.status_code, 0 < int(waits.headers["retry-after"]) <= 60) == (429, 429, True)
