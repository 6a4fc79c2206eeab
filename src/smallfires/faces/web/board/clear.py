"""What the people asked understood: by question, never by name; which sentence to write anew; their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.faces.deeds.fields import LONGEST
from smallfires.faces.deeds.marks import OPTIONS
from smallfires.faces.web.board.charters.boxes import id_of
from smallfires.faces.web.board.fires import Typed, deeds, just, of_work
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.words.clarity.words import MARKED
from smallfires.fires.charter import Intent
from smallfires.fires.diary import Line
from smallfires.fires.fire import Fire
from smallfires.fires.step import Step, step
from smallfires.verbs.understood import seen

PLACE = "/clarity"
_FIELDS: Mapping[str, str] = {
    "intent": id_of("intent"),
    "measure": id_of("success.measure"),
    "effect": id_of("success.worthwhile"),
}


def routes(board: Board) -> APIRouter:
    """The page."""
    made = APIRouter()

    @made.get("/fires/{slug}/clarity")
    def one(slug: str, request: Request, noted: str = "", work: str = "", round: str = "") -> Response:  # noqa: A002
        """What they understood in the last round, or an earlier one."""
        fire = board.at(request).fire(slug)
        number = int(round) if round.isascii() and round.isdigit() and 0 < int(round[:6]) <= fire.round else None
        typed = of_work(board.work(request, work), fire)
        return page(board, request, fire, typed, done=just(fire, noted), number=number)

    return made


def page(
    board: Board,
    request: Request,
    fire: Fire,
    typed: Typed | None = None,
    code: int = 200,
    done: list[Line] | None = None,
    number: int | None = None,
) -> Response:
    """What they understood, and what can be done about it.

    Args:
        board: on which.
        request: that it answers.
        fire: as it is.
        typed: what was typed into a form that could not be taken.
        code: HTTP's.
        done: what was noted just now.
        number: of the round; None for the last.
    """
    desk = board.at(request)
    found = seen(desk, fire.slug, number)
    worse = "s-guardrails" if fire.charter.intent is Intent.OPTIMIZE else "s-budget"
    return board.shown(
        request,
        "clarity",
        f"Is it clear? {fire.charter.title}",
        code,
        **told(replace(found, words=())),
        fire=fire,
        found=found,
        words=found.words,
        rewrite=[(one.sentence, _FIELDS.get(one.question, worse)) for one in found.rewrite],
        marks=OPTIONS,
        marked=MARKED,
        last=found.round == fire.round,
        ready=step(fire, desk.today) is Step.LIGHT,
        deeds=deeds(request, fire),
        typed=typed or Typed(),
        done=done or [],
        longest=LONGEST,
    )
