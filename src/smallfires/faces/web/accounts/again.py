"""The page on which somebody sends again what they sent when their session had ended.

Only forms that a page of ours made for that browser are kept, so that no other site can put words into anybody's mouth; and none
in which a password stands.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.faces.web.accounts.carried import PATIENCE, Typed
from smallfires.faces.web.accounts.reception import Reception
from smallfires.faces.web.board.charters.routes import MOST_FIELDS, MOST_SENT
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TooMuch, pairs
from smallfires.fires.access import Right
from smallfires.verbs.accounts.staff import digest_of

ADDRESS = "/again"
FORMS = ("/fires/", "/read", "/design", "/learn", "/sources/")
"""Where forms go in which people write; no password stands in any of them."""
_KIND = "application/x-www-form-urlencoded"


def routes(reception: Reception) -> APIRouter:
    """The page on which it is sent again."""
    board = reception.board
    made = APIRouter(dependencies=[board.needs(Right.READ)])

    @made.get(ADDRESS)
    def again(request: Request) -> Response:
        """What was written, to be sent again."""
        visitor = visitor_of(request)
        assert visitor is not None, "every route of the board goes through the door"
        typed = reception.carried.found(request.cookies.get(reception.typed, ""), visitor.account)
        if typed is None:
            return RedirectResponse("/", 303)
        return board.shown(request, "again", "Send it again", typed=typed)

    return made


async def carry(reception: Reception, request: Request) -> str:
    """Keep what was sent with a request of nobody; the key, or nothing where it cannot be kept."""
    path, sessions = request.url.path, reception.board.sessions
    if (
        sessions.of(request).new
        or not path.startswith(FORMS)
        or not request.headers.get("content-type", "").startswith(_KIND)
    ):
        return ""
    try:
        told = await pairs(request, MOST_SENT, MOST_FIELDS)
    except TooMuch:
        return ""
    if not sessions.holds(request, dict(told).get(FIELD, "")):
        return ""
    return reception.carried.keep(_typed(reception, request, told))


def _typed(reception: Reception, request: Request, told: Sequence[tuple[str, str]]) -> Typed:
    session = request.cookies.get(reception.board.sessions.cookie, "")
    found = reception.nobody.accounts.opened(digest_of(session)) if session else None
    fields = tuple(pair for pair in told if pair[0] != FIELD)
    return Typed(request.url.path, fields, found[1].name if found else "", time.monotonic())


def keyed(reception: Reception, answer: Response, key: str) -> Response:
    """An answer that gives the browser the key."""
    answer.set_cookie(
        reception.typed, key, int(PATIENCE), secure=reception.setup.https, httponly=True, samesite="lax", path="/"
    )
    return answer
