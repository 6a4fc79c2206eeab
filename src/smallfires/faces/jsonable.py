"""A reading as JSON, and the JSON Schema of it, made from the dataclasses and their docstrings.

The schema is shipped as ``static/reading.schema.json``; ``write_schema()`` makes it anew. A figure that is not known
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
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from smallfires.faces.words.answer import verdict
from smallfires.fires.work import WorkReading

ADDRESS = "https://smallfires.readthedocs.io/en/stable/reading-1.schema.json"
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


def to_json(reading: WorkReading) -> str:
    """The reading as JSON text, in ASCII, so that it survives any pipe."""
    return json.dumps(jsonable(reading), indent=2, allow_nan=False)


def jsonable(reading: WorkReading) -> dict[str, Any]:
    """The reading as dicts, lists, text and numbers: each field by its name, the answer in words under ``says``."""
    said = verdict(reading)
    words = {"headline": said.headline, "answer": list(said.sentences), "chance": said.chance}
    return {"schema": ADDRESS, "says": words, **_plain(reading)}


def _plain(value: Any) -> Any:
    """A value of a reading in the types that JSON has."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value


def schema() -> dict[str, Any]:
    """The JSON Schema of ``jsonable``'s result."""
    definitions: dict[str, Any] = {}
    root = _object(WorkReading, definitions)
    root["properties"] = {"schema": {"const": ADDRESS}, "says": SAYS, **root["properties"]}
    root["required"] = ["schema", "says", *root["required"]]
    return {"$schema": DIALECT, "$id": ADDRESS, "title": "A reading of the work", **root, "$defs": definitions}


def shipped_schema() -> dict[str, Any]:
    """The schema as the package ships it."""
    found: dict[str, Any] = json.loads(files("smallfires.faces").joinpath("static", SCHEMA).read_text("utf-8"))
    return found


SCHEMA = "reading.schema.json"


def write_schema() -> None:
    """Make the shipped schema anew, after a field of a reading has changed."""
    Path(__file__).with_name("static").joinpath(SCHEMA).write_text(json.dumps(schema(), indent=2) + "\n", "utf-8")


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass: every field is there, and no other."""
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
    """The schema of a type as the dataclasses of a reading use them."""
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
        definitions[hint.__name__] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
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
