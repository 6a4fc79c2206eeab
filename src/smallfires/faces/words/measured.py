"""What is measured, and of whom, in words that stand in a sentence."""

from __future__ import annotations

import re

from smallfires.faces.words.names import quoted
from smallfires.fires.quantity import many

_PLAIN = re.compile(r"[a-z][a-z ]{0,38}[a-z]")
_WORD = re.compile(r"[A-Za-z][a-z ]{1,28}")


def called(measure: str) -> str:
    """The name of a measure, in quotation marks where it would not read as a word."""
    return measure if _PLAIN.fullmatch(measure) else quoted(measure, 50)


def word(per: str) -> str:
    """What one unit is called: ``site``; ``unit`` where the column's name is no word that has a plural."""
    one = per.replace("_", " ").strip()
    return one.lower() if _WORD.fullmatch(one) else "unit"


def units(count: int, per: str) -> str:
    """``1 site``, ``3 sites``."""
    return many(count, word(per), plural(word(per)))


def plural(one: str) -> str:
    """``sites``, ``branches``, ``territories``."""
    if re.search(r"[^aeiou]y$", one):
        return one[:-1] + "ies"
    return one + ("es" if re.search(r"(s|x|z|ch|sh)$", one) else "s")
