"""One entry of the ledger, and the chain that entries make: nothing can be changed, removed or put elsewhere unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from smallfires.fires.plain import canonical

START = "0" * 64
"""What stands for the entry before the first."""


class Act(StrEnum):
    """What was done."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    BRIEFED = "briefed"
    ANSWERED = "answered"
    MARKED = "marked"
    OVERRIDDEN = "overridden"
    LIT = "lit"
    AMENDED = "amended"
    READ = "read"
    DECIDED = "decided"
    SPREAD = "spread"
    PUT_OUT = "put out"
    TESTED = "tested"
    COMMENTED = "commented"


@dataclass(frozen=True)
class Draft:
    """An entry that is still to be written.

    Attributes:
        who: the person who acts.
        fire: its slug.
        act: what is done.
        content: plain values (``fires.plain``): what is declared, read or decided.
    """

    who: str
    fire: str
    act: Act
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """An entry as the ledger keeps it.

    Attributes:
        number: its place, 1 for the first of the ledger.
        at: when it was written: ISO 8601 in UTC to the microsecond, ``2026-03-02T08:15:00.000000Z``.
        who: the person who acted.
        fire: its slug.
        act: what was done.
        content: canonical text of the plain values.
        before: the hash of the entry before it; ``START`` for the first.
        hash: its own.
    """

    number: int
    at: str
    who: str
    fire: str
    act: Act
    content: str
    before: str
    hash: str

    @property
    def expected(self) -> str:
        """The hash that it has to have: SHA-256 of its other fields, in order, as canonical text."""
        told = [self.number, self.at, self.who, self.fire, str(self.act), self.content, self.before]
        return sha256(canonical(told).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last entry of a ledger: whoever notes it elsewhere can prove later that nothing was cut off.

    Attributes:
        number: how many entries there are; 0 for none.
        hash: of the last one; ``START`` where there is none.
    """

    number: int
    hash: str


EMPTY = Head(0, START)


def chained(head: Head, at: str, drafts: Iterable[Draft]) -> Iterator[Entry]:
    """The entries that drafts become, one after the other, behind the last one.

    Args:
        head: of the ledger as it is.
        at: the moment, as ``Entry.at``.
        drafts: what is to be written, in order.
    """
    for draft in drafts:
        told = (head.number + 1, at, draft.who, draft.fire, draft.act, canonical(draft.content), head.hash)
        entry = Entry(*told, hash="")
        entry = Entry(*told, hash=entry.expected)
        head = Head(entry.number, entry.hash)
        yield entry


def fault(entries: Iterable[Entry], head: Head | None = None) -> str | None:
    """What is wrong with a ledger, as a sentence; None where it is whole.

    Args:
        entries: all of them, as they are stored, in the order of their numbers.
        head: the last one as the ledger notes it, or as someone noted it earlier; then that entry has to be there.
    """
    last, seen = EMPTY, head is None or head == EMPTY
    for entry in entries:
        if entry.number != last.number + 1:
            return _gap(last.number, entry.number)
        if entry.before != last.hash:
            return f"Entry {entry.number} does not follow on entry {last.number}: one of them was put elsewhere or changed."
        if entry.hash != entry.expected:
            return f"Entry {entry.number} was changed: its content no longer has the hash that was noted."
        last = Head(entry.number, entry.hash)
        seen = seen or last == head
    if not seen and head is not None:
        return f"Entry {head.number} with hash {head.hash[:12]}… is not there: the end was cut off, or it was written anew."
    return None


def _gap(last: int, found: int) -> str:
    if found <= last:
        return f"Entry {found} stands after entry {last}: entries were put elsewhere."
    missing = f"Entry {last + 1} is" if found == last + 2 else f"Entries {last + 1} to {found - 1} are"
    return f"{missing} missing: removed, or put elsewhere."
