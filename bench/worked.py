"""A workspace in which every page of the board has something to show: each stage, long names, open questions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from smallfires.faces.web.door import Visitor
from smallfires.faces.web.work.deed import DeedWork
from smallfires.faces.web.work.status import errand
from smallfires.fires.acts import Answers
from smallfires.verbs.answer import answer, invited
from smallfires.verbs.bench import Bench, bench
from smallfires.verbs.brief import brief
from smallfires.verbs.desk import Desk, desk
from smallfires.verbs.draft import draft
from smallfires.verbs.life import live

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LONG = (
    "Hausmeisterdienstleistungsabrechnungsverfahrensvereinfachung for all the eleven sites east of the canal, "
    "the two depots and the night shift"
)
"""A title that somebody may well choose, with a word that fits on no phone."""
CHARTER = """title = "{title}"
subject = "{subject}"
of = "Answering calls"
intent = "{intent}"
owner = "Mara Lind"
picked = "lot"

[hypothesis]
because = "half of all callers ask for the same three things"
change = "{change}"
will = "make calls shorter"
seen = "minutes a call"

[success]
measure = "minutes a call"
today = "7.5"
worthwhile = "5%"
by = 2027-03-28

[scope]
units = ["Harbour", "North"]

[design]
name = "parallel"
seed = 7

[horizon]
start = 2026-12-07
end = 2027-03-28

[[people]]
name = "Ada Holm"
share = 0.05
act = "say the three answers before anything else, in Harbour"

[[people]]
name = "Ben Okafor"
share = 0.05
act = "say the three answers before anything else, in North"

[[people]]
name = "Chiara Rossi"
share = 0.05
act = "say the three answers before anything else, in North"

[cost]
run = 400

[bounds]
fixed = ["opening hours"]
free = ["the wording"]
"""


@dataclass(frozen=True)
class Worked:
    """What can be opened.

    Attributes:
        desk: in the workspace, on one day.
        open: a personal link whose questions are not answered.
        done: one whose questions are.
    """

    desk: Desk
    open: str
    done: str


@contextmanager
def worked(folder: Path, lived: Path | None = None) -> Iterator[Worked]:
    """Make the workspace.

    Args:
        folder: to be made.
        lived: the worked workspace of ``verbs.life``, where there is one already; it is copied.
    """
    with bench(threads=1) as ground:
        shutil.copytree(lived, folder) if lived else live(folder, ground)
        with desk(folder, now=lambda: NOW) as opened:
            yield _more(opened, ground)


def _more(opened: Desk, ground: Bench) -> Worked:
    """Three more fires: one being written, one whose people are being asked, and one with a long name."""
    _drafted(opened, ground, "Three answers first", "optimize", "process", "saying the three answers first")
    slug = _drafted(opened, ground, "A tool that answers", "optimize", "tool", "a machine that answers callers")
    links = brief(opened, slug).links
    ada = invited(opened, links[0].token)
    right = (question.right for question in ada.asked.questions)
    answer(replace(opened, who=ada.person), links[0].token, Answers(*right, "I say the three answers first."))
    _drafted(opened, ground, LONG, "optimize", "role", "saying " + "x" * 90 + " first")
    return Worked(opened, f"/b/{links[1].token}", f"/b/{links[0].token}")


def tried(app: FastAPI, shown: Worked) -> str:
    """The address of a piece of work that could not be done: a fire is to be read that does not burn."""
    crew, visitor = app.state.board.crew, Visitor(shown.desk.who)
    work = crew.begin(
        errand(visitor, "Read a fire", back="/fires/three-answers-first"),
        DeedWork("readings", "three-answers-first", {}),
    )
    crew.wait(work, 20)
    return f"/work/{work}"


def _drafted(opened: Desk, ground: Bench, title: str, intent: str, subject: str, change: str) -> str:
    text = CHARTER.format(title=title, intent=intent, subject=subject, change=change)
    return draft(opened, text, ground)[0].slug
