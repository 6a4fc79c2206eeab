"""What can be taken away: a charter as text, the brief as one sheet, a reading as a document or for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.faces.documents import pdf
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.readings import Drawn, reading
from smallfires.faces.web.work.result import DOCUMENTS
from smallfires.fires.brief import brief_of
from smallfires.verbs.allowed import early


def routes(board: Board) -> APIRouter:
    """The documents."""
    made, kept = APIRouter(), {ending: Drawn(make) for ending, (_, make) in DOCUMENTS.items()}

    @made.get("/fires/{slug}/charter.toml")
    def charter(slug: str, request: Request) -> Response:
        """The charter in force, as whoever wrote it did where it still stands so, else with a line on each field."""
        fire = board.at(request).fire(slug)
        own = fire.text if early(fire) else ""
        return _taken(own or fire.charter.to_toml(), "application/toml", f"{slug}.toml")

    @made.get("/fires/{slug}/brief.pdf")
    def brief(slug: str, request: Request) -> Response:
        """The brief on one sheet, as everyone asked may read it."""
        charter = board.at(request).fire(slug).charter
        return _taken(pdf(brief_of(charter, charter.owner if charter.solo else None)), "application/pdf", f"{slug}.pdf")

    @made.get("/fires/{slug}/readings/{number}/reading.{ending}")
    def one(slug: str, number: int, ending: str, request: Request) -> Response:
        """A reading as the command line writes it."""
        if ending not in DOCUMENTS:
            raise HTTPException(404)
        desk = board.at(request)
        found = kept[ending].of(desk, slug, reading(desk.fire(slug), number))
        return _taken(found, DOCUMENTS[ending][0], f"{slug}-{number}.{ending}")

    return made


def _taken(content: str | bytes, media: str, name: str) -> Response:
    """A file that a browser keeps, and does not open."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
