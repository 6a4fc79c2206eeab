from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from bench.worked import worked
from tests.faces.test_page import Reader
from tests.faces.web.api.asking import API, done, post
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.serving import serving

import smallfires
from smallfires.faces.cli import COMMANDS
from smallfires.faces.web.plain import labels, plain
from smallfires.fires.charters.form import SHAPES

TERMINAL = re.compile(rf"\bsmallfires (?:{'|'.join(COMMANDS)})\b|(?<![\w-])--(?!sf-)[a-z]")
"""A command of the terminal, or one of its flags; what is no colour of a style sheet."""
NAMED = re.compile(r'"flag": "[^"]*"')
"""Where a record names the flag that says otherwise: for whoever does the same at the command line."""
WITHIN = ("fires", "verbs", "worklog", "stats", "engines", "stores")
ONLY_TYPED = {"because", "override"}
"""Flags that stand in what is said at the command line only."""
SOURCES = """
[sources.empty]
file = "empty.csv"

[sources.zones]
file = "zones.csv"

[sources.days]
file = "days.csv"

[sources.odd]
file = "odd.csv"

[sources.gone]
file = "gone.csv"

[measures.odd]
source = "odd"
better = "less"

[measures.gone]
source = "gone"
better = "less"
"""
FILES = {
    "empty.csv": "",
    "zones.csv": "case,activity,end\n1,A,2026-01-05 10:00Z\n1,B,2026-01-05 11:00\n2,A,2026-01-06 10:00Z\n2,B,2026-01-07 09:00\n",
    "days.csv": "case,activity,end\n1,A,01/02/2026 10:00\n1,B,02/02/2026 11:00\n2,A,03/02/2026 10:00\n2,B,04/02/2026 09:00\n",
    "odd.csv": "what,ever\nx,y\nz,\n",
}


ODD = ("empty", "zones", "days", "odd", "gone")
KIND = re.compile(r"[^/?&=]*\d[^/?&=]*|(?<=/fires/)[^/]+|(?<==)[^&]*|(?<=/people/)[^/]+|(?<=/sources/)[^/]+")
"""What differs in the addresses of pages of one kind."""
MOST = 2
"""Pages of one kind that are looked at."""


@pytest.fixture(scope="module")
def site(lived, tmp_path_factory):
    """The worked workspace, with data that nobody can read, and a fire that could not be read."""
    folder = tmp_path_factory.mktemp("plain") / "worked"
    with worked(folder, lived) as shown:
        for name, told in FILES.items():
            (folder / name).write_text(told, "utf-8")
        with (folder / "smallfires.toml").open("a", encoding="utf-8") as file:
            file.write(SOURCES)
        with serving(shown.desk, board=True) as client:
            client.timeout = httpx.Timeout(60)
            yield client, shown


def said(answer: httpx.Response) -> list[str]:
    """What of a page or an answer is for the terminal only, each with the words around it."""
    page = answer.headers.get("content-type", "").startswith("text/html")
    whole = text(answer) if page else " ".join(NAMED.sub("", answer.text).split())
    return [whole[max(0, found.start() - 60) : found.end() + 40] for found in TERMINAL.finditer(whole)]


def test_no_page_names_a_command(site):
    """All pages of a worked workspace, with data that cannot be read among them, tell what to do without the terminal."""
    client, shown = site
    starts = ["/", "/work", *(f"/sources/{name}" for name in ODD), shown.open, "/nothing", "/fires/new?as=text"]
    found = {path: said(answer) for path, answer in walked(client, starts)}
    assert len(found) > 30
    assert {path: texts for path, texts in found.items() if texts} == {}


def walked(client: httpx.Client, starts: list[str]) -> Iterator[tuple[str, httpx.Response]]:
    """All that links lead to, a few of each kind."""
    known, waiting, kinds = set(starts), list(starts), Counter[str]()
    while waiting:
        answer = client.get(waiting.pop(0), follow_redirects=True)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        yield answer.url.path, answer
        for one in Reader(answer.text).every("a"):
            link = one.get("href", "").partition("#")[0]
            kind = KIND.sub("", link)
            if link.startswith("/") and link not in known and kinds[kind] < MOST:
                kinds[kind] += 1
                known.add(link)
                waiting.append(link)


def test_a_charter_is_refused_without_the_terminal(site):
    """Nothing filled in, and every field wrong: what is to be settled is said without a command, as a form and as text."""
    client, _ = site
    page = client.get("/fires/new?subject=process&intent=transform")
    blank = client.post("/fires/new", data=hidden(page) | {"do": "check", "intent": "transform", "subject": "process"})
    assert blank.status_code == 422
    odd = {path: "x" for path, shape in SHAPES.items() if shape != "rows"} | {"intent": "transform", "do": "check"}
    odd |= {"success.measure": "happiness", "design.name": "guess", "success.better": "less"}
    wrong = client.post("/fires/new", data=hidden(page) | odd)
    assert wrong.status_code == 422
    toml = client.post("/fires/new", data=hidden(page) | {"as": "text", "text": "title = 1", "do": "check"})
    assert toml.status_code == 422
    assert said(blank) == said(wrong) == said(toml) == []


ASKED = (
    *(("read", {"source": name, "target": "2h"}) for name in ("zones", "days", "odd")),
    *(("learn", {"source": name, "treated": "A", "since": "2026-01-05"}) for name in ("odd", "calls")),
    ("design", {"source": "calls", "sizes": "90", "periods": "3"}),
    ("learn", {"source": "calls", "lit": "a", "first": "b"}),
    ("learn", {"source": "calls", "new": "x"}),
    ("design", {"source": "calls", "sizes": "none"}),
    ("read", {"source": "days", "day_first": "yes", "hard": "A -> Z", "target": "5d"}),
)


@pytest.mark.parametrize(("key", "values"), ASKED)
def test_no_question_of_data_is_refused_in_flags(site, key, values):
    """Whatever cannot be read or asked, its way out names the fields of the form, and no flag."""
    client, _ = site
    answer = client.post(f"/{key}", data=hidden(client.get(f"/{key}")) | values)
    while answer.status_code == 303 or "<progress" in answer.text:
        answer = client.get(answer.headers.get("location", answer.url.path))
    assert "sf-problem" in answer.text or "sf-asks" in answer.text or "sf-note" in answer.text
    assert said(answer) == []


def test_no_answer_to_a_program_names_a_command(site):
    """Records and refusals of the API say what to do without the terminal, too."""
    client, _ = site
    slugs = [one["slug"] for one in client.get(f"{API}/fires").json()["items"]]
    asked = [
        f"{API}/fires/{slug}{rest}" for slug in slugs for rest in ("", "/clarity", "/brief", "/diary", "/readings")
    ]
    asked += [f"{API}/fires/nothing", f"{API}/fires/one-visit/readings/1", f"{API}/workspace"]
    assert [texts for path in asked if (texts := said(client.get(path)))] == []
    refused = [
        post(client, "/fires", charter={"title": "x"}),
        post(client, "/fires", charter={"design": "guess"}),
        done(client, f"/fires/{slugs[0]}/readings"),
        done(client, "/fires/three-answers-first/readings"),
        post(client, "/fires/three-answers-first/decisions", decision="spread", reason=" "),
        post(client, "/fires/three-answers-first/tests", risk=1, holds=True, because=""),
    ]
    assert [json.loads(one.text) for one in refused if said(one)] == []


def test_every_flag_that_an_error_names_has_a_label():
    """Pages call each flag that is named below the faces as their forms do; what has no label is said at the terminal only."""
    named = {flag for text in _texts() for flag in re.findall(r"(?<![\w-])--([a-z][a-z-]*[a-z])", text)}
    assert named - labels().keys() - ONLY_TYPED == set()
    assert plain("Say --less-is-better, or name it with --time COLUMN, as in --timezone Europe/Amsterdam.") == (
        "Say “Less is better”, or name it with “Time: the day, week or month”, as in “Time zone of times that name none”: "
        "Europe/Amsterdam."
    )


def test_commands_stand_where_pages_leave_them_away():
    """Below the faces, a command of the terminal is named only as the way out for whoever sits there."""
    command = re.compile(rf"\bsmallfires (?:{'|'.join(COMMANDS)})\b")
    assert [text for text in _texts() if command.search(text)] == []


@cache
def _texts() -> tuple[str, ...]:
    """All texts of the layers below the faces but docstrings and commands."""
    files = (path for layer in WITHIN for path in (Path(smallfires.__file__).parent / layer).rglob("*.py"))
    return tuple(text for path in files for text in _texts_of(ast.parse(path.read_text("utf-8"))))


def _texts_of(tree: ast.Module) -> Iterator[str]:
    left = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        names = {getattr(one, "id", "") for one in getattr(node, "targets", [getattr(node, "target", None)])}
        if (isinstance(node, ast.keyword) and node.arg == "command") or names & COMMANDS_HELD:
            left |= {id(one) for one in ast.walk(node)}
    texts = (one for one in ast.walk(tree) if isinstance(one, ast.Constant) and id(one) not in left)
    yield from (one.value for one in texts if isinstance(one.value, str) and not one.value.startswith(FILE))


FILE = "# A workspace"
"""The beginning of the file that a new workspace gets."""
COMMANDS_HELD = {"command", "COMMANDS", "RESTORE", "_COMMANDS"}
"""Names that hold what is handed on as a command."""
