"""What every page of the door needs, and what its forms have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from smallfires.faces.web.accounts.carried import Carried
from smallfires.faces.web.accounts.door import Organization
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.door import visitor_of
from smallfires.faces.web.form import TooMuch, sent
from smallfires.faces.web.limits import SIGN_IN, SIGN_IN_ADDRESS, SIGN_IN_NAME, Tries, whence
from smallfires.fires.accounts import LASTS, Kind, named
from smallfires.verbs.accounts.staff import Granted, Staff
from smallfires.verbs.serving import Setup

BEFORE = (
    "This page was opened before the server was started, or your browser takes no cookies. Please send it once more."
)
LONGER = timedelta(days=1)
"""A browser keeps the cookie of a session so much longer: by it is known whose form comes when the session has just ended."""
TWICE = "The two are not the same. Type it once more."
SECRET = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
"""Of a page in whose address, or on which, a secret stands."""
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux")
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


@dataclass(frozen=True)
class Reception:
    """What every page of the door needs.

    Attributes:
        board: on which it stands.
        door: knows who asks.
        setup: how the server is set up.
        counted: what was tried lately.
        carried: what was sent when a session had ended.
    """

    board: Board
    door: Organization
    setup: Setup
    counted: Tries
    carried: Carried = field(default_factory=Carried)

    @property
    def nobody(self) -> Staff:
        """The people, where nobody is in yet."""
        return self.door.staff

    @property
    def typed(self) -> str:
        """The cookie with the key of what is carried."""
        return f"{self.board.sessions.cookie}-typed"

    def staff(self, request: Request) -> Staff:
        """The people, and whoever was let in acts on them."""
        visitor = visitor_of(request)
        assert visitor is not None, "whoever acts was let in"
        return replace(self.door.staff, who=visitor.name)

    def let_in(self, granted: Granted, to: str = "/") -> Response:
        """To a page, with the cookie of a session that was made just now: whatever the browser had before opens nothing."""
        return self.board.sessions.give(RedirectResponse(local(to), 303), granted.secret, LASTS[Kind.SESSION] + LONGER)

    async def taken(self, request: Request, take: Callable[[Mapping[str, str]], Response]) -> Response:
        """What a form sends, taken on a thread; endless ones are refused."""
        try:
            values = await sent(request)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(take, values)

    def tried(self, request: Request, name: str) -> None:
        """Count that a password was tried.

        Raises:
            TooOften: there were too many.
        """
        who, here = named(name), whence(request)
        self.counted.one(SIGN_IN_ADDRESS, here)
        self.counted.one(SIGN_IN_NAME, who)
        self.counted.one(SIGN_IN, who, here)

    def succeeded(self, request: Request, name: str) -> None:
        """It was the right one."""
        self.counted.forget(SIGN_IN, named(name), whence(request))

    def ours(self, request: Request, values: Mapping[str, str]) -> bool:
        """Whether a form was made for the browser that sends it."""
        return self.board.sessions.holds(request, values.get(FIELD, ""))


def local(to: str) -> str:
    """A page of this server; the first one where it is none."""
    return to if _LOCAL.fullmatch(to) else "/"


def browser(request: Request) -> str:
    """The browser that asks, in a few words by which its owner knows it again."""
    told = request.headers.get("user-agent", "")
    system = next((name for name in _SYSTEMS if name in told), "")
    program = next((name for sign, name in _BROWSERS if sign in told), "")
    return " on ".join(
        filter(None, (program or "A browser", {"Macintosh": "Mac", "CrOS": "Chromebook"}.get(system, system)))
    )
