"""Somebody comes in, in a browser; and goes out again. Neither stands in the ledger."""

from __future__ import annotations

from smallfires.errors import UsageError
from smallfires.fires.accounts import Account, Kind
from smallfires.fires.membership import SessionsEnded
from smallfires.verbs.accounts.passwords import fits
from smallfires.verbs.accounts.staff import Granted, Staff, digest_of

WRONG = "Name and password do not belong together."
WAY_OUT = "Try again. Who has forgotten the password gets a new link from an admin."


def sign_in(staff: Staff, name: str, password: str, browser: str = "") -> Granted:
    """Open a session for who knows the password. It takes as long, and says the same, whoever it is not.

    Args:
        staff: the people.
        name: or mail address.
        password: theirs.
        browser: in a few words.

    Raises:
        UsageError: name and password do not belong together, or the account is closed.
    """
    account = staff.accounts.account(name)
    fitting = fits(password, account.password if account else "")
    if account is None or not fitting or account.closed:
        raise UsageError(WRONG, WAY_OUT)
    return begin(staff, account, browser)


def begin(staff: Staff, account: Account, browser: str = "") -> Granted:
    """Open a session for somebody who is known to be who they say."""
    staff.sweep(account.name, staff.now())
    return staff.grant(Kind.SESSION, account.name, browser)


def sign_out(staff: Staff, session: str) -> None:
    """End a session; it opens nothing any more.

    Args:
        staff: the people.
        session: its secret.
    """
    staff.accounts.withdraw([digest_of(session)])


def end_session(staff: Staff, mark: str) -> None:
    """End one of one's own sessions.

    Raises:
        UsageError: there is none of this mark.
    """
    found = [key.digest for key in staff.accounts.keys(staff.who, Kind.SESSION) if key.mark == mark]
    if not staff.accounts.withdraw(found):
        raise UsageError("This session is over already.", "Those that are open are listed below.")


def end_others(staff: Staff, session: str) -> int:
    """End all of one's own sessions but this one.

    Args:
        staff: the people; who acts is whose sessions they are.
        session: the digest of the one that stays.

    Returns:
        How many they were.
    """
    return staff.end(staff.who, Kind.SESSION, but=session)


def end_all(staff: Staff, name: str) -> int:
    """End all sessions of somebody, as an admin does.

    Returns:
        How many they were.

    Raises:
        NotThere: there is no account of this name.
    """
    with staff.accounts.together():
        account = staff.account(name)
        ended = staff.end(account.name, Kind.SESSION)
        staff.note(SessionsEnded(account.name))
    return ended
