"""All fires in outline, kept up with a ledger to which several programs write; each entry is read once.

What is worked out is kept on a shelf beside the ledger, so that a program that starts has it at once. A long ledger that is read
for the first time is read in a thread of its own, and whoever asks meanwhile is told how far that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from threading import Lock, RLock, Thread

from smallfires.errors import StillReading
from smallfires.fires.entry import EMPTY, Entry, Head
from smallfires.fires.fire import Fire, fold
from smallfires.fires.outline import Outline, outline
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.fires.quantity import say_count
from smallfires.fires.slim import slim
from smallfires.stores.ledger import Ledger
from smallfires.stores.shelf import Shelf, Unfit
from smallfires.verbs.bench import VERSION
from smallfires.verbs.library import Library, Pieces


def key() -> str:
    """Of what is on the shelf: the version, and the digest of the domain, by which outlines and texts are made."""
    folder = files("smallfires.fires")
    made = sha256(b"".join(one.read_bytes() for one in sorted(folder.iterdir(), key=str) if one.name.endswith(".py")))
    return f"{VERSION}-{made.hexdigest()[:16]}"


SHORT = 2_000
"""New entries that are read while somebody waits; of more they are told how far it is."""
PATIENCE = 1.5
"""Seconds that somebody waits for a thread that reads."""
MOST_FIRES = 256
"""Whole fires that are kept."""
AGAIN = "That is done once. This page asks again by itself."


@dataclass(frozen=True)
class Seen:
    """The fires as far as they were read.

    Attributes:
        head: the last entry that was.
        outlines: of all fires, by slug.
        texts: how many texts these entries have.
    """

    head: Head = EMPTY
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    texts: int = 0


class Survey:
    """The fires of one ledger.

    Args:
        ledger: whose.
        shelf: on which outlines and texts are kept.
    """

    def __init__(self, ledger: Ledger, shelf: Shelf) -> None:
        self._ledger, self._shelf, self._library = ledger, shelf, Library(shelf)
        self._seen, self._loaded, self._far = Seen(), False, 0
        self._reading, self._starting = RLock(), Lock()
        self._thread: Thread | None = None
        self._fault: Exception | None = None
        self._fires: dict[str, Fire] = {}

    def begin(self) -> Thread:
        """Read everything in a thread of its own, so that whoever asks first finds it read."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._warm, name="survey", daemon=True)
                self._thread.start()
            return self._thread

    def seen(self) -> Seen:
        """All fires as they are now.

        Raises:
            StillReading: there is much that was never read.
        """
        head = self._ledger.head()
        if head == self._seen.head:
            return self._seen
        if self._far_behind(head):
            self.begin().join(PATIENCE)
            if self._far_behind(head):
                raise self._fault or self._still(head)
        with self._reading:
            self._read()
            return self._seen

    def library(self) -> tuple[Seen, Library]:
        """All texts, and the fires that they are of.

        Raises:
            StillReading: as ``seen``.
        """
        seen = self.seen()
        if not self._library.keep_up(PATIENCE):
            raise StillReading("The words of all fires are being sorted.", AGAIN)
        return seen, self._library

    def fire(self, slug: str) -> Fire | None:
        """One fire, of whose readings only the verdicts are kept; None where there is none."""
        kept = self._fires.get(slug)
        if kept is not None and kept.last == self._last(slug):
            return kept
        found = self._folded(slug)
        if found is not None:
            self._fires[slug] = found
        for old in list(self._fires)[:-MOST_FIRES]:
            self._fires.pop(old, None)
        return found

    def _last(self, slug: str) -> int:
        """The number of a fire's last entry; 0 where there is none."""
        known = self.seen().outlines.get(slug)
        return known.number if known else 0

    def _folded(self, slug: str) -> Fire | None:
        return fold(map(slim, self._ledger.entries(slug))).get(slug)

    def _far_behind(self, head: Head) -> bool:
        return head.number - self._seen.head.number > SHORT

    def _still(self, head: Head) -> StillReading:
        far = f"{say_count(self._far)} of {say_count(head.number)} entries so far."
        return StillReading(f"The ledger is being read: {far}", AGAIN)

    def _warm(self) -> None:
        """Read everything, and sort its words. What is wrong with the ledger is kept for whoever asks."""
        try:
            with self._reading:
                self._read()
            self._library.keep_up()
        except Exception as error:
            self._fault = error
        else:
            self._fault = None

    def _read(self) -> None:
        """Take in what is new. Only one thread does so at a time."""
        try:
            if not self._loaded:
                self._load()
            self._catch_up()
        except Unfit:  # another program has emptied the shelf, or the disk is full: what is known is kept in memory
            self._begin_again(Shelf(None, key()))
            self._catch_up()

    def _load(self) -> None:
        """Take over what is on the shelf, where it is of this ledger; else empty it."""
        head, told, texts = self._shelf.read()
        found = _outlines(told.values())
        if head != EMPTY and (found is None or not self._holds(head)):
            self._shelf.clear(head)
            head, told, texts = self._shelf.read()
            found = _outlines(told.values())
        self._seen = Seen(head, found or {}, texts)
        self._loaded = True

    def _holds(self, head: Head) -> bool:
        """Whether the ledger has this entry."""
        found = next(self._ledger.entries(after=head.number - 1), None)
        return found is not None and (found.number, found.hash) == (head.number, head.hash)

    def _catch_up(self) -> None:
        """Take in the entries behind the last one that is known. All, where that is not in this ledger."""
        known = self._seen.head
        new = self._ledger.entries(after=known.number)
        first = next(new, None)
        if first is not None and (first.before == known.hash or known == EMPTY):
            self._take(chain((first,), new))
        elif first is not None or self._other(known):
            self._begin_again(self._shelf)
            self._load()
            self._catch_up()

    def _other(self, known: Head) -> bool:
        """Whether a ledger without any entry behind this one is another one. What was written since it was looked at is not."""
        last = self._ledger.head()
        return last != known and last.number <= known.number

    def _begin_again(self, shelf: Shelf) -> None:
        self._shelf, self._library = shelf, Library(shelf)
        self._seen, self._fires = Seen(), {}

    def _take(self, new: Iterator[Entry]) -> None:
        """Take in new entries, which follow on those that are known."""
        before = self._seen
        heard = _Heard(Pieces(lambda fire: self._shelf.contents(fire, before.texts), before.texts))
        told = heard.passing(self._counted(new))
        if before.head == EMPTY:
            fires = fold(told)
        else:
            changed = dict.fromkeys(entry.fire for entry in told)
            fires = {slug: fire for slug in changed if (fire := self._folded(slug))}
        outlines = {slug: outline(fire) for slug, fire in fires.items()}
        texts = {slug: canonical(to_plain(one)) for slug, one in outlines.items()}
        self._shelf.put(before.head, heard.head, texts, heard.pieces.new)
        self._seen = Seen(heard.head, {**before.outlines, **outlines}, heard.pieces.many)

    def _counted(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self._far = entry.number
            yield entry


def _outlines(told: Iterable[str]) -> dict[str, Outline] | None:
    """In the order in which the fires began; None where something else is on the shelf."""
    try:
        found = sorted((from_plain(Outline, json.loads(text)) for text in told), key=lambda one: one.begun)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
    return {one.slug: one for one in found}


class _Heard:
    """Entries as they pass: what they say is gathered, and they go on without what nobody needs any more."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces, self.head = pieces, EMPTY

    def passing(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            plain = json.loads(entry.content)
            self.pieces.take(entry, plain)
            self.head = Head(entry.number, entry.hash)
            yield slim(entry, plain)
