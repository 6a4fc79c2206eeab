"""A source gets a name, after its columns were looked at; nothing typed is lost where something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import SmallfiresError, UsageError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.board.sources import form, uploading
from smallfires.faces.web.board.sources.looks import Looks
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import Filled, TooMuch, sent
from smallfires.fires.access import Right
from smallfires.verbs.add import add_source
from smallfires.verbs.bench import bench
from smallfires.verbs.look import OF_A_LOG, OF_A_TABLE, Look
from smallfires.verbs.secret import without_password
from smallfires.verbs.sizes import say_size
from smallfires.verbs.uploads import brought, brought_file, most_bytes
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedSource, Workspace

TYPED = "What you typed is still here."
OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was written.",
    f"{TYPED} Please send it once more.",
)
MANY_COLUMNS = 100
"""Columns from which one is typed and no longer chosen from a list."""
ENDINGS = ".csv,.tsv,.txt,.parquet,.xlsx,.xlsm,.xes,.xml,.json,.jsonocel,.xmlocel,.sqlite,.gz,.zip,.zst,.bz2,.xz"


@dataclass(frozen=True)
class Place:
    """Where a source is.

    Attributes:
        file: of those that were brought; empty where it is elsewhere.
        address: a path on the server, or the address of a database; likewise.
    """

    file: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """How it is called while it has no name of its own."""
        return self.file or ("the database" if is_address(self.address) else self.address)

    def within(self, workspace: Workspace) -> str:
        """As a source names it.

        Raises:
            UsageError: there is no such file, or a password stands in the address.
        """
        if self.file:
            return brought_file(workspace, self.file)
        address = without_password(self.address.strip(), "source")
        if not is_address(address):
            address = str(workspace.folder / Path(address).expanduser())
            _readable(Path(address))
        return address


def _readable(path: Path) -> None:
    """Refuse what is no file with something in it: a device, a pipe, or what only looks like a file.

    Raises:
        UsageError: it is.
    """
    try:
        if path.is_file() and path.stat().st_size:
            return
    except (OSError, ValueError):
        pass
    raise UsageError(f"There is no file {path} with anything in it that the server may read.", "Check the path.")


def of(values: Mapping[str, str]) -> Place:
    """Where a form says that a source is."""
    return Place(values.get("file", ""), "" if values.get("file") else values.get("address", "").strip())


def routes(board: Board, looks: Looks) -> APIRouter:
    """Bring a file, or name what is elsewhere; then its columns."""
    made = APIRouter(dependencies=[board.needs(Right.LIGHT)])

    @made.get("/sources/new")
    def begin(request: Request, file: str = "") -> Response:
        """The way in; or the columns of a file that was brought."""
        if not file:
            return chooser(board, request, 200, ())
        return mapped(board, request, looks, {"file": file, "name": Path(file).stem.split(".")[0]})

    @made.post("/sources/new")
    async def take(request: Request) -> Response:
        """Look again with what was said; or save it."""
        try:
            values = await sent(request, form.MOST_FIELDS)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(answered, board, request, looks, values)

    made.include_router(uploading.routes(board, chooser))
    return made


def chooser(board: Board, request: Request, code: int, note: tuple[str, ...]) -> Response:
    """The page on which a file is chosen, and on which an admin may name what is elsewhere."""
    workspace = board.workspace
    named = {source.address for source in workspace.sources.values()}
    loose = [path.name for path in brought(workspace) if f"data/{path.name}" not in named]
    most = most_bytes(workspace)
    return board.shown(
        request, "source_new", "A new source", code, note=note, most=most, size=say_size(most), loose=loose,
        endings=ENDINGS, typed=Filled(),
    )  # fmt: skip


def answered(board: Board, request: Request, looks: Looks, values: Mapping[str, str]) -> Response:
    """The answer to the form with the columns."""
    place, visitor = of(values), visitor_of(request)
    if place.address and not (visitor and visitor.may(Right.ADMIN)):
        return chooser(board, request, 403, ("Only an admin may name what is on the server, or a database.",))
    if not place.file and not place.address:
        return chooser(board, request, 422, ("Nothing was named.", "Write a path, or the address of a database."))
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return mapped(board, request, looks, values, 403, OPENED_BEFORE, looking=False)
    said = form.said(values)
    if said.problems or values.get("then") != "save":
        return mapped(board, request, looks, values, 422 if said.problems else 200, problems=said.problems)
    return saved(board, request, looks, values, place, said)


def saved(
    board: Board, request: Request, looks: Looks, values: Mapping[str, str], place: Place, said: form.Said
) -> Response:
    """The source has its name, and its page opens; or the page says why not."""
    wrong, name = form.wrong_name(values), form.name_of(values)
    if wrong:
        return mapped(board, request, looks, values, 422, problems=wrong)
    workspace = board.workspace
    try:
        written = place.within(workspace)
        absolute = written if is_address(written) else str(workspace.folder / written)
        with bench() as ground:
            add_source(workspace, name, absolute, said.settings, ground)
    except SmallfiresError as error:
        return mapped(board, request, looks, values, 422, (error.problem, error.way_out, TYPED))
    return RedirectResponse(f"/sources?name={quote(name, safe='')}&new=1", 303)


def mapped(
    board: Board,
    request: Request,
    looks: Looks,
    values: Mapping[str, str],
    code: int = 200,
    note: tuple[str, ...] = (),
    problems: Mapping[str, str] | None = None,
    *,
    looking: bool = True,
) -> Response:
    """The page with the columns of a source, and its first rows as they were understood.

    Args:
        board: on which.
        request: that it answers.
        looks: what was looked at already.
        values: what was typed.
        code: HTTP's.
        note: what has to be said first.
        problems: what is wrong with what was typed, by field.
        looking: whether to look into the source.
    """
    workspace, place = board.workspace, of(values)
    try:
        source = NamedSource("", place.within(workspace), form.said(values).settings)
        seen = looks.of(source, workspace.folder) if looking else Look(place.name)
    except UsageError as error:
        return chooser(board, request, 404 if place.file else 422, (error.problem, error.way_out))
    roles = OF_A_TABLE if seen.log is False else OF_A_LOG if seen.log else (*OF_A_LOG, "time", "count")
    asked = seen.question.setting if seen.question else ""
    return board.shown(
        request,
        "source_map",
        f"Columns of {place.name}",
        code,
        note=note,
        filled=Filled(values, problems or {}),
        place=place,
        seen=seen,
        asked=asked,
        roles=[role for role in roles if role != asked],
        other=[role for role in ("case", "activity") if seen.log is False and role != asked],
        taken={part.role: part.name for part in seen.columns if part.role},
        found={guess.role: guess.value for guess in seen.guesses},
        meanings=form.MEANINGS,
        needed=form.NEEDED,
        more=[field for field in form.MORE if field.name != asked],
        table=form.TABLE if is_address(place.address) and asked != "table" else None,
        typing=len(seen.columns) > MANY_COLUMNS,
        longest=form.NAME,
    )
