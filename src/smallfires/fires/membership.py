"""What is done to the people of an organization, and for whom a fire is to be seen, as facts of the ledger.

Signing in and out is none of them: the ledger keeps who decided what, not who was here when.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Enrolled:
    """Somebody got an account.

    Attributes:
        name: theirs.
        role: what they are.
        by: how they came: empty for a link, else the provider of sign-on.
    """

    name: str
    role: str
    by: str = ""


@dataclass(frozen=True)
class Linked:
    """Somebody got a new link, with which they choose a password."""

    name: str


@dataclass(frozen=True)
class PasswordSet:
    """Somebody chose a new password; all their other sessions ended."""

    name: str


@dataclass(frozen=True)
class RoleChanged:
    """Somebody is something else now.

    Attributes:
        name: whose role.
        before: what they were.
        role: what they are.
    """

    name: str
    before: str
    role: str


@dataclass(frozen=True)
class Closed:
    """Somebody's account was closed: their sessions, tokens and links ended with it."""

    name: str


@dataclass(frozen=True)
class Reopened:
    """A closed account was opened again."""

    name: str


@dataclass(frozen=True)
class SessionsEnded:
    """An admin ended all sessions of somebody."""

    name: str


@dataclass(frozen=True)
class TokenMade:
    """Somebody made a token for a program.

    Attributes:
        name: whose.
        mark: what it is called by.
        label: what they call it.
        rights: what it may do.
        until: its last day, in ISO 8601.
    """

    name: str
    mark: str
    label: str
    rights: tuple[str, ...]
    until: str


@dataclass(frozen=True)
class TokenEnded:
    """A token holds no longer.

    Attributes:
        name: whose it was.
        mark: what it was called by.
        label: what they called it.
    """

    name: str
    mark: str
    label: str


@dataclass(frozen=True)
class Shared:
    """For whom a fire is to be seen.

    Attributes:
        everyone: whether for everybody who may read.
        people: by name, besides its owner, the people asked and the admins; empty where everybody sees it.
    """

    everyone: bool
    people: tuple[str, ...] = ()


Membership = (
    Enrolled | Linked | PasswordSet | RoleChanged | Closed | Reopened | SessionsEnded | TokenMade | TokenEnded
)  # fmt: skip
"""What is done to people: an entry of the whole organization, of no fire."""
