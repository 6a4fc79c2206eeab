"""What one reading of a fire taught: its page with charts, made once for each."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Generic, TypeVar

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from smallfires.errors import NotThere
from smallfires.faces import page
from smallfires.faces.web.board.look import Board, told
from smallfires.fires import acts
from smallfires.fires.fire import Fire, Noted
from smallfires.fires.lesson import Lesson
from smallfires.fires.plain import from_plain
from smallfires.fires.quantity import many
from smallfires.verbs.desk import Desk

Made = TypeVar("Made")
MOST = 64
"""Pages, or documents of one kind, that are kept."""


class Drawn(Generic[Made]):
    """Readings as they were drawn: an entry never changes, so neither does its page. The ones asked for last are kept.

    Args:
        make: draws one.
    """

    def __init__(self, make: Callable[[Lesson], Made]) -> None:
        self._make, self._keeping, self._drawing = make, Lock(), Lock()
        self._kept: OrderedDict[tuple[int, str], Made] = OrderedDict()

    def of(self, desk: Desk, slug: str, noted: Noted) -> Made:
        """What was made of one reading. One is drawn at a time; whoever asks for what is there does not wait for it."""
        key = noted.number, noted.at
        found = self._found(key)
        if found is None:
            with self._drawing:
                found = self._found(key)
                if found is None:
                    found = self._keep(key, self._make(lesson(desk, slug, noted)))
        return found

    def _found(self, key: tuple[int, str]) -> Made | None:
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[int, str], made: Made) -> Made:
        with self._keeping:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made


def lesson(desk: Desk, slug: str, noted: Noted) -> Lesson:
    """The whole reading, out of the ledger."""
    entry = next(desk.ledger.entries(slug, after=noted.number - 1))
    return from_plain(Lesson, json.loads(entry.content)["lesson"])


def drawn(record: Lesson) -> Markup:
    """A reading as a part of a page, on which it is done again by a button, and not by a command."""
    content = told(record)
    sections = tuple(replace(one, sentences=()) if one.key == "data" else one for one in content["page"].sections)
    content["page"] = replace(content["page"], sections=sections)
    return Markup(page.environment().get_template("record.html.j2").render(content))


def reading(fire: Fire, number: int) -> Noted:
    """A reading of a fire, by its number.

    Raises:
        NotThere: there is none.
    """
    for noted in fire.reads:
        if isinstance(noted.fact, acts.Read) and noted.fact.number == number:
            return noted
    has = f"It has {many(len(fire.reads), 'reading')}." if fire.reads else "It has not been read yet."
    raise NotThere(f'The fire "{fire.slug}" has no reading {number}.', has)


def routes(board: Board) -> APIRouter:
    """A page for each reading."""
    made, kept = APIRouter(), Drawn(drawn)

    @made.get("/fires/{slug}/readings/{number}")
    def one(slug: str, number: int, request: Request) -> Response:
        """What one reading taught."""
        desk = board.at(request)
        fire = desk.fire(slug)
        body = kept.of(desk, slug, reading(fire, number))
        title = f"Reading {number}: {fire.charter.title}"
        return board.shown(request, "reading", title, fire=fire, number=number, body=body, many=len(fire.reads))

    return made
