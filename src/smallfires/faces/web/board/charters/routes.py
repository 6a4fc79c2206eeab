"""The pages on which a charter is written, and what is sent to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import CharterError, NotYet, UsageError
from smallfires.faces.deeds.amendments import AMEND
from smallfires.faces.deeds.charter import LONGEST_CHARTER
from smallfires.faces.deeds.deed import Deed
from smallfires.faces.deeds.drafts import DRAFT, REDRAFT
from smallfires.faces.web.board.charters.pieces import Checking, Declaring
from smallfires.faces.web.board.charters.writing import NEW, Writing, form_of, refused_by, shown
from smallfires.faces.web.board.fires import MOST_LINES, seen
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TYPED, TooMuch, pairs
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.work.deed import DeedWork
from smallfires.faces.web.work.status import State, Status, errand
from smallfires.faces.words.charter.form import INTENTS, SUBJECTS, headline
from smallfires.fires.access import Right
from smallfires.fires.acts import Finding
from smallfires.fires.charters.findings import findings
from smallfires.fires.charters.form import SHAPES, Typed, sent, typed_of
from smallfires.fires.charters.needed import general
from smallfires.fires.charters.template import template
from smallfires.fires.diary import Line, line
from smallfires.fires.fire import Fire
from smallfires.fires.quantity import many
from smallfires.fires.wording import capital, listed
from smallfires.verbs.allowed import unfinished
from smallfires.verbs.desk import Desk
from smallfires.verbs.draft import declared
from smallfires.verbs.unfinished import forget, found, keep

MOST_FIELDS = 3_000
MOST_SENT = 3 * LONGEST_CHARTER
CONTROL = frozenset({FIELD, "seen", "do", "as", "key", "reason", "text", "solo", "work", "unfinished", "noted", "kept"})
"""Names in forms and addresses that are no field of a charter."""
OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was noted.",
    f"{TYPED} Please send it once more.",
)
NOT_ALL = "The text holds more than the form can show, so it stays text."
CLEAR = "It could be lit as it stands, and no rule finds words that make people guess."
GUESSED = "It could be lit as it stands. The words that are marked make people guess: mend these first."
KEPT = "It is kept, for you alone, and stands among the unfinished ones on the board until it is declared."
SINCE = "The fire has changed since you kept this. Look whether it still holds."
YES = "yes"


def routes(board: Board) -> APIRouter:
    """The page of a new charter, and that of each fire's."""
    made = APIRouter(dependencies=[board.needs(Right.LIGHT)])

    @made.get(NEW)
    def new(request: Request) -> Response:
        """A new fire: first what is changed, and what is expected; then all of its charter."""
        return opened(board, request, None)

    @made.get("/fires/{slug}/charter")
    def one(slug: str, request: Request) -> Response:
        """The charter of a fire, to be changed."""
        return opened(board, request, unfinished(board.at(request).fire(slug), "change"))

    @made.post(NEW)
    async def take_new(request: Request) -> Response:
        """What was written of a new one."""
        return await _taken(board, request, "")

    @made.post("/fires/{slug}/charter")
    async def take(slug: str, request: Request) -> Response:
        """What was written of a fire's."""
        return await _taken(board, request, slug)

    return made


async def _taken(board: Board, request: Request, slug: str) -> Response:
    try:
        told = await pairs(request, MOST_SENT, MOST_FIELDS)
    except TooMuch:
        raise HTTPException(413) from None
    return await run_in_threadpool(answered, board, request, slug, told)


def opened(board: Board, request: Request, fire: Fire | None) -> Response:
    """The page as somebody comes to it: by an address that says some of it, to what they have kept, or from what took a while."""
    told = request.query_params
    desk = board.at(request)
    status = board.work(request, told.get("work", ""))
    if status is not None and status.end is not None and status.errand.back == Writing(of=fire).address:
        return shown(board, request, of_work(desk, status, fire))
    if told.get("unfinished"):
        return shown(board, request, _kept(desk, told["unfinished"], fire, just=bool(told.get("kept"))))
    if fire is not None:
        return shown(board, request, of_fire(desk, fire, as_text=told.get("as") == "text"))
    if told.get("as") == "text":
        return shown(board, request, Writing(text=""))
    if not (told.get("subject") in tuple(SUBJECTS) and told.get("intent") in tuple(INTENTS)):
        return _first(board, request)
    return shown(board, request, Writing(_blank(desk, request)))


def _first(board: Board, request: Request) -> Response:
    """The first question: what is changed, and what is expected."""
    told = request.query_params
    rest = [(name, text) for name, text in told.multi_items() if name not in ("subject", "intent", "solo", FIELD)]
    return board.shown(
        request,
        "charter-first",
        "A new fire",
        subjects=[(str(key), capital(str(key)), says) for key, says in SUBJECTS.items()],
        intents=[(str(key), headline(key), says) for key, says in INTENTS.items()],
        told=told,
        asked="solo" in told,
        rest=rest,
    )


def _blank(desk: Desk, request: Request) -> Typed:
    """What an address says of a charter, over a blank one."""
    told = request.query_params
    owner = {"owner": desk.who} if desk.who else {}
    text = template(told["subject"], told["intent"], told.get("solo") == YES, **owner)
    asked = sent((name, text) for name, text in told.multi_items() if name not in CONTROL)
    known = {path: texts for path, texts in asked.items() if general(path) in SHAPES or path.startswith("design.")}
    return {**typed_of(text), **known}


def of_fire(desk: Desk, fire: Fire, *, as_text: bool = False) -> Writing:
    """The charter of a fire as it stands, with what makes people guess."""
    text = fire.charter.to_toml()
    typed = None if as_text else form_of(text)
    told = Writing(typed or {}, None if typed is not None else text, fire)
    kept = found(desk, told.kept)
    return replace(told, findings=_findings(desk, told), waiting=kept is not None)


def _kept(desk: Desk, key: str, fire: Fire | None, *, just: bool) -> Writing:
    """What somebody has kept."""
    one = found(desk, key)
    if one is None or one.of != (fire.slug if fire else ""):
        raise HTTPException(404)
    typed = form_of(one.text)
    told = Writing(typed or {}, None if typed is not None else one.text, fire, key=one.key)
    if just:
        return replace(told, note=(KEPT,), good=True)
    new = tuple(line(noted) for noted in fire.diary if noted.at > one.at.isoformat()) if fire else ()
    return replace(told, note=(SINCE,), changed=new[-MOST_LINES:]) if new else told


def _findings(desk: Desk, told: Writing) -> tuple[Finding, ...]:
    try:
        charter, known = declared(desk, told.toml, of=told.slug)
    except (CharterError, UsageError):
        return ()
    return findings(charter, known)


def of_work(desk: Desk, status: Status, fire: Fire | None) -> Writing:
    """What was written, and what came of it when it was held against the data."""
    typed, end = status.errand.typed, status.end
    assert end is not None
    told = _written([(name, text) for name, text in json.loads(typed["form"])], fire)
    if end.state is State.DONE:
        guessed = _findings(desk, told)
        return replace(told, findings=guessed, note=(GUESSED if guessed else CLEAR,), good=True)
    note = tuple(one.partition("\n")[0] for one in end.trouble.sentences) or (
        "It was stopped before it was done.",
        TYPED,
    )
    told = replace(told, problems=end.trouble.problems, note=note)
    return replace(told, changed=_meanwhile(fire, told.seen or 0), seen=None) if end.trouble.stale and fire else told


def _meanwhile(fire: Fire, last: int) -> tuple[Line, ...]:
    return tuple(line(noted) for noted in fire.diary if noted.number > last)[-MOST_LINES:]


def _written(told: Sequence[tuple[str, str]], fire: Fire | None) -> Writing:
    """What was sent."""
    last = dict(told)
    text = last.get("text", "") if last.get("as") == "text" else None
    typed = sent((name, text) for name, text in told if name not in CONTROL)
    return Writing(typed, text, fire, last.get("reason", ""), last.get("key", ""), seen=seen(last))


@dataclass(frozen=True)
class Act:
    """What was sent, and what is wanted of it.

    Attributes:
        board: to which.
        request: with which.
        told: all fields, each as often as it was sent.
        writing: the charter.
    """

    board: Board
    request: Request
    told: Sequence[tuple[str, str]]
    writing: Writing

    @property
    def last(self) -> dict[str, str]:
        """By field, of those that came more often the last."""
        return dict(self.told)

    @property
    def desk(self) -> Desk:
        """For whoever sent it."""
        return self.board.at(self.request)

    def back(self, code: int = 200, **more: object) -> Response:
        """The page again, with all that was typed."""
        return shown(self.board, self.request, replace(self.writing, **more), code)  # type: ignore[arg-type]

    def refused(self, error: CharterError) -> Response:
        """The page again, with why it cannot be lit."""
        note = _settle_of(error)
        return shown(self.board, self.request, replace(refused_by(error, self.writing), note=(note, TYPED)), 422)


def answered(board: Board, request: Request, slug: str, told: Sequence[tuple[str, str]]) -> Response:
    """The answer to what was sent: nothing of it is lost, whatever comes of it."""
    fire = board.at(request).fire(slug) if slug else None
    act = Act(board, request, told, _written(told, fire))
    if not board.sessions.holds(request, act.last.get(FIELD, "")):
        return act.back(403, note=OPENED_BEFORE)
    what, _, which = act.last.get("do", "keep").partition(":")
    do = {"add": _more, "drop": _less, "as": _otherwise, "forget": _forgotten, "check": _noted, "draft": _noted}
    try:
        return do.get(what, _keeps)(act, which)
    except NotYet as error:
        return act.back(409, note=(*sentences(error), TYPED))
    except CharterError as error:
        return act.refused(error)
    except UsageError as error:
        return act.back(422, note=(*sentences(error), TYPED))


def _more(act: Act, which: str) -> Response:
    return act.back(more=which)


def _less(act: Act, which: str) -> Response:
    """Without one row."""
    typed = {path: texts for path, texts in act.writing.typed.items() if not path.startswith(f"{which}.")}
    return act.back(typed=typed)


def _otherwise(act: Act, which: str) -> Response:
    """As text in place of the form, or the other way round."""
    if which == "text":
        return act.back(text=act.writing.toml)
    text = act.writing.text or ""
    typed = typed_of(text)
    if form_of(text) is None:
        return act.back(note=(NOT_ALL,))
    return act.back(text=None, typed=typed)


def _forgotten(act: Act, which: str) -> Response:
    """Thrown away."""
    forget(act.desk, act.writing.kept)
    return RedirectResponse(f"/fires/{quote(act.writing.slug)}" if act.writing.of else "/", 303)


def _keeps(act: Act, which: str) -> Response:
    """Kept as it is, however unfinished."""
    one = keep(act.desk, act.writing.toml, act.writing.key, act.writing.slug)
    return RedirectResponse(f"{act.writing.address}?unfinished={quote(one.key)}&kept=1", 303)


def _noted(act: Act, which: str) -> Response:
    """Checked, or declared: first by its words, then against the data. Until it is declared, it is kept."""
    text = act.writing.toml
    with suppress(UsageError):  # where nothing can be kept, it can still be declared
        one = keep(act.desk, text, act.writing.key, act.writing.slug)
        act = replace(act, writing=replace(act.writing, key=one.key))
    checks = act.last.get("do") == "check"
    if act.writing.frozen and not checks and not act.writing.reason.strip():
        return act.back(422, problems={"reason": AMEND.fields[1].empty}, note=(_settle(), TYPED))
    try:
        declared(act.desk, text, of=act.writing.slug)
    except CharterError as error:
        return act.refused(error)
    return _held(act, text, checks=checks)


def _settle_of(error: CharterError) -> str:
    """How much keeps it from being lit: what is wrong, and what is still to be said."""
    missing = sum(one.missing for one in error.refusals)
    wrong = len(error.refusals) - missing
    said = [f"{many(wrong, 'thing')} to mend"] if wrong else []
    said += [f"{many(missing, 'thing')} still to be said"] if missing else []
    return f"It cannot be lit yet: {listed(said)}."


def _settle() -> str:
    return "Something has to be settled first: it is marked below."


def _held(act: Act, text: str, *, checks: bool) -> Response:
    """Held against the data, which may take a while."""
    told, visitor = act.writing, visitor_of(act.request)
    assert visitor is not None, "every route of the board goes through the door"
    form = [pair for pair in act.told if pair[0] not in (FIELD, "do", "key")] + [("key", told.key)]
    deed = _deed(told)
    title = (
        f"Check the charter ({told.slug or 'a new one'})." if checks else f"{deed.says} ({told.slug or 'a new one'})"
    )
    asked = errand(
        visitor, title, key="checks" if checks else deed.key, back=told.address,
        form="charter", typed={"form": json.dumps(form)},
    )  # fmt: skip
    if checks:
        return act.board.begun(asked, Checking(text, told.slug, told.address))
    values = {"charter": text, **({"reason": told.reason} if told.frozen else {})}
    work = DeedWork(deed.key, told.slug, values, told.seen, str(act.request.base_url))
    return act.board.begun(asked, Declaring(work, told.kept))


def _deed(told: Writing) -> Deed:
    """What noting it is."""
    return AMEND if told.frozen else REDRAFT if told.of else DRAFT
