"""Lessons: what decided fires have taught, and everything ever declared and learned by its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from smallfires.errors import UsageError
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.paging import paged
from smallfires.faces.web.plain import sentences
from smallfires.faces.words.fires.found import verdict
from smallfires.fires.charter import Intent
from smallfires.fires.found import Found, Hit
from smallfires.fires.outline import ENDS, Outline
from smallfires.fires.quantity import many
from smallfires.fires.taught import Taught, lessons, years
from smallfires.fires.wording import capital, clause, say_day
from smallfires.verbs.search import search

LONGEST = 200
"""Letters of what is asked."""
MOST = 50
"""Texts that are shown."""
OPEN = 2
"""Texts of one fire that are open to see."""
EACH = 25
"""Lessons on one page."""
NOTHING = "There is no word in it. Name one, such as: handover."


@dataclass(frozen=True)
class Told:
    """What was found in one fire.

    Attributes:
        slug, title: of the fire.
        first: texts that are open to see, the best first.
        rest: the others.
    """

    slug: str
    title: str
    first: Sequence[Hit]
    rest: Sequence[Hit]


def routes(board: Board) -> APIRouter:
    """One page: the question, and below it what was found; where nothing is asked, all lessons."""
    made, kept = APIRouter(), Kept(_decided)

    @made.get("/search")
    def found(
        request: Request, q: str = "", intent: str = "", decision: str = "", year: str = "", page: str = "1"
    ) -> Response:
        """What was asked for, the best first; else the lessons, the newest first."""
        desk, wanted, asked = board.at(request), Taught(intent, decision, year), q.strip()
        every, offered = kept.of(desk)
        common: dict[str, Any] = {
            "asked": asked,
            "wanted": wanted,
            "problem": "",
            "found": None,
            "lessons": None,
            **offered,
        }
        if not asked:
            query = {"intent": intent, "decision": decision, "year": year}
            shown = paged([one for one in every if wanted.fits(one)], page, EACH, "/search", query)
            listed = [(one, _when(one), _why(one)) for one in shown.items]
            headline = _headline(shown.many, wanted)
            content = common | {"lessons": listed, "paged": shown, "headline": headline}
            return board.shown(request, "search", "Lessons", **content)
        try:
            hits = _searched(desk, asked, wanted)
        except UsageError as error:
            content = common | {"problem": " ".join(sentences(error)), "headline": "Lessons"}
            return board.shown(request, "search", "Lessons", 422, **content)
        content = (
            common | told(hits) | {"found": hits, "headline": verdict(hits).headline, "groups": by_fire(hits.hits)}
        )
        return board.shown(request, "search", f"Lessons: {asked}", **content)

    return made


def by_fire(hits: Iterable[Hit]) -> list[Told]:
    """The texts of each fire together, none of them twice; the fire with the best text first."""
    groups: dict[str, dict[tuple[str, str], Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.fire, {}).setdefault((hit.what, hit.snippet), hit)
    every = {slug: tuple(found.values()) for slug, found in groups.items()}
    return [Told(slug, found[0].title, found[:OPEN], found[OPEN:]) for slug, found in every.items()]


def _decided(desk: Standing) -> tuple[list[Outline], Mapping[str, Any]]:
    """All lessons, the newest first, and what can be chosen from."""
    found = lessons(desk.outlines().values())
    return found, _offered(found)


def _searched(desk: Standing, asked: str, wanted: Taught) -> Found:
    """What was asked for, among the fires that are wanted.

    Raises:
        UsageError: it cannot be looked for; says why in a sentence.
    """
    if len(asked) > LONGEST:
        raise UsageError(f"These are {len(asked):,} letters. Please ask in {LONGEST} at most.")
    fires = desk.outlines().values()
    among = None if wanted.everything else frozenset(fire.slug for fire in fires if wanted.fits(fire))
    try:
        return search(desk, asked, MOST, among)
    except UsageError:
        raise UsageError(NOTHING) from None


def _offered(fires: Iterable[Outline]) -> Mapping[str, Any]:
    """What can be chosen from."""
    return {
        "intents": [(one, f"to {one}") for one in Intent],
        "decisions": [(one, str(one)) for one in ENDS],
        "years": [(year, year) for year in years(fires)],
    }


def _headline(count: int, wanted: Taught) -> str:
    if not count:
        return "Nothing was decided yet." if wanted.everything else "No lesson fits."
    return f"{many(count, 'lesson')}, the newest first."


def _when(fire: Outline) -> str:
    """What was decided, and when: ``Spread on 30 December 2024, against the verdict``."""
    against = ", against the verdict" if fire.against else ""
    return f"{capital(fire.decision)} on {say_day(fire.decided or fire.last)}{against}"


def _why(fire: Outline) -> str:
    """The reason, where it is another one than what the verdict says."""
    same = clause(fire.reason) in fire.sentence
    return "" if same else fire.reason
