from __future__ import annotations

import os
import re
import signal
import subprocess

import httpx
import pytest
from tests.faces.cli.programs import PROGRAM

from smallfires.faces.cli import run

POSIX = pytest.mark.skipif(os.name != "posix", reason="a process is stopped by a signal")


@pytest.fixture
def here(tmp_path):
    assert run(["init", str(tmp_path), "--name", "Ward", "--owner", "Mara Lind"]) == 0
    return tmp_path


def account(here, *told: str) -> int:
    """A command about people in the workspace."""
    return run(["account", *told, "--folder", str(here)])


def test_without_an_admin_nothing_is_served(here, capsys):
    """Where nobody could let others in the server does not start, and says how to begin."""
    account(here, "add", "Bo Berg")
    assert run(["serve", "--folder", str(here), "--port", "0"]) == 6
    assert 'smallfires account add "Mara Lind" --role admin' in capsys.readouterr().err


def test_people_are_looked_after(here, capsys):
    """Added, listed, made something else, closed, opened again; what cannot be is refused with its exit code."""
    assert account(here, "list") == 0
    assert "Nobody has an account yet" in capsys.readouterr().out
    assert account(here, "add", "Mara Lind", "--role", "admin", "--mail", "mara@example.org") == 0
    first = re.search(r"http://localhost:8765/welcome/[\w-]{43}", capsys.readouterr().out)[0]
    assert account(here, "link", "mara lind") == 0
    assert first not in capsys.readouterr().out
    assert [
        account(here, "add", "MARA LIND"),
        account(here, "close", "Mara Lind"),
        account(here, "role", "X", "reader"),
    ] == [2, 6, 2]
    assert (
        account(here, "add", "Bo Berg")
        == account(here, "role", "Bo Berg", "lighter")
        == account(here, "close", "Bo Berg")
        == 0
    )
    capsys.readouterr()
    account(here, "list")
    assert capsys.readouterr().out.splitlines() == [
        "lighter   Bo Berg  (closed)", "admin     Mara Lind  (no password yet)  mara@example.org",
    ]  # fmt: skip
    assert account(here, "open", "Bo Berg") == 0
    run(["ledger", "show", "--folder", str(here)])
    said = " ".join(capsys.readouterr().out.split())
    assert all(f"{word} Bo Berg" in said or f"{word} the account of Bo Berg" in said for word in ("Enrolled", "Closed"))


@POSIX
def test_the_server_is_for_who_has_an_account(here, capsys):
    """It answers under its own names only, asks who is there, says that https holds for a year, and stops when told to."""
    account(here, "add", "Mara Lind", "--role", "admin")
    settings = '\n[server]\nnames = ["fires.example.org"]\nproxies = ["127.0.0.1"]\n'
    (here / "smallfires.toml").write_text((here / "smallfires.toml").read_text("utf-8") + settings, "utf-8")
    account(here, "link", "Mara Lind")
    link = re.search(r"https://fires\.example\.org(/welcome/\S+)", capsys.readouterr().out)[1]
    command = [*PROGRAM, "serve", "--folder", str(here), "--port", "0"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told = running.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", told)[0]
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        assert client.get("/").status_code == 421
        assert client.get("/healthz").text == "alive\n"
        host = {"host": "fires.example.org", "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
        answer = client.get("/", headers=host)
        assert (answer.status_code, answer.headers["strict-transport-security"]) == (303, "max-age=31536000")
        page = client.get(link, headers=host)
        cookie = page.headers["set-cookie"]
        assert cookie.startswith("__Host-smallfires=") and "Secure" in cookie
        form = {"token": re.search(r'name="token" value="(\w+)"', page.text)[1]} | dict.fromkeys(
            ("password", "again"), "correct horse battery"
        )
        sent = host | {"cookie": cookie.split(";")[0], "origin": "https://fires.example.org"}
        came = client.post(link, headers=sent, data=form)
        assert came.status_code == 303
        inside = host | {"cookie": came.headers["set-cookie"].split(";")[0]}
        assert 'href="/settings" dir="auto">Mara Lind</a>' in client.get("/", headers=inside).text
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped.")
