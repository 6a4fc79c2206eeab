"""How a page of the board is made: its head, its parts, and what browsers may keep of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Depends
from fastapi.params import Depends as Dependency
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from smallfires.faces import page
from smallfires.faces.web import plain
from smallfires.faces.web.away import Again
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.present import Present
from smallfires.faces.web.board.session import Sessions
from smallfires.faces.web.board.static import script_name, style_name
from smallfires.faces.web.door import Door, Needs, visitor_of
from smallfires.faces.web.form import Filled
from smallfires.faces.web.work.crew import Crew
from smallfires.faces.web.work.piece import Piece
from smallfires.faces.web.work.status import Errand, Status
from smallfires.fires.access import Right
from smallfires.verbs.workspace import Workspace

HEADERS = {"cache-control": "private, no-cache", "referrer-policy": "same-origin"}
"""A page is asked for anew each time, but going back finds what was typed; and a form tells from where it was sent."""

QUICK = 1.0
"""Seconds that a form waits for what it asked for, before its page is shown how far that has come."""

PAGES: tuple[tuple[str, str, Right], ...] = (
    ("Fires", "/", Right.READ),
    ("Read", "/read", Right.LIGHT),
    ("Design", "/design", Right.LIGHT),
    ("Lessons", "/search", Right.READ),
    ("People", "/people", Right.READ),
    ("Sources", "/sources", Right.READ),
    ("Ledger", "/ledger", Right.READ),
)
"""What leads to each page from everywhere, with what whoever goes there has to be allowed."""


@dataclass(frozen=True)
class Board:
    """What every route of the board needs.

    Attributes:
        desk: at which everything is done.
        sessions: of the browsers that have opened it.
        door: knows who asks.
        crew: does what takes a while.
        present: the workspace as its file says it now.
    """

    desk: Standing
    sessions: Sessions
    door: Door
    crew: Crew
    present: Present = field(default_factory=Present)

    def needs(self, right: Right) -> Dependency:
        """What a route asks of whoever asks for it."""
        found: Dependency = Depends(Needs(self.door, right))
        return found

    def at(self, request: Request) -> Standing:
        """The desk for whoever asks, at which the fires that they may not see are not there."""
        visitor = visitor_of(request)
        assert visitor is not None, "every route of the board goes through the door"
        desk = self.desk.of(visitor.name, everything=visitor.may(Right.ADMIN))
        return replace(desk, workspace=self.workspace)

    @property
    def workspace(self) -> Workspace:
        """The workspace as it is now."""
        return self.present.of(self.desk.workspace)

    def work(self, request: Request, name: str) -> Status | None:
        """A piece of work, where whoever asks may see it; None where there is none."""
        visitor = visitor_of(request)
        return self.crew.of(visitor, name) if visitor and name else None

    def begun(self, errand: Errand, piece: Piece) -> Response:
        """Have done what takes a while. The answer leads to its page, or to what came of it where it was quick.

        Raises:
            NotYet: whoever asks has too much waiting already.
        """
        work = self.crew.begin(errand, piece)
        found = self.crew.wait(work, QUICK)
        return RedirectResponse((found.leads if found else "") or f"/work/{work}", 303)

    def shown(self, request: Request, template: str, title: str, code: int = 200, **content: object) -> Response:
        """A page of the board.

        Args:
            request: that it answers.
            template: by its name.
            title: in the browser's own heading.
            code: HTTP's.
            content: of the page.
        """
        session = self.sessions.of(request)
        known = {
            "title": title,
            "nothing": Filled(),
            **self.around(request),
            **content,
        }
        text = page.environment().get_template(f"board/{template}.html.j2").render(known)
        answer = HTMLResponse(text, code, HEADERS)
        return self.sessions.give(answer, session.name) if session.new else answer

    def around(self, request: Request) -> dict[str, object]:
        """What stands on every page."""
        visitor = visitor_of(request)
        return {
            "here": request.url.path,
            "workspace": self.workspace.name,
            "visitor": visitor,
            "token": self.sessions.of(request).token,
            "pages": [(name, path) for name, path, right in PAGES if visitor and visitor.may(right)],
            "sheet": style_name(),
            "script": script_name(),
        }

    def said(self, request: Request, title: str, *sentences: str, again: Again | None = None) -> str:
        """A page that says one thing, gives back a form that could not be taken, and leads back."""
        template = page.environment().get_template("board/said.html.j2")
        stranger = bool(getattr(request.state, "stranger", False))
        return template.render(title=title, sentences=sentences, again=again, stranger=stranger, **self.around(request))


def told(record: object) -> dict[str, Any]:
    """A record as the templates of records have it."""
    content = plain.content(record)
    return {name: content[name] for name in ("page", "pictures", "most", "few")}
