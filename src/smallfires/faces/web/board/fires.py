"""The board, and one fire with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from smallfires.faces import page as page_of
from smallfires.faces.deeds import COMMENT, DEEDS, TEST
from smallfires.faces.deeds.deed import Deed
from smallfires.faces.deeds.fields import LONGEST
from smallfires.faces.web.board import cards
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.kept import Kept
from smallfires.faces.web.board.look import Board, told
from smallfires.faces.web.board.moving import row
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TYPED, Filled
from smallfires.faces.web.work.status import State, Status
from smallfires.faces.words.fires import overview as words
from smallfires.faces.words.fires.step import says
from smallfires.faces.words.fires.story import doubts, late
from smallfires.faces.words.page import Page
from smallfires.fires import acts
from smallfires.fires.diary import Line, line
from smallfires.fires.fire import Fire
from smallfires.fires.step import step
from smallfires.fires.story import Proof
from smallfires.fires.wording import capital
from smallfires.verbs.listing import overview
from smallfires.verbs.momentum import momentum
from smallfires.verbs.show import story
from smallfires.verbs.unfinished import unfinished

ASKED = ("ask", "worse", "bounds", "end", "people")
"""Sections that say what is asked, folded away in one."""
LAST = 6
"""Lines of the diary that are open to see."""
MOST_LINES = 5
"""Of what has changed meanwhile."""
STOPPED = ("It was stopped. What was noted until then stands in the diary.", TYPED)


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


def glance(desk: Standing) -> Markup:
    """What is late, the momentum, then the first fires of each stage."""
    record, outlines = overview(desk), desk.outlines()
    found = record.fires
    late = sorted((one for one in found if one.late), key=lambda one: one.due or date.max)
    content = {
        "headline": words.verdict(record).headline,
        "gloss": words.GLOSS,
        "rows": cards.rows(found, outlines),
        "late": cards.cards(late[: page_of.MOST_ITEMS], outlines),
        "lates": len(late),
        "momentum": row(momentum(desk)) if found else [],
        "footer": words.footer(record),
    }
    return Markup(page_of.environment().get_template("board/glance.html.j2").render(content))


def routes(board: Board) -> APIRouter:
    """The two pages."""
    made, glanced = APIRouter(), Kept(glance)

    @made.get("/")
    def everything(request: Request) -> Response:
        """All fires by stage."""
        desk = board.at(request)
        return board.shown(request, "fires", "Fires", body=glanced.of(desk), unfinished=unfinished(desk))

    @made.get("/fires/{slug}")
    def one(slug: str, request: Request, noted: str = "", work: str = "") -> Response:
        """One fire; first what was noted just now, or why what took a while could not be done."""
        fire = board.at(request).fire(slug)
        return page(board, request, fire, of_work(board.work(request, work), fire), done=just(fire, noted))

    return made


def just(fire: Fire, noted: str) -> list[Line]:
    """What was noted just now, by the number of the first entry."""
    lines = tuple(map(line, fire.diary))
    at = next((each.at for each in lines if str(each.number) == noted), None)
    return [each for each in lines if each.at == at]


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
    coming, content = step(fire, board.desk.today), told(record)
    return board.shown(
        request,
        "fire",
        fire.charter.title,
        code,
        **content,
        story=record,
        fire=fire,
        readings=readings(fire),
        rests=[Rest(place, f"{TEST.key}-{place}", proof) for place, proof in enumerate(record.proofs, 1)],
        deeds=deeds(request, fire),
        next=coming or "",
        next_says=says(coming, record.clarity) if coming else "",
        late=late(record, coming or ""),
        doubts=tuple(doubts(record)),
        typed=typed or Typed(),
        done=done or [],
        longest=LONGEST,
        **parted(content["page"]),
    )


def parted(shown: Page) -> dict[str, object]:
    """What is asked, and the diary: its last lines, and what was done before."""
    asked = [part for key in ASKED if (part := shown.section(key)) is not None]
    diary = shown.section("diary")
    assert diary is not None
    assert diary.table is not None, "every fire was written once"
    rows = diary.table.rows
    last = replace(diary, table=replace(diary.table, rows=rows[:LAST]))
    earlier = replace(diary.table, caption="What was done before", rows=rows[LAST:]) if rows[LAST:] else None
    return {"asked": asked, "diary": last, "earlier": earlier}


def came_back(deed: Deed, fire: Fire, filled: Filled, note: tuple[str, ...], seen: int | None = None) -> Typed:
    """What was typed into a form that could not be taken. What has no form any more is offered as a comment.

    Args:
        deed: that was asked for.
        fire: as it is now.
        filled: what was typed, and what is wrong with it.
        note: what is said first.
        seen: the last entry that its page has shown, where it is to be said what was done since.
    """
    new = () if seen is None else tuple(line(noted) for noted in fire.diary if noted.number > seen)[-MOST_LINES:]
    if deed.on(fire):
        return Typed(deed.form(filled.values), filled, note, new)
    return Typed(COMMENT.key, Filled({"text": filled.values.get(deed.about, "")}), note, new)


def of_work(status: Status | None, fire: Fire) -> Typed | None:
    """What was typed into a form whose deed took a while, and why it could not be done; None where it was, or is not over."""
    if status is None or status.end is None or status.end.state is State.DONE:
        return None
    deed = next((deed for deed in DEEDS if deed.key == status.errand.key), None)
    if deed is None or status.errand.back != f"/fires/{quote(fire.slug)}":
        return None
    trouble = status.end.trouble
    filled = Filled(status.errand.typed, trouble.problems)
    return came_back(deed, fire, filled, trouble.sentences or STOPPED, seen(filled.values) if trouble.stale else None)


def seen(values: Mapping[str, str]) -> int:
    """The number of the fire's last entry that a form's page has shown; 0 where it does not say."""
    told = values.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0


def deeds(request: Request, fire: Fire) -> dict[str, Deed]:
    """What whoever asks may do to a fire as it is, by key."""
    visitor = visitor_of(request)
    may = [deed for deed in DEEDS if visitor and deed.may(visitor.rights, visitor.name, fire)]
    return {deed.key: deed for deed in may if deed.on(fire)}


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
