"""Small parts of sentences: lists, and people's own words made fit to stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def some(parts: Sequence[str], most: int = 12) -> str:
    """The first of them, and how many more there are: ``a, b and 3 more``."""
    more = len(parts) - most
    return listed([*parts[:most], f"{more} more"] if more > 0 else parts)


def clause(text: str) -> str:
    """People's own words on one line, without the full stop at the end."""
    return " ".join(text.split()).rstrip(".;,: ")


def capital(text: str) -> str:
    """The same with a capital at its start."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """One line with a capital at its start and a full stop at its end, unless it ends with a sign of its own."""
    tidy = " ".join(text.split())
    return capital(tidy) + ("" if tidy.endswith((".", "!", "?", "…")) or not tidy else ".")


def say_day(day: date) -> str:
    """A day as people say it, the same in every language of the machine: ``2 March 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
