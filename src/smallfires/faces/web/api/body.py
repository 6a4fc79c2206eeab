"""The body of a request, read strictly: an object in JSON, each name once, no deeper and no longer than anything of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request

from smallfires.faces.web.api.call import JSON
from smallfires.faces.web.api.problem import Problem

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 24
WAY = "Send one object in JSON, with the content type application/json."


async def sent(request: Request) -> dict[str, Any]:
    """The object that was sent; an empty one where nothing was.

    Raises:
        Problem: it is too long, or no object in JSON.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise Problem(413, f"The body is longer than {MOST_BYTES:,} bytes.", "Send less.")
    if not body:
        return {}
    _refuse_other(request)
    return parsed(bytes(body))


def _refuse_other(request: Request) -> None:
    told = request.headers.get("content-type", "")
    media, *settings = (piece.strip().lower() for piece in told.split(";"))
    letters = [piece.partition("=")[2].strip('"') for piece in settings if piece.startswith("charset=")]
    if media != JSON or any(each not in ("utf-8", "utf8") for each in letters) or "content-encoding" in request.headers:
        raise Problem(415, f'A body of the type "{told}" is not taken.', WAY, headers={"accept-post": JSON})


def parsed(body: bytes) -> dict[str, Any]:
    """A body as the object that it holds.

    Raises:
        Problem: it holds none, or more than an object of ours.
    """
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_number)
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: byte {error.start + 1} is no letter.", WAY) from None
    except json.JSONDecodeError as error:
        raise Problem(400, f"The body is not JSON: {error.msg} in line {error.lineno}.", WAY) from None
    except (RecursionError, ValueError):
        raise Problem(
            400, "The body is not JSON that can be read: it is too deep, or has a number too long.", WAY
        ) from None
    if not isinstance(found, dict):
        raise Problem(400, "The body is JSON, but no object.", WAY)
    _refuse_deep(found)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(400, f'The body says "{twice}" twice.', "Say each name once.")
    return told


def _number(text: str) -> float:
    raise Problem(400, f"The body has {text} in it, which is no number of JSON.", "Leave it out.")


def _refuse_deep(found: Any) -> None:
    """Refuse what is nested deeper than anything of ours, and letters that are none."""
    level = [found]
    for _ in range(MOST_DEPTH):
        for each in level:
            _refuse_letters(each)
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise Problem(400, f"The body is nested deeper than {MOST_DEPTH}.", "Send it flatter.")


def _parts(found: Any) -> Iterable[Any]:
    if isinstance(found, dict):
        return [*found, *found.values()]
    return found if isinstance(found, list) else ()


def _refuse_letters(found: Any) -> None:
    try:
        if isinstance(found, str):
            found.encode("utf-8")
    except UnicodeEncodeError as error:
        letter = f"\\u{ord(found[error.start]):04x}"
        raise Problem(400, f"The body has {letter} by itself in it, which is no letter.", "Leave it out.") from None
