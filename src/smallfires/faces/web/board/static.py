"""The board's own files. Each has its digest in its name, so that a browser may keep it for good."""

from __future__ import annotations

import functools
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.faces import page

FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}


@functools.cache
def style() -> str:
    """The style sheet: that of every page, then the board's."""
    own = files("smallfires.faces").joinpath("static", "board.css").read_text("utf-8")
    return f"{page.style()}\n{own}"


@functools.cache
def style_name() -> str:
    """Its name, with its digest in it."""
    return f"board-{sha256(style().encode('utf-8')).hexdigest()[:16]}.css"


def routes() -> APIRouter:
    """The files, and nothing else."""
    made = APIRouter()

    @made.get("/static/{name}")
    def file(name: str) -> Response:
        """A file of the board's."""
        if name != style_name():
            raise HTTPException(404)
        return Response(style(), media_type="text/css", headers=FOR_GOOD)

    return made
