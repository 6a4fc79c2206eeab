"""What is said while the database of the ledger does not answer: to whoever asks, and to whoever runs the server.

Whoever asks gets back what they typed, to send it again. They are not told where the database is, and who asks it: that is
for whoever runs the server.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from starlette.requests import ClientDisconnect, Request

from smallfires.errors import Away
from smallfires.faces.web.form import TooMuch, pairs

SAID = (
    "The ledger cannot be reached right now.",
    "Try again in a moment. If it stays so, tell whoever runs this server.",
)
HEADERS = {"retry-after": "5"}
SELDOM = 60.0
"""Seconds after which whoever runs the server is told once more."""
SECRETS = frozenset({"password", "again", "old", "new"})
"""Fields that never come back on a page."""
MOST_BYTES, MOST_FIELDS = 4 * 1024 * 1024, 3_000


@dataclass
class Notice:
    """Tells whoever runs the server what the database says: at once, and then seldom.

    Attributes:
        say: to them.
    """

    say: Callable[[str], object]
    _last: float | None = None
    _one: Lock = field(default_factory=Lock, repr=False)

    def at_once(self, text: str) -> None:
        """Something that they have to know each time."""
        self.say(text)

    def of(self, error: Away) -> None:
        """The database did not answer."""
        with self._one:
            now = time.monotonic()
            if self._last is not None and now - self._last < SELDOM:
                return
            self._last = now
        self.say(f"{error.problem} {error.way_out}".strip())


@dataclass(frozen=True)
class Again:
    """A form that can be sent again.

    Attributes:
        action: where it goes.
        fields: what was typed, and what the form sent by itself.
    """

    action: str
    fields: tuple[tuple[str, str], ...]


async def again(request: Request) -> Again | None:
    """The form that could not be taken; None where it was none, or holds what must not come back."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if request.method != "POST" or kind != "application/x-www-form-urlencoded":
        return None
    found: list[tuple[str, str]] | None = getattr(request.state, "sent", None)
    try:
        told = await pairs(request, MOST_BYTES, MOST_FIELDS) if found is None else found
    except (TooMuch, ClientDisconnect):
        return None
    if SECRETS & {name for name, _ in told}:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return Again(f"{request.url.path}{query}", tuple(told))
