"""An organization with a fire that burns, for each test; and one for all tests of a module that leave it as it is."""

from __future__ import annotations

from itertools import count

import httpx
import pytest
from tests.faces.web.accounts.staffed import LU, Site, organization, with_password, with_people
from tests.verbs.desks import a_desk, lit

from smallfires.verbs.serving import Setup

MACHINES = count(1)


def _desk():
    made = a_desk()
    lit(made)
    return made


def _accounts(desk):
    made = with_people(desk)
    with_password(made, LU)
    return made


@pytest.fixture
def desk():
    """A desk on which a fire burns."""
    return _desk()


@pytest.fixture
def accounts(desk):
    """Its people, one of each role; the lighter has a password."""
    return _accounts(desk)


@pytest.fixture
def client(desk, accounts):
    """A browser at their server; nobody is in yet."""
    with organization(desk, accounts) as client:
        yield client


@pytest.fixture(scope="module")
def site():
    """The same for all tests of a module. Each comes from a machine of its own, so that none counts the tries of another."""
    desk = _desk()
    accounts = _accounts(desk)
    with organization(desk, accounts, setup=Setup(("127.0.0.1",), https=False, proxies=("127.0.0.1",))) as client:
        yield Site(client, desk, accounts)


@pytest.fixture
def stranger(site):
    """A browser at that server, in which nobody is in yet; when the test is over the people and the ledger are as they were."""
    before = site.accounts.all(), site.desk.ledger.head()
    whence = {"x-forwarded-for": f"203.0.113.{next(MACHINES)}"}
    with httpx.Client(base_url=site.client.base_url, headers=whence, trust_env=False) as browser:
        yield browser
    assert (site.accounts.all(), site.desk.ledger.head()) == before
