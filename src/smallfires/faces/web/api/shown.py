"""The description of all calls as people read it: each act with its fields, its answers, and how curl asks for it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

HERE = "http://127.0.0.1:8765"
BEARER = '"Authorization: Bearer $TOKEN"'
WIDE = 90
"""Letters up to which a body stands on one line."""
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "object": "object",
    "number": "number",
}


@dataclass(frozen=True)
class Told:
    """Something that is told, or answered.

    Attributes:
        name: of the field, parameter or status.
        kind: of its values.
        says: what it is.
        needed: whether it has to be there.
    """

    name: str
    kind: str
    says: str
    needed: bool = False


@dataclass(frozen=True)
class Shown:
    """A call.

    Attributes:
        method, path: how it is asked for.
        key, group: its name, and under which it stands.
        says, right: what it does, and what it takes.
        told: parameters and fields.
        answers: what comes back.
        curl: the command that asks for it.
    """

    method: str
    path: str
    key: str
    group: str
    says: str
    right: str
    told: tuple[Told, ...]
    answers: tuple[Told, ...]
    curl: str


def shown(document: Mapping[str, Any], address: str = HERE) -> list[Shown]:
    """All calls of a description, in its order.

    Args:
        document: as OpenAPI has it.
        address: of the server.
    """
    base = f"{address.rstrip('/')}{document['servers'][0]['url']}"
    return [
        _shown(document, base, path, method, call)
        for path, calls in document["paths"].items()
        for method, call in calls.items()
    ]


def _shown(document: Mapping[str, Any], base: str, path: str, method: str, call: Mapping[str, Any]) -> Shown:
    return Shown(
        method=method.upper(),
        path=path,
        key=call["operationId"],
        group=call["tags"][0],
        says=call["summary"],
        right=call["description"],
        told=(*_parameters(call), *_fields(call)),
        answers=tuple(_answers(document, call)),
        curl=curl(base, path, method, call),
    )


def curl(base: str, path: str, method: str, call: Mapping[str, Any]) -> str:
    """The command that asks for a call as its example does."""
    told = {(each["in"], each["name"]): each["example"] for each in call["parameters"] if "example" in each}
    for (place, name), value in told.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="")) if place == "path" else path
    query = urlencode({name: value for (place, name), value in told.items() if place == "query"})
    parts = ["curl", shlex.quote(f"{base}{path}{f'?{query}' if query else ''}")]
    if call["security"]:
        parts += ["\\\n  -H", BEARER]
    if method == "post":
        body = call["requestBody"]["content"]["application/json"]["example"]
        parts += ["\\\n  -H", "'Content-Type: application/json'", "\\\n  -d", shlex.quote(_written(body))]
    return " ".join(parts)


def _written(body: Any, indent: str = "") -> str:
    """A body as JSON: each part on one line, where it is short enough."""
    line = json.dumps(body, ensure_ascii=False)
    if len(line) + len(indent) <= WIDE or not isinstance(body, Mapping):
        return line
    parts = (f"{indent}  {json.dumps(name)}: {_written(value, f'{indent}  ')}" for name, value in body.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def _parameters(call: Mapping[str, Any]) -> Iterable[Told]:
    for each in call["parameters"]:
        place = "in the address" if each["in"] == "path" else "behind the ?" if each["in"] == "query" else "header"
        yield Told(each["name"], f"{kind(each['schema'])}, {place}", each["description"], each["required"])


def _fields(call: Mapping[str, Any]) -> Iterable[Told]:
    content = call.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    for name, told in schema.get("properties", {}).items():
        yield Told(name, kind(told), told["description"], name in schema["required"])


def kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in a few words."""
    if "enum" in schema:
        return f"one of: {', '.join(each for each in schema['enum'] if each)}"
    if "oneOf" in schema:
        return " or ".join(dict.fromkeys(map(kind, schema["oneOf"])))
    if schema.get("format") == "date":
        return "day, such as 2026-03-02"
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    return _TYPES[schema["type"]]


def _answers(document: Mapping[str, Any], call: Mapping[str, Any]) -> Iterable[Told]:
    for status, answer in call["responses"].items():
        name = f"{status} {HTTPStatus(int(status)).phrase}"
        if "$ref" in answer:
            found = document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
            yield Told(name, "Problem", found["description"])
        else:
            yield Told(name, " or ".join(map(_media, answer["content"].items())), answer["description"])


def _media(told: tuple[str, Mapping[str, Any]]) -> str:
    media, content = told
    schema = content["schema"]
    if media != "application/json":
        return media
    if "anyOf" in schema:
        return "the record of what was done"
    return str(schema["$ref"].rsplit("/", 1)[1]) if "$ref" in schema else "object"
