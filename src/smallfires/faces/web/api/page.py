"""The page for people who write programs: every call with its fields, answers and example, made from the description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.routes import CALLS
from smallfires.faces.web.api.shown import Shown, shown
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.door import visitor_of


def routes(board: Board) -> APIRouter:
    """The page."""
    made = APIRouter()

    @made.get("/api")
    def calls(request: Request) -> Response:
        """Every call."""
        visitor = visitor_of(request)
        signs_in = bool(visitor and visitor.account)
        groups: dict[str, list[Shown]] = {}
        for each in shown(document(CALLS, signs_in=signs_in), str(request.base_url)):
            groups.setdefault(each.group, []).append(each)
        return board.shown(request, "api", "For programs", groups=groups, signs_in=signs_in)

    return made
