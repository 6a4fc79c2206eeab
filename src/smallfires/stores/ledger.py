"""The ledger: what every store can do, and the one that an address names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from smallfires.errors import BrokenLedger, Stale
from smallfires.fires.entry import Draft, Entry, Head, misplaced

MEMORY = "memory:"
LOOK_AGAIN = "Look again, and do it once more if it still holds."
BRING_BACK = "Bring back a backup."
RESTORE = "As in: smallfires ledger restore BACKUP"
TOLD = 3
"""So many acts are named of those that came between."""


class Ledger(Protocol):
    """The append-only record of everything declared, read and decided. Many may write at once."""

    def append(
        self, drafts: Sequence[Draft], *, after: int | None = None, head: int | None = None
    ) -> tuple[Entry, ...]:
        """Write entries in one go: all of them, or none.

        Args:
            drafts: what is to be written, in order.
            after: the number of the last entry of this fire that the writer has seen, 0 for none; all drafts are then
                of one fire. None where it does not matter.
            head: the number of the last entry of the whole ledger that the writer has seen; None where it does not matter.

        Raises:
            Stale: entries were written since; says whose, what and when. Nothing is written.
            BrokenLedger: the end of the ledger is not as it was noted.
            EngineError: the database did not do its part.
        """
        ...

    def entries(self, fire: str | None = None, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """The entries in order, a page at a time.

        Args:
            fire: those of one fire only.
            after: those with a higher number only.
            until: those with no higher number than this; all where None.

        Raises:
            BrokenLedger: one of them was changed.
            EngineError: the database did not do its part.
        """
        ...

    def head(self) -> Head:
        """The last entry, as the ledger notes it."""
        ...

    def adopt(self, entries: Iterable[Entry]) -> Head:
        """Take over entries that were written elsewhere, as they are, behind the last one: all of them, or none.

        Those that are here already have to be the same.

        Args:
            entries: in order, each as it was written; the chain among them is the caller's to check.

        Returns:
            The last entry thereafter.

        Raises:
            BrokenLedger: they do not continue this ledger; says at which entry.
        """
        ...

    def damage(self) -> str | None:
        """What the store itself finds wrong with its files, as a sentence; None where nothing is."""
        ...

    def close(self) -> None:
        """Let go of it; what was written stays."""
        ...


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def open_ledger(address: str | Path, now: Callable[[], datetime] = utc_now) -> Ledger:
    """The ledger at an address. Its tables are made where there are none, and brought to this version where they are older.

    Args:
        address: a file, ``sqlite:///file``, ``postgresql://user:password@host:5432/name``, or ``memory:``.
        now: the clock.

    Raises:
        UsageError: the address cannot be understood.
        EngineError: the database did not do its part, is no ledger, or was written by a newer version.
    """
    if address == MEMORY:
        from smallfires.stores.memory import MemoryLedger

        return MemoryLedger(now)
    from smallfires.stores.database import DatabaseLedger

    return DatabaseLedger(address, now)


def one_fire(drafts: Sequence[Draft]) -> str:
    """The fire that all drafts are of, where it matters what was seen of it."""
    (fire,) = {draft.fire for draft in drafts}
    return fire


def stale(what: str, latest: Sequence[Entry], many: int) -> Stale:
    """What is said to a writer who has not seen the last entries.

    Args:
        what: changed, as a sentence begins: ``The fire "faster-triage"``.
        latest: the last ``TOLD`` of the entries that were not seen, in order.
        many: how many were not seen; 0 where the writer has seen what is not there.
    """
    if not latest:
        return Stale(f"{what} is not what you looked at: an entry that you have seen is not there.", LOOK_AGAIN)
    told = [f"{entry.act} by {entry.who} on {entry.at[:10]} at {entry.at[11:16]} UTC" for entry in latest]
    if many > len(latest):
        told[0] = f"{many - len(latest)} more, then {told[0]}"
    return Stale(f"{what} has changed since you looked at it: {'; '.join(told)}. Nothing was written.", LOOK_AGAIN)


def new_ones(entries: Iterable[Entry], last: Entry | None, stored: Callable[[int], Iterator[Entry]]) -> Iterator[Entry]:
    """Those entries that continue a ledger; those that it has are passed over, if they are the same.

    Args:
        entries: in order.
        last: of the ledger; None where it is empty.
        stored: the ledger's entries after a number.

    Raises:
        BrokenLedger: one is not what the ledger has in its place, or does not follow.
    """
    own: Iterator[Entry] | None = None
    for entry in entries:
        if last is None or entry.number > last.number:
            wrong = misplaced(entry, last)
            if wrong:
                raise BrokenLedger(wrong, "These entries do not continue this ledger.")
            yield entry
            last = entry
            continue
        own = own or stored(entry.number - 1)
        if next(own, None) != entry:
            raise BrokenLedger(
                f"Entry {entry.number} is another one in this ledger: the two were written apart.",
                "Keep both; entries of one cannot continue the other.",
            )
