"""Coming in by a provider of sign-on: a real one, in a process of its own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.faces.web.accounts.staffed import ADA, LU, at, organization, with_people
from tests.faces.web.board.asking import text
from tests.verbs.desks import a_desk

from smallfires.errors import EngineError
from smallfires.fires.access import Role
from smallfires.verbs.accounts.close import close
from smallfires.verbs.accounts.enrol import enrol
from smallfires.verbs.accounts.provider import Provider
from smallfires.verbs.serving import Setup, SignOn

PEOPLE = {
    "ada": {"name": "Ada Other", "email": "ada@example.org", "email_verified": True},
    "new": {"name": "Nia New", "email": "nia@example.org", "email_verified": True},
    "lie": {"name": "Liar", "email": "ada@example.org", "email_verified": False},
    "twin": {"name": LU, "email": "lu2@example.org", "email_verified": True},
}


@pytest.fixture(scope="module")
def issuer():
    """The address of a provider that knows these people."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            try:
                httpx.get(address, trust_env=False)
                break
            except httpx.ConnectError:
                assert running.poll() is None
                time.sleep(0.05)
        for sub, claims in PEOPLE.items():
            httpx.put(f"{address}/users/{sub}", json=claims, trust_env=False).raise_for_status()
        yield address
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture
def desk():
    return a_desk()


@pytest.fixture
def accounts(desk):
    made = with_people(desk, {LU: Role.LIGHTER})
    enrol(at(desk, made), ADA, Role.APPROVER, "ada@example.org")
    return made


def served(desk, accounts, issuer, role=Role.READER):
    """A browser at a server that knows the provider."""
    sign_on = SignOn(issuer, "smallfires", "a secret", "Example", role)
    return organization(desk, accounts, setup=Setup(("127.0.0.1",), https=False, sign_on=sign_on))


def there(client, to: str = "/ledger") -> str:
    """Go to the provider: where one is sent."""
    page = client.get("/sign-in", params={"to": to})
    went = client.get(re.search(r'href="(/sign-on[^"]*)"', page.text)[1])
    assert went.status_code == 303
    return went.headers["location"]


def authorized(address: str, sub: str, **more: str) -> str:
    """Say at the provider who one is: where one is sent back to."""
    came = httpx.post(address, data={"sub": sub} | more, trust_env=False)
    assert came.status_code == 302
    return came.headers["location"]


def came(client, sub: str, **more: str) -> httpx.Response:
    return client.get(authorized(there(client), sub, **more))


def test_who_is_known_by_their_address_is_in(desk, accounts, issuer):
    """The account that was made for a mail address is theirs who comes with it; the next time they are known by themselves."""
    with served(desk, accounts, issuer) as client:
        back = came(client, "ada")
        assert (back.status_code, back.headers["location"]) == (303, "/ledger")
        assert f"You act as {ADA} ." in text(client.get("/"))
        client.cookies.clear()
        httpx.put(f"{issuer}/users/ada", json={"name": "Ada", "email": "new@example.org"}, trust_env=False)
        assert came(client, "ada").status_code == 303
        assert accounts.account(ADA).subject == f"{issuer} ada"
        httpx.put(f"{issuer}/users/ada", json=PEOPLE["ada"], trust_env=False)


def test_who_has_no_account_gets_one_or_none(desk, accounts, issuer):
    """Who comes without an account becomes what the workspace says, which stands in the ledger; or is told whom to ask."""
    with served(desk, accounts, issuer, role=None) as client:
        answer = came(client, "new")
        assert (answer.status_code, "There is no account for you here." in text(answer)) == (422, True)
        assert "nia@example.org" in text(answer)
    with served(desk, accounts, issuer) as client:
        assert came(client, "new").status_code == 303
        assert accounts.account("nia@example.org").role is Role.READER
        entry = list(desk.ledger.entries())[-1]
        assert (entry.who, entry.act, '"by":"127.0.0.1"' in entry.content) == ("Nia New", "enrolled", True)


@pytest.mark.parametrize(("sub", "said"), [("twin", "There is another account"), ("ada", "Your account is closed.")])
def test_nobody_comes_in_as_somebody_else(desk, accounts, issuer, sub, said):
    """A name that is somebody's, or an account that is closed, opens nothing."""
    close(at(desk, accounts), ADA)
    with served(desk, accounts, issuer) as client:
        answer = came(client, sub)
        assert (answer.status_code, said in text(answer), client.get("/").status_code) == (422, True, 303)


def test_an_address_that_was_not_proved_opens_no_account(desk, accounts, issuer):
    """Who only says that an address is theirs gets an account of their own, without it."""
    with served(desk, accounts, issuer) as client:
        assert came(client, "lie").status_code == 303
        assert "You act as Liar ." in text(client.get("/"))
    assert (accounts.account(ADA).subject, accounts.account("Liar").mail) == ("", "")


def test_who_says_no_is_not_in(desk, accounts, issuer):
    """Who is sent back without saying who they are is told so."""
    with served(desk, accounts, issuer) as client:
        answer = came(client, "ada", action="deny")
        assert (answer.status_code, "You were not signed in." in text(answer)) == (422, True)


def test_what_was_sent_back_opens_once_in_the_same_browser(desk, accounts, issuer):
    """An address to come back to opens nothing in another browser, for another try, or for a second time."""
    with served(desk, accounts, issuer) as client, httpx.Client(base_url=client.base_url, trust_env=False) as other:
        back = authorized(there(client), "ada")
        there(other)
        assert other.get(back).status_code == 422
        assert client.get(back).status_code == 422
        asked = there(client)
        sent = parse_qs(urlsplit(asked).query)
        assert (sent["code_challenge_method"], sent["response_type"]) == (["S256"], ["code"])
        state = sent["state"][0]
        assert client.get("/sign-on/back", params={"state": state, "code": "guessed"}).status_code == 422
        assert client.get("/sign-on/back", params={"state": "x" * 43, "code": "y"}).status_code == 422
        assert client.get("/").status_code == 303


def test_a_token_of_another_try_is_not_believed(issuer):
    """The nonce of this try has to stand in the ID token, and this server has to be the one that it is for."""
    provider = Provider(SignOn(issuer, "smallfires", "a secret", "Example", None))
    begun = provider.begin("http://127.0.0.1/sign-on/back")
    code = parse_qs(urlsplit(authorized(begun.address, "ada")).query)["code"][0]
    other = begun.__class__(**{**vars(begun), "nonce": "of another try"})
    with pytest.raises(EngineError, match="cannot be believed"):
        provider.person(other, code)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "{issuer}/"])
def test_a_provider_that_is_not_there_is_said_so(desk, accounts, issuer, address):
    """Where the provider cannot be reached, or is another one, it is said in plain words; passwords work as before."""
    with served(desk, accounts, address.format(issuer=issuer)) as client:
        answer = client.get("/sign-on")
    assert (answer.status_code, "The provider" in text(answer), 'id="password"' in answer.text) == (503, True, True)
