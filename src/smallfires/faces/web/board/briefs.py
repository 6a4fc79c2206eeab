"""The brief of a fire: the page that people get, who has a link to it, and who has answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.errors import NotYet
from smallfires.faces.web.board.fires import Typed, deeds, just, of_work
from smallfires.faces.web.board.look import Board, told
from smallfires.fires.acts import Briefed, Finding
from smallfires.fires.brief import brief_of
from smallfires.fires.charter import Charter
from smallfires.fires.charters.findings import findings
from smallfires.fires.clarity import clarity, people_asked
from smallfires.fires.diary import Line
from smallfires.fires.fire import Fire
from smallfires.fires.teachback import TeachBack
from smallfires.verbs.answer import LONGEST, questions_of
from smallfires.verbs.brief import links_of
from smallfires.verbs.desk import Desk
from smallfires.verbs.known import known_of

PLACE = "/brief"


@dataclass(frozen=True)
class Reader:
    """Somebody who is asked.

    Attributes:
        name, mail: theirs.
        linked: whether they have a link that holds.
        ended: whether their link was taken back.
        answered: whether they have answered in this round.
    """

    name: str
    mail: str
    linked: bool
    ended: bool
    answered: bool

    @property
    def typed(self) -> str:
        """Their name as a list of names has it."""
        return '"' + self.name.replace('"', '""') + '"'


def routes(board: Board) -> APIRouter:
    """The page."""
    made = APIRouter()

    @made.get("/fires/{slug}/brief")
    def one(slug: str, request: Request, noted: str = "", work: str = "", reader: str = "") -> Response:
        """The brief, as everyone may read it or as one of those asked does."""
        fire = board.at(request).fire(slug)
        return page(
            board, request, fire, of_work(board.work(request, work), fire), done=just(fire, noted), reader=reader
        )

    return made


def page(
    board: Board,
    request: Request,
    fire: Fire,
    typed: Typed | None = None,
    code: int = 200,
    done: list[Line] | None = None,
    reader: str = "",
) -> Response:
    """The brief with all that can be done with it.

    Args:
        board: on which.
        request: that it answers.
        fire: as it is.
        typed: what was typed into a form that could not be taken.
        code: HTTP's.
        done: what was noted just now.
        reader: whose page it is; empty for everyone's.
    """
    charter, desk = fire.charter, board.at(request)
    person = reader if reader in people_asked(charter) else charter.owner if charter.solo else None
    return board.shown(
        request,
        "brief",
        f"The brief: {charter.title}",
        code,
        **told(brief_of(charter, person)),
        fire=fire,
        reader=person or "",
        readers=readers(fire),
        guesses=_guesses(desk, charter) if not fire.round else (),
        sent=bool(fire.round),
        found=clarity(fire),
        asked=_asked(fire),
        deeds=deeds(request, fire),
        typed=typed or Typed(),
        done=done or [],
        longest=LONGEST,
    )


def readers(fire: Fire) -> list[Reader]:
    """Everyone who is asked."""
    keys: Mapping[str, str] = links_of(fire)
    waiting = clarity(fire).waiting if fire.round else people_asked(fire.charter)
    mails = {person.name: person.mail for person in fire.charter.people}
    return [
        Reader(name, mails.get(name, ""), bool(keys.get(name)), keys.get(name) == "", name not in waiting)
        for name in people_asked(fire.charter)
    ]


def _guesses(desk: Desk, charter: Charter) -> tuple[Finding, ...]:
    return findings(charter, known_of(desk, charter.slug))


def _asked(fire: Fire) -> TeachBack | None:
    """The questions that the owner of a solo fire answers; None where nothing is asked."""
    if not fire.charter.solo or fire.over or not any(isinstance(noted.fact, Briefed) for noted in fire.diary):
        return None
    try:
        return questions_of(fire)
    except NotYet:
        return None
