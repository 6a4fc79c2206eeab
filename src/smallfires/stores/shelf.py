"""What was worked out of a ledger, kept beside it so that it need not be worked out again. It may be deleted at any time.

The ledger stays the truth: a shelf says up to which entry it goes, with that entry's hash, and by which program it was made.
Where one of them is another one, everything on it is thrown away and worked out anew.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from smallfires.fires.entry import EMPTY, Head

NOWHERE = ":memory:"
PAGE = 5_000
"""Texts read at a time."""
WAIT = 20.0
"""Seconds that a program waits for another one that writes."""
_TABLES = """
create table if not exists made (key text not null, number integer not null, hash text not null);
create table if not exists outlines (fire text primary key, content text not null) without rowid;
create table if not exists texts (id integer primary key, number integer not null, at text not null, who text not null,
    fire text not null, what text not null, content text not null);
create index if not exists texts_of on texts (fire);
"""


class Unfit(Exception):
    """The shelf cannot be used as it is: another program has changed it, or its file is broken."""


@dataclass(frozen=True)
class Piece:
    """A text that somebody could look for.

    Attributes:
        id: its place among all of them, 1 for the first.
        number: of the entry in which it first stood.
        at: when that was written, as ``Entry.at``.
        who: wrote it.
        fire: its slug.
        what: which text it is: ``title``, ``comment``, ``reading 3``.
        content: the text.
    """

    id: int
    number: int
    at: str
    who: str
    fire: str
    what: str
    content: str


class Shelf:
    """Outlines of fires and texts, up to an entry of the ledger. Programs, and threads of each, may share its file.

    Args:
        place: its file; None where it is kept in memory only.
        key: of what made it: another one is another shelf.
    """

    def __init__(self, place: Path | None, key: str) -> None:
        self._key, self._lock = key, Lock()
        with _fit():
            if place:
                _private(place)
            self._link = sqlite3.connect(place or NOWHERE, timeout=WAIT, check_same_thread=False, isolation_level=None)
            self._close = weakref.finalize(self, self._link.close)
            self._link.execute("pragma journal_mode = wal")
            self._link.execute("pragma synchronous = normal")
            self._link.executescript(_TABLES)
            self._own()

    def read(self) -> tuple[Head, dict[str, str], int]:
        """The last entry of which it knows, the outline of each fire as text by its slug, and how many texts there are."""
        with self._lock, _fit(), self._at_once("begin"):
            head = Head(*self._link.execute("select number, hash from made").fetchone())
            outlines = dict(self._link.execute("select fire, content from outlines").fetchall())
            many = self._link.execute("select coalesce(max(id), 0) from texts").fetchone()[0]
        return head, outlines, many

    def pieces(self, after: int = 0) -> Iterator[Piece]:
        """All texts behind a place, in order, a page at a time."""
        while rows := self._rows("select * from texts where id > ? order by id limit ?", after, PAGE):
            yield from (Piece(*row) for row in rows)
            after = int(rows[-1][0])

    def contents(self, fire: str, until: int) -> list[str]:
        """All texts of a fire, up to a place."""
        return [text for (text,) in self._rows("select content from texts where fire = ? and id <= ?", fire, until)]

    def some(self, ids: Sequence[int]) -> list[Piece]:
        """Some texts, in the order of their places."""
        asked = ", ".join("?" * len(ids))
        return [Piece(*row) for row in self._rows(f"select * from texts where id in ({asked}) order by id", *ids)]

    def put(self, before: Head, after: Head, outlines: Mapping[str, str], pieces: Iterable[Piece]) -> None:
        """Put on it what new entries add, all or nothing. Where another program was quicker, it has put the same there.

        Args:
            before: the last entry of which the one who puts knew.
            after: the last one of which they know now.
            outlines: of the fires with entries between them.
            pieces: the texts in these entries that are new.

        Raises:
            Unfit: the shelf is not the one that was known.
        """
        with self._lock, _fit(), self._at_once("begin immediate"):
            key, number, _ = self._link.execute("select key, number, hash from made").fetchone()
            if key != self._key or number < before.number:
                raise Unfit
            if number >= after.number:
                return
            rows = ((p.id, p.number, p.at, p.who, p.fire, p.what, p.content) for p in pieces)
            self._link.executemany("insert or replace into outlines values (?, ?)", outlines.items())
            self._link.executemany("insert or ignore into texts values (?, ?, ?, ?, ?, ?, ?)", rows)
            self._link.execute("update made set number = ?, hash = ?", (after.number, after.hash))

    def clear(self, head: Head) -> None:
        """Throw everything away, unless another program has done so since its head was looked at."""
        with self._lock, _fit(), self._at_once("begin immediate"):
            if self._link.execute("select number, hash from made").fetchone() == (head.number, head.hash):
                self._emptied()

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._close()

    def _own(self) -> None:
        """Empty it, where it was made by another program."""
        with self._at_once("begin immediate"):
            if self._link.execute("select key from made").fetchall() != [(self._key,)]:
                self._emptied()

    def _emptied(self) -> None:
        for table in ("made", "outlines", "texts"):
            self._link.execute(f"delete from {table}")
        self._link.execute("insert into made values (?, ?, ?)", (self._key, EMPTY.number, EMPTY.hash))

    def _rows(self, query: str, *told: object) -> list[Any]:
        with self._lock, _fit():
            return self._link.execute(query, told).fetchall()

    @contextmanager
    def _at_once(self, begin: str) -> Iterator[None]:
        self._link.execute(begin)
        try:
            yield
        except BaseException:
            self._link.execute("rollback")
            raise
        self._link.execute("commit")


@contextmanager
def _fit() -> Iterator[None]:
    """What the database says is wrong, as ``Unfit``."""
    try:
        yield
    except sqlite3.Error as error:
        raise Unfit(str(error)) from error


def _private(place: Path) -> None:
    """Make the file where there is none, for nobody else to read; whether that was possible shows when it is opened."""
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        place.touch(0o600)
