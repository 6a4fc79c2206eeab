"""All sources with what is in them, and one with its columns, its first rows and its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.errors import SmallfiresError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.sources.adding import begun
from smallfires.faces.web.board.sources.levels import Levels
from smallfires.faces.web.board.sources.looks import Looks
from smallfires.faces.web.board.sources.tasks import (
    MOST_DRAWN,
    Opened,
    Opening,
    kept,
    link,
    measures_shown,
    state_to_open,
)
from smallfires.faces.web.plain import sentences
from smallfires.fires.fire import Fire
from smallfires.verbs.look import Look
from smallfires.verbs.sizes import say_size
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedMeasure, NamedSource, Workspace, open_workspace


@dataclass(frozen=True)
class Stand:
    """Where a source is, and how that looks.

    Attributes:
        address: as it stands in the workspace's file.
        database: whether it is a table of a database.
        missing: what is wrong with its place, as a sentence; empty where nothing is.
        changed: when it was changed last; empty where nobody can know.
        size: as people say it; likewise.
    """

    address: str
    database: bool
    missing: str = ""
    changed: str = ""
    size: str = ""


@dataclass(frozen=True)
class Row:
    """A source among others.

    Attributes:
        source: of the workspace.
        link: to its page.
        stand: where it is.
        seen: what is in it; None where that is still to be looked at.
        measures: that are read in it.
        fires: that rest on these.
    """

    source: NamedSource
    link: str
    stand: Stand
    seen: Look | None
    measures: tuple[NamedMeasure, ...]
    fires: tuple[Fire, ...]


def stand(source: NamedSource, folder: Path) -> Stand:
    """Where a source is, and how that looks now."""
    if is_address(source.address):
        return Stand(source.address, True)
    try:
        seen = Path(source.where(folder)).stat()
    except SmallfiresError as error:
        return Stand(source.address, False, " ".join(sentences(error)))
    except (OSError, ValueError):
        return Stand(source.address, False, "There is no such file, or the server may not read it.")
    changed = datetime.fromtimestamp(seen.st_mtime, UTC).isoformat(" ", "minutes").removesuffix("+00:00")
    return Stand(source.address, False, "", f"{changed} UTC", say_size(seen.st_size))


def measures_of(workspace: Workspace, source: str) -> tuple[NamedMeasure, ...]:
    """The measures that are read in a source."""
    return tuple(measure for measure in workspace.measures.values() if measure.source == source)


def resting(fires: Mapping[str, Fire], measures: tuple[NamedMeasure, ...]) -> tuple[Fire, ...]:
    """The fires that speak of any of these measures, those that burn first."""
    names = {measure.name for measure in measures}
    found = [fire for fire in fires.values() if names & set(fire.charter.measures)]
    return tuple(sorted(found, key=lambda fire: (not fire.burning, fire.charter.title.casefold())))


def routes(board: Board, looks: Looks, levels: Levels) -> APIRouter:
    """The two pages."""
    made = APIRouter()

    @made.get("/sources")
    def sources(request: Request, name: str = "", new: str = "", measured: str = "", work: str = "") -> Response:
        """All of them; or one, by its name."""
        return one(request, name, new, measured, work) if name else everything(board, request, looks)

    @made.get("/sources/{name:path}")
    def one(request: Request, name: str, new: str = "", measured: str = "", work: str = "") -> Response:
        """One; where it takes a while to open, that is done first."""
        workspace = board.workspace
        source = workspace.source(name)
        opened = _opened(board, request, name, work) or _known(workspace, source, looks, levels)
        if opened is None:
            return begun(board, request, f"Open the source {name}", {}, Opening(name), "")
        looks.keep(source, workspace.folder, opened.look)
        for drawn in opened.drawn:
            if drawn.name in workspace.measures:
                levels.keep(workspace, drawn.name, drawn)
        row = _row(board, request, source, opened.look)
        return board.shown(
            request, "source", name, row=row, new=bool(new), measured=measured, more=row.measures[MOST_DRAWN:],
            drawn=opened.drawn,
        )  # fmt: skip

    return made


def _opened(board: Board, request: Request, name: str, work: str) -> Opened | None:
    """What a piece of work has found; None where there is none, or none of whoever asks."""
    place = board.crew.shelf.place(work) if work and board.work(request, work) else None
    return kept(place.kept, state_to_open(board.workspace, name)) if place else None


def _known(workspace: Workspace, source: NamedSource, looks: Looks, levels: Levels) -> Opened | None:
    """What is in a source and its measures, where that is known, or quickly found out."""
    seen, quick = looks.of(source, workspace.folder), looks.quick(source, workspace.folder)
    if seen is None:
        return None
    names = measures_shown(workspace, source.name)
    drawn = [levels.of(workspace, name) if quick else levels.known(workspace, name) for name in names]
    return None if None in drawn else Opened("", seen, tuple(each for each in drawn if each))


def _row(board: Board, request: Request, source: NamedSource, seen: Look | None) -> Row:
    workspace = board.workspace
    measures = measures_of(workspace, source.name)
    fires = resting(board.at(request).fires(), measures)
    return Row(source, link(source.name), stand(source, workspace.folder), seen, measures, fires)


def everything(board: Board, request: Request, looks: Looks) -> Response:
    """All sources; those that are missing say so."""
    workspace = board.workspace
    rows = []
    for source in workspace.sources.values():
        seen = None if stand(source, workspace.folder).missing else looks.of(source, workspace.folder)
        rows.append(_row(board, request, source, seen))
    return board.shown(request, "sources", "Sources", rows=rows, broken=_broken(workspace))


def _broken(workspace: Workspace) -> str:
    """Why the workspace's file cannot be read at the moment; empty where it can."""
    try:
        open_workspace(workspace.folder)
    except SmallfiresError as error:
        return " ".join(sentences(error)) if error.where else ""
    return ""
