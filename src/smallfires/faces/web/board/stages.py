"""All fires of one stage, a page at a time, or those among them that somebody looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from smallfires.faces.web.board.cards import cards, in_order
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.paging import paged
from smallfires.faces.words.fires.overview import KEYS, STAGES
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.fire import Stage
from smallfires.fires.overview import Glance
from smallfires.fires.quantity import many
from smallfires.fires.wanted import Wanted

EACH = 30
"""Fires on one page."""
LONGEST = 200
"""Letters of what is looked for."""
TITLES: Mapping[str, str] = {"all": "All fires", "late": "Late", **{KEYS[stage]: STAGES[stage] for stage in STAGES}}
"""What can be listed, by its key in the address."""


NONE: Mapping[str, str] = {
    "all": "A fire stands here as soon as its charter is declared.",
    "late": "What is due stands here once its day has passed.",
    KEYS[Stage.LIT]: "None burns now.",
    KEYS[Stage.BRIEFED]: "No brief is out.",
    KEYS[Stage.DRAFTED]: "None is being drafted.",
    KEYS[Stage.SPREAD]: "None has spread yet.",
    KEYS[Stage.PUT_OUT]: "None was put out yet.",
}
"""What is said where there is none, likewise."""


def routes(board: Board) -> APIRouter:
    """A page for each stage, one for all of them, and one for what is late."""
    made, kept = APIRouter(), Kept(_listed)

    @made.get("/stages/{key}")
    def stage(
        key: str, request: Request, q: str = "", intent: str = "", subject: str = "", owner: str = "", page: str = "1"
    ) -> Response:
        """The fires of a stage."""
        if key not in TITLES:
            raise HTTPException(404)
        told = {"q": q[:LONGEST].strip(), "intent": intent, "subject": subject, "owner": owner[:LONGEST].strip()}
        wanted = Wanted(intent=intent, owner=told["owner"], words=told["q"], subject=subject)
        desk = board.at(request)
        here = kept.of(desk)[key]
        found = [one for one in here if wanted.fits(one)]
        shown = paged(found, page, EACH, f"/stages/{quote(key)}", told)
        return board.shown(
            request,
            "stages",
            TITLES[key],
            headline=_headline(key, len(found), len(here), told),
            key=key,
            because=NONE[key],
            some=bool(kept.of(desk)["all"]),
            titles=TITLES,
            told=told,
            narrowed=any(told.values()),
            paged=shown,
            cards=cards(shown.items, desk.outlines()),
            intents=[(one, f"to {one}") for one in Intent],
            subjects=[(one, one) for one in Subject],
        )

    return made


def _listed(desk: Standing) -> Mapping[str, Sequence[Glance]]:
    """The fires of each list, in their order."""
    every = in_order(desk.glances())
    return {key: [one for one in every if _in(one, key)] for key in TITLES}


def _in(one: Glance, key: str) -> bool:
    return key == "all" or (one.late if key == "late" else KEYS[one.stage] == key)


def _headline(key: str, found: int, here: int, told: Mapping[str, str]) -> str:
    """How many there are, and among how many."""
    if not here:
        return "No fire yet." if key == "all" else f"{TITLES[key].partition(',')[0]}: none."
    among = f"{found:,} of {many(here, 'fire')}" if any(told.values()) else many(here, "fire")
    return f"{TITLES[key]}: {among}."
