"""Answers that are kept to be given again, in SQLite or PostgreSQL, beside the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from smallfires.fires.repeat import Repeat
from smallfires.stores.database import noted_last
from smallfires.stores.opened import Opened
from smallfires.stores.repeats import late
from smallfires.stores.tables import REPEATS


class DatabaseRepeats:
    """A table; programs, and threads of each, may share it.

    Args:
        opened: the database of the ledger.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def claim(self, wanted: Repeat, lease: str, kept: str) -> Repeat | None:
        """As ``Repeats.claim``."""
        with self._alone() as link:
            link.execute(sa.delete(REPEATS).where(REPEATS.c.at < kept))
            row = link.execute(sa.select(REPEATS).where(_of(wanted))).first()
            found = Repeat(**row._mapping) if row else None
            if found and (found.answer is not None or found.at >= lease or found.digest != wanted.digest):
                return found
            link.execute(sa.delete(REPEATS).where(_of(wanted)))
            link.execute(sa.insert(REPEATS).values(**vars(wanted)))
        return None

    @contextmanager
    def done(self, mine: Repeat) -> Iterator[_Keeping]:
        """As ``Repeats.done``: whoever writes to the ledger meanwhile waits."""
        with self._alone() as link:
            if not link.execute(sa.select(REPEATS.c.at).where(_mine(mine))).first():
                raise late()
            yield _Keeping(link, mine)

    def release(self, mine: Repeat) -> None:
        """As ``Repeats.release``."""
        with self._alone() as link:
            link.execute(sa.delete(REPEATS).where(_mine(mine)))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction that nobody else is beside who writes to the ledger, or looks for a key."""
        with self._opened.writing() as link:
            noted_last(link, hold=True)
            yield link


@dataclass(frozen=True)
class _Keeping:
    """As ``Answering``."""

    link: Connection
    mine: Repeat

    def keep(self, answer: str) -> None:
        self.link.execute(sa.update(REPEATS).where(_mine(self.mine)).values(answer=answer))


def _of(wanted: Repeat) -> sa.ColumnElement[bool]:
    return (REPEATS.c.who == wanted.who) & (REPEATS.c.key == wanted.key)


def _mine(mine: Repeat) -> sa.ColumnElement[bool]:
    return _of(mine) & (REPEATS.c.attempt == mine.attempt) & REPEATS.c.answer.is_(None)
