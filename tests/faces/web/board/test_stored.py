"""Whatever a person, or a file of theirs, can write somewhere, is put there; then every page is looked at."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed
from tests.verbs.desks import Clock, noted
from tests.verbs.wards import a_workspace, burnt, drafted, grown, lesson

from smallfires.fires.acts import Commented, Decided, Drafted, Lit, PutOut
from smallfires.fires.acts import Tested as Proved
from smallfires.stores.ledger import open_ledger
from smallfires.verbs.desk import Desk
from smallfires.verbs.workspace import open_workspace

PAYLOADS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "</textarea></title></style></script><svg onload=alert(1)>",
    "javascript:alert(1)//{{1333*7}}${1333*7}<%=1333*7%>",
    "' autofocus onfocus=alert(1) x='",
    "&lt;script&gt;%3Cscript%3E\u003cscript>",
]
ALLOWED = {"html", "head", "body", "script", "svg"}
KEPT = {"slug", "picked", "name", "subject", "intent", "worthwhile", "margin", "lose", "new_way", "today"}
"""Fields of a charter that are no free text, or are read as rules."""
MOST = 250
"""Pages that are looked at."""


class Seen(HTMLParser):
    """What a browser would make of a page: elements, addresses, and handlers of events."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("img", "iframe", "object", "embed", "base"):
            self.wrong.append(tag)
        if tag == "script" and not told.get("src", "").startswith("/static/board-"):
            self.wrong.append("script")
        self.wrong += [
            f"{tag} {name}" for name in told if name.startswith("on") or name in ("style", "autofocus", "srcdoc")
        ]
        for name in ("href", "src", "action", "formaction"):
            value = told.get(name)
            if value is not None and urlsplit(value).scheme not in ("", "data", "http", "https"):
                self.wrong.append(f"{tag} {name}={value}")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "form":
            self.forms.append({"action": told.get("action", ""), "method": told.get("method", "get"), "fields": {}})
        if tag in ("input", "textarea", "select") and self.forms and "name" in told:
            self.forms[-1]["fields"][told["name"]] = told.get("value", "") if told.get("type") == "hidden" else None


def hostile(record: Any, payload: str) -> Any:
    """A record all of whose free texts are the payload."""
    if is_dataclass(record):
        told = {each.name: getattr(record, each.name) for each in fields(record)}
        return replace(record, **{name: hostile(value, payload) for name, value in told.items() if name not in KEPT})
    if isinstance(record, tuple):
        return tuple(hostile(part, f"{payload}{place or ''}") for place, part in enumerate(record))
    return payload if type(record) is str else record


def a_desk(folder: Any, payload: str) -> Desk:
    """A workspace in which everything that can be called anything is called by the payload."""
    said = json.dumps(payload)
    (folder / "smallfires.toml").write_text(
        f'name = {said}\nowner = {said}\ncurrency = {said}\n[sources.{said}]\nfile = "a.csv"\n'
        f"[sources.gone]\nfile = {said}\n[measures.{said}]\nsource = {said}\nmeasure = {said}\nmeasured_in = {said}\n"
        'better = "less"\n',
        "utf-8",
    )
    cell = '"' + payload.replace('"', '""') + '"'
    rows = [f"2025-0{month}-01,{unit},{month}" for month in range(1, 8) for unit in (cell, '"Other"')]
    (folder / "a.csv").write_text(f"week,site,{cell}\n" + "\n".join(rows) + "\n", "utf-8")
    place = folder / "data"
    place.mkdir()
    (place / (payload.replace("/", "-")[:80] + ".csv")).write_text(
        f"week,{cell},cost\n" + "\n".join(rows) + "\n", "utf-8"
    )
    now = Clock()
    desk = Desk(open_workspace(folder), open_ledger("memory:", now), payload, now)
    filled(desk, payload)
    return desk


def filled(desk: Desk, payload: str) -> None:
    """Fires at several stages, each of whose texts is the payload."""
    one, two = hostile(OPTIMIZE, payload), hostile(TRANSFORM, payload)
    one = replace(one, people=tuple(replace(person, name=f"{payload}{n}") for n, person in enumerate(one.people)))
    one = replace(one, success=replace(one.success, measure=payload))
    understood = [answered(one, person.name, words=payload) for person in one.people]
    noted(desk, one.slug, Drafted(one, payload), briefed(one), *understood, Lit(one, one.seal()))
    noted(desk, one.slug, Commented(payload))
    noted(desk, one.slug, Decided("keep burning", payload, 0, ""))
    noted(desk, two.slug, Drafted(two), briefed(two), Lit(two, two.seal()), Proved(1, False, payload))
    noted(desk, "given-up", Drafted(replace(two, slug="given-up")), PutOut(payload))


def looked_at(answer: Any, where: str) -> Seen:
    """What a page has that it must not have; then nothing."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        assert answer.headers["x-content-type-options"] == "nosniff", where
        return Seen("")
    seen = Seen(answer.text)
    assert seen.wrong == [], where
    assert "9331" not in answer.text, where
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy, where
    assert "default-src 'none'" in policy, where
    return seen


def walked(client: Any, starts: list[str]) -> tuple[dict[str, Seen], str]:
    """Every page that can be reached by links, and all their text."""
    todo, found, whole = list(starts), {}, []
    while todo and len(found) < MOST:
        path = todo.pop(0)
        if path in found:
            continue
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code < 500, path
        found[path] = looked_at(answer, path)
        whole.append(answer.text)
        todo += [urljoin(path, link).partition("#")[0] for link in found[path].links if link.startswith(("/", "?"))]
    return found, "\n".join(whole)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_written_is_never_run(tmp_path, payload):
    """Names, columns, values, charters, comments and reasons stand on every page as they were written, and do nothing."""
    desk = a_desk(tmp_path, payload)
    with serving(desk, board=True) as client:
        found, text = walked(client, ["/", "/sources", "/sources/new", "/ledger", "/search?q=alert"])
        assert {"/", "/sources", "/fires/shorter-handover", "/fires/phone-triage", "/fires/given-up"} <= set(found)
        assert any(path.startswith("/sources?name=") for path in found)
        shown = text.count(
            payload.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&#34;")
            .replace("'", "&#39;")
        )
        assert shown > 60
        for path in (f"/fires/{payload}", "/search", "/sources", "/sources/measure", "/work/" + payload, "/" + payload):
            asked = {
                "q": payload,
                "name": payload,
                "source": payload,
                "noted": payload,
                "file": payload,
                "measured": payload,
            }
            answer = client.get(path, params=asked)
            assert answer.status_code < 500, path
            looked_at(answer, path)


def test_what_was_read_is_never_run(tmp_path):
    """Units in a file that are called so stand in readings, their charts and their tables, and do nothing."""
    payload = "".join(PAYLOADS[:3])
    desk = a_workspace(tmp_path)
    drafted(desk)
    burnt(desk)
    grown(desk, 40)
    for path in tmp_path.glob("*.csv"):
        cell = payload.replace('"', '""')
        path.write_text(path.read_text("utf-8").replace("Site C,", f'"{cell}",'), "utf-8")
    assert lesson(desk) is not None
    with serving(desk, board=True) as client:
        found, text = walked(client, ["/fires/a-shorter-handover/readings/1", "/sources?name=weekly"])
        assert "/fires/a-shorter-handover" in found
        assert "alert(1)" in text


@pytest.mark.parametrize("payload", PAYLOADS[:4])
def test_what_comes_back_is_never_run(tmp_path, payload):
    """Whatever is typed into any field of any form comes back as it was typed, or is taken, and does nothing."""
    desk = a_desk(tmp_path, payload)
    with serving(desk, board=True) as client:
        found, _ = walked(client, ["/", "/sources", "/sources/new"])
        sent = set()
        for seen in list(found.values()):
            for form in seen.forms:
                target = re.sub(r"/work/[^/]+", "/work", form["action"])
                if form["method"] != "post" or target in sent or not target.startswith("/"):
                    continue
                sent.add(target)
                for token in (form["fields"].get("token", ""), payload):
                    values = {name: payload if value is None else value for name, value in form["fields"].items()}
                    answer = client.post(form["action"], data={**values, "token": token}, follow_redirects=True)
                    assert answer.status_code < 500, (target, answer.text)
                    looked_at(answer, target)
        assert {"/sources/uploads", "/sources/new", "/fires/shorter-handover/comments", "/ledger/proof"} <= sent


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A desk of a workspace without anything strange in it, and a client of its board."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "ledger.db").write_text("ledger-secret")
    desk = a_desk(folder, "plain")
    with serving(desk, board=True) as client:
        yield desk, client


@pytest.mark.parametrize(
    "method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "DEBUG", "OPTIONS"]
)
def test_no_other_method_does_anything(plain, method):
    """What no browser sends is answered by nothing: nothing is done, and nothing that was sent comes back."""
    desk, client = plain
    before = len(list(desk.ledger.entries()))
    headers = {"x-secret": "s3cr3t", "x-http-method-override": "POST"}
    for path in ("/", "/sources", "/sources/new", "/sources/uploads", "/fires/shorter-handover/comments", "/fires.csv"):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code in (400, 403, 404, 405, 421), (method, path)
        assert "s3cr3t" not in answer.text + str(answer.headers)
        assert "access-control-allow-origin" not in answer.headers
    assert len(list(desk.ledger.entries())) == before


HOSTS = ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "", "[::ffff:7f00:1]", "127.0.0.1, evil"]


@pytest.mark.parametrize("host", HOSTS)
def test_another_name_is_not_answered(plain, host):
    """Under a name that is not its own, the server says nothing of what it has, and takes nothing."""
    _, client = plain
    for path in ("/", "/sources", "/fires.csv", "/sources/panel.csv?measure=plain"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code in (400, 421), path
        assert "plain" not in answer.text
    sent = client.post("/sources/uploads", headers={"host": host}, files={"file": ("a.csv", b"a")})
    assert sent.status_code in (400, 421)


PATHS = """
/static/../smallfires.toml /static/..%2f..%2fsmallfires.toml /static/%2e%2e/smallfires.toml /static//etc/passwd
/static/board.css%00 /fires/../smallfires.toml /fires/%2e%2e%2fsmallfires.toml /fires/..%5c..%5csmallfires.toml
/work/..%2f..%2fsmallfires.toml /work/%2e%2e /work/../../smallfires.toml /work/a%00b /work/a/result.toml
/work/..%2f..%2f..%2fledger.db/result.csv /fires/shorter-handover/readings/1/..%2f.. /fires/shorter-handover/readings/-1
/fires/shorter-handover/readings/99999999999999999999 /sources/..%2f..%2fsmallfires.toml /sources/%00 /data/a.csv
/smallfires.toml /ledger.db /.smallfires /b/..%2f..%2fx /sources/panel.csv?measure=..%2f..%2fsmallfires.toml
/%ff%fe /fires/%ff /sources/new?file=..%2fsmallfires.toml /sources/new?file=..%5csmallfires.toml
"""


@pytest.mark.parametrize("path", [*PATHS.split(), "/" + "x" * 5_000])
def test_no_path_leads_to_a_file(plain, path):
    """No address leads to a file of the workspace or of the machine, however it is written."""
    _, client = plain
    asked = client.build_request("GET", "/")
    asked.url = asked.url.copy_with(raw_path=path.encode())
    answer = client.send(asked)
    assert 400 <= answer.status_code < 500, path
    for text in ("owner =", "root:", "ledger-secret"):
        assert text not in answer.text
