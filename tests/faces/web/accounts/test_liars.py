"""Nobody comes in by what a provider of sign-on does not truly say."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from tests.faces.web.accounts import liar
from tests.faces.web.accounts.conftest import MACHINES
from tests.faces.web.accounts.liar import Answer, honest
from tests.faces.web.accounts.staffed import ADA, LU, at, organization, with_people
from tests.faces.web.accounts.test_sign_on import there
from tests.faces.web.board.asking import text
from tests.verbs.desks import a_desk

from smallfires.fires.access import Role
from smallfires.verbs.accounts import provider as providers
from smallfires.verbs.accounts.enrol import enrol
from smallfires.verbs.serving import Setup, SignOn

LONG_AGO, FAR_OFF = 1_000_000_000, 32_503_680_000
"""In 2001 and in 3000."""


@pytest.fixture(scope="module")
def provider():
    """One provider for all of them."""
    with liar.provider() as running:
        yield running


@pytest.fixture(scope="module")
def place(provider):
    """A server that knows it, its desk and its accounts."""
    desk = a_desk()
    accounts = with_people(desk, {LU: Role.LIGHTER})
    enrol(at(desk, accounts), ADA, Role.APPROVER, "ada@example.org")
    sign_on = SignOn(provider.address, "smallfires", "a secret", "Example", Role.READER)
    setup = Setup(("127.0.0.1",), https=False, sign_on=sign_on, proxies=("127.0.0.1",))
    with organization(desk, accounts, setup=setup) as client:
        yield client, desk, accounts


@pytest.fixture
def browser(place):
    """A browser in which nobody is in, on a machine that has tried nothing yet."""
    client = place[0]
    client.cookies.clear()
    client.headers["x-forwarded-for"] = f"203.0.113.{next(MACHINES)}"
    return client


@pytest.fixture
def client(browser, place, capsys):
    """The same; when the test is over nothing may have changed, and whoever runs the server was told."""
    client, desk, accounts = place
    before = accounts.all(), desk.ledger.head()
    yield client
    assert (accounts.all(), desk.ledger.head()) == before
    assert client.get("/").status_code == 303
    assert "Nobody was let in by sign-on: The provider 127.0.0.1 " in capsys.readouterr().err


def refused(answer, said: str) -> None:
    """Nobody is in; the page says what is wrong and what to do, and still has the other way in."""
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert "Try again." in text(answer)
    assert 'id="password"' in answer.text


@pytest.mark.parametrize(
    "sign",
    [
        liar.by_another_key,
        liar.by_nobody,
        liar.by_the_public_key,
        liar.by_the_client_secret,
        liar.cut_short,
        liar.no_token,
    ],
)
def test_a_token_that_the_provider_has_not_signed_is_not_believed(client, provider, sign):
    """By another key, by none, by the public key as a secret, by the client's secret, cut short, or no token at all."""
    refused(client.get(provider.comes_back(there(client), sign)), "cannot be believed")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["smallfires", "another"]},
        {"azp": "another"},
        {"exp": LONG_AGO},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": FAR_OFF},
        {"iat": None},
        {"nbf": FAR_OFF},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nonce": "of another try"},
        {"nonce": None},
    ],
    ids=str,
)
def test_a_token_that_is_for_somebody_else_or_another_time_is_not_believed(client, provider, changes):
    """Another issuer, another server, over, not yet, of nobody, or of another try: signed as it should be, and not believed."""
    refused(client.get(provider.comes_back(there(client), honest, **changes)), "sent an ID token that")


def test_what_is_told_of_somebody_else_is_not_believed(client, provider):
    """What the provider says beside the token has to be of the same person."""
    more = {"sub": "ada", "name": "Ada", "email": "ada@example.org", "email_verified": True}
    refused(
        client.get(provider.comes_back(there(client), honest, more, name=None, email=None)), "told of somebody else"
    )


def test_an_address_that_is_proved_beside_the_token_counts(browser, place, provider):
    """Where the token has no address, the one that the provider proves beside it finds the account."""
    more = {"sub": "lu", "email": "lu@example.org", "email_verified": True}
    place[2].change(replace(place[2].account(LU), mail="lu@example.org"))
    assert browser.get(provider.comes_back(there(browser), honest, more, sub="lu", email=None)).status_code == 303
    assert f"You act as {LU} ." in text(browser.get("/"))


def test_a_code_is_good_for_once(client, provider):
    """A code that was used already, and comes with a try of its own, is what the provider does not take."""
    spent = provider.comes_back(there(client), honest).partition("&code=")[2]
    provider._codes.pop(spent)
    back = provider.comes_back(there(client), honest).partition("&code=")[0]
    refused(client.get(f"{back}&code={spent}"), "answered 400")


@pytest.mark.parametrize("path", ["/token", "/keys", "/.well-known/openid-configuration"])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(500, b"<html>"), "answered 500"),
        (Answer(302, b""), "answered 302"),
        (Answer(200, b"[1]"), "answered 200, which was not expected"),
        (Answer(200, b"\xff\xfe"), "answered 200, which was not expected"),
        (Answer(200, b'{"keys": 7}'), "The provider"),
    ],
)
def test_a_provider_that_is_broken_lets_nobody_in(client, provider, path, answer, said):
    """Whatever it answers in place of what it should, somebody who comes back is told so in plain words."""
    back = provider.comes_back(there(client), honest)
    provider.instead = {path: answer}
    try:
        refused(client.get(back), said)
    finally:
        provider.instead = {}


@pytest.mark.parametrize("path", ["/token", "/.well-known/openid-configuration"])
def test_a_provider_that_is_slow_is_not_waited_for_without_end(client, provider, path, monkeypatch):
    """A provider that does not answer in time is said to be out of reach, there and back."""
    monkeypatch.setattr(providers, "TIMEOUT", 0.2)
    back, waits = provider.comes_back(there(client), honest), threading.Event()
    provider.instead = {path: Answer(waits=waits)}
    try:
        refused(client.get(back), "cannot be reached")
        assert client.get("/sign-on").status_code == (303 if path == "/token" else 503)
    finally:
        provider.instead = {}
        waits.set()


@pytest.mark.parametrize(
    ("token", "more"),
    [
        ({"email": "ada@example.org", "email_verified": False}, None),
        ({"email": "ada@example.org", "email_verified": None}, None),
        ({"email": "ada@example.org", "email_verified": "true"}, None),
        ({"email": "ADA@example.org", "email_verified": 1}, None),
        (
            {"email": "ada@example.org", "email_verified": None, "name": None},
            {"email": "liar@example.org", "email_verified": True},
        ),
        (
            {"email": None, "email_verified": True},
            {"email": "ada@example.org"},
        ),
    ],
)
def test_an_address_that_nobody_has_proved_takes_over_no_account(browser, place, provider, token, more):
    """Whoever comes with the address of somebody here, and without proof that it is theirs, is somebody else."""
    accounts, sub = place[2], f"liar-{next(MACHINES)}"
    told = {"name": sub} | token
    browser.get(provider.comes_back(there(browser), honest, more and more | {"sub": sub, "name": sub}, sub=sub, **told))
    assert f"You act as {sub} ." in text(browser.get("/"))
    assert (accounts.account(ADA).subject, accounts.account("ada@example.org").name) == ("", ADA)
