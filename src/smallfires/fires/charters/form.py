"""A charter as a form has it: texts by the path of their field, such as ``risks.2.by``; rows of lists are counted from 1.

What is typed is written as the TOML that a person would have written, and judged by the one reader of charters; and any text is
shown as the same form again. There is no rule here on what may stand in a charter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from smallfires.fires.charter import Charter
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.needed import NEEDED, general
from smallfires.fires.charters.syntax import values_of
from smallfires.fires.charters.tables import text_of

Typed = Mapping[str, Sequence[str]]
"""What stands in a form, by field: of a list one text for each of its parts, or several on lines of their own."""
_SAID = {"less_is_better": "better"}
_KINDS = {bool: "flag", int: "whole", date: "day"}
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d+\.\d+")
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]{1,60}){0,2}")
_BOX = {"yes": True, "on": True, "true": True, "false": False}


def _shapes(kind: type, within: str = "") -> Iterator[tuple[str, str]]:
    """What each field is, as the charter's own classes have it; settings of a design have no shape."""
    for name, hint in get_type_hints(kind).items():
        path = f"{within}{_SAID.get(name, name)}"
        parts = [part for part in (get_args(hint) or (hint,)) if part not in (type(None), Ellipsis)]
        if get_origin(hint) is tuple and is_dataclass(parts[0]):
            yield path, "rows"
        if is_dataclass(parts[0]):
            yield from _shapes(parts[0], f"{path}.")  # type: ignore[arg-type]
        elif get_origin(hint) is tuple:
            yield path, "lines"
        elif get_origin(hint) is not Mapping:
            yield path, "text" if name in _SAID else _KINDS.get(parts[0], "text")


SHAPES: Mapping[str, str] = MappingProxyType(dict(_shapes(Charter)))
"""By field, rows not counted: ``text``, ``lines``, ``flag``, ``whole`` or ``day``; a list of tables is ``rows``."""
ROWS = tuple(path for path, shape in SHAPES.items() if shape == "rows")
"""The lists of tables."""
_TABLES = frozenset(path.partition(".")[0] for path in SHAPES if "." in path)
_MAY_BE_MISSING = ("budget", "adoption", *ROWS)
_ORDER = {path: place for place, path in enumerate(EXPLAINED)}


def tidied(typed: Typed) -> dict[str, tuple[str, ...]]:
    """The same without rows in which nothing stands, the others counted anew."""
    filled = {path: tuple(texts) for path, texts in typed.items() if _row(path) is None or _any(typed, path)}
    places: dict[str, dict[int, int]] = {}
    for name, number in sorted({row for row in map(_row, filled) if row}):
        places.setdefault(name, {})[number] = len(places.get(name, ())) + 1
    return {_moved(path, places): texts for path, texts in filled.items()}


def _row(path: str) -> tuple[str, int] | None:
    """The list and the number of the row that a field is in."""
    parts = path.split(".")
    return (parts[0], int(parts[1])) if len(parts) == 3 and parts[1].isdigit() and len(parts[1]) < 5 else None


def _any(typed: Typed, path: str) -> bool:
    """Whether anything stands in the row of a field; a box that is ticked alone is nothing."""
    row = ".".join(path.split(".")[:2])
    return any(
        text.strip()
        for each, texts in typed.items()
        if each.startswith(f"{row}.") and SHAPES.get(general(each)) != "flag"
        for text in texts
    )


def _moved(path: str, places: Mapping[str, Mapping[int, int]]) -> str:
    row = _row(path)
    return f"{row[0]}.{places[row[0]][row[1]]}.{path.split('.')[2]}" if row else path


def rows_of(typed: Typed, name: str) -> int:
    """How many rows of a list there are, after ``tidied``."""
    return max((row[1] for row in map(_row, typed) if row and row[0] == name), default=0)


def toml_of(typed: Typed) -> str:
    """What was typed, as TOML. What has to be filled in and is not stands there empty, so that it is refused as such."""
    told: dict[str, Any] = {}
    there = tidied(typed)
    needed = frozenset(_needed(there))
    for path in sorted({*there, *needed}, key=_place):
        value = _value(path, there.get(path, ()))
        blank = [] if SHAPES.get(path) == "lines" else ""
        if value is not None or path in needed:
            _put(told, path.split("."), blank if value is None else value)
    return text_of(told)


def _place(path: str) -> tuple[int, tuple[str, int]]:
    """Where a field stands in the text."""
    return _ORDER.get(general(path), len(_ORDER)), _row(path) or ("", 0)


def _needed(typed: Typed) -> Iterator[str]:
    """Fields that a charter cannot do without, as far as what they stand in is there."""
    for path in NEEDED:
        table, dot, name = path.partition(".")
        if SHAPES.get(path) in (None, "rows") or (table not in ROWS and rows_of(typed, table)):
            continue  # a table that is there twice is refused as such
        if table in ROWS:
            yield from (f"{table}.{row}.{name}" for row in range(1, rows_of(typed, table) + 1))
        elif table not in _MAY_BE_MISSING or any(_starts(typed, f"{table}{dot}")):
            yield path


def _starts(typed: Typed, within: str) -> Iterator[bool]:
    return (any(text.strip() for text in texts) for path, texts in typed.items() if path.startswith(within))


def _value(path: str, texts: Sequence[str]) -> Any:
    """What stands in a field, as TOML has it; None where it is left out."""
    shape = SHAPES.get(general(path))
    if shape == "lines":
        return [line.strip() for text in texts for line in text.splitlines() if line.strip()] or None
    found = [text.strip() for text in texts if text.strip()]
    if shape == "flag":
        return _BOX.get(found[-1].casefold()) if found else None
    if not found:
        return None
    if len(found) > 1:
        return found
    if shape == "whole":
        return _whole(found[0])
    return found[0] if shape or "." not in path else _guessed(found[0])


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) and text.isascii() else text


def _guessed(text: str) -> bool | int | float | str:
    """A setting of a design, of which nobody here knows what it should be."""
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    return float(text) if _NUMBER.fullmatch(text) and text.isascii() else _whole(text)


def _put(told: dict[str, Any], way: Sequence[str], value: Any) -> None:
    name, *rest = way
    if not rest:
        told[name] = value
    elif rest[0].isdigit() and len(rest) > 1:
        rows = told.setdefault(name, [])
        rows += [{} for _ in range(int(rest[0]) - len(rows))]
        _put(rows[int(rest[0]) - 1], rest[1:], value)
    else:
        _put(told.setdefault(name, {}), rest, value)


def typed_of(text: str) -> dict[str, tuple[str, ...]]:
    """The form of a charter's text.

    Raises:
        CharterError: it is no TOML.
    """
    return dict(_fields("", values_of(text)))


def _fields(within: str, value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _fields(f"{within}.{str(name).replace('-', '_')}".lstrip("."), _plain(within, name, each))
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        for place, row in enumerate(value, 1):
            yield from _fields(f"{within}.{place}", row)
    elif isinstance(value, list):
        yield within, tuple(map(_said, value))
    else:
        yield within, (_said(value),)


def _plain(within: str, name: str, value: Any) -> Any:
    """What may be written shorter, in full: one row alone, people by their names, a design by its name."""
    if within or name not in (*ROWS, "design"):
        return value
    if name == "design":
        return {"name": value} if isinstance(value, str) else value
    rows = value if isinstance(value, list) else [value]
    return [{"name": row} if isinstance(row, str) and name == "people" else row for row in rows if row != ""]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def faithful(text: str) -> bool:
    """Whether a form can hold all that stands in a text, but for its comments."""
    typed = typed_of(text)
    if any(row and row[0] not in ROWS for row in map(_row, typed)):
        return False
    return typed_of(toml_of(typed)).keys() >= {path for path, texts in typed.items() if any(texts)}


def unknown(typed: Typed) -> tuple[str, ...]:
    """Fields that no charter has: a person has to see them, or could not take them out."""
    return tuple(path for path in typed if general(path) not in SHAPES and not path.startswith("design."))


def sent(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """What a form or an address sends, by field; a name that comes more often has all of its texts.

    A name that could be no field of any charter is left out: no form of ours has it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, text in pairs:
        if _fits(name):
            found[name] = (*found.get(name, ()), text)
    return found


def _fits(path: str) -> bool:
    """Whether a field can be, beside all others."""
    table, *rest = path.split(".")
    if not _PATH.fullmatch(path):
        return False
    if table in ROWS:
        return len(rest) == 2 and _row(path) is not None and int(rest[0]) > 0
    if len(rest) > 1 or _row(path):
        return False
    return path in SHAPES or (bool(rest) and table not in SHAPES) or (not rest and path not in _TABLES)
