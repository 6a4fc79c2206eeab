"""Names from the user's data, made fit to stand in a sentence or a table."""

from __future__ import annotations

import unicodedata

_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F)])
_ISOLATES = dict.fromkeys([*range(0x2066, 0x206A)])


def tidy(text: str) -> str:
    """The same text on one line, without what could command a terminal or turn the direction of a line around."""
    if text.isprintable():
        return " ".join(text.split())
    kept = "".join(" " if _commands(letter) else letter for letter in text.translate(_OVERRIDES))
    return " ".join(kept.split())


def _commands(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}


def name(text: str, longest: int = 60) -> str:
    """A name on one line, shortened at its end, and kept apart from the direction of the text around it."""
    whole = tidy(text.translate(_ISOLATES)) or "(no name)"
    short = whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"
    return f"\u2068{short}\u2069" if _turns(short) else short


def quoted(text: str, longest: int = 60) -> str:
    """The same in quotation marks."""
    return f"“{name(text, longest)}”"


def path(steps: tuple[str, ...], most: int = 9, longest: int = 40) -> str:
    """Steps in their order, the middle of a long path left out: ``A → B → … 4 more … → Z``."""
    if len(steps) <= most:
        return " → ".join(name(step, longest) for step in steps)
    first = [name(step, longest) for step in steps[: most - 2]]
    return " → ".join([*first, f"… {len(steps) - most + 1} more …", name(steps[-1], longest)])


def _turns(text: str) -> bool:
    """Whether any letter is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def inert(text: str) -> str:
    """The same text, letter for letter and line by line, without what could command a terminal."""
    return "".join(" " if letter != "\n" and _commands(letter) else letter for letter in text.translate(_OVERRIDES))
