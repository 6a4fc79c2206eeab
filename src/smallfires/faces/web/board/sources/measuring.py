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
from smallfires.faces.web.board.sources.adding import OPENED_BEFORE, TYPED
from smallfires.faces.web.board.sources.looks import Looks
from smallfires.faces.web.form import Filled, TooMuch, sent
from smallfires.fires.access import Right
from smallfires.verbs.add import add_measure
from smallfires.verbs.bench import bench

WORDS = {"duration": "how long a case took", "cost": "what a case cost", "value": "what a case brought"}
"""What can be measured in a log of work."""


def routes(board: Board, looks: Looks) -> APIRouter:
    """The form."""
    made = APIRouter(dependencies=[board.needs(Right.LIGHT)])

    @made.get("/sources/measure")
    def begin(request: Request, source: str = "") -> Response:
        """What can be measured in a source."""
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
    try:
        with bench() as ground:
            add_measure(board.workspace, name, source, settings, ground)
    except SmallfiresError as error:
        return page(board, request, looks, values, 422, (str(error), TYPED))
    to = f"/sources?name={quote(source, safe='')}&measured={quote(name, safe='')}"
    return RedirectResponse(to, 303)


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
    options = [(name, f"{name}: {WORDS[name]}" if seen.log and name in WORDS else name) for name in seen.measures]
    return board.shown(
        request, "measure_new", "A new measure", code, note=note, filled=Filled(values, problems or {}), source=source,
        seen=seen, options=options, better=form.BETTER, period=form.PERIOD, counted=form.COUNTED, unit=form.UNIT,
        out=form.LEAVE_OUT, longest=form.NAME,
    )  # fmt: skip
