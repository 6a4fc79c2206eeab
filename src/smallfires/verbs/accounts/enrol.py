"""Somebody gets an account, and a link with which they choose their password."""

from __future__ import annotations

from smallfires.errors import DataError, UsageError
from smallfires.fires.access import Role
from smallfires.fires.accounts import Account, Kind
from smallfires.fires.entry import moment
from smallfires.fires.membership import Enrolled, Linked
from smallfires.verbs.accounts.staff import Granted, Staff
from smallfires.verbs.telling.channels import address

LONGEST = 80
"""Letters of a name."""


def enrol(staff: Staff, name: str, role: Role, mail: str = "") -> Granted:
    """Make an account for somebody who has none.

    Args:
        staff: the people, and who acts.
        name: in which they act in the ledger; it is theirs for good.
        role: what they are.
        mail: their address; may be empty.

    Returns:
        The link with which they begin: it opens once, for seven days.

    Raises:
        UsageError: the name or the address is none, or somebody else's.
    """
    account = Account(checked(name), role, mail_address(mail), made=moment(staff.now()))
    with staff.accounts.together():
        staff.accounts.add(account)
        staff.note(Enrolled(account.name, account.role))
        return staff.grant(Kind.LINK, account.name)


def new_link(staff: Staff, name: str) -> Granted:
    """Make another link for somebody: who lost theirs, or forgot the password. Earlier ones open nothing any more.

    Raises:
        NotThere: there is no account of this name.
        NotYet: it is closed.
    """
    with staff.accounts.together():
        account = staff.open_account(name)
        staff.end(account.name, Kind.LINK)
        staff.note(Linked(account.name))
        return staff.grant(Kind.LINK, account.name)


def checked(name: str) -> str:
    """A name as it is kept.

    Raises:
        UsageError: it is none.
    """
    found = " ".join(name.split())
    if not found:
        raise UsageError("The name is empty.", 'Say it as it is to stand in the ledger: "Mara Lind".')
    if len(found) > LONGEST:
        raise UsageError(f"The name has {len(found):,} letters.", f"Say it in {LONGEST} at most.")
    if not found.isprintable() or "@" in found:
        raise UsageError(f'"{found}" is no name.', 'Say it as it is to stand in the ledger: "Mara Lind".')
    return found


def mail_address(text: str) -> str:
    """A mail address as it is kept; empty where none is told.

    Raises:
        UsageError: it is none.
    """
    if not text.strip():
        return ""
    try:
        return address(text.strip(), "The mail address").addr_spec
    except DataError as error:
        raise UsageError(f'"{text.strip()}" is no mail address.', error.way_out) from None
