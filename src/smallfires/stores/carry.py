"""A ledger as JSON lines, out and in: an entry a line, in order, the text of each exactly as it was sealed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from smallfires.errors import BrokenLedger, DataError
from smallfires.fires.entry import EMPTY, Act, Entry, Head, changed, misplaced
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.stores.files import explained, whole
from smallfires.stores.ledger import BRING_BACK, RESTORE, Ledger

_KINDS = {"number": int, "at": str, "who": str, "fire": str, "act": str, "content": str, "before": str, "hash": str}
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def lines(ledger: Ledger, after: int = 0) -> Iterator[str]:
    """Each entry as a line, without its end; the chain is proved on the way.

    Args:
        ledger: any store.
        after: entries with a higher number only.

    Raises:
        BrokenLedger: an entry was changed, removed or put elsewhere.
    """
    head, last = ledger.head(), EMPTY
    for entry in _following(ledger.entries(after=after)):
        yield canonical(to_plain(entry))
        last = Head(entry.number, entry.hash)
    if last.number < head.number and after < head.number:
        raise BrokenLedger(
            f"Entry {head.number} was noted as the last, and is not there: the end was cut off.",
            BRING_BACK,
            command=RESTORE,
        )


def carry_out(ledger: Ledger, path: Path, *, after: int = 0, replace: bool = False) -> Head:
    """Write a ledger as JSON lines; the file is there whole, or not at all.

    Returns:
        The last entry in it, to be noted elsewhere; ``EMPTY`` where there is none.

    Raises:
        UsageError: the file is there already, and ``replace`` is not said.
        BrokenLedger: an entry was changed, removed or put elsewhere.
        EngineError: it cannot be written.
    """
    line = None
    with whole(path, replace=replace) as new, new.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines(ledger, after):
            file.write(f"{line}\n")
    if line is None:
        return EMPTY
    last = json.loads(line)
    return Head(last["number"], last["hash"])


def carry_in(ledger: Ledger, path: Path) -> Head:
    """Take over entries from JSON lines, into an empty ledger or behind its last entry: all of them, or none.

    Those that are there already have to be the same.

    Returns:
        The last entry of the ledger thereafter.

    Raises:
        DataError: a line is no entry; says which.
        BrokenLedger: an entry was changed, removed or put elsewhere, or does not continue this ledger; says in which line.
        EngineError: the file cannot be read, or the database did not do its part.
    """
    reader = Lines(path)
    try:
        with explained(path):
            return ledger.adopt(reader)
    except BrokenLedger as error:
        if error.row is not None or not reader.line:
            raise
        raise BrokenLedger(error.problem, error.way_out, file=path.name, row=reader.line) from None


class Lines:
    """The entries of a file of JSON lines, each proved as it is read.

    Attributes:
        line: the number of the last line that was read, 1 for the first.
    """

    def __init__(self, path: Path) -> None:
        self.line = 0
        self._path = path

    def __iter__(self) -> Iterator[Entry]:
        """The entries in order.

        Raises:
            DataError: a line is no entry.
            BrokenLedger: an entry was changed, or is not where it was.
        """
        return _following(self._entries())

    def _entries(self) -> Iterator[Entry]:
        with self._path.open("rb") as file:
            for self.line, line in enumerate(file, 1):
                yield self._entry(line)

    def _entry(self, line: bytes) -> Entry:
        try:
            told = json.loads(line.decode("utf-8"))
            wrong = _no_entry(told)
        except (ValueError, RecursionError):
            wrong = "it is not JSON in UTF-8, or was cut off"
        if wrong:
            raise DataError(
                f"This line is no entry: {wrong}.",
                "Export the ledger again.",
                command="As in: smallfires ledger export FILE",
                file=self._path.name,
                row=self.line,
            )
        return from_plain(Entry, told)


def _following(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Entries as they come, each proved to be as it was written, and to follow on the one before it.

    Raises:
        BrokenLedger: one is not.
    """
    last: Entry | None = None
    for entry in entries:
        behind = misplaced(entry, last) if last or entry.number == 1 else None
        wrong = behind or changed(entry)
        if wrong:
            raise BrokenLedger(wrong, "Take it from another copy.")
        yield entry
        last = entry


def _no_entry(told: Any) -> str | None:
    """Why plain values are no entry; None where they are one."""
    if not isinstance(told, dict) or set(told) != {field.name for field in fields(Entry)}:
        return f"it has not just the names {', '.join(_KINDS)}"
    strange = [name for name, kind in _KINDS.items() if type(told[name]) is not kind]
    if strange:
        return f'"{strange[0]}" is not written as in an entry'
    if told["number"] < 1 or not _AT.fullmatch(told["at"]):
        return "its number or its moment is none"
    if told["act"] not in set(Act):
        return f'there is no act "{told["act"]}"'
    return None if _is_canonical(told["content"]) else "its content is not as Smallfires writes it"


def _is_canonical(content: str) -> bool:
    try:
        plain = json.loads(content)
        return isinstance(plain, dict) and canonical(plain) == content
    except (ValueError, RecursionError):
        return False
