"""Who carries how much change, for programs."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from tests.faces.web.accounts.staffed import LU, MARA, REA, organization, token, with_people
from tests.faces.web.api.asking import API
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, a_desk, lit, noted

from smallfires.fires.access import RIGHTS, Role
from smallfires.fires.charter import Person
from smallfires.fires.membership import Shared

STRANGE = 'Zoë "Z/O" ../<Berg>?#'
HIDDEN = "Una Seen"


@pytest.fixture
def desk():
    """On 20 April: many are asked in one fire, which everybody sees; a few in another, which only those may see."""
    made = a_desk()
    lit(made, replace(OPTIMIZE, people=(*OPTIMIZE.people, Person(name=STRANGE, share=0.4))))
    asked = (Person(name="Bo", share=0.3), Person(name=HIDDEN, share=0.3))
    lit(made, replace(TRANSFORM, owner=LU, people=asked))
    noted(made, TRANSFORM.slug, Shared(everyone=False, people=()))
    made.now.on("2026-04-20")
    return made


def test_whoever_carries_most_stands_first_and_is_found(desk):
    """People are found by letters of their name, and each has an address, however it is written."""
    with serving(desk, board=True) as client:
        every = client.get(f"{API}/people").json()["people"]
        assert (every[0]["name"], every[0]["over"]) == (STRANGE, True)
        (found,) = client.get(f"{API}/people", params={"q": "zoe"}).json()["people"]
        assert found == every[0]
        assert client.get(f"{API}/people", params={"q": "nobody"}).json()["people"] == []
        for one in every:
            answer = client.get(f"{API}/people/{quote(one['name'], safe='')}")
            assert answer.json()["load"] == one
        missing = client.get(f"{API}/people/Boo")
        assert (missing.status_code, missing.json()["way_out"]) == (404, 'Did you mean "Bo"?')


def test_what_nobody_may_see_is_not_counted(desk):
    """A fire that is not for everybody counts for those who may see it, and for nobody else."""
    accounts = with_people(desk)
    roles = {MARA: Role.ADMIN, LU: Role.LIGHTER, REA: Role.READER}
    with organization(desk, accounts) as client:
        for name, role in roles.items():
            sent = {"headers": token(desk, accounts, name, *RIGHTS[role])}
            sees = name != REA
            assert client.get(f"{API}/momentum", **sent).json()["lit"] == 1 + sees
            told = client.get(f"{API}/people", **sent)
            assert (HIDDEN in told.text, TRANSFORM.slug in told.text) == (sees, sees)
            (bo,) = [one for one in told.json()["people"] if one["name"] == "Bo"]
            assert bo["asked"] == 1 + sees
            assert client.get(f"{API}/people/{quote(HIDDEN)}", **sent).status_code == (200 if sees else 404)
            assert HANDOVER in client.get(f"{API}/people/Bo", **sent).text
        for path in ("/people", "/people/Bo", "/momentum"):
            assert client.get(f"{API}{path}").status_code == 401
