"""All pages of the door, and how the board gets it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from smallfires.faces.web.accounts import again, people, sign_on, signing
from smallfires.faces.web.accounts import own as own_account
from smallfires.faces.web.accounts.door import Organization
from smallfires.faces.web.accounts.reception import Reception
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import Sessions, own
from smallfires.faces.web.door import Shut
from smallfires.faces.web.limits import Tries
from smallfires.stores.accounts import Accounts
from smallfires.verbs.accounts.staff import staff_of
from smallfires.verbs.serving import Setup

NOUNS = (signing, sign_on, own_account, people, again)


def organized(made: FastAPI, board: Board, accounts: Accounts, setup: Setup, counted: Tries) -> Board:
    """The same board with the door of an organization, whose pages are added to the application.

    Args:
        made: the application.
        board: as it is for one person.
        accounts: of the people.
        setup: how the server is set up.
        counted: what was tried lately.
    """
    sessions = Sessions(https=setup.https, links=True)
    door = Organization(staff_of(board.desk, accounts), sessions, counted)
    opened = replace(board, sessions=sessions, door=door)
    reception = Reception(opened, door, setup, counted)
    for noun in NOUNS:
        made.include_router(noun.routes(reception), dependencies=[Depends(own)])

    async def shut(request: Request, error: Exception) -> Response:
        return await _shut(reception, request)

    made.add_exception_handler(Shut, shut)
    return opened


async def _shut(reception: Reception, request: Request) -> Response:
    """Nobody can tell who asks: a person is led to the page on which they say it; what they sent is kept meanwhile."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method not in ("GET", "HEAD"):
        key = await again.carry(reception, request)
        if key:
            return again.keyed(
                reception, RedirectResponse(f"/sign-in?{urlencode({'to': again.ADDRESS, 'out': 'kept'})}", 303), key
            )
        return RedirectResponse("/sign-in?out=1", 303)
    return RedirectResponse(f"/sign-in?{urlencode({'to': here})}" if here != "/" else "/sign-in", 303)
