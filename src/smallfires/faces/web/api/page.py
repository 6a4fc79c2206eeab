"""The page for people who write programs: every call with its fields, answers and example, made from the description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.faces.web.api.routes import described
from smallfires.faces.web.api.shown import Shown, shown
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.door import visitor_of

MOST = 8
"""Addresses of this server for which its calls are kept."""


def routes(board: Board) -> APIRouter:
    """The page."""
    made = APIRouter()

    @made.get("/api")
    def calls(request: Request) -> Response:
        """Every call."""
        visitor = visitor_of(request)
        signs_in = bool(visitor and visitor.account)
        groups = _grouped(str(request.base_url), signs_in=signs_in)
        return board.shown(request, "api", "For programs", groups=groups, signs_in=signs_in)

    return made


@lru_cache(MOST)
def _grouped(address: str, *, signs_in: bool) -> Mapping[str, Sequence[Shown]]:
    """All calls by group, as the server is asked at this address."""
    groups: dict[str, list[Shown]] = {}
    for each in shown(described(signs_in=signs_in), address):
        groups.setdefault(each.group, []).append(each)
    return groups
