"""The application: each route is a few lines over a verb."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from traceback import print_exception

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from smallfires.errors import Away, NotThere, SmallfiresError, StillReading
from smallfires.faces.web import pages
from smallfires.faces.web.accounts.routes import organized
from smallfires.faces.web.api.call import BASE
from smallfires.faces.web.api.problem import OTHER_NAME
from smallfires.faces.web.api.routes import api
from smallfires.faces.web.away import HEADERS, SAID, Again, Notice, again
from smallfires.faces.web.board import routes
from smallfires.faces.web.board.desk import standing
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import Foreign, Sessions
from smallfires.faces.web.door import Alone, NotAllowed, visitor_of
from smallfires.faces.web.form import TooMuch, filled, sent
from smallfires.faces.web.guard import LOOPBACK, Guard
from smallfires.faces.web.limits import LINKS, TooOften, Tries, tries, whence
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.status import status_of
from smallfires.faces.web.work.crew import crew
from smallfires.fires.access import Right, least
from smallfires.fires.quantity import many
from smallfires.stores.accounts import Accounts
from smallfires.verbs.answer import Invitation, Links, answer, invited
from smallfires.verbs.desk import Desk
from smallfires.verbs.serving import TRIAL, Setup

CHANGED = "The page has changed since you opened the questions. Please read it again; what you chose is still here."
BROKEN = "Something is wrong on our side."
TO_SENDER = "Nothing was noted. Please try again, and tell whoever sent you the link."
TO_KEEPER = "Nothing was noted. Please try again. If it stays so, tell whoever looks after this server."
TOO_MUCH = (
    "No form here holds so much. Go back: your browser still has what you typed. Make it shorter, and send it again."
)


def app(
    desk: Desk,
    fault: Callable[[Exception], object] = print_exception,
    notice: Callable[[str], object] = print,
    *,
    board: bool = False,
    accounts: Accounts | None = None,
    setup: Setup | None = None,
) -> FastAPI:
    """The application over one workspace.

    Args:
        desk: where its ledger is. Whoever answers acts in their own name.
        fault: told where the application has a fault of its own.
        notice: told what whoever runs the server has to know.
        board: whether the board is open, too; else only what personal links lead to.
        accounts: of the people who may open the board; None where it is open to whoever sits at this machine.
        setup: how the server is set up for them; for a trial on this machine where None.
    """
    links, counted = Links(), tries()
    setup = setup or (TRIAL if accounts is not None else None)
    made = FastAPI(title="Smallfires", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    broken = _broken(board)
    made.add_middleware(
        Guard,
        style=str(pages.style()),
        foreign=_elsewhere,
        broken=broken,
        fault=fault,
        files=board,
        names=frozenset(setup.names) if setup else LOOPBACK,
        https=setup is not None and setup.https,
    )
    made.state.notice = Notice(notice)
    made.add_exception_handler(SmallfiresError, _refused)
    made.add_exception_handler(Away, _away)
    made.add_exception_handler(HTTPException, _nothing)
    made.add_exception_handler(TooOften, _too_often)
    if board:
        _with_board(made, desk, accounts, setup, counted)

    @made.get("/b/{token}", response_class=HTMLResponse)
    def show(token: str, request: Request) -> str:
        """The brief; or its questions; or, once they are answered, what the answers say."""
        asked = _invited(desk, links, counted, token, request)
        if "questions" in request.query_params and asked.open:
            return pages.questions(asked)
        return pages.answered(asked) if asked.given else pages.brief(asked)

    @made.post("/b/{token}")
    async def take(token: str, request: Request) -> Response:
        """The answers. Whoever loads the next page again answers nothing again."""
        try:
            values = await sent(request)
        except TooMuch:
            return HTMLResponse(pages.said("That is too much.", "The form that was sent is none of ours."), 413)
        asked = await run_in_threadpool(_invited, desk, links, counted, token, request)
        return await run_in_threadpool(_take, desk, links, token, values, asked)

    _look_up(made)
    return made


def _broken(board: bool) -> ASGIApp:
    """Says that we have a fault of our own, and whom to tell: nothing is made for it, so that it cannot fail, too."""
    sender, keeper = (HTMLResponse(pages.said(BROKEN, way_out), 500) for way_out in (TO_SENDER, TO_KEEPER))

    async def said(scope: Scope, receive: Receive, send: Send) -> None:
        linked = not board or scope["path"].startswith("/b/")
        await (sender if linked else keeper)(scope, receive, send)

    return said


def _look_up(made: FastAPI) -> None:
    """Look once for what is not there: routers find out what their routes take when they are first asked.

    That is nothing for the requests of a server, of which many come at once.
    """
    nothing = {"type": "http", "method": "GET", "path": "/-", "root_path": "", "query_string": b"", "headers": []}
    for route in made.routes:
        route.matches(dict(nothing))


def _with_board(made: FastAPI, desk: Desk, accounts: Accounts | None, setup: Setup | None, counted: Tries) -> None:
    """Open the board: its routes, and its own way of saying that something cannot be done."""
    opened = Board(standing(desk), Sessions(), Alone(desk.who), crew(desk))
    if accounts is not None and setup is not None:
        opened = organized(made, opened, accounts, setup, counted)
    made.state.board = opened
    routes.add(made, opened)
    made.mount("/api", api(opened, made.state.notice))
    made.add_exception_handler(Foreign, _foreign)
    made.add_exception_handler(NotAllowed, _not_allowed)
    made.add_exception_handler(RequestValidationError, _nothing)


def _invited(desk: Desk, links: Links, counted: Tries, token: str, request: Request) -> Invitation:
    """What a personal link opens; who tries many that open nothing has to wait."""
    counted.look(LINKS, whence(request))
    try:
        return invited(desk, token, links)
    except NotThere:
        counted.one(LINKS, whence(request))
        raise


def _take(desk: Desk, links: Links, token: str, values: dict[str, str], asked: Invitation) -> Response:
    form = filled(values, asked.asked)
    if values.get("seal") != asked.brief.seal:
        return HTMLResponse(pages.questions(asked, form, CHANGED), 409)
    if form.problems:
        return HTMLResponse(pages.questions(asked, form), 422)
    answer(desk, token, form.answers(), links)
    return RedirectResponse(f"/b/{token}", 303)


def _said(request: Request, title: str, *sentences: str, again: Again | None = None) -> str:
    """A page that says one thing: of the board, where it is open, or for whoever opened a personal link."""
    board = _board(request)
    if board is None:
        return pages.said(title, *sentences, again=again)
    return board.said(request, title, *sentences, again=again)


def _board(request: Request) -> Board | None:
    """The board, where it is open and was asked."""
    found: Board | None = getattr(request.app.state, "board", None)
    return None if request.url.path.startswith("/b/") else found


def _met(request: Request) -> None:
    """See who asks where no route has asked: whoever is in finds their way on from there, and a stranger the way in."""
    board = _board(request)
    if board is not None and visitor_of(request) is None:
        with suppress(SmallfiresError):
            request.state.visitor = board.door.visitor(request)
            request.state.stranger = request.state.visitor is None


def _refused(request: Request, error: Exception) -> Response:
    """What cannot be done, in plain words."""
    found = error if isinstance(error, SmallfiresError) else SmallfiresError(BROKEN, TO_KEEPER)
    again = {"retry-after": "2", "refresh": "2"} if isinstance(error, StillReading) else None
    if isinstance(error, NotThere):
        _met(request)
    return HTMLResponse(_said(request, *sentences(found)), status_of(found), again)


async def _away(request: Request, error: Exception) -> Response:
    """The database of the ledger does not answer."""
    if isinstance(error, Away):
        request.app.state.notice.of(error)
    return HTMLResponse(_said(request, *SAID, again=await again(request)), 503, HEADERS)


def _nothing(request: Request, error: Exception) -> Response:
    """There is nothing under this address, or not in this way."""
    code = error.status_code if isinstance(error, HTTPException) else 404
    if code == 413:
        return HTMLResponse(_said(request, "That is too much.", TOO_MUCH), code)
    board = _board(request)
    way_out = "All fires are on the board." if board else "Open the personal link that was sent to you."
    _met(request)
    stranger = getattr(request.state, "stranger", False)
    return HTMLResponse(_said(request, "There is nothing here.", "" if stranger else way_out), code)


def _not_allowed(request: Request, error: Exception) -> Response:
    """Whoever asks may not do that."""
    right = error.right if isinstance(error, NotAllowed) else Right.ADMIN
    return HTMLResponse(
        _said(request, "You may not do that.", f"It takes the role of {least(right)}, which an admin can give."), 403
    )


def _too_often(request: Request, error: Exception) -> Response:
    """It was tried too often."""
    _met(request)
    seconds = error.seconds if isinstance(error, TooOften) else 60
    wait = many(-(-seconds // 60), "minute") if seconds > 90 else many(seconds, "second")
    said = "That was tried too often.", f"Please wait {wait}, then try again."
    headers = {"retry-after": str(seconds)}
    return HTMLResponse(_said(request, *said), 429, headers)


def _foreign(request: Request, error: Exception) -> Response:
    """Another site asks, by a browser on this machine."""
    return PlainTextResponse("The board does nothing for pages of other sites.\n", 403)


async def _elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """It is asked under a name that is not its own, by a browser or by a program."""
    program = scope["path"].startswith(f"{BASE}/")
    said = PlainTextResponse("This server answers under its own names only.\n", 421)
    await (OTHER_NAME.response() if program else said)(scope, receive, send)
