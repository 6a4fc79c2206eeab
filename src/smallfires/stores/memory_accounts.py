"""Accounts in memory, for trials and tests: they are gone with the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock

from smallfires.fires.accounts import Account, Key, Kind, named
from smallfires.stores.accounts import taken, unknown


class MemoryAccounts:
    """Accounts and keys in dictionaries; threads may share them. What fails in the middle is taken back."""

    def __init__(self) -> None:
        self._alone = RLock()
        self._accounts: dict[str, Account] = {}
        self._keys: dict[str, Key] = {}

    @contextmanager
    def together(self) -> Iterator[None]:
        """As ``Accounts.together``."""
        with self._alone:
            before = dict(self._accounts), dict(self._keys)
            try:
                yield
            except BaseException:
                self._accounts, self._keys = before
                raise

    def add(self, account: Account) -> None:
        """As ``Accounts.add``."""
        with self._alone:
            if named(account.name) in self._accounts:
                raise taken("The name", account.name)
            self._put(account)

    def change(self, account: Account) -> None:
        """As ``Accounts.change``."""
        with self._alone:
            if named(account.name) not in self._accounts:
                raise unknown(account.name)
            self._put(account)

    def _put(self, account: Account) -> None:
        known = named(account.name)
        others = [one for name, one in self._accounts.items() if name != known]
        if account.mail and named(account.mail) in {named(one.mail) for one in others}:
            raise taken("The mail address", account.mail)
        if account.subject and account.subject in {one.subject for one in others}:
            raise taken("The name at the provider", account.subject)
        self._accounts[known] = account

    def account(self, told: str) -> Account | None:
        """As ``Accounts.account``."""
        known = named(told)
        by_mail = (one for one in self.all() if known and named(one.mail) == known)
        return self._accounts.get(known) or next(by_mail, None)

    def by_subject(self, subject: str) -> Account | None:
        """As ``Accounts.by_subject``."""
        return next((one for one in self.all() if subject and one.subject == subject), None)

    def all(self) -> tuple[Account, ...]:
        """As ``Accounts.all``."""
        with self._alone:
            return tuple(one for _, one in sorted(self._accounts.items()))

    def grant(self, key: Key) -> None:
        """As ``Accounts.grant``."""
        with self._alone:
            if named(key.account) not in self._accounts:
                raise unknown(key.account)
            self._keys[key.digest] = key

    def opened(self, digest: str) -> tuple[Key, Account] | None:
        """As ``Accounts.opened``."""
        with self._alone:
            key = self._keys.get(digest)
            return (key, self._accounts[named(key.account)]) if key else None

    def used(self, digest: str, at: str) -> None:
        """As ``Accounts.used``."""
        with self._alone:
            if digest in self._keys:
                self._keys[digest] = replace(self._keys[digest], used=at)

    def keys(self, name: str, kind: Kind) -> tuple[Key, ...]:
        """As ``Accounts.keys``."""
        with self._alone:
            found = [key for key in self._keys.values() if key.kind is kind and named(key.account) == named(name)]
        return tuple(sorted(found, key=lambda key: (key.made, key.digest), reverse=True))

    def held(self, names: Iterable[str]) -> tuple[Key, ...]:
        """As ``Accounts.held``."""
        known = set(map(named, names))
        with self._alone:
            return tuple(key for key in self._keys.values() if named(key.account) in known)

    def withdraw(self, digests: Iterable[str]) -> int:
        """As ``Accounts.withdraw``."""
        with self._alone:
            return sum(self._keys.pop(digest, None) is not None for digest in set(digests))
