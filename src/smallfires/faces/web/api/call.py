"""What a call is: where it is asked for, what it takes, does and answers. Routes and OpenAPI are made from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from smallfires.faces.deeds.fields import Field, Text, Whole
from smallfires.faces.deeds.fields import Wrong as Mistaken
from smallfires.faces.jsonable import jsonable, plain
from smallfires.faces.kinds import KINDS
from smallfires.faces.web.api.problem import Problem, wrong_parameters
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.work.crew import Crew
from smallfires.fires.access import Right

JSON = "application/json"
TOML = "application/toml"
BASE = "/api/v1"
RECORDS = tuple(kind.record for kind in KINDS)


@dataclass(frozen=True)
class Asking:
    """A call as it is asked for.

    Attributes:
        desk: for whoever asks.
        crew: does what takes a while.
        visitor: who asks.
        request: as it came.
        path, query: what the address says, as the call takes it.
        body: of the request; empty where the call takes none.
        once: what it is called by whoever asks, so that it is done once; empty where it is not.
    """

    desk: Standing
    crew: Crew
    visitor: Visitor
    request: Request
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""


@dataclass(frozen=True)
class Answer:
    """What a call answers.

    Attributes:
        told: a record, another dataclass, or text that is sent as it is.
        status: of HTTP.
        headers: of the answer.
        media: of text.
        kept: the same without its secrets, to be told to whoever asks once more; None where it has none.
        then: what is answered after a while to whoever would rather wait; None where nobody has to.
    """

    told: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = JSON
    kept: Answer | None = None
    then: Callable[[], Answer] | None = None

    def text(self) -> str:
        """As text."""
        return self.told if isinstance(self.told, str) else json.dumps(as_json(self.told), allow_nan=False)

    def response(self) -> Response:
        """As it is sent."""
        return Response(self.text(), self.status, dict(self.headers), media_type=self.media)


def as_json(told: object) -> Any:
    """A record as every face gives it; anything else field by field."""
    return jsonable(told) if isinstance(told, RECORDS) else plain(told)


@dataclass(frozen=True)
class Gives:
    """An answer that a call can give.

    Attributes:
        says: when, as a sentence.
        record: the class of what it tells, or several of which it is one.
        status: of HTTP.
        headers: what each header says, by its name.
        also: further media types, each as text.
    """

    says: str
    record: type | tuple[type, ...]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """A header that a call takes.

    Attributes:
        says: what it is for.
        pattern: that it has to have; empty where any text will do.
    """

    says: str
    pattern: str = ""

    def schema(self) -> dict[str, str]:
        """The JSON Schema of its values."""
        return {"type": "string", **({"pattern": self.pattern} if self.pattern else {})}


@dataclass(frozen=True, kw_only=True)
class Call:
    """Something that a program can ask for.

    Attributes:
        method: of HTTP.
        path: below ``BASE``; ``{slug}`` and the like stand for parts that are told.
        key: its name, for programs that are made from the description.
        group: under which it is described.
        says: what it does, as a sentence.
        right: that it takes.
        do: does it.
        gives: what it answers where it can be done.
        query: what the address can tell behind its question mark.
        body: what is told in the body; None where there is none.
        refuses: further statuses of problems that can come, beside those of every call.
        heads: headers that are taken, by name.
        keyed: whether it is done once under a key of whoever asks; while it is done nobody else writes to the ledger.
    """

    method: str = "GET"
    path: str
    key: str
    group: str
    says: str
    right: Right = Right.READ
    do: Callable[[Asking], Answer]
    gives: tuple[Gives, ...]
    query: tuple[Field, ...] = ()
    body: tuple[Field, ...] | None = None
    refuses: tuple[int, ...] = ()
    heads: Mapping[str, Head] = field(default_factory=dict)
    keyed: bool = True

    def queried(self, request: Request) -> dict[str, Any]:
        """What the address tells behind its question mark.

        Raises:
            Problem: something in it cannot be taken.
        """
        known = {each.name: each for each in self.query}
        told: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            told.setdefault(name, []).append(value)
        there = f"There are: {', '.join(known)}." if known else "There are none here."
        problems = {name: f"This is no parameter. {there}" for name in told if name not in known}
        values: dict[str, Any] = {}
        for name, each in known.items():
            try:
                values[name] = _one(each, told.get(name, []))
            except Mistaken as error:
                problems[name] = str(error)
        if problems:
            raise wrong_parameters(problems)
        return values


def _one(each: Field, texts: list[str]) -> Any:
    if len(texts) > 1:
        raise Mistaken("Name it once.")
    if texts and "\0" in texts[0]:
        raise Mistaken("The letter U+0000 cannot be taken.")
    return each.take(each.typed(texts))


PLACES: Mapping[str, Field] = {
    "slug": Text(name="slug", label="The short name of the fire."),
    "number": Whole(name="number", label="The number of the reading, 1 for the first."),
    "work": Text(name="work", label="The name of the work."),
    "webhook": Text(name="webhook", label="The name of the webhook in the workspace's file."),
    "name": Text(name="name", label="The name of the person."),
}
"""Parts of addresses."""


def routed(path: str) -> str:
    """The path of a call as the server looks for it: a person's name may have a slash in it, which is sent as %2F."""
    return path.replace("{name}", "{name:path}")


def placed(told: Mapping[str, str]) -> dict[str, Any]:
    """The parts of an address, as the call takes them.

    Raises:
        Problem: one of them can name nothing.
    """
    values: dict[str, Any] = dict(told)
    for name in told:
        try:
            values[name] = PLACES[name].take(PLACES[name].typed([told[name]]))
        except Mistaken as error:
            raise Problem(404, f'There is no {name} "{told[name]}".', str(error)) from None
    return values
