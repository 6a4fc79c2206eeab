"""Pictures made of letters, and letters that any terminal can show."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

_PLAIN = str.maketrans("→“”‘’–—−…•·●├┤─┄━│┼▼▲█▏▎▍▌▋▊▉▁▂▃▄▅▆▇\u202f\u00a0", ">\"\"''---.*.o[]-.=|+v^#||||###_.,-~=*  ")
_BARS = "▏▎▍▌▋▊▉█"


def fit(text: str, encoding: str) -> str:
    """The same text in letters that the encoding has; each letter keeps its place, so that columns stay in line."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(_one(letter, encoding) for letter in text)
    return text


def _one(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        plain = letter.translate(_PLAIN)
        return plain if plain.isascii() else "?" * cell_len(letter)
    except LookupError:
        return letter.translate(_PLAIN) if letter.translate(_PLAIN).isascii() else "?"
    return letter


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return cell_len(text)


def shorten(text: str, wide: int) -> str:
    """The same text in at most so many columns, an ellipsis in place of what was left out."""
    if cell_len(text) <= wide:
        return text
    kept = set_cell_size(text, max(0, wide - 1)).rstrip() + "…"
    return kept + "\u2069" * (kept.count("\u2068") - kept.count("\u2069"))


def bar(value: float, largest: float, wide: int) -> str:
    """A bar as long as the value's part of the largest; never empty for a value above zero."""
    eighths = round(8 * wide * value / largest) if largest > 0 else 0
    eighths = max(1, eighths) if value > 0 else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_BARS[rest - 1] if rest else "")
