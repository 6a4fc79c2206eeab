"""What was typed into a form is taken. Where it cannot be, the page comes back with all of it, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import NotYet, Stale, UsageError
from smallfires.faces.deeds import COMMENT, DEEDS
from smallfires.faces.deeds.deed import Asked, Deed, Values
from smallfires.faces.web.board import briefs, clear
from smallfires.faces.web.board.desk import AGAIN, Standing, looked
from smallfires.faces.web.board.fires import came_back, page, seen
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.door import NotAllowed, Visitor, visitor_of
from smallfires.faces.web.form import TYPED, Filled, TooMuch
from smallfires.faces.web.form import sent as read
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.work.deed import DeedWork
from smallfires.faces.web.work.status import errand
from smallfires.fires import acts
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.fires.posted import Posted

OPENED_BEFORE = (
    "This page was opened before the board was started, or your browser takes no cookies. Nothing was noted.",
    f"{TYPED} Please send it once more.",
)
CHANGED = 409
ELSEWHERE = frozenset({"drafts", "amendments", "checks"})
"""Deeds whose form is that of a charter."""
PAGES = {"briefs": briefs, "answers": briefs, "marks": clear, "overrides": clear}
"""Where the form of a deed stands, where that is not the page of the fire."""
LEADS = {"briefs": briefs.PLACE, "answers": clear.PLACE, "marks": clear.PLACE, "overrides": clear.PLACE}
"""Where it leads when it is done, likewise."""
MISSING = ("Something has to be settled first: it is marked below.", TYPED)


def routes(board: Board) -> APIRouter:
    """A form for each deed."""
    made = APIRouter()
    for deed in DEEDS:
        if deed.key not in ELSEWHERE:
            _add(made, board, deed)
    return made


def _add(made: APIRouter, board: Board, deed: Deed) -> None:
    @made.post(f"/fires/{{slug}}/{deed.key}", dependencies=[board.needs(deed.least)], name=deed.key)
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
    def visitor(self) -> Visitor:
        """Who sent it."""
        found = visitor_of(self.request)
        assert found is not None, "every route of the board goes through the door"
        return found

    @property
    def seen(self) -> int:
        """The number of the fire's last entry that the page has shown; 0 where it does not say."""
        return seen(self.values)

    def back(self, code: int, note: tuple[str, ...], problems: Mapping[str, str] | None = None) -> Response:
        """The page as it is now, with what was typed. What has no form any more is offered as a comment."""
        fire = self.desk.fire(self.slug)
        filled = Filled(self.values, problems or {})
        typed = came_back(self.deed, fire, filled, note, self.seen if code == CHANGED else None)
        place = PAGES.get(typed.key or self.deed.key) if typed.key == self.deed.key else None
        return (place.page if place else page)(self.board, self.request, fire, typed, code)


def answered(sent: Sent) -> Response:
    """The answer to a form: it was taken, or the page says why not."""
    try:
        return take(sent)
    except Stale as error:
        return sent.back(CHANGED, (error.problem, f"{TYPED} {AGAIN}"))
    except NotYet as error:
        return sent.back(CHANGED, (*sentences(error), TYPED))
    except UsageError as error:
        return sent.back(422, (*sentences(error), TYPED))


def take(sent: Sent) -> Response:
    """Do what a form says, or show it again with what is wrong."""
    fire = sent.desk.fire(sent.slug)
    if not sent.deed.may(sent.visitor.rights, sent.visitor.name, fire):
        raise NotAllowed(sent.deed.right)
    if not sent.board.sessions.holds(sent.request, sent.values.get(FIELD, "")):
        return sent.back(403, OPENED_BEFORE)
    again = _said_already(fire, sent)
    if again:
        return _done(sent, fire, again)
    values, problems = sent.deed.typed({name: (text,) for name, text in sent.values.items()}, fire)
    if problems:
        return sent.back(422, MISSING, problems)
    address = str(sent.request.base_url)
    if sent.deed.long:
        return _begun(sent, values, address)
    found = sent.deed.do(Asked(looked(sent.desk, sent.seen), sent.slug, values, address=address))
    after = sent.desk.fire(sent.slug)
    if isinstance(found, Posted) and found.letters:
        return _posted(sent, after, found)
    return _done(sent, after, next((noted.number for noted in after.diary if noted.number > fire.last), after.last))


def _posted(sent: Sent, fire: Fire, record: Posted) -> Response:
    """The personal links, which no other page ever tells: the answer is the only place."""
    title = f"The brief: {fire.charter.title}"
    answer = sent.board.shown(sent.request, "posted", title, fire=fire, record=record, **told(record))
    answer.headers["cache-control"] = "no-store"
    return answer


def _begun(sent: Sent, values: Values, address: str) -> Response:
    """Have done what takes a while: to its page, or on to what came of it where it was quick."""
    typed = {name: text for name, text in sent.values.items() if name != FIELD}
    asked = errand(
        sent.visitor, f"{sent.deed.says} ({sent.slug})", key=sent.deed.key, back=f"/fires/{quote(sent.slug)}",
        form=sent.deed.form(sent.values), typed=typed,
    )  # fmt: skip
    return sent.board.begun(
        asked, DeedWork(sent.deed.key, sent.slug, values, sent.seen, address, sent.visitor.may(Right.ADMIN))
    )


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


def _done(sent: Sent, fire: Fire, number: int) -> Response:
    """To the page, which may be loaded again without doing anything again."""
    return RedirectResponse(f"/fires/{quote(fire.slug)}{LEADS.get(sent.deed.key, '')}?noted={number}", 303)
