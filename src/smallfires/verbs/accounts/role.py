"""Somebody becomes something else."""

from __future__ import annotations

from dataclasses import replace

from smallfires.fires.access import Role
from smallfires.fires.accounts import Account
from smallfires.fires.membership import RoleChanged
from smallfires.verbs.accounts.staff import Staff


def change_role(staff: Staff, name: str, role: Role) -> Account:
    """Give somebody another role; it holds at once, wherever they are signed in. Who has it already keeps it.

    Raises:
        NotThere: there is no account of this name.
        NotYet: it is closed, or they are the last admin.
    """
    with staff.accounts.together():
        account = staff.open_account(name)
        if account.role is role:
            return account
        staff.refuse_last_admin(account)
        changed = replace(account, role=role)
        staff.accounts.change(changed)
        staff.note(RoleChanged(account.name, account.role, role))
    return changed
