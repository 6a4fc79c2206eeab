"""All routes of the board."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from smallfires.faces.web.api import page as programs
from smallfires.faces.web.board import (
    acting,
    briefs,
    clear,
    exporting,
    finding,
    fires,
    ledger,
    moving,
    papers,
    people,
    readings,
    settings,
    sources,
    stages,
    static,
    studying,
    works,
)
from smallfires.faces.web.board.charters import routes as charters
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import own
from smallfires.fires.access import Right

NOUNS = (
    charters,
    fires,
    stages,
    briefs,
    clear,
    moving,
    people,
    acting,
    papers,
    readings,
    finding,
    exporting,
    sources,
    settings,
    ledger,
    studying,
    works,
    programs,
)


def add(made: FastAPI, board: Board) -> None:
    """Everything that a person can open and do; other sites cannot. Whoever may not read sees nothing but the style.

    Each noun is added by itself: what a router takes in another one is worked out once more for each of its routes.
    """
    for noun in NOUNS:
        made.include_router(noun.routes(board), dependencies=[Depends(own), board.needs(Right.READ)])
    made.include_router(static.routes(), dependencies=[Depends(own)])
