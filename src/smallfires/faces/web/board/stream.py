"""How far a piece of work has come, told to a page while it happens: server-sent events, so many at a time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from smallfires.faces.web.work.crew import Crew
from smallfires.faces.web.work.status import Status

MOST, MOST_EACH = 60, 6
"""Streams that are open at the same time: of all, and of one person. Whoever has none sees the same when the page is loaded."""
OFTEN = 0.4
"""Seconds between two looks."""
HEARTBEAT = 15.0
"""Seconds after which something is sent though nothing has changed, so that nobody between takes the line for dead."""
LONGEST = 600.0
"""Seconds after which a stream ends; the page opens the next one by itself."""
AGAIN = 2_000
"""Milliseconds after which a page that lost its stream opens the next one."""
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Streams:
    """The streams that are open.

    Args:
        crew: does the work.
    """

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._open: dict[str, int] = {}

    def of(self, request: Request, found: Status) -> Response:
        """What happens to a piece of work, until it is over."""
        person = found.errand.person
        if sum(self._open.values()) >= MOST or self._open.get(person, 0) >= MOST_EACH:
            return PlainTextResponse(
                "Too many pages watch already. Load the page again to see how far it has come.\n", 429
            )
        return StreamingResponse(
            self._told(request, found.work, person), media_type="text/event-stream", headers=HEADERS
        )

    async def _told(self, request: Request, work: str, person: str) -> AsyncIterator[str]:
        self._open[person] = self._open.get(person, 0) + 1
        try:
            yield f"retry: {AGAIN}\n\n"
            async for text in self._changes(request, work):
                yield text
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]

    async def _changes(self, request: Request, work: str) -> AsyncIterator[str]:
        """Each change, and a heartbeat where there is none for long."""
        began = told = time.monotonic()
        last = ""
        while not self._crew.closed and time.monotonic() - began < LONGEST:
            found = await run_in_threadpool(self._crew.status, work)
            if found is None or found.over:
                yield f"event: over\ndata: {json.dumps({'to': found.address if found else '/work'})}\n\n"
                return
            text = told_of(found)
            now = time.monotonic()
            if text != last or now - told >= HEARTBEAT:
                yield ": still here\n\n" if text == last else f"event: told\ndata: {text}\n\n"
                last, told = text, now
            if await request.is_disconnected():
                return
            await asyncio.sleep(OFTEN)


def told_of(found: Status) -> str:
    """How far it has come, as the page's script takes it."""
    share = None if found.share is None else round(found.share, 3)
    return json.dumps({"state": str(found.state), "stage": found.stage, "share": share, "place": found.place})
