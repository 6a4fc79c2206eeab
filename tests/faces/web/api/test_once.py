from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from bench.ledger_trials import schema
from tests.faces.web.accounts.staffed import ADA, LU, PEOPLE, organization, token, with_people
from tests.faces.web.api.asking import API, post
from tests.faces.web.serving import serving
from tests.verbs.desks import HANDOVER, OWNER, a_desk, drafted, lit
from tests.verbs.wards import TEXT, a_workspace

from smallfires.fires.access import RIGHTS
from smallfires.fires.acts import Commented
from smallfires.stores.ledger import open_ledger
from smallfires.stores.verify import verify
from smallfires.verbs.desk import desk as open_desk

COMMENTS = f"/fires/{HANDOVER}/comments"
KEY = {"idempotency-key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}


@pytest.fixture(params=["memory", "sqlite"])
def desk(request, tmp_path):
    file = tmp_path / "ledger.db"
    ledger = open_ledger(file) if request.param == "sqlite" else None
    made = a_desk(ledger, folder=tmp_path)
    lit(made)
    yield made
    made.ledger.close()


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def comments(desk) -> int:
    return sum(entry.act == "commented" for entry in desk.ledger.entries())


def same(answer: httpx.Response) -> tuple[object, ...]:
    return answer.status_code, answer.headers["etag"], answer.headers["content-type"], answer.text


def test_what_is_asked_for_twice_is_done_once(desk, client):
    """The same under the same key is done once, and answered the same, whatever was done meanwhile."""
    first = post(client, COMMENTS, KEY, text="Loud.")
    post(client, COMMENTS, text="Another.")
    again = post(client, COMMENTS, KEY, text="Loud.")
    assert same(first) == same(again)
    assert (first.status_code, again.headers["idempotent-replayed"], comments(desk)) == (200, "true", 2)


def test_a_key_is_for_one_act(desk, client):
    """Another body, another fire or another deed under the same key is refused, and nothing is done."""
    drafted(desk, replace(desk.fire(HANDOVER).charter, slug="draft"))
    post(client, COMMENTS, KEY, text="Loud.")
    for path, told in ((COMMENTS, {"text": "Quiet."}), ("/fires/draft/comments", {"text": "Loud."})):
        answer = post(client, path, KEY, **told)
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "Idempotency-Key")
    assert comments(desk) == 1


@pytest.mark.parametrize("key", ["", '""', "a b", "x" * 256, "é".encode().decode("latin-1")])
def test_a_key_is_one_text(desk, client, key):
    """What is no key is refused before anything is done."""
    answer = client.post(f"{API}{COMMENTS}", json={"text": "x"}, headers={"idempotency-key": key.encode("latin-1")})
    assert (answer.status_code, comments(desk)) == (400, 0)


def test_what_was_refused_may_be_asked_again(desk, client):
    """A refusal did nothing: the key may be used again, with what was wrong put right."""
    assert post(client, COMMENTS, KEY, text=" ").status_code == 422
    assert post(client, "/fires/nothing/comments", KEY, text="x").status_code == 404
    assert post(client, COMMENTS, KEY | {"if-match": '"1"'}, text="x").status_code == 412
    assert post(client, COMMENTS, KEY, text="Loud.").status_code == 200


def test_a_key_is_its_persons_own(desk):
    """The same key of somebody else is another one."""
    accounts = with_people(desk)
    with organization(desk, accounts) as client:
        for name in (LU, ADA):
            assert (
                post(
                    client, COMMENTS, KEY | token(desk, accounts, name, *RIGHTS[PEOPLE[name]]), text="Loud."
                ).status_code
                == 200
            )
        assert post(client, COMMENTS, KEY, text="Loud.").status_code == 401
    assert comments(desk) == 2


def test_a_key_ends_after_a_day(desk, client):
    """After 24 hours a key is as good as new."""
    post(client, COMMENTS, KEY, text="Loud.")
    desk.now.at += timedelta(hours=23)
    post(client, COMMENTS, KEY, text="Loud.")
    assert comments(desk) == 1
    desk.now.at += timedelta(hours=2)
    post(client, COMMENTS, KEY, text="Loud.")
    assert comments(desk) == 2


def test_twenty_at_once_do_it_once(tmp_path):
    """Twenty who send the same at the same moment, to two servers, have one line written, and get one answer."""
    with ExitStack() as open_now:
        desks = [a_desk(open_ledger(tmp_path / "ledger.db"), folder=tmp_path) for _ in range(2)]
        lit(desks[0])
        clients = [open_now.enter_context(serving(desk, board=True)) for desk in desks]
        with ThreadPoolExecutor(20) as people:
            answers = list(people.map(lambda place: post(clients[place % 2], COMMENTS, KEY, text="Loud."), range(20)))
        told = {same(answer) for answer in answers if answer.status_code == 200}
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert (len(told), comments(desks[0])) == (1, 1)
        for desk in desks:
            desk.ledger.close()


def test_what_is_being_done_is_said(tmp_path):
    """While another try may be at it the answer is 409; when that is gone for long enough the next one does it."""
    desk = a_desk(open_ledger(tmp_path / "ledger.db"), folder=tmp_path)
    lit(desk)
    with serving(desk, board=True) as client:
        post(client, COMMENTS, KEY, text="Loud.")
        with desk.ledger.opened.writing() as link:
            link.exec_driver_sql("update smallfires_repeats set answer = null")
        answer = post(client, COMMENTS, KEY, text="Loud.")
        assert (answer.status_code, answer.headers["retry-after"]) == (409, "1")
        desk.now.at += timedelta(seconds=10)
        assert post(client, COMMENTS, KEY, text="Loud.").status_code == 200
    desk.ledger.close()


def test_links_are_not_kept(desk, client):
    """Whoever asks again for links is told that it was done, without the links: they are kept nowhere."""
    drafted(desk, replace(desk.fire(HANDOVER).charter, slug="draft"))
    first = post(client, "/fires/draft/briefs", KEY)
    again = post(client, "/fires/draft/briefs", KEY)
    assert first.json()["letters"]
    assert again.json() == first.json() | {"letters": [], "says": again.json()["says"]}
    assert desk.fire("draft").round == 1
    tokens = [one["link"].rsplit("/", 1)[1].encode() for one in first.json()["letters"]]
    for file in desk.workspace.folder.rglob("ledger.db*"):
        assert file.is_dir() or not any(token in file.read_bytes() for token in tokens)


def test_what_takes_a_while_is_begun_once(tmp_path):
    """Asked for twice it is the same work, even where the answer to the first was lost."""
    with serving(a_workspace(tmp_path), board=True) as client:
        first = post(client, "/fires", KEY | {"prefer": "wait=1"}, charter=TEXT)
        again = post(client, "/fires", KEY, charter=TEXT)
        assert (first.status_code, again.text) == (202, first.text)
        assert len(client.get(f"{API}/work").json()["items"]) == 1


@contextmanager
def killed(folder: Path, where: str):
    """A server in a process of its own, that is killed there."""
    script = Path(__file__).with_name("killed.py")
    server = subprocess.Popen([sys.executable, str(script), str(folder), where], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            yield client
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stored(request):
    """Where the ledger is, as the workspace's file says it."""
    if request.param == "sqlite":
        yield "ledger.db"
        return
    with schema(request.getfixturevalue("postgres_server")) as address:
        yield address


@pytest.mark.parametrize("where", ["done", "kept"])
def test_a_crash_doubles_nothing(tmp_path, stored, where):
    """Killed in the middle of an act, or before its answer is sent, whoever asks again has it done once."""
    (tmp_path / "smallfires.toml").write_text(f'name = "Ward"\nowner = "{OWNER}"\nledger = "{stored}"\n', "utf-8")
    with open_desk(tmp_path) as made:
        lit(made)
    with killed(tmp_path, where) as client, pytest.raises(httpx.HTTPError):
        post(client, COMMENTS, KEY, text="Loud.")
    with open_desk(tmp_path) as made:
        assert comments(made) == (1 if where == "kept" else 0)
    with killed(tmp_path, "never") as client:
        until = time.monotonic() + 30
        while (answer := post(client, COMMENTS, KEY, text="Loud.")).status_code == 409 and time.monotonic() < until:
            time.sleep(0.1)
        assert answer.status_code == 200
        assert ("idempotent-replayed" in answer.headers) == (where == "kept")
    with open_desk(tmp_path) as made:
        assert comments(made) == 1
        assert made.fire(HANDOVER).every(Commented)[0].fact == Commented("Loud.")
        assert verify(made.ledger).number == made.ledger.head().number
