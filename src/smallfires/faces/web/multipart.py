"""A form with a file in it, taken piece by piece: the file is never in memory, and nothing is kept that was not looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from smallfires.faces.web.form import MOST_BYTES, TooMuch

MOST_PARTS = 20
IDLE = 60.0
"""Seconds that a sender may say nothing."""
AROUND = 64 * 1024
"""Bytes of the form around its file."""


class NoForm(Exception):
    """What was sent is no form with a file, or broke off."""


class TooSlow(Exception):
    """Nothing was sent for too long."""


Taker = Callable[[bytes], object]


@dataclass
class Form:
    """What came before the file, and where the file goes.

    Attributes:
        file: told the name of the file and what came before it; says where its pieces go.
        values: the fields so far.
        came: whether there was a file.
    """

    file: Callable[[str, dict[str, str]], Taker]
    values: dict[str, str] = field(default_factory=dict)
    came: bool = False


class _Parts:
    """Where the parser stands."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._taker: Taker | None = None
        self._field = ""
        self._text = bytearray()
        self._parts = self._bytes = 0
        self.ended = False

    def begin(self) -> None:
        """A part begins."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise TooMuch
        self._headers, self._name, self._value = {}, b"", b""
        self._taker, self._text = None, bytearray()

    def header_name(self, data: bytes, start: int, end: int) -> None:
        """A piece of a header's name."""
        self._name += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        """A piece of its value."""
        self._value += data[start:end]

    def header_end(self) -> None:
        """The header is whole."""
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def headers_end(self) -> None:
        """All headers of the part are there: is it a field, or the file?"""
        kind, told = parse_options_header(self._headers.get(b"content-disposition", b"").decode("latin-1"))
        if kind != b"form-data" or b"name" not in told:
            raise NoForm
        self._field = told[b"name"].decode("utf-8", "replace")
        name = told.get(b"filename", b"").decode("utf-8", "replace")
        if b"filename" not in told or not name:
            return
        if self._form.came:
            raise TooMuch
        self._form.came = True
        self._taker = self._form.file(name, dict(self._form.values))

    def data(self, data: bytes, start: int, end: int) -> None:
        """A piece of the part."""
        if self._taker is not None:
            self._taker(data[start:end])
            return
        self._bytes += end - start
        if self._bytes > MOST_BYTES:
            raise TooMuch
        self._text += data[start:end]

    def part_end(self) -> None:
        """The part is whole."""
        if self._taker is None:
            self._form.values[self._field] = self._text.decode("utf-8", "replace")

    def end(self) -> None:
        """The form is whole."""
        self.ended = True


def length_of(request: Request) -> int:
    """How many bytes a request says it has; 0 where it does not say."""
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else 0


async def taken(request: Request, form: Form) -> None:
    """Read a form with a file to its end.

    Raises:
        NoForm: it is none, or broke off.
        TooMuch: more was sent than a form of ours holds.
        TooSlow: nothing came for too long.
    """
    kind, told = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not told.get(b"boundary"):
        raise NoForm
    parts = _Parts(form)
    try:
        parser = MultipartParser(
            told[b"boundary"],
            {
                "on_part_begin": parts.begin,
                "on_header_field": parts.header_name,
                "on_header_value": parts.header_value,
                "on_header_end": parts.header_end,
                "on_headers_finished": parts.headers_end,
                "on_part_data": parts.data,
                "on_part_end": parts.part_end,
                "on_end": parts.end,
            },
        )
        async for piece in patient(request):
            await run_in_threadpool(parser.write, piece)
    except FormParserError:
        raise NoForm from None
    if not parts.ended:
        raise NoForm


async def patient(request: Request) -> AsyncIterator[bytes]:
    """The pieces of a request, as long as they keep coming.

    Raises:
        TooSlow: nothing came for too long.
    """
    pieces = request.stream()
    while True:
        try:
            piece = await asyncio.wait_for(anext(pieces), IDLE)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise TooSlow from None
        yield piece
