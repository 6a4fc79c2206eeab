"""Where data come from: seen, brought, and given a name.

looks      what is in a source, looked at once for each state of its file
tasks      what takes a while, done by a process of its own
levels     measures as they are now, drawn by unit
form       what is said of a source and of a measure, field by field
uploading  a file is brought
adding     its columns are mapped, and it gets a name
measuring  a measure gets a name
listed     all sources, and one with its measures
"""

from __future__ import annotations

from fastapi import APIRouter

from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.sources import adding, listed, measuring
from smallfires.faces.web.board.sources.levels import Levels
from smallfires.faces.web.board.sources.looks import Looks


def routes(board: Board) -> APIRouter:
    """Everything of sources and measures."""
    made, looks = APIRouter(), Looks()
    levels = Levels(looks)
    made.include_router(adding.routes(board, looks))
    made.include_router(measuring.routes(board, looks))
    made.include_router(listed.routes(board, looks, levels))
    return made
