"""The server of an organization whose ledger and accounts stand in PostgreSQL: two programs over one workspace."""

from __future__ import annotations

import stat
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from bench.ledger_trials import schema
from tests.faces.web.accounts.staffed import (
    ADA,
    LU,
    MARA,
    PEOPLE,
    REA,
    inside,
    sign_in,
    token,
    with_password,
    with_people,
)
from tests.faces.web.api.asking import API, post
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.board.living import SHORTER, SLUG, answered, begun, links
from tests.faces.web.browsing import Browser
from tests.faces.web.line import Line
from tests.faces.web.program import Program, programs
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import TRIAGE, lit
from tests.verbs.nights import TOML, weeks

from smallfires.faces.web.away import SAID
from smallfires.faces.web.guard import ALIVE
from smallfires.fires.access import RIGHTS
from smallfires.stores.accounts import Accounts
from smallfires.stores.verify import verify
from smallfires.verbs.accounts.role import change_role
from smallfires.verbs.accounts.staff import staff_of
from smallfires.verbs.desk import Desk, desk
from smallfires.verbs.workspace import OWN

pytestmark = pytest.mark.postgres
COMMENTS = f"/fires/{TRIAGE}/comments"
MANY = 40


@dataclass(frozen=True)
class Place:
    """Where it runs.

    Attributes:
        folder: the workspace.
        line: on which its programs reach PostgreSQL.
        desk, accounts: reached beside it.
        programs: two of them.
    """

    folder: Path
    line: Line
    desk: Desk
    accounts: Accounts
    programs: tuple[Program, ...]

    def browser(self, name: str, at: int = 0) -> httpx.Client:
        """Somebody who is in, at one of the two."""
        with self.programs[at].browser() as nobody:
            found = inside(nobody, self.desk, self.accounts, name)
        found.timeout = httpx.Timeout(60)
        return found

    def bearer(self, name: str) -> dict[str, str]:
        """What a program of somebody sends that may all that they may."""
        return token(self.desk, self.accounts, name, *RIGHTS[PEOPLE[name]])

    def numbers(self) -> Counter[str]:
        """How often each comment stands in the ledger."""
        return Counter(entry.content for entry in self.desk.entries(TRIAGE) if entry.act == "commented")


@pytest.fixture(scope="module")
def place(postgres_server, tmp_path_factory):
    """Two programs over one workspace, whose line to PostgreSQL can be cut."""
    folder = tmp_path_factory.mktemp("organization")
    weeks(folder, 36)
    weeks(folder, 36, "other.csv")
    with ExitStack() as ends:
        address = sa.make_url(ends.enter_context(schema(postgres_server)))
        line = ends.enter_context(Line(address.host or "127.0.0.1", address.port or 5432))
        told(folder, address)
        made = ends.enter_context(desk(folder))
        accounts = with_people(made)
        with_password(accounts, LU)
        lit(made, TRANSFORM)
        told(folder, address.set(host="127.0.0.1", port=line.port))
        yield Place(folder, line, made, accounts, ends.enter_context(programs(folder, 2)))


def told(folder: Path, address: sa.URL) -> None:
    """The workspace's file names this ledger."""
    ledger = f'ledger = "{address.render_as_string(hide_password=False)}"\n'
    (folder / "smallfires.toml").write_text(ledger + TOML, "utf-8")


def test_a_fire_lives_in_the_hands_of_several(place):
    """Declared by one who signs in, understood by a link, lit and read at the other program, decided by an approver."""
    with place.programs[0].browser() as lu, place.browser(LU, 1) as there, place.browser(ADA) as ada:
        assert sign_in(lu, LU).status_code == 303
        browser = begun(lu, "optimize").fill({"success.measure": "cost", "design.name": "parallel"}).press("add:people")
        browser.at("/fires/new").fill(
            SHORTER | {"people.1.name": "Ada Holm", "people.1.act": "hand over in five points"}
        )
        browser.press("draft").follow("To the brief").at("/briefs").press()
        (link,) = links(browser).values()
        with place.programs[1].browser() as asked:
            answered(asked, place.desk, link.replace(place.programs[0].address, place.programs[1].address))
        Browser(there).open(f"/fires/{SLUG}/clarity").at("/marks").fill().press("match")
        Browser(there).open(f"/fires/{SLUG}").at("/light").press()
        browser.open(f"/fires/{SLUG}").at("/readings").press()
        assert browser.path == f"/fires/{SLUG}/readings/1"
        Browser(ada).open(f"/fires/{SLUG}").at("/decisions").fill(decision="put out", reason="Enough.").press()
        assert "Enough." in Browser(lu).open(f"/fires/{SLUG}").says
    did = [(str(entry.act), entry.who) for entry in place.desk.entries(SLUG) if entry.act != "checked"]
    acts = ["drafted", "briefed", "answered", "marked", "lit", "read", "decided", "put out"]
    assert did == list(zip(acts, (LU, LU, "Ada Holm", LU, LU, LU, ADA, ADA), strict=True))


@pytest.mark.parametrize("name", PEOPLE)
def test_each_may_what_their_role_may(place, name):
    """At both programs, by forms and by calls; who is made something else is it at once, wherever they are signed in."""
    lights, approves = name is not REA, name in (ADA, MARA)
    for at in range(2):
        with place.browser(name, at) as client:
            codes = [client.get(path).status_code for path in ("/", "/fires/new", "/settings/people")]
            assert codes == [200, 200 if lights else 403, 200 if name is MARA else 403]
            form = hidden(client.get("/ledger")) | {"decision": "keep burning", "seen": "0"}
            decided = client.post(f"/fires/{TRIAGE}/decisions", data=form)
            assert (decided.status_code == 403) is not approves
            decided = post(client, f"/fires/{TRIAGE}/decisions", place.bearer(name), decision="spread", seen=1)
            assert decided.status_code == (409 if approves else 403)


def test_a_role_is_gone_at_once_everywhere(place):
    """What one program, or a command, changes about people holds at the other with the next request."""
    with place.browser(REA) as here, place.browser(REA, 1) as there:
        staff = staff_of(place.desk, place.accounts, MARA)
        for role, code in (("approver", 200), ("reader", 403)):
            change_role(staff, REA, role)
            assert [client.get("/fires/new").status_code for client in (here, there)] == [code, code]
        here.post("/sign-out", data=hidden(here.get("/")))
        assert here.get("/").status_code == 303


def test_what_is_known_of_all_fires_is_kept_in_the_workspace(place):
    """Where the ledger is no file, what is worked out of it stands in the workspace, for nobody else to read, and is right."""
    kept = place.folder / OWN / "board"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with place.browser(MARA) as here, place.browser(MARA, 1) as there:
        post(here, COMMENTS, place.bearer(MARA), text="Marigolds everywhere.")
        for client in (there, here):
            assert "Marigolds everywhere." in text(client.get("/search", params={"q": "marigolds"}))
            assert client.get("/ledger").status_code == 200


def test_many_at_once_lose_nothing(place):
    """Many act on one fire at the same moment, at both programs, with keys of their own: each act is there, once."""
    bearer, before = place.bearer(LU), place.numbers()
    with place.programs[0].browser() as here, place.programs[1].browser() as there:

        def act(number: int) -> int:
            key = {"idempotency-key": str(uuid4())} if number % 2 else {}
            return post((here, there)[number % 4 // 2], COMMENTS, bearer | key, text=f"At once {number}.").status_code

        with ThreadPoolExecutor(MANY) as people:
            codes = Counter(people.map(act, range(MANY)))
        etag = here.get(f"{API}/fires/{TRIAGE}", headers=bearer).headers["etag"]
    assert etag == f'"{place.desk.fire(TRIAGE).last}"'
    assert set(codes) <= {200, 409}
    new = place.numbers() - before
    assert (sum(new.values()), set(new.values())) == (codes[200], {1})
    assert verify(place.desk.ledger).number == place.desk.ledger.head().number


def test_the_same_at_both_programs_is_done_once(place):
    """Twenty who send the same under one key to both programs have one line written, and get one answer."""
    bearer, before = place.bearer(LU) | {"idempotency-key": str(uuid4())}, place.numbers()
    with place.programs[0].browser() as here, place.programs[1].browser() as there, ThreadPoolExecutor(20) as people:
        answers = list(people.map(lambda at: post((here, there)[at % 2], COMMENTS, bearer, text="Once."), range(20)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.text for answer in answers if answer.status_code == 200}) == 1
    assert sum((place.numbers() - before).values()) == 1


def test_who_acts_by_what_has_changed_is_refused(place):
    """Of two who decide by the same page at two programs one is told that the fire has changed."""
    with place.browser(ADA) as ada, place.browser(MARA, 1) as mara:
        forms = [
            hidden(client.get(f"/fires/{TRIAGE}")) | {"decision": "keep burning", "reason": "So."}
            for client in (ada, mara)
        ]
        with ThreadPoolExecutor(2) as people:
            answers = list(
                people.map(
                    lambda one: one[0].post(f"/fires/{TRIAGE}/decisions", data=one[1]),
                    zip((ada, mara), forms, strict=True),
                )
            )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    refused = max(answers, key=lambda one: one.status_code)
    assert ("has changed" in text(refused), ">\nSo.</textarea>" in refused.text) == (True, True)


def test_while_postgresql_is_away_it_is_said(place):
    """Pages and calls say so, without where it is; what was typed comes back, nothing is lost, and all goes on afterwards."""
    bearer, key = place.bearer(LU), {"idempotency-key": str(uuid4())}
    with place.browser(LU) as client, place.programs[1].browser() as there:
        form = hidden(client.get(f"/fires/{TRIAGE}")) | {"text": "What I typed."}
        head = place.desk.ledger.head()
        place.line.cut()
        try:
            pages = [client.get("/"), client.get("/sign-in"), client.post(f"/fires/{TRIAGE}/comments", data=form)]
            calls = [there.get(f"{API}/fires", headers=bearer), post(there, COMMENTS, bearer | key, text="Later.")]
            alive, asked = client.get(ALIVE).status_code, client.post("/b/guess", data={"words": "Five points."})
        finally:
            place.line.mend()
        assert ([answer.status_code for answer in (*pages, *calls, asked)], alive) == ([503] * 6, 503)
        assert 'name="words" value="Five points."' in asked.text
        assert all(SAID[0] in text(page) and str(place.line.port) not in page.text for page in pages)
        assert [call.json()["detail"] for call in calls] == [SAID[0]] * 2
        assert place.desk.ledger.head() == head
        again = Browser(client)._got(pages[2]).at("/comments").press()
        assert "What I typed." in again.says
        assert post(there, COMMENTS, bearer | key, text="Later.").status_code == 200
        assert client.get(ALIVE).status_code == 200
    said = "".join(line for one in place.programs for line in one.said)
    assert ("Traceback" not in said, said.count("Is it running")) == (True, 2)
    assert verify(place.desk.ledger).number == place.desk.ledger.head().number


def test_connections_that_were_cut_are_made_anew(place):
    """After the server, or a wall between, has ended all connections the next request is answered as ever."""
    with place.browser(LU) as client:
        for _ in range(3):
            assert client.get(f"/fires/{TRIAGE}").status_code == 200
            place.line.cut()
            place.line.mend()
