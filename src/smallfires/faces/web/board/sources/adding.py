"""A source gets a name, after its columns were looked at; nothing typed is lost where something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import SmallfiresError, UsageError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.board.sources import form, uploading
from smallfires.faces.web.board.sources.looks import Looks
from smallfires.faces.web.board.sources.tasks import Looking, Saving, kept, link, state_to_look
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TYPED, Filled, TooMuch, sent
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.work.piece import Piece
from smallfires.faces.web.work.status import State, errand
from smallfires.fires.access import Right
from smallfires.verbs.add import add_source
from smallfires.verbs.bench import bench
from smallfires.verbs.look import OF_A_LOG, OF_A_TABLE, Look
from smallfires.verbs.secret import without_password
from smallfires.verbs.sizes import say_size
from smallfires.verbs.uploads import brought, brought_file, most_bytes
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedSource, Workspace

ADMINS = ("Only an admin may name what is on the server, or a database.",)
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
    def begin(request: Request, file: str = "", work: str = "") -> Response:
        """The way in; or the columns of a file that was brought, or that was looked at meanwhile."""
        if work:
            return found(board, request, looks, work)
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

    made.include_router(uploading.routes(board, refused))
    return made


def chooser(board: Board, request: Request, code: int, note: tuple[str, ...], problem: str = "") -> Response:
    """The page on which a file is chosen, and on which an admin may name what is elsewhere."""
    workspace = board.workspace
    named = {source.address for source in workspace.sources.values()}
    loose = [path.name for path in brought(workspace) if f"data/{path.name}" not in named]
    most = most_bytes(workspace)
    return board.shown(
        request, "source_new", "A new source", code, note=note, most=most, size=say_size(most), loose=loose,
        endings=ENDINGS, typed=Filled(), problem=problem,
    )  # fmt: skip


def refused(board: Board, request: Request, code: int, why: tuple[str, ...]) -> Response:
    """The same where a file was not taken: why is said beside the field."""
    return chooser(board, request, code, (), " ".join(why))


def found(board: Board, request: Request, looks: Looks, work: str) -> Response:
    """What a piece of work has found in a source; or why it could not be done, with all that was typed."""
    status = board.work(request, work)
    if status is None:
        raise HTTPException(404)
    values = status.errand.typed
    if of(values).address and not _admin(request):
        return chooser(board, request, 403, ADMINS)
    folder = board.workspace.folder
    source = NamedSource("", of(values).within(board.workspace), form.said(values).settings)
    opened = None
    for each in (work, values.get("look", "")):  # where it could not be saved, what was seen before
        place = board.crew.shelf.place(each) if each and board.work(request, each) else None
        opened = kept(place.kept, state_to_look(source, folder)) if place else None
        if opened is not None:
            looks.keep(source, folder, opened.look)
            values = {**values, "look": each}
            break
    note = status.end.trouble.sentences if status.end and status.end.state is not State.DONE else ()
    return mapped(board, request, looks, values, note=note, seen=opened.look if opened else None)


def _admin(request: Request) -> bool:
    visitor = visitor_of(request)
    return visitor is not None and visitor.may(Right.ADMIN)


def answered(board: Board, request: Request, looks: Looks, values: Mapping[str, str]) -> Response:
    """The answer to the form with the columns."""
    place = of(values)
    if place.address and not _admin(request):
        return chooser(board, request, 403, ADMINS)
    if not place.file and not place.address:
        return chooser(board, request, 422, ("Nothing was named.", "Write a path, or the address of a database."))
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return mapped(board, request, looks, values, 403, OPENED_BEFORE, seen=Look(place.name))
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
        if not looks.quick(NamedSource("", written), workspace.folder):
            return begun(board, request, f"Save the source {name}", values, Saving(name, absolute, said.settings))
        with bench() as ground:
            add_source(workspace, name, absolute, said.settings, ground)
    except SmallfiresError as error:
        return mapped(board, request, looks, values, 422, (*sentences(error), TYPED))
    return RedirectResponse(f"{link(name)}&new=1", 303)


def begun(
    board: Board, request: Request, title: str, values: Mapping[str, str], piece: Piece, back: str = "/sources/new"
) -> Response:
    """Have done what takes a while, for whoever asks."""
    visitor = visitor_of(request)
    assert visitor is not None, "every route of the board goes through the door"
    typed = {name: value for name, value in values.items() if name != FIELD}
    return board.begun(errand(visitor, title, key="source", back=back, typed=typed), piece)


def mapped(
    board: Board,
    request: Request,
    looks: Looks,
    values: Mapping[str, str],
    code: int = 200,
    note: tuple[str, ...] = (),
    problems: Mapping[str, str] | None = None,
    *,
    seen: Look | None = None,
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
        seen: what is in the source, where that is known.
    """
    workspace, place = board.workspace, of(values)
    try:
        source = NamedSource("", place.within(workspace), form.said(values).settings)
        seen = seen or looks.of(source, workspace.folder)
    except UsageError as error:
        return chooser(board, request, 404 if place.file else 422, sentences(error))
    if seen is None and code == 200 and not note:
        return begun(board, request, f"Look into {place.name}", values, Looking(source))
    seen = seen or Look(place.name)
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
