"""Momentum: a calm row of figures on the board, and a page behind it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from smallfires.faces import page
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.words.fires.momentum import FEW, days
from smallfires.fires.momentum import Momentum
from smallfires.fires.quantity import say_count, say_share
from smallfires.verbs.momentum import momentum


@dataclass(frozen=True)
class Figure:
    """A figure of the row.

    Attributes:
        value: as text.
        says: what it is.
    """

    value: str
    says: str


def row(record: Momentum) -> list[Figure]:
    """The figures that there are already."""
    now = record.quarters[-1]
    found = [Figure(say_count(now.lit), "lit this quarter"), Figure(say_count(now.decided), "decided this quarter")]
    if record.pace.fires:
        found.append(Figure(days(record.pace), "from idea to lesson"))
    if record.decided:
        few = f"{record.spread} of {record.decided}"
        found.append(Figure(few if record.decided < FEW else say_share(record.spread / record.decided), "worked"))
    return found


def drawn(desk: Standing) -> Markup:
    """The page, without what stands around it."""
    return Markup(page.environment().get_template("record.html.j2").render(told(momentum(desk))))


def routes(board: Board) -> APIRouter:
    """The page."""
    made, kept = APIRouter(), Kept(drawn)

    @made.get("/momentum")
    def moving(request: Request) -> Response:
        """How many fires are lit, how soon they teach, and what worked."""
        desk = board.at(request)
        return board.shown(request, "momentum", "Momentum", body=kept.of(desk), empty=not desk.outlines())

    return made
