"""Somebody follows the link that they got, and chooses a password."""

from __future__ import annotations

from dataclasses import replace

from smallfires.errors import NotThere, UsageError
from smallfires.fires.accounts import Account, Kind
from smallfires.fires.membership import PasswordSet
from smallfires.verbs.accounts.passwords import fits, kept
from smallfires.verbs.accounts.staff import Staff

UNKNOWN = (
    "This link opens nothing.",
    "It was used, replaced by a newer one, or is older than seven days. Ask an admin for a new one.",
)
"""The same for every link that opens nothing, so that nothing can be learned by trying."""


def linked(staff: Staff, link: str) -> Account:
    """Whose a link is.

    Raises:
        NotThere: it opens nothing.
    """
    found = staff.opened(link, Kind.LINK)
    if found is None:
        raise NotThere(*UNKNOWN)
    return found[1]


def take_up(staff: Staff, link: str, password: str) -> Account:
    """Choose a password by a link, which then opens nothing any more. Whoever was in with the old one is out.

    Args:
        staff: the people.
        link: as it was handed over.
        password: the new one.

    Raises:
        NotThere: the link opens nothing.
        UsageError: the password is too short.
    """
    linked(staff, link)
    hashed = kept(password)
    with staff.accounts.together():
        account = linked(staff, link)
        return _changed(replace(staff, who=account.name), account, hashed)


def change_password(staff: Staff, old: str, new: str, session: str = "") -> Account:
    """Choose another password for oneself. All other sessions end.

    Args:
        staff: the people; who acts is who changes it.
        old: the password until now.
        new: the one from now on.
        session: the digest of the session that stays.

    Raises:
        UsageError: the old one is another, or the new one too short.
    """
    account = staff.open_account(staff.who)
    if not fits(old, account.password):
        raise UsageError("The password until now is another one.", "Type it as when you sign in.")
    hashed = kept(new)
    with staff.accounts.together():
        return _changed(staff, staff.open_account(staff.who), hashed, session)


def _changed(staff: Staff, account: Account, hashed: str, session: str = "") -> Account:
    changed = replace(account, password=hashed)
    staff.accounts.change(changed)
    staff.end(account.name, Kind.LINK, Kind.SESSION, but=session)
    staff.note(PasswordSet(account.name))
    return changed
