"""A ledger in memory, for trials and tests: it is gone with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from threading import Lock

from smallfires.errors import Stale
from smallfires.fires.entry import EMPTY, Draft, Entry, Head, chained, moment
from smallfires.stores.ledger import TOLD, new_ones, one_fire, stale


class MemoryLedger:
    """Entries in a list; threads may share it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._entries: list[Entry] = []
        self._writing = Lock()

    def append(
        self, drafts: Sequence[Draft], *, after: int | None = None, head: int | None = None
    ) -> tuple[Entry, ...]:
        """As ``Ledger.append``."""
        with self._writing:
            if head is not None and head != len(self._entries):
                raise _stale("The ledger", self._entries[head:])
            if after is not None and drafts:
                self._refuse_stale(one_fire(drafts), after)
            last = self._entries[-1].at if self._entries else ""
            written = tuple(chained(self.head(), moment(self._now(), last), drafts))
            self._entries.extend(written)
            return written

    def entries(self, fire: str | None = None, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """As ``Ledger.entries``."""
        return (entry for entry in self._entries[after:until] if fire is None or entry.fire == fire)

    def head(self) -> Head:
        """As ``Ledger.head``."""
        return Head(len(self._entries), self._entries[-1].hash) if self._entries else EMPTY

    def adopt(self, entries: Iterable[Entry]) -> Head:
        """As ``Ledger.adopt``."""
        with self._writing:
            last = self._entries[-1] if self._entries else None
            new = list(new_ones(entries, last, lambda number: self.entries(after=number)))
            self._entries.extend(new)
            return self.head()

    def damage(self) -> str | None:
        """As ``Ledger.damage``: it has no files."""
        return None

    def close(self) -> None:
        """As ``Ledger.close``."""

    def _refuse_stale(self, fire: str, after: int) -> None:
        seen = [entry for entry in self._entries if entry.fire == fire]
        if (seen[-1].number if seen else 0) != after:
            raise _stale(f'The fire "{fire}"', [entry for entry in seen if entry.number > after])


def _stale(what: str, unseen: list[Entry]) -> Stale:
    return stale(what, unseen[-TOLD:], len(unseen))
