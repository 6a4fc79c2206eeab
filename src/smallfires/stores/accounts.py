"""Accounts: what every store of them can do, and the one that stands beside a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from smallfires.errors import NotThere, UsageError
from smallfires.fires.accounts import Account, Key, Kind
from smallfires.stores.ledger import Ledger


class Taken(UsageError):
    """The name, the mail address or the name at the provider is somebody else's."""


class Accounts(Protocol):
    """The people of an organization, and what opens its door for them. Many may write at once.

    A name is compared without regard to capitals, accents and blanks, and belongs to whoever had it first, for good.
    """

    def together(self) -> AbstractContextManager[None]:
        """What is looked up and written inside, here and in the ledger, happens at once: all of it or none, nobody between."""
        ...

    def add(self, account: Account) -> None:
        """Keep a new account.

        Raises:
            Taken: its name, mail or subject is somebody else's.
        """
        ...

    def change(self, account: Account) -> None:
        """Keep an account as it is now; it is found by its name.

        Raises:
            Taken: its mail or subject is somebody else's.
            NotThere: there is no account of this name.
        """
        ...

    def account(self, told: str) -> Account | None:
        """The account with this name or mail address; None where there is none."""
        ...

    def by_subject(self, subject: str) -> Account | None:
        """The account that the provider of sign-on calls so; None where there is none."""
        ...

    def all(self) -> tuple[Account, ...]:
        """Every account, those that are closed too, by name."""
        ...

    def grant(self, key: Key) -> None:
        """Keep a new key."""
        ...

    def opened(self, digest: str) -> tuple[Key, Account] | None:
        """The key with this digest, and whose it is, whether or not it still holds; None where there is none."""
        ...

    def used(self, digest: str, at: str) -> None:
        """Note when a key was last used."""
        ...

    def keys(self, name: str, kind: Kind) -> tuple[Key, ...]:
        """All keys of one kind that somebody has, the one made last first."""
        ...

    def held(self, names: Iterable[str]) -> tuple[Key, ...]:
        """All keys of these people, in no order."""
        ...

    def withdraw(self, digests: Iterable[str]) -> int:
        """Take keys away.

        Returns:
            How many there were.
        """
        ...


def accounts_of(ledger: Ledger) -> Accounts:
    """The accounts that stand in the same database as a ledger; in memory, where that is where the ledger is."""
    from smallfires.stores.database import DatabaseLedger

    if isinstance(ledger, DatabaseLedger):
        from smallfires.stores.database_accounts import DatabaseAccounts

        return DatabaseAccounts(ledger.opened)
    from smallfires.stores.memory_accounts import MemoryAccounts

    return MemoryAccounts()


def taken(what: str, value: str) -> Taken:
    """What is said where a name, or another thing that only one can have, is somebody else's."""
    return Taken(f'{what} "{value}" is taken.', "Take another one: nobody has a name that somebody else had before.")


def unknown(name: str) -> NotThere:
    """What is said where there is no account of a name."""
    return NotThere(f'There is no account "{name}".', command="See them with: smallfires account list")
