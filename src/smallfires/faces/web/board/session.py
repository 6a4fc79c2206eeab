"""Whether a form was sent by a page of this board, and not by a page of somebody else.

Whoever can open the board may act: alone on a laptop there is no account. What has to be kept out are other sites, which a
browser on this machine shows at the same time. So a form is taken only from the board's own address, as the browser tells it,
and with a token that only a page of the board can have: it belongs to a cookie that browsers send along with the board's own
requests only.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

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

    def give(self, answer: Response) -> Response:
        """The answer, with the cookie where the browser has none yet."""
        if self.new:
            answer.set_cookie(COOKIE, self.name, httponly=True, samesite="strict", path="/")
        return answer


class Sessions:
    """Of one board, for as long as it runs: its tokens hold no longer."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, request: Request) -> Session:
        """The session of the browser that asks; a new one where it has none."""
        told = request.cookies.get(COOKIE, "")
        known = _SHAPE.fullmatch(told) is not None
        name = told if known else secrets.token_urlsafe(32)
        return Session(name, hmac.new(self._secret, name.encode(), sha256).hexdigest(), not known)

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
