"""What is said where something cannot be done: a problem as RFC 9457 has it, with the way out, and each field that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from smallfires.errors import Away, CharterError, SmallfiresError, Stale
from smallfires.faces.kinds.kind import DOCS
from smallfires.faces.web.away import HEADERS, SAID
from smallfires.faces.web.board.session import Foreign
from smallfires.faces.web.door import NotAllowed, Shut
from smallfires.faces.web.limits import TooOften
from smallfires.faces.web.plain import plain
from smallfires.faces.web.status import status_of
from smallfires.fires.access import Right
from smallfires.fires.quantity import many
from smallfires.stores.repeats import Late

MEDIA = "application/problem+json"
ABOUT = f"{DOCS}rest.html#"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What is wrong, and what to do about it (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where this kind of problem is explained."},
        "title": {"type": "string", "description": "The kind of problem, the same for each of its kind."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What is wrong here, as a sentence."},
        "way_out": {"type": "string", "description": "What to do about it, as a sentence; may be empty."},
        "errors": {
            "type": "array",
            "description": "Each part of what was sent that is wrong; none where it is not about a part.",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "To a part of the body (RFC 6901)."},
                    "parameter": {"type": "string", "description": "The parameter of the address, or the header."},
                    "detail": {"type": "string", "description": "What is wrong with it, as a sentence."},
                },
                "required": ["detail"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "detail", "way_out", "errors"],
    "additionalProperties": False,
}
"""The JSON Schema of a problem."""

KINDS: Mapping[int, tuple[str, str]] = {
    400: ("not-understood", "What was sent cannot be understood"),
    401: ("who-asks", "It is not known who asks"),
    403: ("not-allowed", "Whoever asks may not do that"),
    404: ("not-there", "It is not there"),
    405: ("not-in-this-way", "It is there, but not to be asked in this way"),
    406: ("no-such-form", "It cannot be given in this form"),
    409: ("not-yet", "The state of things does not allow it"),
    412: ("has-changed", "It has changed since it was looked at"),
    413: ("too-much", "It is too much"),
    415: ("not-json", "It is not sent as JSON"),
    421: ("other-name", "It was asked under a name that is not the server's"),
    422: ("wrong-values", "Something in it is wrong"),
    429: ("too-often", "It was asked too often"),
    500: ("fault", "Something is wrong on our side"),
    503: ("not-now", "A database or the ledger did not do its part"),
}
"""By status: its place in the documentation, and its title."""
ALWAYS = (401, 403, 421, 422, 429, 500, 503)
"""Statuses of problems that every call can answer with."""
NOTHING_HERE = ("There is nothing under this address.", "What there is stands in /api/v1/openapi.json.")


@dataclass(frozen=True)
class Wrong:
    """A part of what was sent that is wrong.

    Attributes:
        detail: what is wrong, as a sentence.
        pointer: to a part of the body; or
        parameter: the name of the address's parameter, or of the header.
    """

    detail: str
    pointer: str = ""
    parameter: str = ""

    def told(self) -> dict[str, str]:
        """As JSON has it."""
        place = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {**place, "detail": self.detail}


@dataclass(eq=False)
class Problem(Exception):
    """Something that cannot be done.

    Attributes:
        status: of HTTP.
        detail: what is wrong, as a sentence.
        way_out: what to do about it.
        errors: the parts that are wrong.
        headers: of the answer.
    """

    status: int
    detail: str
    way_out: str = ""
    errors: tuple[Wrong, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer that says so."""
        place, title = KINDS.get(self.status, ("", HTTPStatus(self.status).phrase))
        told = {
            "type": f"{ABOUT}{place}" if place else "about:blank",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "way_out": self.way_out,
            "errors": [each.told() for each in self.errors],
        }
        return Response(json.dumps(told), self.status, dict(self.headers), media_type=MEDIA)


OTHER_NAME = Problem(
    421,
    "This server answers under its own names only.",
    'Ask it under one of them. An admin sets them: "names" in the table "server" of smallfires.toml.',
)


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def wrong_fields(problems: Mapping[str, str]) -> Problem:
    """What is said where fields of a body are wrong."""
    errors = tuple(Wrong(text, pointer(name)) for name, text in problems.items())
    return Problem(422, _counted(errors, "body"), "Each is said under errors.", errors)


def wrong_parameters(problems: Mapping[str, str]) -> Problem:
    """The same of parameters of the address."""
    errors = tuple(Wrong(text, parameter=name) for name, text in problems.items())
    return Problem(422, _counted(errors, "address"), "Each is said under errors.", errors)


def _counted(errors: Iterable[Wrong], where: str) -> str:
    many = len(tuple(errors))
    return f"{'One thing' if many == 1 else f'{many} things'} in the {where} cannot be taken."


def refused(request: Request, error: Exception) -> Response:
    """The answer to whoever asked for what cannot be done."""
    return problem_of(error).response()


def problem_of(error: Exception) -> Problem:
    """What is said of an error."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Away):
        return Problem(503, *SAID, headers=HEADERS)
    if isinstance(error, SmallfiresError):
        return _of_ours(error)
    if isinstance(error, HTTPException):
        detail, way_out = NOTHING_HERE if error.status_code == 404 else (str(error.detail), "")
        return Problem(error.status_code, detail, way_out, headers=error.headers or {})
    return _of_the_door(error)


def _of_ours(error: SmallfiresError) -> Problem:
    """The status is the one that pages have for it, too."""
    where = f"{error.where}: " if error.where else ""
    errors: tuple[Wrong, ...] = ()
    if isinstance(error, CharterError):
        errors = tuple(Wrong(f"{one.problem} {one.way_out}".strip(), f"/{one.field}") for one in error.refusals)
    headers = {"retry-after": "1"} if isinstance(error, Late) else {}
    return Problem(status_of(error), plain(f"{where}{error.problem}"), plain(error.way_out), errors, headers)


def _of_the_door(error: Exception) -> Problem:
    """Who may not come in, and what else goes wrong."""
    if isinstance(error, Shut):
        told = {"www-authenticate": 'Bearer realm="smallfires"'}
        return Problem(401, "It is not known who asks.", "Send a token: Authorization: Bearer ...", headers=told)
    if isinstance(error, NotAllowed):
        return Problem(403, f"It takes the right to {error.right}.", "An admin can give it.")
    if isinstance(error, TooOften):
        told = {"retry-after": str(error.seconds)}
        return Problem(429, "It was asked too often.", f"Ask again in {many(error.seconds, 'second')}.", headers=told)
    if isinstance(error, Foreign):
        return Problem(403, "The board does nothing for pages of other sites.", "Ask it by a program.")
    return Problem(500, "Something is wrong on our side.", "Nothing was done. Please try again.")


def stale(error: Stale, *, precondition: bool) -> Problem:
    """What is said to a program that has not seen how a fire has changed.

    Args:
        error: says so.
        precondition: whether the program told by a header what it has seen.
    """
    return Problem(412 if precondition else 409, error.problem, error.way_out)


def no_right(right: Right) -> str:
    """What a call takes, as a sentence."""
    return f"It takes the right to {right}."
