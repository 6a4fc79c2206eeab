"""An answer that is given before all of a request has come, and that whoever sends it gets to see."""

from __future__ import annotations

import asyncio

from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

LINGER = 20.0
"""Seconds for which the rest of the request is taken, and thrown away: a browser reads no answer before it has sent all."""


class Early(HTMLResponse):
    """A page that is sent at once; then the connection is closed."""

    def __init__(self, page: Response) -> None:
        super().__init__(bytes(page.body), page.status_code)
        kept = [(name, value) for name, value in page.raw_headers if name != b"connection"]
        self.raw_headers = [*kept, (b"connection", b"close")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and let the other side finish as long as that does not take for ever."""

        async def held(message: Message) -> None:
            await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

        await super().__call__(scope, receive, held)
        try:
            async with asyncio.timeout(LINGER):
                while (message := await receive())["type"] == "http.request" and message.get("more_body"):
                    pass
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})
