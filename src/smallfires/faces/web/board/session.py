"""Whether a form was sent by a page of this board, and not by a page of somebody else.

What has to be kept out are other sites, which a browser shows at the same time. So a form is taken only from the board's own
address, as the browser tells it, and with a token that only a page of the board can have: it belongs to a cookie that browsers
send along with the board's own requests only. Whoever signs in gets another cookie, and with it other tokens: what was known
before opens nothing afterwards.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "smallfires"
FIELD = "token"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
_OURS = frozenset({"same-origin", "none"})


class Foreign(Exception):
    """Asked by a page of somebody else."""


@dataclass(frozen=True)
class Session:
    """A browser that has opened the board.

    Attributes:
        name: in its cookie.
        token: in its forms.
        new: whether the cookie is still to be given.
    """

    name: str
    token: str
    new: bool


class Sessions:
    """Of one board, for as long as it runs: its tokens hold no longer.

    Args:
        https: whether the board is asked by https: then browsers keep the cookie for that, and for this host alone.
        links: whether the cookie comes along when somebody follows a link from elsewhere, such as one in a letter.
    """

    def __init__(self, *, https: bool = False, links: bool = False) -> None:
        self._secret = secrets.token_bytes(32)
        self._https, self._links = https, links
        self.cookie = f"__Host-{COOKIE}" if https else COOKIE

    def of(self, request: Request) -> Session:
        """The session of the browser that asks; a new one where it has none, the same for all of one request."""
        found: Session | None = getattr(request.state, "browser", None)
        if found is None:
            found = request.state.browser = self._of(request)
        return found

    def _of(self, request: Request) -> Session:
        told = request.cookies.get(self.cookie, "")
        known = _SHAPE.fullmatch(told) is not None
        name = told if known else secrets.token_urlsafe(32)
        return Session(name, hmac.new(self._secret, name.encode(), sha256).hexdigest(), not known)

    def give(self, answer: Response, name: str, lasts: timedelta | None = None) -> Response:
        """The answer, with a cookie.

        Args:
            answer: to some request.
            name: what stands in the cookie.
            lasts: how long the browser keeps it; until it is closed where None.
        """
        age = int(lasts.total_seconds()) if lasts else None
        site: Literal["lax", "strict"] = "lax" if self._links else "strict"
        answer.set_cookie(self.cookie, name, age, secure=self._https, httponly=True, samesite=site, path="/")
        return answer

    def holds(self, request: Request, token: str) -> bool:
        """Whether a form was made for the browser that sends it."""
        session = self.of(request)
        return not session.new and hmac.compare_digest(session.token.encode(), token.encode("utf-8", "replace"))


def own(request: Request) -> None:
    """Let pass what the board's own pages ask, and links that somebody follows.

    Raises:
        Foreign: another site asks.
    """
    site, sends = request.headers.get("sec-fetch-site"), request.method not in ("GET", "HEAD")
    follows = not sends and request.headers.get("sec-fetch-mode") == "navigate"
    if site is not None and site not in _OURS and not follows:
        raise Foreign
    if sends and not _from_here(request, site):
        raise Foreign


def _from_here(request: Request, site: str | None) -> bool:
    """Whether the origin that a browser tells is the board's own; a program that is no browser tells none."""
    origin = request.headers.get("origin")
    if origin is None or (origin == "null" and site == "same-origin"):
        return True
    return origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
