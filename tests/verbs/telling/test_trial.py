from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from pathlib import Path

import pytest
from tests.verbs.desks import Clock
from tests.verbs.telling.servers import web_server

from smallfires.errors import NotThere
from smallfires.verbs.telling.trial import ASK, SIGNED, try_webhook
from smallfires.verbs.workspace import Workspace

SECRET = "a secret of at least twenty-four bytes"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The secret stands where the workspace's file says."""
    monkeypatch.setenv("BOARD_SECRET", SECRET)


def workspace(url: str = "https://board.example.org", **more: object) -> Workspace:
    """A workspace with one webhook."""
    return Workspace(
        Path(), "Ward", "Ruth", settings={"webhooks": {"board": {"url": url, "secret": "${BOARD_SECRET}"} | more}}
    )


def test_a_call_to_try_is_signed_as_news_are():
    """One POST of its own kind, with a number of its own each time, which the receiver can check; it tells of no fire."""
    with web_server() as board:
        tried = [try_webhook(workspace(board.url), "board", Clock()) for _ in range(2)]
    assert [(one.taken, one.status, one.host, one.problem) for one in tried] == [(True, 204, "localhost", "")] * 2
    first, second = board.calls
    assert first.headers["webhook-id"] != second.headers["webhook-id"]
    signed = ".".join(first.headers[f"webhook-{name}"] for name in ("id", "timestamp")).encode() + b"." + first.body
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert first.headers["webhook-signature"] == f"v1,{expected}"
    told = json.loads(first.body)
    assert (told["type"], told["data"]["workspace"], "fire" in told["data"]) == ("trial", "Ward", False)


@pytest.mark.parametrize(("code", "way_out"), [(500, ASK), (404, ASK), (401, SIGNED), (403, SIGNED)])
def test_what_was_answered_is_told(code, way_out):
    """It is called once, whatever comes of it, and what was answered is told with what to do about it."""
    with web_server() as board:
        board.answers = [code]
        tried = try_webhook(workspace(board.url), "board", Clock())
    assert (tried.taken, tried.status, tried.way_out, len(board.calls)) == (False, code, way_out, 1)
    assert tried.problem.startswith(f"It answered {code} ")


def test_nothing_is_followed_and_nobody_is_waited_for_without_end():
    """A receiver that sends elsewhere, that drips, or that is not there is told as such."""
    with web_server() as board, web_server() as other:
        board.elsewhere, board.answers = other.url, [302]
        away = try_webhook(workspace(board.url), "board", Clock())
        board.drips = True
        slow = try_webhook(workspace(board.url, timeout=0.05), "board", Clock())
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    gone = try_webhook(workspace(url), "board", Clock())
    assert (other.calls, away.status, "not followed" in away.problem) == ([], 302, True)
    assert (slow.status, slow.problem) == (0, "It did not answer in time.")
    assert (gone.status, "cannot be reached" in gone.problem) == (0, True)


def test_only_what_stands_in_the_file_is_called():
    """A name that is not there is refused with those that are; a table that cannot be understood is told, and not called."""
    with pytest.raises(NotThere, match=r'no webhook "https://evil.example"\. There are board\.'):
        try_webhook(workspace(), "https://evil.example", Clock())
    for wrong in (
        {"url": "http://10.0.0.1/"},
        {"url": "file:///etc/passwd"},
        {"secret": "short"},
        {"secret": "${NOT_SET_HERE}"},
    ):
        tried = try_webhook(workspace(**wrong), "board", Clock())
        assert (tried.taken, tried.status, tried.host) == (False, 0, "")
        assert tried.problem.startswith("It was not called.")
