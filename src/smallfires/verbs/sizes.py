"""Sizes of files, as people write and read them: ``200 MB``."""

from __future__ import annotations

import re

from smallfires.errors import DataError, UsageError
from smallfires.fires.quantity import parse_number, say_number
from smallfires.verbs.workspace import FILE

_SIZES = {"b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
_SIZE = re.compile(r"(.*?\d)\s*([kmgt]?b)", re.IGNORECASE)


def parse_size(told: object, name: str) -> float:
    """Bytes of a size that somebody wrote.

    Args:
        told: as it stands.
        name: of the setting.

    Raises:
        DataError: it is no size.
    """
    parts = _SIZE.fullmatch(told.strip()) if isinstance(told, str) else None
    try:
        size = parse_number(parts[1]) * _SIZES[parts[2].lower()] if parts else -1.0
    except UsageError:
        size = -1.0
    if size < 0:
        raise DataError(f"{name} = {told!r} is no size.", f'Write {name} = "200 MB".', file=FILE)
    return size


def say_size(size: float) -> str:
    """A size as people say it."""
    unit, factor = next((each for each in reversed(_SIZES.items()) if size >= each[1]), ("b", 1.0))
    return f"{say_number(size / factor)} {unit.upper().replace('KB', 'kB')}"
