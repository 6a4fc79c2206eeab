"""What is said to somebody before a page, or to a program: no command of the terminal, and flags called as forms call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from smallfires.errors import CharterError, SmallfiresError
from smallfires.faces import page
from smallfires.faces.web.study.setting import Said, in_labels, spoken
from smallfires.faces.web.study.study import DESIGN, LEARN, READ
from smallfires.faces.words.page import Page


@cache
def labels() -> Mapping[str, str]:
    """What each flag is called, where no form says it in words of its own."""
    return {**READ.labels, **DESIGN.labels, **LEARN.labels}


def plain(text: str) -> str:
    """A text of an error, with flags called as forms call them."""
    return in_labels(text, labels())


def sentences(error: SmallfiresError) -> tuple[str, ...]:
    """What an error says: the problem with its place, and the way out where it has one."""
    place = f"{error.where}: " if error.where else ""
    return tuple(plain(text) for text in (f"{place}{error.problem}", error.way_out) if text)


def told(error: SmallfiresError) -> str:
    """The same as one text, with the user's own words where it shows them."""
    return str(error) if isinstance(error, CharterError) else plain(str(error))


def in_words(record: Said) -> Said:
    """A record in whose texts flags are called as forms call them."""
    return spoken(record, labels())


def content(record: object, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the template of a record needs, where it stands on a page of ours.

    Args:
        record: that is shown.
        said: what each flag is called, where a form has words of its own.
    """
    drawn = page.content(record)
    return {**drawn, "page": of_page(drawn["page"], said or labels())}


def of_page(whole: object, said: Mapping[str, str]) -> Page:
    """A record in words, without its commands."""
    assert isinstance(whole, Page)
    sections = tuple(replace(section, commands=()) for section in whole.sections)
    return spoken(replace(whole, commands=(), sections=sections), said)
