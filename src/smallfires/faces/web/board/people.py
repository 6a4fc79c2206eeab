"""People: who carries how much change, and one person with their weeks and what is due from them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.paging import paged
from smallfires.faces.words import people as words
from smallfires.fires.load import Load, Person, called
from smallfires.fires.quantity import say_share
from smallfires.fires.wording import say_day
from smallfires.verbs.people import one_of, people

EACH = 50
"""People on one page."""
LONGEST = 200
"""Letters of what is looked for."""


@dataclass(frozen=True)
class Bar:
    """A bar beside a figure.

    Attributes:
        says: what it is of.
        value: the figure, as text.
        wide: of a hundred.
        over: whether it is more than the limit.
    """

    says: str
    value: str
    wide: float
    over: bool


@dataclass(frozen=True)
class Row:
    """One person among all.

    Attributes:
        name: theirs.
        address: of their page.
        bar: their time, in the week that asks for most.
        asked, owns: in how many fires that burn they are asked, and how many they own.
        owed: what is due from them next; empty where nothing is.
        late: whether that is late.
        over: whether they carry too much.
    """

    name: str
    address: str
    bar: Bar
    asked: int
    owns: int
    owed: str
    late: bool
    over: bool


def routes(board: Board) -> APIRouter:
    """The two pages."""
    made, kept = APIRouter(), Kept(people)

    @made.get("/people")
    def everybody(request: Request, q: str = "", page: str = "1") -> Response:
        """Everybody, those who carry most first."""
        found, asked = kept.of(board.at(request)), q[:LONGEST].strip()
        here = called(found.people, asked)
        shown = paged(here, page, EACH, "/people", {"q": asked})
        most = max([found.limits.share * 2, *(one.peak for one in shown.items)])
        return board.shown(
            request,
            "people",
            "People",
            said=words.verdict(found),
            rule=words.rule(found.limits),
            rows=[row(one, found.limits.share, most) for one in shown.items],
            limit=100 * found.limits.share / most,
            asked=asked,
            paged=shown,
            footer=words.page(found).footer if not found.people else f"As of {say_day(found.today)}.",
        )

    @made.get("/people/{name:path}")
    def one(name: str, request: Request) -> Response:
        """One person."""
        record = one_of(kept.of(board.at(request)), name)
        content = told(record)
        return board.shown(
            request,
            "person",
            record.load.name,
            **content,
            load=record.load,
            weeks=weeks(record),
            ahead=len(record.load.weeks),
            limit=_limit(record),
            roles=[(fire, words.role(fire), words.until(fire)) for fire in record.load.fires],
            share=say_share,
        )

    return made


def row(load: Load, limit: float, most: float) -> Row:
    """One person among all.

    Args:
        load: what they carry.
        limit: how much of their time is too much.
        most: of anybody's time on this page.
    """
    bar = Bar("their time at most", words.peak(load), 100 * load.peak / most, load.peak > limit + 1e-9)
    late = bool(load.owed) and load.owed[0].late
    address = f"/people/{quote(load.name, safe='')}"
    return Row(load.name, address, bar, load.asked, load.owns, words.owed(load), late, load.over)


def weeks(record: Person) -> list[Bar]:
    """Their time week by week, up to the last one that asks for any."""
    most = _most(record)
    asks = [place for place, one in enumerate(record.load.weeks, 1) if one.share]
    return [
        Bar(say_day(one.monday), say_share(one.share), 100 * one.share / most, one.share > record.limits.share + 1e-9)
        for one in record.load.weeks[: max(asks, default=0)]
    ]


def _most(record: Person) -> float:
    return max(record.load.peak, 1.5 * record.limits.share)


def _limit(record: Person) -> float:
    return 100 * record.limits.share / _most(record)
