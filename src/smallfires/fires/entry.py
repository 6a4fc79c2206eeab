"""One entry of the ledger, and the chain that entries make: nothing can be changed, removed or put elsewhere unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from smallfires.errors import DataError
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
    TOLD = "told"
    SHARED = "shared"
    ENROLLED = "enrolled"
    LINKED = "link made"
    PASSWORD_SET = "password set"
    ROLE_CHANGED = "role changed"
    CLOSED = "account closed"
    REOPENED = "account reopened"
    SESSIONS_ENDED = "sessions ended"
    TOKEN_MADE = "token made"
    TOKEN_ENDED = "token ended"


@dataclass(frozen=True)
class Draft:
    """An entry that is still to be written.

    Attributes:
        who: the person who acts.
        fire: its slug; empty for an act on the whole organization.
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
        fire: its slug; empty for an act on the whole organization.
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


def moment(now: datetime, last: str = "") -> str:
    """A moment as ``Entry.at``; never before that of the last entry, so that a clock put back does not turn the order."""
    return max(now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), last)


def chained(head: Head, at: str, drafts: Iterable[Draft]) -> Iterator[Entry]:
    """The entries that drafts become, one after the other, behind the last one.

    Args:
        head: of the ledger as it is.
        at: the moment, as ``Entry.at``.
        drafts: what is to be written, in order.

    Raises:
        DataError: a draft has letters that no file can keep.
    """
    for draft in drafts:
        told = (head.number + 1, at, _letters(draft.who), _letters(draft.fire), draft.act, canonical(draft.content))
        entry = Entry(*told, before=head.hash, hash="")
        head = Head(entry.number, seal(entry))
        yield Entry(*told, before=entry.before, hash=head.hash)


def seal(entry: Entry) -> str:
    """The hash that an entry has to have: SHA-256 of its other fields, in order, as canonical text.

    Raises:
        DataError: it has letters that no file can keep.
    """
    told = [entry.number, entry.at, entry.who, entry.fire, str(entry.act), entry.content, entry.before]
    try:
        return sha256(canonical(told).encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise _unkept(error.object[error.start]) from None


def changed(entry: Entry) -> str | None:
    """What is wrong with one entry by itself, as a sentence; None where it is as it was written."""
    if entry.hash == seal(entry):
        return None
    return f"Entry {entry.number} was changed: it no longer has the hash that was noted."


def misplaced(entry: Entry, last: Entry | None) -> str | None:
    """Why an entry cannot stand behind another, as a sentence; None where it can.

    Args:
        entry: the one behind.
        last: the one before it; None where ``entry`` has to be the first.
    """
    head = EMPTY if last is None else Head(last.number, last.hash)
    if entry.number != head.number + 1:
        return _gap(head.number, entry.number)
    if entry.before != head.hash:
        return f"Entry {entry.number} does not follow on entry {head.number}: one of them was put elsewhere or changed."
    if last is not None and entry.at < last.at:
        return f"Entry {entry.number} was written before entry {last.number}, which stands before it."
    return None


def fault(entries: Iterable[Entry], *heads: Head) -> str | None:
    """What is wrong with a ledger, as a sentence; None where it is whole.

    Args:
        entries: all of them, as they are stored, in the order of their numbers.
        heads: last entries as the ledger notes them, or as someone noted them earlier: each of them has to be there.
    """
    last: Entry | None = None
    unseen = {head for head in heads if head != EMPTY}
    for entry in entries:
        wrong = misplaced(entry, last) or changed(entry)
        if wrong:
            return wrong
        unseen.discard(Head(entry.number, entry.hash))
        last = entry
    return _cut_off(min(unseen, key=lambda head: head.number)) if unseen else None


def _gap(last: int, found: int) -> str:
    if found <= last:
        return f"Entry {found} stands after entry {last}: entries were put elsewhere."
    missing = f"Entry {last + 1} is" if found == last + 2 else f"Entries {last + 1} to {found - 1} are"
    return f"{missing} missing: removed, or put elsewhere."


def _cut_off(head: Head) -> str:
    return f"Entry {head.number} with hash {head.hash[:12]}… is not there: the end was cut off, or it was written anew."


def _letters(text: str) -> str:
    """A name as it is, if every store can keep it: PostgreSQL has no letter zero."""
    if "\0" in text:
        raise _unkept("\0")
    return text


def _unkept(letter: str) -> DataError:
    return DataError(f"The letter U+{ord(letter):04X} cannot be kept in the ledger.", "Leave it out.")
