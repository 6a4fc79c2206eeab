"""A program gets a token, with which it may do some of what its owner may; or has it no longer."""

from __future__ import annotations

from datetime import timedelta

from smallfires.errors import UsageError
from smallfires.fires.access import RIGHTS, Right
from smallfires.fires.accounts import Kind
from smallfires.fires.membership import TokenEnded, TokenMade
from smallfires.fires.wording import listed
from smallfires.verbs.accounts.staff import Granted, Staff

LONGEST = 366
"""Days that a token may hold."""
MOST = 50
"""Tokens that one account may have."""
LETTERS = 80
"""Letters of what a token is called."""


def make_token(staff: Staff, label: str, rights: frozenset[Right], days: int) -> Granted:
    """Make a token for a program of one's own.

    Args:
        staff: the people; who acts is whose it is.
        label: what it is called.
        rights: what it may do: at least one thing, and nothing that its owner may not.
        days: how long it holds.

    Returns:
        The token: its secret is told once.

    Raises:
        UsageError: one of these cannot be.
    """
    called = " ".join(label.split())
    if not called or len(called) > LETTERS or not called.isprintable():
        raise UsageError(
            "What the token is called is empty or endless.", f"Say in {LETTERS} letters what it is for: Power BI."
        )
    if not 1 <= days <= LONGEST:
        raise UsageError(f"A token of {days:,} days is none.", f"Let it hold for 1 to {LONGEST} days.")
    with staff.accounts.together():
        account = staff.open_account(staff.who)
        _refuse_rights(rights, RIGHTS[account.role])
        there = [key for key in staff.accounts.keys(account.name, Kind.TOKEN) if key.holds(staff.now())]
        if len(there) >= MOST:
            raise UsageError(f"You have {MOST} tokens already.", "End one that nobody needs.")
        made = staff.grant(Kind.TOKEN, account.name, called, rights, timedelta(days=days))
        may = tuple(str(right) for right in Right if right in rights)
        staff.note(TokenMade(account.name, made.key.mark, called, may, made.key.until[:10]))
    return made


def end_token(staff: Staff, name: str, mark: str) -> None:
    """End a token.

    Args:
        staff: the people, and who acts.
        name: whose token it is.
        mark: what it is called by.

    Raises:
        UsageError: there is none of this mark.
    """
    with staff.accounts.together():
        for key in staff.accounts.keys(name, Kind.TOKEN):
            if key.mark == mark:
                staff.accounts.withdraw([key.digest])
                staff.note(TokenEnded(key.account, key.mark, key.label))
                return
    raise UsageError("This token is over already.", "Those that hold are listed below.")


def _refuse_rights(asked: frozenset[Right], own: frozenset[Right]) -> None:
    if not asked:
        raise UsageError("The token may do nothing.", f"Choose what it may do: {listed([str(one) for one in own])}.")
    more = [str(right) for right in Right if right in asked - own]
    if more:
        raise UsageError(
            f"The token would have the right to {listed(more)}, which you have not.",
            f"You may {listed([str(right) for right in Right if right in own])}.",
        )
