"""Somebody comes in by the provider of sign-on, which says who they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smallfires.errors import UsageError
from smallfires.fires.access import Role
from smallfires.fires.accounts import Account
from smallfires.fires.entry import moment
from smallfires.fires.membership import Enrolled
from smallfires.stores.accounts import Taken
from smallfires.verbs.accounts.enrol import checked, mail_address
from smallfires.verbs.accounts.staff import Staff

NOBODY = ("There is no account for you here.", "Ask an admin of this server for one, with this mail address: {mail}")
GONE = ("Your account is closed.", "Ask an admin of this server whether that is right.")


@dataclass(frozen=True)
class Person:
    """Somebody as the provider knows them.

    Attributes:
        subject: what the provider calls them, with its own address before it: nobody else ever has it.
        name: theirs; may be empty.
        mail: their address, where the provider says that it is really theirs; empty otherwise.
        provider: its host.
    """

    subject: str
    name: str
    mail: str
    provider: str


def arrive(staff: Staff, person: Person, new: Role | None) -> Account:
    """The account of somebody who signed in elsewhere.

    An account that was made for their mail address becomes theirs when they come for the first time.

    Args:
        staff: the people.
        person: as the provider knows them.
        new: what somebody becomes who has no account; None where they get none.

    Raises:
        UsageError: they have no account, it is closed, or their name is somebody else's.
    """
    with staff.accounts.together():
        account = staff.accounts.by_subject(person.subject) or _by_mail(staff, person)
        if account is None and new is not None:
            account = _enrolled(staff, person, new)
    if account is None:
        raise UsageError(NOBODY[0], NOBODY[1].format(mail=person.mail or "the one that you have there"))
    if account.closed:
        raise UsageError(*GONE)
    return account


def _by_mail(staff: Staff, person: Person) -> Account | None:
    """The account that was made for their address, and is nobody's at the provider yet."""
    found = staff.accounts.account(person.mail) if person.mail else None
    if found is None or found.subject:
        return None
    theirs = replace(found, subject=person.subject)
    staff.accounts.change(theirs)
    return theirs


def _enrolled(staff: Staff, person: Person, role: Role) -> Account:
    name = checked((person.name or person.mail.partition("@")[0]).replace("@", " "))
    account = Account(name, role, mail_address(person.mail), "", person.subject, made=moment(staff.now()))
    try:
        staff.accounts.add(account)
    except Taken:
        raise UsageError(
            f'There is another account with the name "{name}" or the address "{person.mail}".',
            "Ask an admin of this server: they can make one for you under another name.",
        ) from None
    replace(staff, who=name).note(Enrolled(name, role, person.provider))
    return account
