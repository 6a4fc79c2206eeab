"""The entries of the ledger, the last ones first, and their proof."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.errors import BrokenLedger
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.form import TooMuch, sent
from smallfires.faces.web.paging import whole
from smallfires.fires.quantity import many
from smallfires.stores.verify import verify
from smallfires.verbs.extract import extract

NOT_OURS = ("Nothing was proved yet.", "This page was opened before the board was started. Please press once more.")


def routes(board: Board) -> APIRouter:
    """The page, and the button on it."""
    made = APIRouter()

    @made.get("/ledger")
    def entries(request: Request, until: str = "") -> Response:
        """The last entries, or those up to a number."""
        return page(board, request, until=whole(until) or None)

    @made.post("/ledger/proof")
    async def prove(request: Request) -> Response:
        """Whether every entry is as it was written."""
        try:
            values = await sent(request)
        except TooMuch:
            raise HTTPException(413) from None
        if not board.sessions.holds(request, values.get(FIELD, "")):
            return await run_in_threadpool(page, board, request, 403, proof=NOT_OURS)
        return await run_in_threadpool(_proved, board, request)

    return made


def _proved(board: Board, request: Request) -> Response:
    try:
        last = verify(board.desk.ledger)
    except BrokenLedger as error:
        return board.shown(request, "broken", "The ledger is broken", problem=error.problem, way_out=error.way_out)
    whole = f"The ledger is whole: {many(last.number, 'entry', 'entries')}, none changed, removed or put elsewhere."
    note = f"Its last entry, to be noted elsewhere: {last.number}:{last.hash}" if last.number else ""
    return page(board, request, proof=tuple(filter(None, (whole, note))))


def page(
    board: Board, request: Request, code: int = 200, *, until: int | None = None, proof: tuple[str, ...] = ()
) -> Response:
    """Some entries, the newest first.

    Args:
        board: on which.
        request: that it answers.
        code: HTTP's.
        until: the number of the newest of them; the last one's where None.
        proof: what their proof has shown.
    """
    found = extract(board.at(request), until=until)
    last = until is None or until >= found.head.number
    return board.shown(request, "ledger", "Ledger", code, **told(found), found=found, proof=proof, last=last)
