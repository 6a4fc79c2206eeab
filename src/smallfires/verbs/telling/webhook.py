"""News to another program: a POST of JSON, signed so that the receiver can tell who sent it, when, and that it is whole.

Headers and signature are those of Standard Webhooks 1.0.0, for which there are libraries in many languages:

    webhook-id          the same for the same news, however often it is sent: what was seen before is to be left
    webhook-timestamp   when this try was made, in seconds since 1970 UTC; refuse what is older than five minutes
    webhook-signature   v1,<base64 of HMAC-SHA256 of "id.timestamp.body" with the secret>

The addresses are those that the owner wrote into the workspace's file, so they may be on the local network. Nobody else can
name one, and a redirection is never followed. Certificates are checked.

Source: Standard Webhooks, specification 1.0.0, "Signature scheme" and "Webhook headers".
"""

from __future__ import annotations

import base64
import hmac
import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib import error as failed
from urllib import request
from urllib.parse import urlsplit

from smallfires.errors import EngineError
from smallfires.fires.news import News
from smallfires.fires.plain import canonical
from smallfires.verbs.bench import VERSION
from smallfires.verbs.telling.within import WHOLE, within

TIMEOUT = 10.0
"""Seconds that a receiver may be silent."""
WAITS = (1.0, 5.0)
"""Seconds before the second and the third try; after that the next night tries again."""
LATER = frozenset([408, 425, 429, 500, 502, 503, 504])
"""Answers after which another try may help."""


@dataclass(frozen=True)
class Call:
    """What is sent.

    Attributes:
        number: its own, the same at every try.
        body: its bytes.
    """

    number: str
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came of one try.

    Attributes:
        status: of HTTP; 0 where nothing was answered.
        problem: what was wrong, to go on after its name; empty for nothing.
        again: whether another try may help.
    """

    status: int
    problem: str = ""
    again: bool = False


@dataclass(frozen=True)
class Webhook:
    """A program that wants to hear of news.

    Attributes:
        name: in the workspace's file.
        url: where it listens.
        secret: that both know.
        topics: what it wants to hear of.
        timeout: seconds that it may be silent.
    """

    name: str
    url: str = field(repr=False)
    secret: bytes = field(repr=False)
    topics: tuple[str, ...]
    timeout: float = TIMEOUT

    def post(self, news: News, workspace: str, pause: Callable[[float], None]) -> None:
        """Send one piece of news; tries three times.

        Args:
            news: to send.
            workspace: its name.
            pause: waits for so many seconds.

        Raises:
            EngineError: it was not taken; says what was answered.
        """
        told = Call(f"msg_{news.mark[:40]}", payload(news, workspace))
        for wait in (*WAITS, None):
            answer = self.call(told)
            if not answer.problem:
                return
            if wait is None or not answer.again:
                raise EngineError(f'The webhook "{self.name}" at {self.host} {answer.problem}.', _WAY_OUT)
            pause(wait)

    def call(self, told: Call) -> Answer:
        """One try."""
        wanted = request.Request(self.url, told.body, self._headers(told), method="POST")
        try:
            return Answer(within(WHOLE * self.timeout, lambda: self._asked(wanted)))
        except failed.HTTPError as answer:
            with answer:
                return Answer(answer.code, _answered(answer), answer.code in LATER)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            return Answer(0, _unreached(reason), not isinstance(reason, ssl.SSLCertVerificationError))

    def _asked(self, wanted: request.Request) -> int:
        with _opener().open(wanted, timeout=self.timeout) as answer:
            return int(answer.status)

    def _headers(self, told: Call) -> dict[str, str]:
        moment = int(time.time())
        return {
            "Content-Type": "application/json",
            "User-Agent": f"Smallfires/{VERSION}",
            "webhook-id": told.number,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(self.secret, told.number, moment, told.body),
        }

    @property
    def host(self) -> str:
        """Where it is, without what else stands in its address."""
        return urlsplit(self.url).hostname or ""


def payload(news: News, workspace: str) -> bytes:
    """What is sent: the same bytes at every try."""
    data = {
        "workspace": workspace, "fire": news.fire, "title": news.title, "event": news.event,
        "headline": news.headline, "lines": list(news.lines),
        "reading": news.reading, "verdict": news.decision, "before": news.before,
    }  # fmt: skip
    return canonical({"type": f"fire.{news.topic}", "timestamp": news.at, "data": data}).encode("utf-8")


def signature(secret: bytes, number: str, moment: int, told: bytes) -> str:
    """The signature of one try.

    Args:
        secret: that both know.
        number: the news' own.
        moment: of the try, in seconds since 1970 UTC.
        told: the body.
    """
    signed = f"{number}.{moment}.".encode() + told
    return "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode("ascii")


class _Staying(request.HTTPRedirectHandler):
    """Goes nowhere but where it was sent."""

    def redirect_request(self, *_: Any) -> None:
        """No other address is asked."""


def _opener() -> request.OpenerDirector:
    return request.build_opener(request.HTTPSHandler(context=ssl.create_default_context()), _Staying)


def _answered(answer: failed.HTTPError) -> str:
    if 300 <= answer.code < 400:
        return f"sends elsewhere ({answer.code}), which is not followed: write the address itself into the file"
    return f"answered {answer.code} {answer.reason}".rstrip()


def _unreached(error: object) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that this machine does not trust: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "did not answer in time"
    return f"cannot be reached: {getattr(error, 'strerror', None) or error}"


_WAY_OUT = "It will be tried again the next night."
