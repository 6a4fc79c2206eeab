"""The board's own files: one style sheet and one script, each with its digest in its name, so that a browser may keep it."""

from __future__ import annotations

import functools
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.faces import page

FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}


def _parts(ending: str) -> str:
    """All files of the board with an ending, one after the other by name."""
    folder = files("smallfires.faces").joinpath("static", "board")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(ending)), key=lambda one: one.name)
    return "\n".join(one.read_text("utf-8") for one in found)


@functools.cache
def style() -> str:
    """The style sheet: that of every page, then the board's."""
    return f"{page.style()}\n{_parts('.css')}"


@functools.cache
def script() -> str:
    """The script, without which everything works as well."""
    return _parts(".js")


@functools.cache
def style_name() -> str:
    """Its name, with its digest in it."""
    return f"board-{_digest(style())}.css"


@functools.cache
def script_name() -> str:
    """The same of the script."""
    return f"board-{_digest(script())}.js"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:16]


def routes() -> APIRouter:
    """The files, and nothing else."""
    made = APIRouter()

    @made.get("/static/{name}")
    def file(name: str) -> Response:
        """A file of the board's."""
        if name == style_name():
            return Response(style(), media_type="text/css", headers=FOR_GOOD)
        if name == script_name():
            return Response(script(), media_type="text/javascript", headers=FOR_GOOD)
        raise HTTPException(404)

    return made
