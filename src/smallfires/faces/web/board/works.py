"""Work that takes a while: how far it has come, what came of it, and all that somebody asked for."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.board.stream import Streams
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TooMuch, sent
from smallfires.faces.web.work.result import BODY, DOCUMENTS, HEAD
from smallfires.faces.web.work.status import State, Status

SAYS = {
    State.WAITING: "It waits in line.",
    State.RUNNING: "It is being done.",
    State.DONE: "Done.",
    State.FAILED: "It could not be done.",
    State.STOPPED: "It was stopped.",
}
SAID = {"html": "One web page", "pdf": "One printed page (PDF)", "json": "JSON, for programs"}
"""The documents, as a person reads it."""
NOT_OURS = "This page was opened before the board was started. Please press once more."


def routes(board: Board) -> APIRouter:
    """A page for each piece of work, and one for all."""
    made, streams = APIRouter(), Streams(board.crew)

    @made.get("/work")
    def mine(request: Request) -> Response:
        """All that whoever asks has asked for."""
        visitor = visitor_of(request)
        found = board.crew.mine(visitor) if visitor else []
        return board.shown(request, "works", "Work", works=found, says=SAYS)

    @made.get("/work/{name}")
    def one(name: str, request: Request) -> Response:
        """How far it has come; or, once it is over, on to what came of it."""
        found = status(board, request, name)
        if found.leads:
            return RedirectResponse(found.leads, 303)
        return result(board, request, found) if found.state is State.DONE else page(board, request, found)

    @made.get("/work/{name}/result.{ending}")
    def document(name: str, ending: str, request: Request) -> Response:
        """What came of it, as a document."""
        found, place = status(board, request, name), board.crew.shelf.place(name)
        path = place.kept / f"result.{ending}" if place and ending in DOCUMENTS else None
        if path is None or not path.is_file():
            raise HTTPException(404)
        head = {"content-disposition": f'attachment; filename="{found.errand.key or "result"}.{ending}"'}
        return FileResponse(path, media_type=DOCUMENTS[ending][0], headers=head)

    @made.get("/work/{name}/events")
    async def events(name: str, request: Request) -> Response:
        """The same as it happens."""
        found = await run_in_threadpool(status, board, request, name)
        return streams.of(request, found)

    @made.post("/work/{name}/stop")
    async def stop(name: str, request: Request) -> Response:
        """Stop it."""
        try:
            values = await sent(request)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(_stopped, board, request, name, values.get(FIELD, ""))

    return made


def status(board: Board, request: Request, name: str) -> Status:
    """Where a piece of work stands.

    Raises:
        HTTPException: there is none that whoever asks may see.
    """
    found = board.work(request, name)
    if found is None:
        raise HTTPException(404)
    return found


def page(board: Board, request: Request, found: Status, code: int = 200, note: str = "") -> Response:
    """The page of work that has no result to show yet, or none at all."""
    return board.shown(request, "work", found.errand.title, code, work=found, says=SAYS, note=note, when=when(found))


def result(board: Board, request: Request, found: Status) -> Response:
    """What came of it, as it was kept.

    Raises:
        HTTPException: it was swept away.
    """
    place = board.crew.shelf.place(found.work)
    try:
        head, body = (Markup((place.kept / name).read_text("utf-8")) if place else "" for name in (HEAD, BODY))
    except FileNotFoundError:
        raise HTTPException(404) from None
    there = [(ending, says) for ending, says in SAID.items() if place and (place.kept / f"result.{ending}").is_file()]
    return board.shown(
        request, "result", found.errand.title, work=found, head=head, body=body, documents=there, when=when(found)
    )  # fmt: skip


def when(found: Status) -> str:
    """When it was asked for, to the minute."""
    at = found.errand.at
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC" if at else ""


def _stopped(board: Board, request: Request, name: str, token: str) -> Response:
    found = status(board, request, name)
    if not board.sessions.holds(request, token):
        return page(board, request, found, 403, NOT_OURS)
    board.crew.stop(name)
    after = board.crew.wait(name, 2.0) or found
    return RedirectResponse(after.leads or after.address, 303)
