"""An organization for tests: its people, a server that they come to, and browsers in which they are in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

import httpx
from tests.faces.web.board.asking import hidden
from tests.faces.web.serving import serving

from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import Kind
from smallfires.stores.accounts import Accounts, accounts_of
from smallfires.verbs.accounts.enrol import enrol
from smallfires.verbs.accounts.passwords import kept
from smallfires.verbs.accounts.staff import Staff, staff_of
from smallfires.verbs.accounts.token import make_token
from smallfires.verbs.desk import Desk


@dataclass(frozen=True)
class Site:
    """A server that several tests share.

    Attributes:
        client: a browser at it.
        desk, accounts: over which it is.
    """

    client: httpx.Client
    desk: Desk
    accounts: Accounts


PEOPLE = {"Mara Lind": Role.ADMIN, "Ada Ott": Role.APPROVER, "Lu Lem": Role.LIGHTER, "Rea Roth": Role.READER}
MARA, ADA, LU, REA = PEOPLE
PASSWORD = "correct horse battery"


def with_people(desk: Desk, people: dict[str, Role] = PEOPLE) -> Accounts:
    """Accounts beside a desk's ledger, one for each role; nobody has a password yet."""
    accounts = accounts_of(desk.ledger)
    for name, role in people.items():
        enrol(staff_of(desk, accounts, MARA), name, role)
    return accounts


def at(desk: Desk, accounts: Accounts, who: str = MARA) -> Staff:
    """The people, and one of them acts."""
    return staff_of(desk, accounts, who)


def with_password(accounts: Accounts, name: str) -> None:
    """Somebody has chosen ``PASSWORD`` already."""
    accounts.change(replace(accounts.account(name), password=_hashed()))


@cache
def _hashed() -> str:
    """Worked out once: it is made to take long."""
    return kept(PASSWORD)


def token(desk: Desk, accounts: Accounts, name: str, *rights: Right, days: int = 30) -> dict[str, str]:
    """What a program of somebody sends with each request."""
    made = make_token(at(desk, accounts, name), "a program", frozenset(rights), days)
    return {"authorization": f"Bearer {made.secret}"}


def inside(client: httpx.Client, desk: Desk, accounts: Accounts, name: str) -> httpx.Client:
    """Another browser at the same server, in which somebody is in."""
    session = at(desk, accounts, name).grant(Kind.SESSION, name)
    return httpx.Client(base_url=client.base_url, cookies={"smallfires": session.secret}, trust_env=False)


def sign_in(client: httpx.Client, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    """Open the page, fill it in, and send it."""
    page = client.get("/sign-in", params={"to": more.pop("to", "")})
    return client.post("/sign-in", data=hidden(page) | {"name": name, "password": password} | more)


@contextmanager
def organization(desk: Desk, accounts: Accounts, **more: object) -> Iterator[httpx.Client]:
    """A browser at the server of an organization; nobody is in yet."""
    with serving(desk, board=True, accounts=accounts, **more) as client:
        yield client
