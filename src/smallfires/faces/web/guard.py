"""What holds for every answer of the server: under which name it is asked, and what a browser may do with it.

For a brief, a personal link is the only key there is: no cookie, no session. A page of somebody else that sends a form here
would have to know the link, and could then as well be its reader; so there is nothing that a second token in the form would
protect. What has to be kept safe is the link: it is not passed on as a referrer, not kept by caches, and not written into any
log. The board, where it is open, looks after its forms itself. The names under which the server answers are those of this
machine, or those that the organization has for it, so that no foreign name can be made to point to it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of this machine."""

ALWAYS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer, unless it says otherwise itself."""

ALWAYS_HTTPS = "max-age=31536000"
"""For a year. Source: RFC 6797, "Strict-Transport-Security"."""
ALIVE = "/healthz"
"""Where whoever looks after the server asks whether it is alive."""


def policy(style: str, *, files: bool = False) -> str:
    """What a page may do: use this one style sheet, which stands in it, and send its form back here; nothing else, unless said.

    Args:
        style: the sheet.
        files: whether it may use the style sheet and the script of this server, too, and ask it again.
    """
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    own = " 'self'" if files else ""
    scripts = "script-src 'self'; connect-src 'self'; " if files else ""
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'{own}; {scripts}img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


class Guard:
    """Wraps the application.

    Args:
        app: the application.
        style: the style sheet of its pages.
        foreign: answers where it is asked under a name that it does not know.
        broken: answers where the application has a fault of its own.
        fault: told that fault.
        files: whether its pages may use the style sheet and the script of this server.
        names: under which it may be asked.
        https: whether browsers ask it by https, whatever stands between: then they shall never ask otherwise again.
    """

    def __init__(
        self,
        app: ASGIApp,
        style: str,
        foreign: ASGIApp,
        broken: ASGIApp,
        fault: Callable[[Exception], object],
        files: bool = False,
        names: frozenset[str] = LOOPBACK,
        https: bool = False,
    ) -> None:
        self.app, self.names, self.https = app, names, https
        self.foreign, self.broken, self.fault = foreign, broken, fault
        self.headers = {**ALWAYS, "content-security-policy": policy(style, files=files)}
        if https:
            self.headers["strict-transport-security"] = ALWAYS_HTTPS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is asked under a foreign name; give every answer its headers."""
        if scope["type"] != "http":
            return
        if self.https:
            scope["scheme"] = "https"
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                told = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    told.setdefault(name, value)
            await send(message)

        try:
            await (self.app if self._known(scope) else self.foreign)(scope, receive, guarded)
        except Exception as error:
            self.fault(error)
            if not started:
                await self.broken(scope, receive, guarded)

    def _known(self, scope: Scope) -> bool:
        """Whether it is asked under a name of its own; whether it is alive may be asked on its own machine, too."""
        name = host(scope)
        return name in self.names or (scope["path"] == ALIVE and name in LOOPBACK)


def host(scope: Scope) -> str:
    """The name under which the server is asked; empty where there is none, or more than one."""
    told = [value for name, value in scope["headers"] if name == b"host"]
    if len(told) != 1:
        return ""
    try:
        return urlsplit("//" + told[0].decode("ascii")).hostname or ""
    except (UnicodeDecodeError, ValueError):
        return ""
