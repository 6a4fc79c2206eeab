"""Search: everything ever declared and learned, by its words."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.errors import UsageError
from smallfires.faces.web.board.look import Board, told
from smallfires.verbs.search import search

LONGEST = 200
"""Letters of what is asked."""
MOST = 50
"""Texts that are shown."""
NOTHING = "There is no word in it. Name one, such as: handover."


def routes(board: Board) -> APIRouter:
    """One page: the question, and below it what was found."""
    made = APIRouter()

    @made.get("/search")
    def found(request: Request, q: str = "") -> Response:
        """What was asked for, the best first."""
        if not q.strip():
            return board.shown(request, "search", "Search", asked="", problem="", found=None)
        asked = q.strip()
        if len(asked) > LONGEST:
            problem = f"These are {len(asked):,} letters. Please ask in {LONGEST} at most."
            return board.shown(request, "search", "Search", 422, asked=asked, problem=problem, found=None)
        try:
            hits = search(board.at(request), asked, MOST)
        except UsageError:
            return board.shown(request, "search", "Search", 422, asked=asked, problem=NOTHING, found=None)
        return board.shown(request, "search", f"Search: {asked}", asked=asked, problem="", found=hits, **told(hits))

    return made
