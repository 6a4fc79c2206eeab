"""A ledger in SQLite or PostgreSQL, by one code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from smallfires.errors import BrokenLedger, Stale
from smallfires.fires.entry import EMPTY, Act, Draft, Entry, Head, chained, changed, moment
from smallfires.stores.ledger import BRING_BACK, RESTORE, TOLD, new_ones, one_fire, stale
from smallfires.stores.opened import Opened
from smallfires.stores.tables import ENTRIES, HEAD

PAGE = 1000
"""Entries read or written at a time."""


class DatabaseLedger:
    """Entries in tables; programs, and threads of each, may share it."""

    def __init__(self, address: str | Path, now: Callable[[], datetime]) -> None:
        """Open it; see ``open_ledger``."""
        self._now = now
        self.opened = Opened(address)

    def append(
        self, drafts: Sequence[Draft], *, after: int | None = None, head: int | None = None
    ) -> tuple[Entry, ...]:
        """As ``Ledger.append``."""
        with self.opened.writing() as link:
            last = self._last(link)
            if head is not None and head != (last.number if last else 0):
                raise self._stale(link, "The ledger", ENTRIES.c.number > head)
            if after is not None and drafts:
                self._refuse_stale(link, one_fire(drafts), after)
            before = Head(last.number, last.hash) if last else EMPTY
            written = tuple(chained(before, moment(self._now(), last.at if last else ""), drafts))
            self._write(link, written)
        return written

    def entries(self, fire: str | None = None, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """As ``Ledger.entries``."""
        within = sa.and_(
            sa.true() if fire is None else ENTRIES.c.fire == fire,
            sa.true() if until is None else ENTRIES.c.number <= until,
        )
        while True:
            with self.opened.reading() as link:
                wanted = within & (ENTRIES.c.number > after)
                rows = link.execute(sa.select(ENTRIES).where(wanted).order_by(ENTRIES.c.number).limit(PAGE)).all()
            for row in rows:
                yield _entry(row)
            if len(rows) < PAGE:
                return
            after = rows[-1].number

    def head(self) -> Head:
        """As ``Ledger.head``."""
        with self.opened.reading() as link:
            return noted_last(link)

    def adopt(self, entries: Iterable[Entry]) -> Head:
        """As ``Ledger.adopt``."""
        with self.opened.writing() as link:
            last = self._last(link)
            head = Head(last.number, last.hash) if last else EMPTY
            new = new_ones(entries, last, lambda number: self.entries(after=number))
            while page := tuple(islice(new, PAGE)):
                self._write(link, page)
                head = Head(page[-1].number, page[-1].hash)
        return head

    def damage(self) -> str | None:
        """As ``Ledger.damage``; PostgreSQL looks after its files itself."""
        if self.file is None:
            return None
        with self.opened.reading() as link:
            found = link.exec_driver_sql("pragma integrity_check(1)").scalar_one()
        return None if found == "ok" else f"The file {self.file} is damaged: {str(found).splitlines()[-1]}."

    def copy_file(self, target: Path) -> None:
        """Copy SQLite's file as it is at one moment, while others go on writing.

        Args:
            target: an empty file.

        Raises:
            EngineError: it could not be read or written.
        """
        with self.opened.reading() as link, closing(sqlite3.connect(target)) as copy:
            source: Any = link.connection.driver_connection
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")  # one file, with nothing beside it

    def close(self) -> None:
        """As ``Ledger.close``."""
        self.opened.close()

    @property
    def file(self) -> Path | None:
        """The file that it is in; None for PostgreSQL."""
        return self.opened.file

    def _last(self, link: Connection) -> Entry | None:
        """The last entry, when all other writers are held off.

        Raises:
            BrokenLedger: it is not the one that was noted.
        """
        noted = noted_last(link, hold=True)
        rows = link.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number.desc()).limit(1)).all()
        last = _entry(rows[0]) if rows else None
        found = Head(last.number, last.hash) if last else EMPTY
        if found != noted:
            raise BrokenLedger(
                f"The last entry is {found.number}, but entry {noted.number} was noted as the last: "
                "entries were removed or changed.",
                BRING_BACK,
                command=RESTORE,
            )
        return last

    def _refuse_stale(self, link: Connection, fire: str, after: int) -> None:
        of_fire = ENTRIES.c.fire == fire
        last = link.execute(sa.select(sa.func.max(ENTRIES.c.number)).where(of_fire)).scalar() or 0
        if last != after:
            raise self._stale(link, f'The fire "{fire}"', of_fire & (ENTRIES.c.number > after))

    def _stale(self, link: Connection, what: str, unseen: sa.ColumnElement[bool]) -> Stale:
        many = link.execute(sa.select(sa.func.count()).where(unseen)).scalar_one()
        rows = link.execute(sa.select(ENTRIES).where(unseen).order_by(ENTRIES.c.number.desc()).limit(TOLD)).all()
        return stale(what, [_entry(row) for row in reversed(rows)], many)

    def _write(self, link: Connection, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        link.execute(sa.insert(ENTRIES), [vars(entry) for entry in entries])
        link.execute(sa.update(HEAD).values(number=entries[-1].number, hash=entries[-1].hash))


def noted_last(link: Connection, hold: bool = False) -> Head:
    """The head as it is noted; held, so that all other writers wait."""
    wanted = sa.select(HEAD)
    rows = link.execute(wanted.with_for_update() if hold else wanted).all()
    if len(rows) != 1 or not isinstance(rows[0].number, int):
        raise BrokenLedger("The ledger's note of its last entry was removed or changed.", BRING_BACK, command=RESTORE)
    return Head(rows[0].number, str(rows[0].hash))


def _entry(row: Any) -> Entry:
    """A row as the entry that it was.

    Raises:
        BrokenLedger: it is not.
    """
    number, at, who, fire, act, content, before, own = row
    try:
        entry = Entry(number, at, who, fire, Act(act), content, before, own)
        wrong = changed(entry)
    except (TypeError, ValueError):  # no act, or no text
        wrong = f"Entry {number} was changed: it is not as entries are written."
    if wrong:
        raise BrokenLedger(wrong, BRING_BACK, command=RESTORE)
    return entry
