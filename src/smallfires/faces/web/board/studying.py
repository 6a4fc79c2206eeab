"""The pages that ask a question of data: optimize or transform, what a pilot could tell, what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.errors import NotYet, UsageError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.door import Visitor, visitor_of
from smallfires.faces.web.form import TYPED, Filled, TooMuch, sent
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.study.beside import field_of, sentence_of
from smallfires.faces.web.study.material import MEASURE, choices, material
from smallfires.faces.web.study.piece import NOT_ANSWERED, StudyWork
from smallfires.faces.web.study.setting import Setting
from smallfires.faces.web.study.study import SOURCE, STUDIES, Study
from smallfires.faces.web.work.status import State, Status, errand
from smallfires.fires.access import Right

MOST = 120
"""Fields of a form, of which some can come twice."""
OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was asked.",
    f"{TYPED} Please send it once more.",
)
STOPPED = ("You stopped it.", TYPED)


@dataclass(frozen=True)
class Typed:
    """A form as it comes back.

    Attributes:
        filled: what was typed, and what is wrong with it.
        note: what is said first.
        offers: what can be chosen instead, by field.
    """

    filled: Filled = field(default_factory=Filled)
    note: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def routes(board: Board) -> APIRouter:
    """Each has a page with a form."""
    made = APIRouter(dependencies=[board.needs(Right.LIGHT)])
    for study in STUDIES:
        _add(made, board, study)
    return made


def _add(made: APIRouter, board: Board, study: Study) -> None:
    @made.get(study.address, name=study.key)
    def form(request: Request, work: str = "") -> Response:
        board.crew.warm()
        return page(board, request, study, _came_back(board, request, study, work) or _begun(request, study))

    @made.post(study.address, name=f"{study.key}-asked")
    async def ask(request: Request) -> Response:
        try:
            texts = await sent(request, MOST)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(_asked, board, request, study, texts)


def page(board: Board, request: Request, study: Study, typed: Typed, code: int = 200) -> Response:
    """The form, with what was typed."""
    opened = [
        heading
        for heading, settings in study.more.items()
        if any(_touched(one, typed) for one in settings if one.name not in typed.offers)
    ]
    return board.shown(
        request,
        "study",
        study.title,
        code,
        study=study,
        choices=choices(board.at(request).workspace, study),
        typed=typed,
        filled=typed.filled,
        more=bool(opened),
        opened=opened,
        others=[(other.address, says) for other in STUDIES for key, says in study.other if other.key == key],
        offered=_offered(study, typed),
    )


def _touched(setting: Setting, typed: Typed) -> bool:
    """Whether somebody has said something in a field, or has to."""
    return bool(typed.filled.values.get(setting.name, "").strip()) or setting.name in typed.filled.problems


def _offered(study: Study, typed: Typed) -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be chosen to answer a question, by field: as the form sends it, and as a person reads it."""
    found = {}
    for name, values in typed.offers.items():
        setting = study.setting(name)
        says = dict(setting.options) if setting and setting.shape == "choice" else {}
        found[name] = tuple((value, says.get(value, value)) for value in values)
    return found


def _begun(request: Request, study: Study) -> Typed:
    """What the address says already."""
    told = request.query_params
    known = (SOURCE, *(one.name for one in study.settings))
    return Typed(Filled({name: told[name] for name in known if name in told}))


def _came_back(board: Board, request: Request, study: Study, work: str) -> Typed | None:
    """What was typed when this was asked before, and why there was no answer where there was none."""
    found = board.work(request, work)
    if found is None or found.errand.key != study.key:
        return None
    return _of(found)


def _of(found: Status) -> Typed:
    if found.end is None or found.end.state is State.DONE:
        return Typed(Filled(found.errand.typed))
    trouble = found.end.trouble
    return Typed(Filled(found.errand.typed, trouble.problems), trouble.sentences or STOPPED, trouble.offers)


def _asked(board: Board, request: Request, study: Study, texts: Mapping[str, str]) -> Response:
    """Start the work, or show the form again with what is wrong."""
    visitor = visitor_of(request)
    assert visitor is not None, "every route of the board goes through the door"
    if not board.sessions.holds(request, texts.get(FIELD, "")):
        return page(board, request, study, Typed(Filled(texts), OPENED_BEFORE), 403)
    values, problems = study.taken(texts)
    problems = _together(board, request, study, texts, values) | problems
    if problems:
        return page(board, request, study, Typed(Filled(texts, problems), NOT_ANSWERED), 422)
    try:
        return _start(board, visitor, study, texts, values)
    except NotYet as error:
        return page(board, request, study, Typed(Filled(texts), (*sentences(error), TYPED)), 409)


def _together(
    board: Board, request: Request, study: Study, texts: Mapping[str, str], values: Mapping[str, object]
) -> dict[str, str]:
    """What is wrong beyond single fields, by the field beside which it stands."""
    try:
        read = material(board.at(request).workspace, study, texts.get(SOURCE, ""))
    except UsageError as error:
        return {SOURCE: " ".join(sentences(error))}
    try:
        study.asked({**read.settings, **values})
    except UsageError as error:
        return {field_of(study, texts, error) or SOURCE: sentence_of(study, error)}
    return {}


def _start(
    board: Board, visitor: Visitor, study: Study, texts: Mapping[str, str], values: Mapping[str, object]
) -> Response:
    chosen = texts.get(SOURCE, "")
    known = {SOURCE, *(one.name for one in study.settings)}
    typed = {name: text for name, text in texts.items() if name in known and text.strip()}
    title = f"{study.doing} {chosen.removeprefix(MEASURE)}"
    asked = errand(visitor, title, key=study.key, back=study.address, typed=typed)
    return board.begun(asked, StudyWork(study.key, chosen, dict(values), typed))
