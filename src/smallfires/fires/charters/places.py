"""Where each key and value of a TOML text stands, which ``tomllib`` does not tell."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and places in lists from 0 on."""
Span = tuple[int, int]

_CUT = 80
"""Letters of a line that are shown before, over and after the carets."""
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True)
class Place:
    """Where a value stands in the text.

    Attributes:
        key: first and last letter of its name, the last one excluded; of the value itself in a list, which has no name.
        value: the same of the value; of a table the name in its header.
    """

    key: Span
    value: Span


def normal(text: str) -> str:
    """The text as it is counted here: without a mark of its byte order, and with one kind of line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def places(text: str) -> Mapping[Path, Place]:
    """The place of every key, table and element of a list.

    Args:
        text: TOML that ``tomllib`` can read, as ``normal`` gives it.
    """
    return _Scanner(text).run()


def shown(text: str, span: Span) -> str:
    """The line of the text on which a span begins, with its number and with carets under it."""
    start, stop = span
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[begin : end if end >= 0 else len(text)]
    before, under, after = line[: start - begin], line[start - begin : stop - begin], line[max(start, stop) - begin :]
    before = before if len(before) <= _CUT else f"...{before[-_CUT:]}"
    under = under if len(under) <= _CUT else f"{under[: _CUT - 3]}..."
    number = str(text.count("\n", 0, start) + 1)
    carets = " " * _wide(before) + "^" * max(1, _wide(under))
    return f"{number} | {f'{before}{under}{after[:_CUT]}'.expandtabs(1)}\n{' ' * len(number)} | {carets}"


def _wide(text: str) -> int:
    """Columns that a text takes: letters of East Asia take two, and marks on letters none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


class _Scanner:
    """Walks once through a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.table: Path = ()
        self.rows: dict[Path, int] = {}
        self.found: dict[Path, Place] = {}

    def run(self) -> Mapping[Path, Place]:
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.table)
            self._skip(_GAP)
        return self.found

    def _skip(self, what: re.Pattern[str]) -> None:
        match = what.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _header(self) -> None:
        """``[table]`` or ``[[row of a list of tables]]``."""
        many = 2 if self.text.startswith("[[", self.at) else 1
        self.at += many
        names, span = self._key()
        self._skip(_BLANK)
        self.at += many
        path = (*self._within(names[:-1]), names[-1])
        self.found.setdefault(path, Place(span, span))
        if many == 2:
            row = self.rows.get(path, 0)
            self.rows[path] = row + 1
            path = (*path, row)
        self.table = path
        self.found[path] = Place(span, span)

    def _within(self, names: tuple[str, ...]) -> Path:
        """The path to a table; in a list of tables its last row is meant."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.rows:
                path = (*path, self.rows[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        """``name = value`` or ``outer.name = value``."""
        names, span = self._key()
        path = (*table, *names)
        for depth in range(len(table) + 1, len(path)):
            self.found.setdefault(path[:depth], Place(span, span))
        self._skip(_BLANK)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self.found[path] = Place(span, self._value(path))

    def _key(self) -> tuple[tuple[str, ...], Span]:
        """The names of a key, and its span."""
        self._skip(_BLANK)
        start, names = self.at, [self._name()]
        stop = self.at
        self._skip(_BLANK)
        while self.text.startswith(".", self.at):
            self.at += 1
            self._skip(_BLANK)
            names.append(self._name())
            stop = self.at
            self._skip(_BLANK)
        return tuple(names), (start, stop)

    def _name(self) -> str:
        start = self.at
        bare = self.text[start] not in "\"'"
        self._skip(_BARE_KEY if bare else _STRING)
        raw = self.text[start : self.at]
        return raw if bare else next(iter(tomllib.loads(f"{raw} = 0")))

    def _value(self, path: Path) -> Span:
        start, letter = self.at, self.text[self.at]
        if letter == "[":
            self._list(path)
        elif letter == "{":
            self._inline(path)
        elif letter in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_BARE)
            self.at = start + len(self.text[start : self.at].rstrip())
        return start, self.at

    def _list(self, path: Path) -> None:
        place = 0
        self._enter()
        while self.text[self.at] != "]":
            within = (*path, place)
            span = self._value(within)
            self.found[within] = Place(span, span)
            place += 1
            self._next()
        self.at += 1

    def _inline(self, path: Path) -> None:
        self._enter()
        while self.text[self.at] != "}":
            self._pair(path)
            self._next()
        self.at += 1

    def _enter(self) -> None:
        self.at += 1
        self._skip(_GAP)

    def _next(self) -> None:
        """Past the comma, where there is one."""
        self._skip(_GAP)
        if self.text[self.at] == ",":
            self._enter()
