"""A measure gets a name, after its figures were read."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import SmallfiresError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.board.sources import form
from smallfires.faces.web.board.sources.adding import OPENED_BEFORE, begun
from smallfires.faces.web.board.sources.looks import Looks
from smallfires.faces.web.board.sources.tasks import Defining, Opening, link
from smallfires.faces.web.form import TYPED, Filled, TooMuch, sent
from smallfires.faces.web.plain import sentences
from smallfires.fires.access import Right
from smallfires.verbs.add import add_measure
from smallfires.verbs.bench import bench
from smallfires.verbs.look import Look

WORDS = {"duration": "how long a case took", "cost": "what a case cost", "value": "what a case brought"}
"""What can be measured in a log of work."""


def routes(board: Board, looks: Looks) -> APIRouter:
    """The form."""
    made = APIRouter(dependencies=[board.needs(Right.LIGHT)])

    @made.get("/sources/measure")
    def begin(request: Request, source: str = "", work: str = "") -> Response:
        """What can be measured in a source; or why it could not be, with all that was typed."""
        status = board.work(request, work)
        if status is not None:
            note = status.end.trouble.sentences if status.end else ()
            return page(board, request, looks, status.errand.typed, note=note)
        return page(board, request, looks, {"source": source})

    @made.post("/sources/measure")
    async def take(request: Request) -> Response:
        """The measure has its name; or the page says why not."""
        try:
            values = await sent(request, form.MOST_FIELDS)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(answered, board, request, looks, values)

    return made


def answered(board: Board, request: Request, looks: Looks, values: Mapping[str, str]) -> Response:
    """The answer to the form."""
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return page(board, request, looks, values, 403, OPENED_BEFORE)
    better, said = form.said(values, (form.BETTER,)), form.said(values, form.MEASURE)
    problems = {**better.problems, **said.problems, **form.wrong_name(values)}
    if problems:
        return page(board, request, looks, values, 422, problems=problems)
    name, source = form.name_of(values), values.get("source", "")
    settings = {**said.settings, "more_is_better": better.settings["better"] == "more"}
    known = board.workspace.source(source)
    if not looks.quick(known, board.workspace.folder):
        work = Defining(name, source, settings)
        return begun(board, request, f"Define the measure {name}", values, work, "/sources/measure")
    try:
        with bench() as ground:
            add_measure(board.workspace, name, source, settings, ground)
    except SmallfiresError as error:
        return page(board, request, looks, values, 422, (*sentences(error), TYPED))
    return RedirectResponse(f"{link(source)}&measured={quote(name, safe='')}", 303)


def page(
    board: Board,
    request: Request,
    looks: Looks,
    values: Mapping[str, str],
    code: int = 200,
    note: tuple[str, ...] = (),
    problems: Mapping[str, str] | None = None,
) -> Response:
    """What can be measured in a source, and what was typed."""
    workspace = board.workspace
    source = workspace.source(values.get("source", ""))
    seen = looks.of(source, workspace.folder)
    if seen is None and code == 200 and not note:
        return begun(board, request, f"Open the source {source.name}", {}, Opening(source.name), "")
    seen = seen or Look(source.name)
    options = [(name, f"{name}: {WORDS[name]}" if seen.log and name in WORDS else name) for name in seen.measures]
    return board.shown(
        request, "measure_new", "A new measure", code, note=note, filled=Filled(values, problems or {}), source=source,
        seen=seen, options=options, better=form.BETTER, period=form.PERIOD, counted=form.COUNTED, unit=form.UNIT,
        out=form.LEAVE_OUT, longest=form.NAME,
    )  # fmt: skip
