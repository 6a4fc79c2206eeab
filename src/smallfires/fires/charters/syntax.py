"""What is no TOML: where it stands, and what to write there, in words of people who never heard of TOML."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from smallfires.errors import CharterError, Refusal
from smallfires.fires.charters.places import shown

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_UNQUOTED = re.compile(r"\s*([\w.-]+)\s*[=:]\s*([^\"'\[{#\s][^\"#]{0,80}?)\s*(?:#.*)?")
_BLANK_IN_NAME = re.compile(r"\s*[\w-]+ [\w -]+=")
_SIMPLE = 'Write each line as name = "text", and each table under a line such as [success].'
_TOLD = (
    (
        r"(?:Illegal|invalid) character '\\n'|Unterminated string|Expected (?:\"'+\"|'\"+')",
        "The quotes are not closed on this line.",
        'Close them: name = "text"',
    ),
    (r"Cannot overwrite", "This name is there twice.", "Keep one of the two."),
    (r"Cannot declare", "This table is there twice.", "Keep one of the two; a list of tables has two brackets each: [[risks]]"),
    (r"Unescaped '\\'", "A backslash in double quotes needs another one.", "Write the text in single quotes."),
    (r"Invalid date", "There is no such date.", "Write it as 2026-06-30."),
    (r"Unclosed array|Expected '\]'|Unclosed inline", "A bracket is not closed.", "Close each list with ]."),
    (r"(?:Illegal|invalid) character", "There is a character that cannot be seen.", "Write the line anew."),
    (r"Exceeds the limit", "The number has too many digits.", "Write it as 1200 or 12.5."),
)  # fmt: skip
"""What ``tomllib`` says, what people read instead, and what to do."""


def values_of(text: str, file: str = "") -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        CharterError: it is none; with carets at the place where that shows.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        refusal = Refusal("text", "Its lists are nested too deep.", "Write plain lists.")
    except ValueError as problem:  # a number with thousands of digits is no TOMLDecodeError
        refusal = _refusal(text, str(problem))
    raise CharterError((refusal,), file=file or None) from None


def _refusal(text: str, told: str) -> Refusal:
    place = _PLACE.search(told)
    at, line = _at(text, place)
    for pattern, problem, way_out in _TOLD:
        if re.search(pattern, told):
            return Refusal("text", problem, way_out, shown(text, (at, at + 1)) if place else "")
    return Refusal("text", "This line cannot be read.", _way_out(line), shown(text, (at, at + 1)))


def _at(text: str, place: re.Match[str] | None) -> tuple[int, str]:
    """The letter at which reading stopped, no further than the end of its line; and that line."""
    at = len(text.rstrip())
    if place and place[1]:
        at = sum(len(line) + 1 for line in text.split("\n")[: int(place[1]) - 1]) + int(place[2]) - 1
    row = text.rfind("\n", 0, at) + 1
    line = text[row:].split("\n", maxsplit=1)[0]
    return min(at, row + len(line.rstrip())), line


def _way_out(line: str) -> str:
    """What to write; where a value without quotes is the likely reason, that value in quotes."""
    match = _UNQUOTED.fullmatch(line)
    if match:
        return f'Write an equals sign, and text in quotes: {match[1]} = "{match[2]}"'
    return "Write names without blanks, as in asked_of = 12" if _BLANK_IN_NAME.match(line) else _SIMPLE
