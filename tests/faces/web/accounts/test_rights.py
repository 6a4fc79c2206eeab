"""Every route against every role: what each needs stands here, written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Mount
from tests.faces.web.accounts.staffed import MARA, PEOPLE, inside, organization, token, with_people
from tests.verbs.desks import HANDOVER

from smallfires.faces.web.api.routes import Called
from smallfires.faces.web.app import app
from smallfires.faces.web.door import Needs
from smallfires.fires.access import RIGHTS, Right
from smallfires.stores.accounts import accounts_of

OPEN = {
    "/b/{token}", "/static/{name}", "/healthz", "/sign-in", "/sign-out", "/welcome/{link}", "/sign-on", "/sign-on/back",
}  # fmt: skip
"""Where nobody has to be known: personal links, the look of pages, and the way in."""

READ, LIGHT, APPROVE, ADMIN = Right
ON_A_FIRE = {
    "comments": READ, "shares": READ, "again": LIGHT, "amendments": LIGHT, "answers": LIGHT, "briefs": LIGHT, "charter": LIGHT,
    "checks": LIGHT, "drafts": LIGHT, "light": LIGHT, "marks": LIGHT, "put-out": LIGHT, "readings": LIGHT, "tests": LIGHT,
    "decisions": APPROVE, "overrides": APPROVE,
}  # fmt: skip
"""What is done to a fire. Who may share it depends on the fire, too."""
CHARTERED = ("amendments", "checks", "drafts")
"""Done to a fire by the form of its charter, and by programs each under an address of its own."""
FORMS = {
    **{f"/fires/{{slug}}/{key}": right for key, right in ON_A_FIRE.items() if key not in CHARTERED},
    "/fires/new": LIGHT, "/read": LIGHT, "/design": LIGHT, "/learn": LIGHT,
    "/sources/new": LIGHT, "/sources/uploads": LIGHT, "/sources/measure": LIGHT,
    "/ledger/proof": READ, "/work/{name}/stop": READ,
    "/settings/password": READ, "/settings/tokens": READ, "/settings/tokens/end": READ,
    "/settings/sessions/end": READ, "/settings/sessions/end-others": READ,
    "/settings/people": ADMIN, "/settings/people/role": ADMIN, "/settings/people/link": ADMIN,
    "/settings/people/sessions/end": ADMIN, "/settings/people/close": ADMIN, "/settings/people/open": ADMIN,
    "/settings/workspace": ADMIN, "/settings/workspace/letter": ADMIN,
    "/settings/workspace/webhook": ADMIN,
}  # fmt: skip
"""Every form, and what it takes to send it."""
PAGES = {
    "/design": LIGHT, "/fires/new": LIGHT, "/fires/{slug}/charter": LIGHT, "/learn": LIGHT, "/read": LIGHT, "/sources/new": LIGHT,
    "/sources/measure": LIGHT, "/settings/people": ADMIN, "/settings/workspace": ADMIN,
}  # fmt: skip
"""Pages that are for some only; the others are for whoever may read."""


def routes(made, base: str = "") -> Iterator[tuple[str, str, list[Right]]]:
    """Each route: how it is asked for, where, and what it needs; of forms and of programs alike."""
    for route in flat(made.routes):
        if isinstance(route, Mount):
            yield from routes(route.app, f"{base}{route.path}")
        elif isinstance(getattr(route, "app", None), Called):
            for call in route.app.calls:
                yield call.method, f"{base}{route.path}", [call.right]
        else:
            needs = [each.call.right for each in route.dependant.dependencies if isinstance(each.call, Needs)]
            for method in route.methods:
                yield method, f"{base}{route.path}", needs


def flat(found) -> Iterator:
    """The routes themselves, where newer versions of FastAPI keep those of a router together."""
    for route in found:
        inner = getattr(route, "effective_route_contexts", None)
        yield from inner() if inner else (route,)


@pytest.fixture
def every(desk):
    return list(routes(app(desk, board=True, accounts=accounts_of(desk.ledger))))


def strongest(needs: list[Right]) -> Right:
    return max(needs, key=list(Right).index)


def test_every_route_says_what_it_needs(every):
    """No route is open to nobody but those that are named here."""
    assert {path for _, path, needs in every if not needs} <= OPEN


def test_what_each_needs_is_written_here(every):
    """Every form and every page needs just the right that stands in the tables above."""
    pages = [
        (method, path, strongest(needs)) for method, path, needs in every if needs and not path.startswith("/api/")
    ]
    assert {path: right for method, path, right in pages if method == "POST"} == FORMS
    assert {path: right for method, path, right in pages if method == "GET" and right is not READ} == PAGES
    assert {method for method, _, _ in pages} == {"GET", "POST"}


def test_a_form_and_a_call_that_do_the_same_need_the_same(every):
    """Programs may do what people may, and no more."""
    acts = {path: strongest(needs) for method, path, needs in every if method == "POST" and needs}
    both = [path for path in acts if f"/api/v1{path}" in acts]
    assert [path for path in both if acts[path] is not acts[f"/api/v1{path}"]] == []
    assert len(both) > 5


def test_every_route_is_shut_to_who_may_not(every, desk):
    """Each route is asked for by somebody of each role, and by nobody: without the right it is refused, and nothing is done."""
    accounts = with_people(desk)
    with organization(desk, accounts) as client:
        before = desk.ledger.head()
        wrong = [(*one, client.request(*one).status_code) for one in asked(every) if not shut(client.request(*one))]
        for name, role in PEOPLE.items():
            with inside(client, desk, accounts, name) as who:
                for method, path, needs in every:
                    if not needs or path.startswith("/api/") or path.endswith("/shares"):
                        continue
                    answer = who.request(method, filled(path))
                    refused = answer.status_code == 403 and "It takes the role of" in answer.text
                    if refused is (strongest(needs) in RIGHTS[role]):
                        wrong.append((name, method, path, answer.status_code))
        assert (wrong, desk.ledger.head()) == ([], before)


def test_every_call_is_shut_to_a_token_that_may_not(every, desk):
    """Each call is asked for with a token for each right: without the right it takes nothing is done."""
    accounts = with_people(desk)
    with organization(desk, accounts) as client:
        tokens = {right: token(desk, accounts, MARA, right) for right in Right}
        before, wrong = desk.ledger.head(), []
        for method, path, needs in every:
            for right, bearer in tokens.items() if path.startswith("/api/") and not path.endswith("/shares") else ():
                answer = client.request(method, filled(path), headers=bearer, json={} if method == "POST" else None)
                if (answer.status_code == 403) is (right in needs):
                    wrong.append((right, method, path, answer.status_code))
        assert (wrong, desk.ledger.head()) == ([], before)


def asked(every) -> list[tuple[str, str]]:
    """How each route that needs a right is asked for."""
    return [(method, filled(path)) for method, path, needs in every if needs]


def filled(path: str) -> str:
    """An address, with something in each of its places."""
    return re.sub(r"\{[^}]*\}", "1", path.replace("{slug}", HANDOVER))


def shut(answer) -> bool:
    """Whether nobody was let in: a program is told so, a browser is led to the way in."""
    return answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in")
