"""Knows who asks: a browser by the session in its cookie, a program by its token. Everything else is nobody."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from smallfires.faces.web.board.session import Sessions
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.limits import API_ADDRESS, API_TOKEN, Tries, whence
from smallfires.fires.accounts import Account, Key, Kind, allowed
from smallfires.verbs.accounts.staff import Staff

API = "/api/"
"""Where programs ask. Only there a token is taken, and there a cookie opens nothing but what can be looked at."""


@dataclass(frozen=True)
class Organization:
    """The door of an organization: whoever comes in has an account, and may what it may at this moment.

    Attributes:
        staff: the people.
        sessions: of the browsers; the cookie of one who is in holds the secret of their session.
        counted: how often programs have asked lately.
    """

    staff: Staff
    sessions: Sessions
    counted: Tries

    def visitor(self, request: Request) -> Visitor | None:
        """As ``Door.visitor``."""
        found = self.opened(request)
        if found is None:
            return None
        key, account = found
        return Visitor(account.name, allowed(account, key), account.name)

    def opened(self, request: Request) -> tuple[Key, Account] | None:
        """With what somebody came in, and who it is; None where it is nobody."""
        if request.url.path.startswith(API):
            self.counted.one(API_ADDRESS, whence(request))
            told = request.headers.get("authorization", "")
            if told:
                return self._by_token(told)
            if request.method not in ("GET", "HEAD"):
                return None
        session = request.cookies.get(self.sessions.cookie, "")
        return self.staff.opened(session, Kind.SESSION) if session else None

    def _by_token(self, told: str) -> tuple[Key, Account] | None:
        """The same of what a program sends, which is a token or nothing."""
        kind, _, secret = told.partition(" ")
        found = self.staff.opened(secret.strip(), Kind.TOKEN) if kind.lower() == "bearer" else None
        if found is not None:
            self.counted.one(API_TOKEN, found[0].mark)
        return found
