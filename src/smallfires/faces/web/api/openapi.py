"""The description of all calls, as OpenAPI 3.1 has it: made from the calls themselves, so that it says neither more nor less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smallfires.faces.deeds.fields import Field
from smallfires.faces.jsonable import schema as schema_of_record
from smallfires.faces.jsonable import schema_of
from smallfires.faces.kinds.kind import DOCS
from smallfires.faces.web.api.call import BASE, JSON, PLACES, RECORDS, Call, Gives
from smallfires.faces.web.api.examples import EXAMPLES, Example
from smallfires.faces.web.api.once import HEAD, NAME
from smallfires.faces.web.api.problem import ALWAYS, KINDS, MEDIA, SCHEMA
from smallfires.verbs.bench import VERSION

ABOUT = (
    "The same acts as on the board, for programs. Every answer is a record with a schema; every refusal is a problem "
    "(RFC 9457) that says what is wrong, where, and what to do about it."
)
SENT = (400, 413, 415)
"""Problems of calls that take a body."""
HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "How to say who asks."},
    415: {"Accept-Post": "What is taken."},
}
"""Headers of problems."""


class Shelf:
    """The schemas that answers are made of, each under a name of its own."""

    def __init__(self) -> None:
        self._told: dict[str, Any] = {}
        self.schemas: dict[str, Any] = {"Problem": SCHEMA}

    def ref(self, record: type | tuple[type, ...]) -> dict[str, Any]:
        """The schema of a class of records, or of several."""
        if isinstance(record, tuple):
            return {"anyOf": [self.ref(each) for each in record]}
        if record is dict:
            return {"type": "object"}
        definitions: dict[str, Any] = {}
        whole = record in RECORDS
        if whole:
            made = schema_of_record(record)
            definitions = made.pop("$defs")
            root = {name: value for name, value in made.items() if name not in ("$schema", "$id")}
        else:
            root = schema_of(record, definitions)
        names = {name: self._name(record.__name__, name, told) for name, told in definitions.items()}
        own = self._name("", f"{record.__name__}Record" if whole else record.__name__, root)
        for name, told in (*((names[each], told) for each, told in definitions.items()), (own, root)):
            self.schemas[name] = _pointed(told, names)
        return {"$ref": f"#/components/schemas/{own}"}

    def _name(self, within: str, name: str, told: Any) -> str:
        """The name of a schema; with that of its record before it where another one has the name already."""
        if self._told.setdefault(name, told) == told:
            return name
        self._told[f"{within}{name}"] = told
        return f"{within}{name}"


def _pointed(told: Any, names: Mapping[str, str]) -> Any:
    """A schema whose parts are found among all of them."""
    if isinstance(told, dict):
        if "$ref" in told:
            return {"$ref": f"#/components/schemas/{names[told['$ref'].removeprefix('#/$defs/')]}"}
        return {name: _pointed(value, names) for name, value in told.items()}
    return [_pointed(each, names) for each in told] if isinstance(told, list) else told


def document(calls: Sequence[Call], *, signs_in: bool) -> dict[str, Any]:
    """The whole description.

    Args:
        calls: all of them.
        signs_in: whether whoever asks has to send a token.
    """
    shelf = Shelf()
    paths: dict[str, Any] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, shelf, signs_in=signs_in)
    groups = dict.fromkeys(call.group for call in calls)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Smallfires",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "externalDocs": {"url": f"{DOCS}rest.html"},
        "servers": [{"url": BASE}],
        "tags": [{"name": name} for name in groups],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(shelf.schemas.items())),
            "responses": {f"Problem{status}": _problem(status) for status in KINDS},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "A token of yours."}},
        },
    }


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    made = {"description": f"{KINDS[status][1]}.", "content": {MEDIA: {"schema": schema}}}
    return {**made, **_headers(HEADERS.get(status, {}))}


def _headers(told: Mapping[str, str]) -> dict[str, Any]:
    if not told:
        return {}
    return {"headers": {name: {"description": says, "schema": {"type": "string"}} for name, says in told.items()}}


def _operation(call: Call, shelf: Shelf, *, signs_in: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": call.key,
        "tags": [call.group],
        "summary": call.says,
        "description": f"It takes the right to {call.right}.",
        "security": [{"bearer": [str(call.right)]}] if signs_in else [],
        "parameters": list(_parameters(call)),
        "responses": {str(each.status): _answer(each, shelf) for each in call.gives}
        | {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in refusals(call)},
    }
    if call.body is not None:
        needed = any(field.needed for field in call.body)
        made["requestBody"] = {"required": needed, "content": {JSON: _body(call)}}
    return made


def refusals(call: Call) -> list[int]:
    """The statuses of all problems that a call can answer with."""
    own = ({404} if "{" in call.path else set()) | ({409} if call.body is not None else set())
    return sorted({*ALWAYS, *own, *call.refuses, *(SENT if call.body is not None else ())})


def _parameters(call: Call) -> Iterable[dict[str, Any]]:
    example = EXAMPLES.get(call.key, Example())
    for name in re.findall(r"{(\w+)}", call.path):
        place = PLACES[name]
        yield _parameter("path", name, place.label, place.schema(), required=True, **_said(example.path, name))
    for field in call.query:
        told = _said(example.query, field.name)
        yield _parameter("query", field.name, field.label, field.schema(), required=field.needed, **told)
    for name, head in (*call.heads.items(), *([(NAME, HEAD)] if call.body is not None and call.keyed else [])):
        yield _parameter("header", name, head.says, head.schema(), required=False)


def _said(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {"example": told[name]} if name in told else {}


def _parameter(place: str, name: str, says: str, schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "description": says, "schema": schema, **more}


def _body(call: Call) -> dict[str, Any]:
    fields = call.body or ()
    return {
        "schema": {
            "type": "object",
            "properties": {field.name: _field(field) for field in fields},
            "required": [field.name for field in fields if field.needed],
            "additionalProperties": False,
        },
        "example": EXAMPLES.get(call.key, Example()).body,
    }


def _field(field: Field) -> dict[str, Any]:
    hint = f" ({field.hint})" if field.hint else ""
    return {"description": f"{field.label}{hint}", **field.schema()}


def _answer(gives: Gives, shelf: Shelf) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": shelf.ref(gives.record)}}
    content |= {media: {"schema": {"type": "string"}} for media in gives.also}
    return {"description": gives.says, "content": content, **_headers(gives.headers)}
