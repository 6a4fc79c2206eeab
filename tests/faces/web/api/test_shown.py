from __future__ import annotations

import json
import re
import shutil
import subprocess
import time

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import text
from tests.faces.web.serving import serving
from tests.verbs.desks import a_desk, lit

from smallfires.faces.web.api.call import BASE
from smallfires.faces.web.api.examples import EXAMPLES, WORK
from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.routes import CALLS
from smallfires.faces.web.api.shown import shown
from smallfires.verbs.desk import desk

SAID = "\n%{http_code} %{content_type}"


def run(command: str) -> tuple[int, str]:
    """What a command of the page gets: the status, and the answer."""
    shell = ["sh", "-c", f"{command} -sS --noproxy '*' -w '{SAID}'"]
    done = subprocess.run(shell, capture_output=True, text=True, encoding="utf-8", check=True)
    body, _, last = done.stdout.rpartition("\n")
    return int(last.split()[0]), body


def ended(client, work: str) -> dict:
    """A piece of work, when it has ended."""
    until = time.monotonic() + 120
    while (told := client.get(f"{BASE}/work/{work}").json())["ended"] is None and time.monotonic() < until:
        time.sleep(0.05)
    return told


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on the PATH")
def test_every_example_works(lived, tmp_path, monkeypatch):
    """Each command of the page does in the worked workspace what it says, and its work ends well."""
    monkeypatch.setenv("HOOK_SECRET", "a secret of at least twenty-four bytes")
    told, last, wrong = {}, "", []
    for life, keys in (
        ("lit", [key for key in EXAMPLES if key != "fire.put-out"]),
        ("given-up", ["drafts", "fire.put-out"]),
    ):
        shutil.copytree(lived, tmp_path / life)
        with (tmp_path / life / "smallfires.toml").open("a", encoding="utf-8") as file:
            file.write('\n[webhooks.board]\nurl = "http://127.0.0.1:9/"\nsecret = "${HOOK_SECRET}"\n')
        with desk(tmp_path / life) as worked, serving(worked, board=True) as client:
            commands = {one.key: one for one in shown(document(CALLS, signs_in=False), str(client.base_url))}
            for key in keys:
                status, body = run(commands[key].curl.replace(WORK, last))
                answer = body if key == "getCharter" else json.loads(body)
                if status == 202:
                    last = answer["id"]
                    answer = ended(client, last)
                    status = status if answer["state"] == "done" else 500
                if status >= 300:
                    wrong.append((key, status, answer))
                told[key] = status
    assert wrong == []
    assert set(told) == set(EXAMPLES)


def test_the_page_has_every_call(tmp_path):
    """Every call stands on the page with its fields, its answers and its command, under an address of its own."""
    made = a_desk()
    lit(made)
    with serving(made, board=True) as client:
        answer = client.get("/api")
        calls = shown(document(CALLS, signs_in=False), str(client.base_url))
    seen = Reader(answer.text)
    assert {one["id"] for one in seen.every("details")} == {one.key for one in calls}
    said = text(answer)
    for one in calls:
        assert one.says in said
        assert " ".join(one.curl.split()) in said
        assert all(part.name in said and part.says in said for part in (*one.told, *one.answers))
    assert not re.search(r"<script(?! src)|style=", answer.text)
