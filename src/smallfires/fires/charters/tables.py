"""A charter as nested plain values, as JSON has them: written as the TOML that is read, so that one reader judges both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.charters.toml import toml

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_LIKE = 'Write it as the TOML has it: a text, a number, true or false, a list of texts, or {"name": value}.'


def text_of(told: Mapping[str, Any]) -> str:
    """The TOML of a charter.

    Args:
        told: values by field; tables as mappings, lists of tables as lists of these. What is None is left out.

    Raises:
        UsageError: a name or value could not stand in any charter.
    """
    return toml({name: _part(name, value) for name, value in _there(told).items()}, {})


def _there(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is not None; each under a name that can stand in TOML as it is."""
    for name in told:
        if not _NAME.fullmatch(str(name)):
            raise UsageError(f'"{str(name)[:60]}" is no name of a field.', "Write letters, digits and underscores.")
    return {str(name): value for name, value in told.items() if value is not None}


def _part(name: str, value: Any) -> Any:
    """A table, a list of tables, or a single value."""
    if isinstance(value, Mapping):
        return {each: _value(f"{name}.{each}", found) for each, found in _there(value).items()}
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        return [_part(f"{name}.{place}", row) for place, row in enumerate(value, 1)]
    return _value(name, value)


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return list(value)
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, bool | int | str | date):
        return value
    raise UsageError(f"{name} cannot stand in a charter.", _LIKE)
