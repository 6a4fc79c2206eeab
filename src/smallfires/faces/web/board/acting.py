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
from smallfires.faces.web.board import forms
from smallfires.faces.web.board.desk import AGAIN, looked
from smallfires.faces.web.board.fires import MOST_LINES, Typed, page
from smallfires.faces.web.board.forms import Form
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.form import Filled, TooMuch
from smallfires.faces.web.form import sent as read
from smallfires.fires.diary import line
from smallfires.fires.fire import Fire

TYPED = "What you typed is still here."
OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was noted.",
    f"{TYPED} Please send it once more.",
)
CHANGED = 409
MISSING = ("Something has to be settled first: it is marked below.", TYPED)


def routes(board: Board) -> APIRouter:
    """A form each."""
    made = APIRouter()

    async def taken(slug: str, form: Form, request: Request) -> Response:
        try:
            values = await read(request)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(answered, Sent(board, request, slug, form, values))

    @made.post("/fires/{slug}/comments")
    async def comment(slug: str, request: Request) -> Response:
        """A line in the diary."""
        return await taken(slug, forms.COMMENT, request)

    @made.post("/fires/{slug}/tests/{place}")
    async def test(slug: str, place: int, request: Request) -> Response:
        """What the test of an assumption showed."""
        return await taken(slug, forms.test(place), request)

    @made.post("/fires/{slug}/decisions")
    async def decide(slug: str, request: Request) -> Response:
        """Spread it, keep it burning, or put it out."""
        return await taken(slug, forms.DECIDE, request)

    @made.post("/fires/{slug}/put-out")
    async def put_out(slug: str, request: Request) -> Response:
        """It ends."""
        return await taken(slug, forms.PUT_OUT, request)

    return made


@dataclass(frozen=True)
class Sent:
    """A form as it was sent.

    Attributes:
        board: to which.
        request: with which.
        slug: of the fire.
        form: which.
        values: what was typed, by field.
    """

    board: Board
    request: Request
    slug: str
    form: Form
    values: Mapping[str, str]

    @property
    def seen(self) -> int:
        """The number of the fire's last entry that the page has shown; 0 where it does not say."""
        told = self.values.get("seen", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0

    def back(self, code: int, note: tuple[str, ...], problems: Mapping[str, str] | None = None) -> Response:
        """The page as it is now, with what was typed. What has no form any more is offered as a comment."""
        fire = self.board.desk.fire(self.slug)
        filled = Filled(self.values, problems or {})
        new = tuple(line(noted) for noted in fire.diary if noted.number > self.seen)[-MOST_LINES:]
        typed = Typed(self.form.key, filled, note, new if code == CHANGED else ())
        if self.form.key not in forms.keys(fire):
            text = {"text": self.values.get(self.form.field, "")}
            typed = replace(typed, key=forms.COMMENT.key, filled=Filled(text))
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
    fire = sent.board.desk.fire(sent.slug)
    if not sent.board.sessions.holds(sent.request, sent.values.get(FIELD, "")):
        return sent.back(403, OPENED_BEFORE)
    again = forms.said_already(fire, sent.board.desk.who, sent.values, sent.seen) if sent.form is forms.COMMENT else 0
    if again:
        return _done(fire, again)
    problems = sent.form.wrong(sent.values, fire)
    return sent.back(422, MISSING, problems) if problems else _done(*_acted(sent, fire))


def _acted(sent: Sent, before: Fire) -> tuple[Fire, int]:
    """The fire thereafter, and the first entry that was written."""
    after = sent.form.act(looked(sent.board.desk, sent.seen), sent.slug, sent.values)
    return after, next((noted.number for noted in after.diary if noted.number > before.last), after.last)


def _done(fire: Fire, number: int) -> Response:
    """To the page, which may be loaded again without doing anything again."""
    return RedirectResponse(f"/fires/{quote(fire.slug)}?noted={number}", 303)
