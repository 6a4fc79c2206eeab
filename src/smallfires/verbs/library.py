"""All that was ever written, to be searched: texts on a shelf, with the index of their words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from threading import Lock
from typing import Any

from smallfires.fires.entry import EMPTY, Act, Entry, Head
from smallfires.fires.folded import folded
from smallfires.fires.texts import texts
from smallfires.stores.shelf import Piece, Shelf
from smallfires.verbs.index import Fit, Index

_CHARTERED = (Act.DRAFTED, Act.LIT, Act.AMENDED)


class Pieces:
    """Texts gathered from entries, in their order. A text that a fire has written again as it was is taken once.

    Args:
        known: the texts of a fire that were there before.
        many: how many texts there were.
    """

    def __init__(self, known: Callable[[str], Iterable[str]] = lambda fire: (), many: int = 0) -> None:
        self.new: list[Piece] = []
        self._known, self.many = known, many
        self._seen: dict[str, set[int]] = {}

    def take(self, entry: Entry, plain: Mapping[str, Any]) -> None:
        """The texts of an entry.

        Args:
            entry: which.
            plain: what it says.
        """
        if entry.fire not in self._seen:
            self._seen[entry.fire] = set(map(hash, self._known(entry.fire)))
        seen = self._seen[entry.fire]
        for what, text in texts(entry.act, plain):
            if hash(text) not in seen:
                seen.add(hash(text))
                self.many += 1
                self.new.append(Piece(self.many, entry.number, entry.at, entry.who, entry.fire, what, text))


class Library:
    """Texts on a shelf, and the index of their words.

    Args:
        shelf: on which they are.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf, self._index, self._lock = shelf, Index(), Lock()

    def keep_up(self, wait: float = -1) -> bool:
        """Take in what is new on the shelf; false where another one is still at it after so many seconds."""
        if not self._lock.acquire(timeout=wait):
            return False
        try:
            self._index.add(self._shelf.pieces(len(self._index)))
        finally:
            self._lock.release()
        return True

    def best(self, stems: Sequence[str], most: int, among: Set[str] | None) -> tuple[list[tuple[Piece, Fit]], int]:
        """The texts that fit best, and how many fit at all; see ``Index.best``."""
        with self._lock:
            fits, many = self._index.best(stems, most, among)
        found = {piece.id: piece for piece in self._shelf.some([fit.id for fit in fits])}
        return [(found[fit.id], fit) for fit in fits if fit.id in found], many


@dataclass(frozen=True)
class Stock:
    """What can be searched by somebody.

    Attributes:
        library: in which.
        entries: of how many entries of the ledger its texts are.
        title: what a fire is called.
        seen: the fires of which they may see something; None where that is all.
    """

    library: Library
    entries: int
    title: Callable[[str], str]
    seen: Set[str] | None = None


def read_for(entries: Iterable[Entry], stems: Sequence[str]) -> Stock:
    """The texts of those entries that have any of the words; the others are passed over before they are understood."""
    pieces, charters, count = Pieces(), dict[str, str](), 0
    for entry in entries:
        count += 1
        if entry.act in _CHARTERED:
            charters[entry.fire] = entry.content
        whole = folded(entry.content)
        if any(stem in whole for stem in stems):
            pieces.take(entry, json.loads(entry.content))
    shelf = Shelf(None, "")
    shelf.put(EMPTY, Head(count, ""), {}, pieces.new)
    library = Library(shelf)
    library.keep_up()

    def title(fire: str) -> str:
        return str(json.loads(charters[fire])["charter"]["title"]) if fire in charters else fire

    return Stock(library, count, title)
