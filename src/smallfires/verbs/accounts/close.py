"""Somebody is gone; or back again. What they did stays in the ledger, and their name stays theirs."""

from __future__ import annotations

from dataclasses import replace

from smallfires.fires.accounts import Account, Kind
from smallfires.fires.membership import Closed, Reopened
from smallfires.verbs.accounts.staff import Staff


def close(staff: Staff, name: str) -> Account:
    """Close an account: at once they can do nothing, and their sessions, tokens and links are gone.

    Raises:
        NotThere: there is no account of this name.
        NotYet: it is closed already, or they are the last admin.
    """
    with staff.accounts.together():
        account = staff.open_account(name)
        staff.refuse_last_admin(account)
        changed = replace(account, closed=True)
        staff.accounts.change(changed)
        staff.end(account.name, *Kind)
        staff.note(Closed(account.name))
    return changed


def reopen(staff: Staff, name: str) -> Account:
    """Open a closed account again, as what it was. Who has it open already keeps it.

    Raises:
        NotThere: there is no account of this name.
    """
    with staff.accounts.together():
        account = staff.account(name)
        if not account.closed:
            return account
        changed = replace(account, closed=False)
        staff.accounts.change(changed)
        staff.note(Reopened(account.name))
    return changed
