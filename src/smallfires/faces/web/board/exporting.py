"""What is on the board, as files for spreadsheets."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.faces import exports
from smallfires.faces.sheets import TYPES, Sheet, attached, written
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.readings import lesson, reading
from smallfires.verbs.bench import bench
from smallfires.verbs.level import level
from smallfires.verbs.listing import overview


def routes(board: Board) -> APIRouter:
    """A file for each."""
    made, kept = APIRouter(), {ending: Kept(partial(_fires, ending)) for ending in TYPES}

    @made.get("/fires.{ending}")
    def fires(ending: str, request: Request) -> Response:
        """All fires at a glance."""
        return handed("Fires", ending, kept[known(ending)].of(board.at(request)))

    @made.get("/fires/{slug}/readings/{number}/tables.{ending}")
    def tables(slug: str, number: int, ending: str, request: Request) -> Response:
        """All tables of a reading."""
        desk = board.at(request)
        found = lesson(desk, slug, reading(desk.fire(slug), number))
        return answer(f"{slug} reading {number}", ending, *exports.tables(found))

    @made.get("/sources/panel.{ending}")
    def panel(ending: str, measure: str) -> Response:
        """A measure by unit and period."""
        known(ending)
        with bench() as ground:
            return answer(measure, ending, exports.panel(level(board.workspace, measure, ground)))

    return made


def _fires(ending: str, desk: Standing) -> bytes:
    return written(ending, exports.fires(overview(desk)))


def known(ending: str) -> str:
    """An ending of the files that there are.

    Raises:
        HTTPException: there is no file with this one.
    """
    if ending not in TYPES:
        raise HTTPException(404)
    return ending


def answer(name: str, ending: str, *sheets: Sheet) -> Response:
    """A file to be kept, under a name of its own."""
    return handed(name, ending, written(known(ending), *sheets))


def handed(name: str, ending: str, body: bytes) -> Response:
    """The same, where it is made already."""
    return Response(body, media_type=TYPES[ending], headers={"content-disposition": attached(name, ending)})
