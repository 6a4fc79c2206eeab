"""Accounts in SQLite or PostgreSQL, by one code, beside the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from smallfires.fires.access import Role
from smallfires.fires.accounts import Account, Key, Kind, named, rights_of
from smallfires.stores.accounts import taken, unknown
from smallfires.stores.database import noted_last
from smallfires.stores.opened import Opened
from smallfires.stores.tables import ACCOUNTS, KEYS

_KEY = sa.select(KEYS, ACCOUNTS.c.name).join(ACCOUNTS, KEYS.c.known == ACCOUNTS.c.known)


class DatabaseAccounts:
    """Accounts and keys in tables; programs, and threads of each, may share them.

    Args:
        opened: the database of the ledger.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    @contextmanager
    def together(self) -> Iterator[None]:
        """As ``Accounts.together``: whoever writes to the ledger meanwhile waits."""
        with self._opened.writing() as link:
            noted_last(link, hold=True)
            yield

    def add(self, account: Account) -> None:
        """As ``Accounts.add``."""
        with self.together(), self._opened.writing() as link:
            if link.execute(sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.known == named(account.name))).first():
                raise taken("The name", account.name)
            _refuse_taken(link, account)
            link.execute(sa.insert(ACCOUNTS).values(**_told(account)))

    def change(self, account: Account) -> None:
        """As ``Accounts.change``."""
        with self.together(), self._opened.writing() as link:
            _refuse_taken(link, account)
            told = _told(account)
            if not link.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.known == told["known"]).values(**told)).rowcount:
                raise unknown(account.name)

    def account(self, told: str) -> Account | None:
        """As ``Accounts.account``."""
        known = named(told)
        return self._account((ACCOUNTS.c.known == known) | (ACCOUNTS.c.mailed == known))

    def by_subject(self, subject: str) -> Account | None:
        """As ``Accounts.by_subject``."""
        return self._account(ACCOUNTS.c.subject == subject)

    def all(self) -> tuple[Account, ...]:
        """As ``Accounts.all``."""
        with self._opened.reading() as link:
            rows = link.execute(sa.select(ACCOUNTS)).all()
        return tuple(_account(row) for row in sorted(rows, key=lambda row: str(row.known)))

    def grant(self, key: Key) -> None:
        """As ``Accounts.grant``."""
        told = {**vars(key), "kind": str(key.kind), "rights": ",".join(sorted(key.rights)), "known": named(key.account)}
        del told["account"]
        with self._opened.writing() as link:
            if not link.execute(sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.known == told["known"])).first():
                raise unknown(key.account)
            link.execute(sa.insert(KEYS).values(**told))

    def opened(self, digest: str) -> tuple[Key, Account] | None:
        """As ``Accounts.opened``."""
        with self._opened.reading() as link:
            row = link.execute(_KEY.where(KEYS.c.digest == digest)).first()
            whose = row and link.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.known == row.known)).first()
        return (_key(row), _account(whose)) if row and whose else None

    def used(self, digest: str, at: str) -> None:
        """As ``Accounts.used``."""
        with self._opened.writing() as link:
            link.execute(sa.update(KEYS).where(KEYS.c.digest == digest).values(used=at))

    def keys(self, name: str, kind: Kind) -> tuple[Key, ...]:
        """As ``Accounts.keys``."""
        wanted = _KEY.where((KEYS.c.known == named(name)) & (KEYS.c.kind == str(kind)))
        with self._opened.reading() as link:
            rows = link.execute(wanted.order_by(KEYS.c.made.desc(), KEYS.c.digest.desc())).all()
        return tuple(map(_key, rows))

    def held(self, names: Iterable[str]) -> tuple[Key, ...]:
        """As ``Accounts.held``."""
        with self._opened.reading() as link:
            rows = link.execute(_KEY.where(KEYS.c.known.in_(set(map(named, names))))).all()
        return tuple(map(_key, rows))

    def withdraw(self, digests: Iterable[str]) -> int:
        """As ``Accounts.withdraw``."""
        with self._opened.writing() as link:
            return link.execute(sa.delete(KEYS).where(KEYS.c.digest.in_(list(digests)))).rowcount

    def _account(self, wanted: sa.ColumnElement[bool]) -> Account | None:
        with self._opened.reading() as link:
            row = link.execute(sa.select(ACCOUNTS).where(wanted)).first()
        return _account(row) if row else None


def bring_back(kept: Opened, opened: Opened) -> None:
    """Take over all accounts, and what opens for them, from a backup: where there are none yet, so that nobody is overwritten.

    Args:
        kept: the backup.
        opened: where they go.
    """
    with opened.writing() as link:
        noted_last(link, hold=True)
        if link.execute(sa.select(ACCOUNTS.c.known).limit(1)).first():
            return
        for table in (ACCOUNTS, KEYS):
            with kept.reading() as source:
                rows = [dict(row) for row in source.execute(sa.select(table)).mappings()]
            if rows:
                link.execute(sa.insert(table), rows)


def _refuse_taken(link: Connection, account: Account) -> None:
    """Refuse what another account has already.

    Raises:
        Taken: another one has it.
    """
    told = _told(account)
    others = sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.known != told["known"])
    if told["mailed"] and link.execute(others.where(ACCOUNTS.c.mailed == told["mailed"])).first():
        raise taken("The mail address", account.mail)
    if told["subject"] and link.execute(others.where(ACCOUNTS.c.subject == told["subject"])).first():
        raise taken("The name at the provider", account.subject)


def _told(account: Account) -> dict[str, Any]:
    """An account as its row; what only one can have is null where there is none."""
    return {
        **vars(account),
        "role": str(account.role),
        "known": named(account.name),
        "mailed": named(account.mail) or None,
        "subject": account.subject or None,
    }


def _account(row: Any) -> Account:
    return Account(row.name, Role(row.role), row.mail, row.password, row.subject or "", row.closed, row.made)


def _key(row: Any) -> Key:
    return Key(row.digest, Kind(row.kind), row.name, row.made, row.until, row.used, row.label, rights_of(row.rights))
