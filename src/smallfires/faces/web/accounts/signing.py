"""The pages to come in and to go out: sign in, sign out, and the link with which somebody begins."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.errors import NotThere, UsageError
from smallfires.faces.web.accounts.reception import BEFORE, SECRET, TWICE, Reception, browser, local
from smallfires.faces.web.form import Filled
from smallfires.faces.web.guard import ALIVE
from smallfires.faces.web.limits import LINKS, whence
from smallfires.verbs.accounts.passwords import LONGEST, SHORTEST
from smallfires.verbs.accounts.sign_in import begin, sign_in, sign_out
from smallfires.verbs.accounts.take_up import linked, take_up


def routes(reception: Reception) -> APIRouter:
    """The pages that are open to nobody yet."""
    made = APIRouter()

    @made.get(ALIVE)
    def alive() -> Response:
        """Whether the server answers, and reaches its ledger."""
        reception.board.desk.ledger.head()
        return Response("alive\n", media_type="text/plain")

    @made.get("/sign-in")
    def ask(request: Request, to: str = "", out: str = "") -> Response:
        """Name and password; whoever is in already goes on."""
        if reception.door.visitor(request):
            return RedirectResponse(local(to), 303)
        return asked(reception, request, {"to": to}, out=out)

    @made.post("/sign-in")
    async def come(request: Request) -> Response:
        """Whoever knows both is in."""
        return await reception.taken(request, lambda values: _come(reception, request, values))

    @made.post("/sign-out")
    async def go(request: Request) -> Response:
        """The session ends; the cookie opens nothing any more."""
        return await reception.taken(request, lambda values: _go(reception, request, values))

    @made.get("/welcome/{link}")
    def welcome(link: str, request: Request) -> Response:
        """Choose a password."""
        return _welcome(reception, request, link)

    @made.post("/welcome/{link}")
    async def begin_with(link: str, request: Request) -> Response:
        """It is chosen: they are in."""
        return await reception.taken(request, lambda values: _begin(reception, request, link, values))

    return made


def asked(
    reception: Reception,
    request: Request,
    values: Mapping[str, str],
    code: int = 200,
    note: tuple[str, ...] = (),
    out: str = "",
) -> Response:
    """The page that asks who is there.

    Args:
        reception: whose it is.
        request: that it answers.
        values: what was typed.
        code: HTTP's.
        note: what is said first, as sentences.
        out: says that somebody was signed out while they typed; ``kept`` where what they sent was kept.
    """
    told = {"name": values.get("name", ""), "to": local(values.get("to", ""))}
    sign_on = reception.setup.sign_on
    return reception.board.shown(
        request, "sign-in", "Sign in", code, filled=Filled(told), note=note, out=out, sign_on=sign_on and sign_on.name
    )


def _come(reception: Reception, request: Request, values: Mapping[str, str]) -> Response:
    if not reception.ours(request, values):
        return asked(reception, request, values, 403, (BEFORE,))
    name = values.get("name", "")[:LONGEST]
    reception.tried(request, name)
    try:
        granted = sign_in(reception.nobody, name, values.get("password", ""), browser(request))
    except UsageError as error:
        return asked(reception, request, values, 422, (error.problem, error.way_out))
    reception.succeeded(request, name)
    return reception.let_in(granted, values.get("to", ""))


def _go(reception: Reception, request: Request, values: Mapping[str, str]) -> Response:
    session = request.cookies.get(reception.board.sessions.cookie, "")
    if reception.ours(request, values) and session:
        sign_out(reception.nobody, session)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(reception.board.sessions.cookie, path="/")
    return answer


def _welcome(
    reception: Reception, request: Request, link: str, code: int = 200, problems: Mapping[str, str] | None = None
) -> Response:
    reception.counted.look(LINKS, whence(request))
    try:
        account = linked(reception.nobody, link)
    except NotThere:
        reception.counted.one(LINKS, whence(request))
        raise
    filled = Filled({}, problems or {})
    answer = reception.board.shown(
        request, "welcome", "Welcome", code, account=account, filled=filled, link=link, shortest=SHORTEST
    )
    answer.headers.update(SECRET)
    return answer


def _begin(reception: Reception, request: Request, link: str, values: Mapping[str, str]) -> Response:
    if not reception.ours(request, values):
        return _welcome(reception, request, link, 403, {"password": BEFORE})
    password = values.get("password", "")
    if password != values.get("again", ""):
        return _welcome(reception, request, link, 422, {"again": TWICE})
    linked(reception.nobody, link)
    try:
        account = take_up(reception.nobody, link, password)
    except UsageError as error:
        return _welcome(reception, request, link, 422, {"password": f"{error.problem} {error.way_out}"})
    return reception.let_in(begin(reception.nobody, account, browser(request)))
