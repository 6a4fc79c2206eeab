"""News reach another program signed, once more where it helps, and never elsewhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import time
from dataclasses import replace

import pytest
from tests.fires.test_news import EARLY, burning, read
from tests.verbs.telling.servers import certificate, web_server

from smallfires.errors import EngineError
from smallfires.fires.news import Topic, news
from smallfires.verbs.telling.webhook import WAITS, Webhook

SECRET = b"a secret of at least twenty-four bytes"
(ONE,) = news(burning(read(1, "spread")), EARLY)


class Pauses(list):
    """Waits for no time at all, and knows how long it would have been."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def hook(url: str) -> Webhook:
    return Webhook("board", url, SECRET, tuple(Topic), timeout=5.0)


def test_a_receiver_can_check_the_signature():
    """The signature is that of the three parts with the secret, worked out by the receiver itself."""
    with web_server() as board:
        hook(board.url).post(ONE, "Ward", Pauses())
    (call,) = board.calls
    number, moment = call.headers["webhook-id"], call.headers["webhook-timestamp"]
    signed = number.encode() + b"." + moment.encode() + b"." + call.body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(moment) - time.time()) < 300
    assert "." not in number


def test_what_is_sent_is_the_news():
    """The body is JSON: the kind, when it came to be, and everything that is known of it."""
    with web_server() as board:
        hook(board.url).post(ONE, "Ward", Pauses())
    (call,) = board.calls
    assert (call.path, call.headers["content-type"]) == ("/fires", "application/json")
    told = json.loads(call.body)
    assert told["type"] == "fire.verdict"
    assert told["timestamp"] == ONE.at
    assert told["data"] == {
        "workspace": "Ward", "fire": "shorter-handover", "title": "A shorter handover", "event": "verdict of reading 1",
        "headline": "A shorter handover: spread. Until now it was: too early.", "lines": ["It is spread."],
        "reading": 1, "verdict": "spread", "before": "too early",
    }  # fmt: skip


@pytest.mark.parametrize("code", [500, 503, 429, 408, 0])
def test_what_may_pass_is_tried_again(code):
    """After a fault of the receiver's, and a line that broke, the same is sent again under the same number."""
    pauses = Pauses()
    with web_server() as board:
        board.answers = [code, code]
        hook(board.url).post(ONE, "Ward", pauses)
    assert pauses == list(WAITS)
    assert len({call.headers["webhook-id"] for call in board.calls}) == 1
    assert len({call.body for call in board.calls}) == 1
    assert len(board.calls) == 3


def test_there_is_an_end_to_trying():
    """After three tries it is an error that says what was answered."""
    with web_server() as board, pytest.raises(EngineError, match="answered 503") as caught:
        board.answers = [503] * 9
        hook(board.url).post(ONE, "Ward", Pauses())
    assert len(board.calls) == 3
    assert "next night" in str(caught.value)


@pytest.mark.parametrize("code", [400, 401, 404, 410])
def test_what_will_not_pass_is_not_tried_again(code):
    """Where the receiver says that it was asked wrongly, once is enough."""
    with web_server() as board, pytest.raises(EngineError, match=f"answered {code}"):
        board.answers = [code] * 3
        hook(board.url).post(ONE, "Ward", Pauses())
    assert len(board.calls) == 1


def test_a_receiver_that_drips_holds_nobody():
    """An answer that comes letter by letter, each within the time that it may be silent, is given up."""
    with web_server() as board:
        board.drips = True
        with pytest.raises(EngineError, match="did not answer in time"):
            replace(hook(board.url), timeout=0.1).post(ONE, "Ward", Pauses())
    assert len(board.calls) == 3


def test_nothing_goes_elsewhere():
    """A receiver that sends elsewhere is not followed, and that is said."""
    with web_server() as other, web_server() as board, pytest.raises(EngineError, match="not followed"):
        board.answers, board.elsewhere = [302], other.url
        hook(board.url).post(ONE, "Ward", Pauses())
    assert other.calls == []
    assert len(board.calls) == 1


def test_who_is_not_there_is_said():
    """Nobody listens, or under no such name: an error that names the host, and neither path nor secret."""
    with web_server() as board:
        gone = board.url
    with pytest.raises(EngineError, match="at localhost cannot be reached") as caught:
        hook(gone + "/hidden-token").post(ONE, "Ward", Pauses())
    assert "hidden-token" not in str(caught.value)
    with pytest.raises(EngineError, match="cannot be reached"):
        hook(f"https://{'a' * 70}.invalid/").post(ONE, "Ward", Pauses())
    assert "hidden-token" not in repr(hook(gone + "/hidden-token"))
    assert "secret of" not in repr(hook(gone))


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_certificates_are_checked(tmp_path, monkeypatch):
    """A receiver whose certificate is not trusted gets nothing; one whose certificate is, gets the news."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    context, made = certificate(tmp_path)
    with web_server(context) as board:
        pauses = Pauses()
        with pytest.raises(EngineError, match="does not trust"):
            hook(board.url).post(ONE, "Ward", pauses)
        assert (board.calls, pauses) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        hook(board.url).post(ONE, "Ward", Pauses())
        assert len(board.calls) == 1


def test_other_news_have_another_number():
    """What a receiver has to take as new has another number."""
    with web_server() as board:
        hook(board.url).post(ONE, "Ward", Pauses())
        hook(board.url).post(replace(ONE, mark="0" * 64), "Ward", Pauses())
    assert len({call.headers["webhook-id"] for call in board.calls}) == 2
