"""The last entries of the ledger, and their proof."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.errors import BrokenLedger
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.form import TooMuch, sent
from smallfires.fires.quantity import many
from smallfires.stores.verify import verify
from smallfires.verbs.extract import MOST, extract

MOST_EVER = 1_000
"""Entries on one page."""
NOT_OURS = ("Nothing was proved yet.", "This page was opened before the board was started. Please press once more.")


def routes(board: Board) -> APIRouter:
    """The page, and the button on it."""
    made = APIRouter()

    @made.get("/ledger")
    def entries(request: Request, last: str = "") -> Response:
        """The last entries."""
        return page(board, request, last=_count(last))

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


def _count(text: str) -> int:
    """How many entries are asked for, within bounds."""
    return min(MOST_EVER, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else MOST


def _proved(board: Board, request: Request) -> Response:
    try:
        last = verify(board.desk.ledger)
    except BrokenLedger as error:
        return board.shown(request, "broken", "The ledger is broken", problem=error.problem, way_out=error.way_out)
    whole = f"The ledger is whole: {many(last.number, 'entry', 'entries')}, none changed, removed or put elsewhere."
    note = f"Its last entry, to be noted elsewhere: {last.number}:{last.hash}" if last.number else ""
    return page(board, request, proof=tuple(filter(None, (whole, note))))


def page(board: Board, request: Request, code: int = 200, *, last: int = MOST, proof: tuple[str, ...] = ()) -> Response:
    """The last entries, the newest first.

    Args:
        board: on which.
        request: that it answers.
        code: HTTP's.
        last: how many.
        proof: what their proof has shown.
    """
    found = extract(board.at(request), last=last)
    more = min(MOST_EVER, 4 * last) if found.earlier and last < MOST_EVER else 0
    return board.shown(request, "ledger", "Ledger", code, **told(found), found=found, proof=proof, more=more)
