"""Nested values as TOML that people read: a comment beside each field, or above it where the line is long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

WIDE, BESIDE = 110, 44
"""Letters in a line; the column in which comments beside a field begin."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def toml(told: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """TOML text.

    Args:
        told: texts, numbers, dates, lists of texts, tables of these, and lists of such tables; plain values first.
        notes: what stands beside each field, by its path without the numbers of rows, and above each table.
    """
    lines = [*_pairs("", _plain(told), notes)]
    for name, part in told.items():
        if isinstance(part, dict):
            lines += _block(f"[{name}]", name, part, notes)
        elif _rows(part):
            for row, each in enumerate(part):
                lines += _block(f"[[{name}]]", name, each, {} if row else notes)
    return "\n".join(lines) + "\n"


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if not isinstance(value, dict) and not _rows(value)}


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _block(header: str, name: str, table: Mapping[str, Any], notes: Mapping[str, str]) -> Iterator[str]:
    yield ""
    if name in notes:
        yield f"# {notes[name]}"
    yield header
    yield from _pairs(f"{name}.", table, notes)


def _pairs(within: str, table: Mapping[str, Any], notes: Mapping[str, str]) -> Iterator[str]:
    for name, value in table.items():
        pair = f"{name if _BARE.fullmatch(name) else quoted(name)} = {_said(value)}"
        note = notes.get(f"{within}{name}", "")
        beside = f"{pair:<{BESIDE}}# {note}"
        if not note:
            yield pair
        elif len(beside) <= WIDE and len(pair) < BESIDE and "\n" not in pair:
            yield beside
        else:
            yield f"# {note}"
            yield pair


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    return _list([quoted(each) for each in value]) if isinstance(value, list | tuple) else repr(value)


def _list(parts: list[str]) -> str:
    flat = f"[{', '.join(parts)}]"
    return flat if len(flat) < WIDE - 20 else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


def quoted(text: str) -> str:
    """A text in quotes, single ones where it has double ones in it."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPED:
        return _ESCAPED[letter]
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"
