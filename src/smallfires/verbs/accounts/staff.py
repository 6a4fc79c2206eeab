"""The people of an organization, and who acts on them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from smallfires.errors import NotYet, UsageError
from smallfires.fires import acts
from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import LASTS, Account, Key, Kind
from smallfires.fires.entry import moment
from smallfires.fires.membership import Membership
from smallfires.stores.accounts import Accounts, unknown
from smallfires.stores.ledger import Ledger
from smallfires.verbs.desk import Clock, Desk

TOKEN = "sf_"
"""How every token begins, so that whoever finds one somewhere knows what it is."""
SELDOM = timedelta(minutes=1)
"""So often, at most, it is noted that a key was used."""


@dataclass(frozen=True)
class Granted:
    """A key that was made just now.

    Attributes:
        key: as it is kept.
        secret: what opens with it; told once, and kept nowhere.
    """

    key: Key
    secret: str


@dataclass(frozen=True)
class Staff:
    """What a verb works on that acts on people.

    Attributes:
        accounts: theirs.
        ledger: in which everything is noted.
        who: the person who acts.
        now: the clock.
    """

    accounts: Accounts
    ledger: Ledger
    who: str
    now: Clock

    def account(self, name: str) -> Account:
        """Somebody by their name.

        Raises:
            NotThere: there is no account of this name.
        """
        found = self.accounts.account(name)
        if found is None:
            raise unknown(name)
        return found

    def open_account(self, name: str) -> Account:
        """Somebody by their name who is not gone.

        Raises:
            NotThere: there is no account of this name.
            NotYet: it is closed.
        """
        found = self.account(name)
        if found.closed:
            raise NotYet(
                f"The account of {found.name} is closed.",
                command=f'Open it again: smallfires account open "{found.name}"',
            )
        return found

    def note(self, fact: Membership) -> None:
        """Write what was done to somebody."""
        self.ledger.append([acts.draft(self.who, "", fact)])

    def grant(
        self,
        kind: Kind,
        name: str,
        label: str = "",
        rights: frozenset[Right] = frozenset(),
        lasts: timedelta | None = None,
    ) -> Granted:
        """Make a key.

        Args:
            kind: what it is of.
            name: whose.
            label: as ``Key.label``.
            rights: as ``Key.rights``.
            lasts: how long it holds; as usual where None.
        """
        secret = (TOKEN if kind is Kind.TOKEN else "") + secrets.token_urlsafe(32)
        now = self.now()
        key = Key(digest_of(secret), kind, name, moment(now), moment(now + (lasts or LASTS[kind])), "", label, rights)
        self.accounts.grant(key)
        return Granted(key, secret)

    def opened(self, secret: str, kind: Kind) -> tuple[Key, Account] | None:
        """What a secret opens, and for whom; None where it opens nothing."""
        found = self.accounts.opened(digest_of(secret))
        now = self.now()
        if found is None or found[0].kind is not kind or found[1].closed or not found[0].holds(now):
            return None
        if found[0].used < moment(now - SELDOM):
            self.accounts.used(found[0].digest, moment(now))
        return found

    def end(self, name: str, *kinds: Kind, but: str = "") -> int:
        """Take the keys of some kinds from somebody.

        Args:
            name: whose.
            kinds: which.
            but: the digest of the one that stays.

        Returns:
            How many they were.
        """
        keys = (key for kind in kinds for key in self.accounts.keys(name, kind))
        return self.accounts.withdraw([key.digest for key in keys if key.digest != but])

    def sweep(self, name: str, now: datetime) -> None:
        """Take away what no longer opens anything."""
        keys = (key for kind in Kind for key in self.accounts.keys(name, kind))
        self.accounts.withdraw([key.digest for key in keys if not key.holds(now)])

    def refuse_last_admin(self, account: Account) -> None:
        """Refuse what would leave nobody who looks after people.

        Raises:
            NotYet: they are the last.
        """
        others = (one for one in self.accounts.all() if one.name != account.name and not one.closed)
        if account.role is Role.ADMIN and not any(one.role is Role.ADMIN for one in others):
            raise NotYet(f"{account.name} is the last admin.", "Make somebody else an admin first.")


def staff_of(desk: Desk, accounts: Accounts, who: str = "") -> Staff:
    """The people of a workspace, at a desk.

    Args:
        desk: where the ledger is.
        accounts: beside it.
        who: acts; whoever is at the desk, unless said.
    """
    return Staff(accounts, desk.ledger, who or desk.who, desk.now)


def refuse_without_admin(accounts: Accounts) -> None:
    """Refuse to go on where nobody could look after people.

    Raises:
        NotYet: there is no admin.
    """
    if not any(one.role is Role.ADMIN and not one.closed for one in accounts.all()):
        raise NotYet(
            "Nobody is admin here: nobody could let others in.",
            "Make the first one.",
            command='As in: smallfires account add "Mara Lind" --role admin',
        )


def digest_of(secret: str) -> str:
    """What is kept of a secret: it has 256 bits of chance, so that a plain digest cannot be turned back."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def role_of(text: str) -> Role:
    """A role by its name.

    Raises:
        UsageError: there is no such role.
    """
    try:
        return Role(text)
    except ValueError:
        raise UsageError(f'There is no role "{text}".', f"There are {', '.join(Role)}.") from None
