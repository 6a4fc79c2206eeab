"""The brief as plain text for a mail: the page in words, and the personal link."""

from __future__ import annotations

import textwrap

from smallfires.faces.words.brief import page
from smallfires.faces.words.names import name, tidy
from smallfires.faces.words.page import Section
from smallfires.fires.brief import Brief

WIDE = 72
"""Letters in a line."""


def subject(brief: Brief) -> str:
    """The line under which it is sent."""
    return tidy(f"What we ask of you: {brief.title}")


def mail(brief: Brief, link: str = "") -> str:
    """The mail, without its head.

    Args:
        brief: for the person who gets it.
        link: theirs; empty where they answer in another way.
    """
    told = page(brief)
    greeting = f"Hello {tidy(brief.person)}," if brief.person else "Hello,"
    top = [
        greeting,
        _filled(f"This is about “{name(brief.title, 90)}”."),
        "WHAT WE ASK OF YOU",
        told.headline,
        *map(_filled, told.answer),
    ]
    parts = [block for section in told.sections for block in _section(section)]
    return "\n\n".join([*top, *parts, *_asking(link), tidy(brief.owner)]) + "\n"


def _section(section: Section) -> list[str]:
    items = [_filled(text, "- ", "  ") for text in section.items]
    return [section.title.upper(), *map(_filled, section.sentences), *(["\n".join(items)] if items else [])]


def _asking(link: str) -> list[str]:
    """Where the questions are, in a line of its own that no program breaks."""
    if not link:
        return []
    why = (
        "There are five short questions about this page; they take two minutes. They test the page and not you: "
        "where people read it differently, we write it anew. This link is yours alone, so please do not pass it on:"
    )
    return ["TWO MINUTES OF YOUR TIME", _filled(why), link]


def _filled(text: str, first: str = "", other: str = "") -> str:
    """Lines of a mail, in which no word is broken."""
    return textwrap.fill(
        text, WIDE, initial_indent=first, subsequent_indent=other, break_long_words=False, break_on_hyphens=False
    )
