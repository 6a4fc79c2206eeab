"""Text as it is compared by who searches: accents and capital letters do not matter."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"\w+")
_SPELLED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that do not come apart into a plain letter and a mark."""


def folded(text: str) -> str:
    """The text without accents and capitals: ``Übergabe`` becomes ``ubergabe``; ``ß`` becomes ``ss``."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_SPELLED)


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(folded(text))


def words(text: str) -> tuple[str, ...]:
    """The different words of a text, folded, in order."""
    return tuple(dict.fromkeys(tokens(text)))


def stem(word: str) -> str:
    """A word without the s of its plural, so that one finds many: ``handovers`` looks for ``handover``."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
