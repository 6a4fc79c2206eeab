"""A record as JSON, and the JSON Schema of it, made from the dataclasses and their docstrings.

The schemas are shipped as ``static/<kind>.schema.json``; ``write_schema()`` makes them anew. A figure that is not known
(NaN, or without end) is null.
"""

from __future__ import annotations

import inspect
import json
import math
import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from smallfires.faces.kinds import KINDS, kind_of
from smallfires.fires.work import WorkReading

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SAYS = {
    "type": "object",
    "description": "The answer in plain words.",
    "properties": {
        "headline": {"type": "string"},
        "answer": {"type": "array", "items": {"type": "string"}},
        "chance": {"type": "string"},
    },
    "required": ["headline", "answer", "chance"],
    "additionalProperties": False,
}


def to_json(record: object) -> str:
    """The record as JSON text, in ASCII, so that it survives any pipe."""
    return json.dumps(jsonable(record), indent=2, allow_nan=False)


def jsonable(record: object) -> dict[str, Any]:
    """The record as dicts, lists, text and numbers: each field by its name, the answer in words under ``says``."""
    kind = kind_of(record)
    said = kind.says(record)
    words = {"headline": said.headline, "answer": list(said.sentences), "chance": said.chance}
    return {"schema": kind.address, "says": words, **plain(record)}


def plain(value: Any) -> Any:
    """A value of a record, or any other dataclass, in the types that JSON has."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def schema(record: type = WorkReading) -> dict[str, Any]:
    """The JSON Schema of ``jsonable``'s result, for a class of records."""
    kind = kind_of(record)
    definitions: dict[str, Any] = {}
    root = schema_of(kind.record, definitions)
    root["properties"] = {"schema": {"const": kind.address}, "says": SAYS, **root["properties"]}
    root["required"] = ["schema", "says", *root["required"]]
    return {"$schema": DIALECT, "$id": kind.address, "title": kind.title, **root, "$defs": definitions}


def shipped_schema(record: type = WorkReading) -> dict[str, Any]:
    """The same as the package ships it."""
    place = files("smallfires.faces").joinpath("static", kind_of(record).schema_file)
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


def write_schema() -> None:
    """Make the shipped schemas anew, after a field of a record has changed."""
    for kind in KINDS:
        made = json.dumps(schema(kind.record), indent=2) + "\n"
        Path(__file__).with_name("static").joinpath(kind.schema_file).write_text(made, "utf-8")


def schema_of(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass: every field is there, and no other. Those that it holds are put among the definitions."""
    hints, told = get_type_hints(kind), _attributes(kind)
    properties = {}
    for field in fields(kind):
        properties[field.name] = _schema(hints[field.name], definitions)
        if field.name in told:
            properties[field.name] = {"description": told[field.name], **properties[field.name]}
    return {
        "type": "object",
        "description": (inspect.getdoc(kind) or "").split("\n\n", maxsplit=1)[0].replace("\n", " "),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _attributes(kind: type) -> dict[str, str]:
    """What a docstring says about each attribute; several may share a line."""
    _, _, block = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    told: dict[str, str] = {}
    for entry in re.split(r"\n    (?=\w)", "\n" + block):
        names, colon, text = " ".join(entry.split()).partition(": ")
        if colon and re.fullmatch(r"\w+(, \w+)*", names):
            told.update(dict.fromkeys(names.split(", "), text))
    return told


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type as the dataclasses of records use them."""
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_schema(part, definitions) for part in get_args(hint)]}
    if get_origin(hint) is tuple:
        return _array(get_args(hint), definitions)
    if get_origin(hint) is Mapping:
        key, value = get_args(hint)
        return _mapping(key, value, definitions)
    if issubclass(hint, StrEnum):
        return {"enum": [str(member) for member in hint]}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = schema_of(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    Any: {},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},
    type(None): {"type": "null"},
}


def _array(parts: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if parts[-1] is Ellipsis:
        return {"type": "array", "items": _schema(parts[0], definitions)}
    items = [_schema(part, definitions) for part in parts]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def _mapping(key: Any, value: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    names = {"propertyNames": _schema(key, definitions)} if key is not str else {}
    return {"type": "object", **names, "additionalProperties": _schema(value, definitions)}
