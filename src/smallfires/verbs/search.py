"""The verb ``search``: everything ever declared, learned, decided and commented, by its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum, log
from operator import mul

from smallfires.errors import UsageError
from smallfires.fires.entry import Act, Entry
from smallfires.fires.folded import folded, stem, words
from smallfires.fires.found import Found, Hit
from smallfires.fires.texts import texts
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk

MOST = 20
"""Hits that are shown, unless said."""
AROUND = 60
"""Letters around the first word of a hit."""
_WHOLE, _BEGINNING, _INSIDE = 1.0, 0.6, 0.3
"""What a word counts by how it stands in the text."""
_WEIGHTS = {"title": 3.0, "hypothesis": 2.0, "decision": 2.0, "success": 1.5, "comment": 1.2}
"""What a text counts, by which it is; 1 for the others."""
_CHARTERED = (Act.DRAFTED, Act.LIT, Act.AMENDED)


@dataclass(frozen=True)
class _Piece:
    """A text with at least one of the words."""

    entry: Entry
    what: str
    text: str
    fits: tuple[float, ...]


def search(desk: Desk, asked: str, most: int = MOST) -> Found:
    """Find words in all that was ever declared, learned, decided and commented.

    Texts that have more of the words come first, then those in which they are rarer and stand by themselves. A text that was
    written again as it was is found once. Answers to a teach-back are never searched.

    Args:
        desk: of the workspace.
        asked: words in any order; accents, capitals and the s of a plural do not matter.
        most: how many hits to give.

    Raises:
        UsageError: there is no word in it.
    """
    wanted = words(asked)
    if not wanted:
        raise UsageError(f'There is no word in "{asked}".', "Name a word, such as: smallfires search handover")
    stems = tuple(dict.fromkeys(map(stem, wanted)))
    seen = _Titles()
    pieces = _ranked(_once(_pieces(seen.passing(desk.ledger.entries()), stems)), len(stems))
    hits = tuple(_hit(piece, score, seen.of(piece.entry.fire), stems) for piece, score in pieces[:most])
    return Found(asked, wanted, hits, max(0, len(pieces) - most), seen.count, VERSION)


class _Titles:
    """What each fire is called, gathered while entries pass; only those that are asked for are read."""

    def __init__(self) -> None:
        self._charters: dict[str, str] = {}
        self.count = 0

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.count += 1
            if entry.act in _CHARTERED:
                self._charters[entry.fire] = entry.content
            yield entry

    def of(self, fire: str) -> str:
        """The title in the last charter of a fire."""
        title: str = json.loads(self._charters[fire])["charter"]["title"] if fire in self._charters else fire
        return title


def _pieces(entries: Iterable[Entry], stems: tuple[str, ...]) -> Iterator[_Piece]:
    """Texts with any of the words. An entry without them is passed over before it is read."""
    signs = [_Sign(word, re.compile(rf"\b{word}s?\b"), re.compile(rf"\b{word}")) for word in stems]
    for entry in entries:
        whole = folded(entry.content)
        if any(word in whole for word in stems):
            for what, text in texts(entry.act, json.loads(entry.content)):
                there = folded(text)
                fits = tuple(sign.fit(there) for sign in signs)
                if any(fits):
                    yield _Piece(entry, what, text, fits)


@dataclass(frozen=True)
class _Sign:
    """How a word is recognised: by itself, or at the beginning of another."""

    word: str
    alone: re.Pattern[str]
    beginning: re.Pattern[str]

    def fit(self, there: str) -> float:
        """How the word stands in a folded text; 0 where it does not."""
        if self.word not in there:
            return 0.0
        if self.alone.search(there):
            return _WHOLE
        return _BEGINNING if self.beginning.search(there) else _INSIDE


def _once(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Each text of a fire once, as it was first written."""
    first: dict[tuple[str, str], _Piece] = {}
    for piece in pieces:
        first.setdefault((piece.entry.fire, piece.text), piece)
    return list(first.values())


def _ranked(pieces: list[_Piece], many: int) -> list[tuple[_Piece, float]]:
    """The pieces with their scores, the best first; a word that stands in few texts counts more."""
    rare = [log(1 + len(pieces) / max(1, sum(piece.fits[at] > 0 for piece in pieces))) for at in range(many)]

    def score(piece: _Piece) -> float:
        return _WEIGHTS.get(piece.what, 1.0) * fsum(map(mul, rare, piece.fits))

    scored = [(piece, round(score(piece), 6)) for piece in pieces]
    return sorted(scored, key=lambda each: (each[0].fits.count(0.0), -each[1], -each[0].entry.number))


def _hit(piece: _Piece, score: float, title: str, stems: tuple[str, ...]) -> Hit:
    entry = piece.entry
    return Hit(
        fire=entry.fire,
        title=title,
        what=piece.what,
        number=entry.number,
        at=entry.at,
        who=entry.who,
        snippet=_snippet(piece.text, stems),
        words=sum(fit > 0 for fit in piece.fits),
        score=score,
    )


def _snippet(text: str, stems: tuple[str, ...]) -> str:
    """The first of the words with what stands around it, cut between words."""
    line = " ".join(text.split())
    whole = folded(line)
    if len(line) <= 2 * AROUND:
        return line
    places = [whole.find(word) for word in stems if word in whole]
    at = min(places, default=0) * len(line) // max(1, len(whole))
    start = max(0, min(at - AROUND, len(line) - 2 * AROUND))
    end = start + 2 * AROUND
    start = line.find(" ", start) + 1 if start else 0
    cut = line[start:] if end >= len(line) else line[start : max(line.rfind(" ", 0, end), start + 1)]
    return ("… " if start else "") + cut + ("" if end >= len(line) else " …")
