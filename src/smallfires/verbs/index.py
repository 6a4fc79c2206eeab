"""An index of words: which texts have them, and how well each text fits what somebody looks for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from math import log

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.folded import tokens
from smallfires.stores.shelf import Piece

_WHOLE, _BEGINNING, _INSIDE = 1.0, 0.6, 0.3
"""What a word counts by how it stands in the text: by itself, at the beginning of another, inside of one."""
_WEIGHTS = {"title": 3.0, "hypothesis": 2.0, "decision": 2.0, "success": 1.5, "comment": 1.2}
"""What a text counts, by which it is; 1 for the others."""
_LOOSE = 200_000
"""Words that are looked through one by one; when there are more, all are sorted anew."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Fit:
    """A text that fits.

    Attributes:
        id: its place among all texts, 1 for the first.
        words: how many of the words stand in it.
        score: how well it fits.
    """

    id: int
    words: int
    score: float


class Index:
    """Words of texts, which come one after the other."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._fires: dict[str, int] = {}
        self._word, self._text = array("i"), array("i")  # each word of each text, once: which word, in which text
        self._of, self._weight = array("i"), array("f")  # of each text: its fire, and what it counts
        self._sorted = _Sorted.of(self._word, self._text, 0)

    def __len__(self) -> int:
        return len(self._of)

    def add(self, pieces: Iterable[Piece]) -> None:
        """Take in texts, in the order of their places."""
        words, fires = self._words, self._fires
        for piece in pieces:
            at = len(self._of)
            self._of.append(fires.setdefault(piece.fire, len(fires)))
            self._weight.append(_WEIGHTS.get(piece.what, 1.0))
            for word in set(tokens(piece.content)):
                self._word.append(words.setdefault(word, len(words)))
                self._text.append(at)
        if len(self._word) - self._sorted.many > _LOOSE:
            self._sorted = _Sorted.of(self._word, self._text, len(words))

    def best(self, stems: Sequence[str], most: int, among: Set[str] | None = None) -> tuple[list[Fit], int]:
        """The texts that fit best, the best first, and how many fit at all.

        Texts that have more of the words come first, then those in which they are rarer and stand by themselves; of two that
        fit alike the later one.

        Args:
            stems: of the words, folded.
            most: how many to give.
            among: texts of these fires only; of all where None.
        """
        allowed = None if among is None else self._allowed(among)
        fits = [self._fits(stem) if allowed is None else self._fits(stem) * allowed for stem in stems]
        found = np.flatnonzero(reduce(np.maximum, fits))
        have, scores = np.zeros(len(found), np.int64), np.zeros(len(found), np.float64)
        for fit in fits:  # word by word: a table of all words and texts would take several times as long
            here = fit[found]
            have += here > 0
            scores += log(1 + len(found) / max(1, int(np.count_nonzero(here)))) * here
        scores = np.round(np.asarray(self._weight)[found] * scores, 6)
        first = _first(have, scores, most)
        return [Fit(int(found[at]) + 1, int(have[at]), float(scores[at])) for at in first], len(found)

    def _allowed(self, among: Set[str]) -> Floats:
        """1 for each text of these fires, 0 for the others."""
        fires = np.fromiter(map(among.__contains__, self._fires), np.float32, len(self._fires))
        return np.asarray(fires[np.asarray(self._of)], np.float32)

    def _fits(self, stem: str) -> Floats:
        """How a word stands in each text; 0 where it does not."""
        fits = np.zeros(len(self), np.float32)
        words = self._stand(stem)
        for fit in (_INSIDE, _BEGINNING, _WHOLE):  # the best one last
            for texts in self._sorted.texts(word for word, stands in words.items() if stands == fit):
                fits[texts] = fit
        stands = np.zeros(len(self._words), np.float32)
        stands[list(words)] = list(words.values())
        loose = slice(self._sorted.many, None)
        np.maximum.at(fits, np.asarray(self._text)[loose], stands[np.asarray(self._word)[loose]])
        return fits

    def _stand(self, stem: str) -> dict[int, float]:
        """The words in which a word stands, and how it does."""
        return {at: _stands(stem, word) for word, at in self._words.items() if stem in word}


def _stands(stem: str, word: str) -> float:
    if word in (stem, f"{stem}s"):
        return _WHOLE
    return _BEGINNING if word.startswith(stem) else _INSIDE


def _first(have: NDArray[np.int64], scores: NDArray[np.float64], most: int) -> list[int]:
    """The places of those that come first. Only as many are sorted as are asked for."""
    chosen: list[int] = []
    for words in range(int(have.max(initial=0)), 0, -1):
        here = np.flatnonzero(have == words)
        wanted = most - len(chosen)
        if len(here) > wanted:
            least = np.partition(scores[here], len(here) - wanted)[len(here) - wanted]
            above, level = here[scores[here] > least], here[scores[here] == least]
            here = np.concatenate([above, level[len(level) - (wanted - len(above)) :]])
        chosen += sorted(here.tolist(), key=lambda at: (-scores[at], -at))
        if len(chosen) >= most:
            break
    return chosen


@dataclass(frozen=True)
class _Sorted:
    """The texts of each word together, as far as they were there when they were sorted.

    Attributes:
        many: words of texts that are sorted.
        ends: where the texts of each word end.
        order: the texts, by word.
    """

    many: int
    ends: NDArray[np.int64]
    order: Ints

    @classmethod
    def of(cls, word: array[int], text: array[int], words: int) -> _Sorted:
        """Sort all that there is."""
        told = np.array(word, np.int32)
        order = np.argsort(told, kind="stable")
        return cls(len(told), np.cumsum(np.bincount(told, minlength=words)), np.array(text, np.int32)[order])

    def texts(self, words: Iterable[int]) -> Iterable[Ints]:
        """The texts of some words."""
        for word in words:
            if word < len(self.ends):
                yield self.order[self.ends[word - 1] if word else 0 : self.ends[word]]
