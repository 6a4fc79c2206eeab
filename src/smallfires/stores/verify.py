"""Whether every entry is there, and as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.errors import BrokenLedger
from smallfires.fires.entry import EMPTY, Entry, Head, fault
from smallfires.stores.ledger import BRING_BACK, RESTORE, Ledger

WAY_OUT = f"Keep this ledger as it is for whoever looks into it. {BRING_BACK}"


def verify(ledger: Ledger, noted: Head | None = None) -> Head:
    """Read the whole ledger and prove that no entry was changed, removed or put elsewhere. Others may write meanwhile.

    Args:
        ledger: any store.
        noted: a last entry that somebody noted earlier, elsewhere: proves that the ledger was not written anew.

    Returns:
        The last entry that was read: worth noting elsewhere.

    Raises:
        BrokenLedger: one was; says which, and what happened to it.
    """
    first = ledger.head()
    last = EMPTY

    def passing() -> Iterator[Entry]:
        nonlocal last
        for entry in ledger.entries():
            last = Head(entry.number, entry.hash)
            yield entry

    wrong = fault(passing(), first, *([noted] if noted else [])) or ledger.damage()
    if wrong is None and last.number > ledger.head().number:
        wrong = f"Entry {last.number} stands behind the last one that was noted: it was not written by Smallfires."
    if wrong:
        raise BrokenLedger(wrong, WAY_OUT, command=RESTORE)
    return last
