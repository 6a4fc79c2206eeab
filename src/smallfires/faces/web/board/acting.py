"""What was typed into a form is taken. Where it cannot be, the page comes back with all of it, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import NotYet, Stale, UsageError
from smallfires.faces.deeds import COMMENT, DEEDS
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.web.board.desk import AGAIN, Standing, looked
from smallfires.faces.web.board.fires import MOST_LINES, Typed, page
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.form import Filled, TooMuch
from smallfires.faces.web.form import sent as read
from smallfires.fires import acts
from smallfires.fires.diary import line
from smallfires.fires.fire import Fire
from smallfires.fires.posted import Posted

TYPED = "What you typed is still here."
OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was noted.",
    f"{TYPED} Please send it once more.",
)
CHANGED = 409
MISSING = ("Something has to be settled first: it is marked below.", TYPED)


def routes(board: Board) -> APIRouter:
    """A form for each deed."""
    made = APIRouter()
    for deed in DEEDS:
        _add(made, board, deed)
    return made


def _add(made: APIRouter, board: Board, deed: Deed) -> None:
    @made.post(f"/fires/{{slug}}/{deed.key}", dependencies=[board.needs(deed.right)], name=deed.key)
    async def taken(slug: str, request: Request) -> Response:
        try:
            values = await read(request)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(answered, Sent(board, request, slug, deed, values))


@dataclass(frozen=True)
class Sent:
    """A form as it was sent.

    Attributes:
        board: to which.
        request: with which.
        slug: of the fire.
        deed: that is asked for.
        values: what was typed, by field.
    """

    board: Board
    request: Request
    slug: str
    deed: Deed
    values: Mapping[str, str]

    @property
    def desk(self) -> Standing:
        """The desk for whoever sent it."""
        return self.board.at(self.request)

    @property
    def seen(self) -> int:
        """The number of the fire's last entry that the page has shown; 0 where it does not say."""
        told = self.values.get("seen", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0

    def back(self, code: int, note: tuple[str, ...], problems: Mapping[str, str] | None = None) -> Response:
        """The page as it is now, with what was typed. What has no form any more is offered as a comment."""
        fire = self.desk.fire(self.slug)
        filled = Filled(self.values, problems or {})
        new = tuple(line(noted) for noted in fire.diary if noted.number > self.seen)[-MOST_LINES:]
        typed = Typed(self.deed.form(self.values), filled, note, new if code == CHANGED else ())
        if not self.deed.on(fire):
            typed = replace(typed, key=COMMENT.key, filled=Filled({"text": self.values.get(self.deed.about, "")}))
        return page(self.board, self.request, fire, typed, code)


def answered(sent: Sent) -> Response:
    """The answer to a form: it was taken, or the page says why not."""
    try:
        return take(sent)
    except Stale as error:
        return sent.back(CHANGED, (error.problem, f"{TYPED} {AGAIN}"))
    except NotYet as error:
        return sent.back(CHANGED, (error.problem, TYPED))
    except UsageError as error:
        return sent.back(422, (error.problem, TYPED))


def take(sent: Sent) -> Response:
    """Do what a form says, or show it again with what is wrong."""
    fire = sent.desk.fire(sent.slug)
    if not sent.board.sessions.holds(sent.request, sent.values.get(FIELD, "")):
        return sent.back(403, OPENED_BEFORE)
    again = _said_already(fire, sent)
    if again:
        return _done(fire, again)
    values, problems = sent.deed.typed({name: (text,) for name, text in sent.values.items()}, fire)
    if problems:
        return sent.back(422, MISSING, problems)
    address = str(sent.request.base_url)
    found = sent.deed.do(Asked(looked(sent.desk, sent.seen), sent.slug, values, address=address))
    after = sent.desk.fire(sent.slug)
    if sent.deed.once or not sent.deed.notes:
        return _shown(sent, after, found)
    return _done(after, next((noted.number for noted in after.diary if noted.number > fire.last), after.last))


def _shown(sent: Sent, fire: Fire, record: object) -> Response:
    """What a deed gave that no other page tells: its answer is the only place."""
    title = f"{sent.deed.key.capitalize()}: {fire.charter.title}"
    template = "posted" if isinstance(record, Posted) else "record"
    return sent.board.shown(sent.request, template, title, fire=fire, record=record, **told(record))


def _said_already(fire: Fire, sent: Sent) -> int:
    """The entry of the same comment by the same person, since the page was opened; 0 where there is none."""
    if sent.deed is not COMMENT:
        return 0
    fact = acts.Commented(sent.values.get("text", "").strip())
    same = (
        noted.number
        for noted in fire.diary
        if noted.number > sent.seen and noted.who == sent.desk.who and noted.fact == fact
    )
    return next(same, 0)


def _done(fire: Fire, number: int) -> Response:
    """To the page, which may be loaded again without doing anything again."""
    return RedirectResponse(f"/fires/{quote(fire.slug)}?noted={number}", 303)
