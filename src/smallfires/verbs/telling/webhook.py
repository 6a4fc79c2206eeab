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
        told = payload(news, workspace)
        for wait in (*WAITS, None):
            problem, again = self._try(news, told)
            if not problem:
                return
            if wait is None or not again:
                raise EngineError(f"{self._place} {problem}.", _WAY_OUT)
            pause(wait)

    def _try(self, news: News, told: bytes) -> tuple[str, bool]:
        """One try: what was wrong, empty for nothing, and whether another one may help."""
        wanted = request.Request(self.url, told, self._headers(news, told), method="POST")
        try:
            within(WHOLE * self.timeout, lambda: _opener().open(wanted, timeout=self.timeout).close())
            return "", False
        except failed.HTTPError as answer:
            with answer:
                return _answered(answer), answer.code in LATER
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            return _unreached(reason), not isinstance(reason, ssl.SSLCertVerificationError)

    def _headers(self, news: News, told: bytes) -> dict[str, str]:
        number, moment = f"msg_{news.mark[:40]}", int(time.time())
        return {
            "Content-Type": "application/json",
            "User-Agent": f"Smallfires/{VERSION}",
            "webhook-id": number,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(self.secret, number, moment, told),
        }

    @property
    def _place(self) -> str:
        return f'The webhook "{self.name}" at {urlsplit(self.url).hostname}'


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
