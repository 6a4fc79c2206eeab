"""Records as plain values and back: what the ledger keeps, to the last digit."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import isfinite
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def to_plain(value: Any) -> Any:
    """A record as JSON's own values; figures that JSON has not are the words ``inf``, ``-inf`` and ``nan``.

    Raises:
        TypeError: something in it is no record, date, text, number, sequence or mapping.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else repr(value)
    if isinstance(value, str | date):
        return str(value)  # a date's own text is ISO 8601
    return _whole(value)


def _whole(value: Any) -> Any:
    """What has parts."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} cannot be kept in the ledger")


def from_plain(kind: type[Record], plain: Any) -> Record:
    """A record out of what ``to_plain`` made of it.

    Fields that are not in ``plain`` take their defaults, so that entries of older versions can be read; those that the
    record no longer has are left out.

    Raises:
        TypeError: a field without a default is missing.
    """
    found: Record = _value(kind, plain)
    return found


def canonical(plain: Any) -> str:
    """The one text of a plain value: sorted names, no blanks, no escapes that are not needed. Its digest seals it."""
    return _CANONICAL.encode(plain)


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), plain)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if origin is not None and issubclass(origin, Mapping):
        return {name: _value(get_args(kind)[1], part) for name, part in plain.items()}
    if is_dataclass(kind):
        return _made(kind, plain)
    return _simple(kind, plain)


def _made(kind: Any, plain: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(
        **{each.name: _value(hints[each.name], plain[each.name]) for each in fields(kind) if each.name in plain}
    )


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    """The first kind that fits; what is optional is None. A record fits where nothing that it needs is missing."""
    if plain is None:
        return None
    some = [kind for kind in kinds if kind is not type(None)]
    exact = [kind for kind in some if isinstance(kind, type) and type(plain) is kind]
    whole = [kind for kind in some if _fits(kind, plain)]
    return _value((*exact, *whole, *some)[0], plain)


def _fits(kind: Any, plain: Any) -> bool:
    return isinstance(plain, Mapping) and bool(is_dataclass(kind)) and _needs(kind) <= plain.keys()


@cache
def _needs(kind: Any) -> frozenset[str]:
    """The fields of a record that have no default."""
    return frozenset(
        each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING and each.init
    )


def _tuple(parts: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if parts[-1] is Ellipsis:
        return tuple(_value(parts[0], part) for part in plain)
    return tuple(_value(kind, part) for kind, part in zip(parts, plain, strict=True))


def _simple(kind: Any, plain: Any) -> Any:
    if kind is Any or kind is object:
        return plain
    if kind is float:
        return float(plain)
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain) if issubclass(kind, StrEnum) else plain
