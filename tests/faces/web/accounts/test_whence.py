"""Where somebody asks from, and what is written down of it."""

from __future__ import annotations

import logging

import pytest
from tests.faces.web.accounts.staffed import LU, organization, token, with_people
from tests.verbs.desks import a_desk

from smallfires.fires.access import Right
from smallfires.verbs.serving import Setup


@pytest.mark.parametrize(("proxies", "last"), [((), 429), (("192.0.2.1",), 429), (("127.0.0.0/8",), 404)])
def test_only_a_proxy_that_is_named_says_who_asks(proxies, last):
    """Who makes up an address gains no tries by it; a proxy that is named is believed, and each behind it counts alone."""
    desk = a_desk()
    setup = Setup(("127.0.0.1",), https=False, proxies=proxies)
    with organization(desk, with_people(desk), setup=setup) as client:
        codes = [
            client.get("/b/guess", headers={"x-forwarded-for": f"203.0.113.{at}"}).status_code for at in range(1, 32)
        ]
    assert (codes[:30], codes[30]) == ([404] * 30, last)


def test_no_secret_is_written_into_a_log(caplog, capfd):
    """Neither tokens nor links stand in what the server, or a library of it, says."""
    desk = a_desk()
    accounts = with_people(desk)
    bearer = token(desk, accounts, LU, Right.READ)
    with caplog.at_level(logging.DEBUG), organization(desk, accounts) as client:
        assert client.get("/api/v1/fires", headers=bearer).status_code == 200
        assert client.get("/api/v1/fires", headers={"authorization": f"{bearer['authorization']}x"}).status_code == 401
        client.get("/welcome/sf_link_that_is_secret")
    said = "".join((*capfd.readouterr(), *(record.getMessage() for record in caplog.records if record.name != "httpx")))
    assert bearer["authorization"].split()[1] not in said
    assert "sf_link_that_is_secret" not in said
