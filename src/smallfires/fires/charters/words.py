"""The words that the charter check looks for, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Words:
    """Words of one language; another language is another file like ``english``.

    Attributes:
        same: say that the same is to be done better.
        different: say that something different is to come.
        vague: verbs that name no act.
        much: stand where a number is meant.
        soon: stand where a date is meant.
        joins: join two successes.
        outcome: make a part of a sentence the name of an outcome: measures, and comparatives.
        moves: verbs that move an outcome.
        negated: before a word, says that it is not meant: matched against the text that ends there.
    """

    same: Pattern
    different: Pattern
    vague: Pattern
    much: Pattern
    soon: Pattern
    joins: Pattern
    outcome: Pattern
    moves: Pattern
    negated: Pattern
