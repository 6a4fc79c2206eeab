"""How a page of the board is made: its head, its parts, and what browsers may keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from smallfires.faces import page
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.session import Sessions
from smallfires.faces.web.board.static import style_name
from smallfires.faces.web.form import Filled

HEADERS = {"cache-control": "private, no-cache", "referrer-policy": "same-origin"}
"""A page is asked for anew each time, but going back finds what was typed; and a form tells from where it was sent."""


@dataclass(frozen=True)
class Board:
    """What every route of the board needs.

    Attributes:
        desk: in whose name everybody acts here.
        sessions: of the browsers that have opened it.
    """

    desk: Standing
    sessions: Sessions

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
            "here": request.url.path,
            "token": session.token,
            "nothing": Filled(),
            **self.around(),
            **content,
        }
        text = page.environment().get_template(f"board/{template}.html.j2").render(known)
        return session.give(HTMLResponse(text, code, HEADERS))

    def around(self) -> dict[str, object]:
        """What stands on every page."""
        workspace = self.desk.workspace.name
        return {"workspace": workspace, "who": self.desk.who, "sheet": style_name()}

    def said(self, title: str, *sentences: str) -> str:
        """A page that says one thing, and leads back."""
        template = page.environment().get_template("board/said.html.j2")
        return template.render(title=title, here="", sentences=sentences, **self.around())


def told(record: object) -> dict[str, Any]:
    """A record as the templates of records have it."""
    content = page.content(record)
    return {name: content[name] for name in ("page", "pictures", "most", "few")}
