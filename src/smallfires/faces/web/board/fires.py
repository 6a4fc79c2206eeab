"""The board, and one fire with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.faces.web.board import cards
from smallfires.faces.web.board.forms import LONGEST, decisions, keys, test_key
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.form import Filled
from smallfires.fires import acts
from smallfires.fires.diary import Line, line
from smallfires.fires.fire import Fire
from smallfires.fires.story import Proof
from smallfires.fires.wording import capital
from smallfires.verbs.listing import overview
from smallfires.verbs.show import story

MOST_LINES = 5
"""Of what has changed meanwhile."""


@dataclass(frozen=True)
class Typed:
    """What comes back with a fire's page where a form could not be taken.

    Attributes:
        key: of the form; empty where none was sent.
        filled: what was typed, and what is wrong with it.
        note: what is said first, as sentences.
        changed: what was done to the fire since its page was opened.
    """

    key: str = ""
    filled: Filled = field(default_factory=Filled)
    note: tuple[str, ...] = ()
    changed: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Told:
    """A reading among others.

    Attributes:
        number: of the reading.
        day: on which it was read.
        decision, sentence: what its verdict says.
    """

    number: int
    day: str
    decision: str
    sentence: str


@dataclass(frozen=True)
class Rest:
    """An assumption with its form.

    Attributes:
        place: in the charter, 1 for the first.
        key: of the form.
        proof: the assumption, and what its test showed.
    """

    place: int
    key: str
    proof: Proof


def routes(board: Board) -> APIRouter:
    """The two pages."""
    made = APIRouter()

    @made.get("/")
    def everything(request: Request) -> Response:
        """All fires by stage."""
        found = overview(board.desk)
        shown = cards.rows(found, board.desk.fires())
        late = [cards.card(one, board.desk.fire(one.slug)) for one in _late(found.fires)]
        return board.shown(request, "fires", "Fires", **told(found), rows=shown, late=late)

    @made.get("/fires/{slug}")
    def one(slug: str, request: Request, noted: str = "") -> Response:
        """One fire; first what was noted just now."""
        fire = board.desk.fire(slug)
        lines = tuple(map(line, fire.diary))
        at = next((each.at for each in lines if str(each.number) == noted), None)
        return page(board, request, fire, done=[each for each in lines if each.at == at])

    return made


def _late(fires: tuple[Any, ...]) -> list[Any]:
    return sorted((one for one in fires if one.late), key=lambda one: one.due)


def page(
    board: Board,
    request: Request,
    fire: Fire,
    typed: Typed | None = None,
    code: int = 200,
    done: list[Line] | None = None,
) -> Response:
    """A fire's page.

    Args:
        board: on which.
        request: that it answers.
        fire: as it is.
        typed: what was typed into a form that could not be taken.
        code: HTTP's.
        done: what was noted just now.
    """
    record = story(fire, board.desk.today)
    return board.shown(
        request,
        "fire",
        fire.charter.title,
        code,
        **told(record),
        story=record,
        fire=fire,
        readings=readings(fire),
        rests=[Rest(place, test_key(place), proof) for place, proof in enumerate(record.proofs, 1)],
        decisions=decisions(fire),
        keys=keys(fire),
        typed=typed or Typed(),
        done=done or [],
        longest=LONGEST,
    )


def readings(fire: Fire) -> list[Told]:
    """A fire's readings, the last first."""
    found = [(noted.at, noted.fact) for noted in reversed(fire.reads)]
    return [
        Told(read.number, at[:10], read.decision, _sentence(read.decision, read.lesson))
        for at, read in found
        if isinstance(read, acts.Read)
    ]


def _sentence(decision: str, lesson: Mapping[str, Any]) -> str:
    """Why, without the decision, which stands before it."""
    said = str(lesson.get("verdict", {}).get("sentence", ""))
    return said.removeprefix(f"{capital(decision)}.").strip()
