"""Who belongs to an organization, and what opens its door for them. Secrets are never here: only their digests are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from smallfires.fires.access import RIGHTS, Right, Role
from smallfires.fires.entry import moment
from smallfires.fires.folded import folded

IDLE = timedelta(days=7)
"""After so long without a look the session of a browser is over."""


class Kind(StrEnum):
    """What a key is of."""

    SESSION = "session"
    TOKEN = "token"
    LINK = "link"


LASTS = {Kind.SESSION: timedelta(days=30), Kind.TOKEN: timedelta(days=90), Kind.LINK: timedelta(days=7)}
"""How long a key holds, unless said; a session never longer."""


@dataclass(frozen=True)
class Account:
    """Somebody of the organization.

    Attributes:
        name: in which they act in the ledger; it never changes, and nobody else ever has it.
        role: what they are.
        mail: their address; empty where none is known.
        password: its hash; empty where there is none, so that nobody signs in by one.
        subject: how the provider of sign-on calls them; empty where they do not sign in there.
        closed: whether they are gone: they can do nothing, and what they did stays.
        made: when it was made: a moment as ``Entry.at``.
    """

    name: str
    role: Role
    mail: str = ""
    password: str = field(default="", repr=False)
    subject: str = ""
    closed: bool = False
    made: str = ""


@dataclass(frozen=True)
class Key:
    """What opens the door for somebody: the session of a browser, the token of a program, or a link to begin with.

    Attributes:
        digest: SHA-256 of the secret in hexadecimal; the secret itself is kept nowhere.
        kind: what it is of.
        account: the name of whose it is.
        made: when it was made: a moment as ``Entry.at``.
        until: when it ends, whatever happens: likewise.
        used: when it was last used, likewise; empty where it never was.
        label: a browser in a few words, or what its owner calls a token.
        rights: of a token: what it may do of what its owner may.
    """

    digest: str = field(repr=False)
    kind: Kind
    account: str
    made: str
    until: str
    used: str = ""
    label: str = ""
    rights: frozenset[Right] = frozenset()

    @property
    def mark(self) -> str:
        """What it is called by in forms and in the ledger: nothing can be opened with it."""
        return self.digest[:16]

    def holds(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        idle = self.kind is Kind.SESSION and max(self.made, self.used) <= moment(now - IDLE)
        return not idle and moment(now) < self.until


def named(name: str) -> str:
    """A name as it is compared: two that a reader would take for one are one."""
    return " ".join(folded(name).split())


def allowed(account: Account, key: Key) -> frozenset[Right]:
    """What may be done with a key: of a token, never more than its owner may."""
    rights = RIGHTS[account.role]
    return rights & key.rights if key.kind is Kind.TOKEN else rights


def rights_of(text: str) -> frozenset[Right]:
    """Rights out of a text with commas; those that there are no longer are left out."""
    return frozenset(right for right in Right if right in text.split(","))
