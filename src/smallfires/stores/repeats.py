"""Answers that are kept to be given again: what every store of them can do, and the one that stands beside a ledger."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from smallfires.errors import NotYet
from smallfires.fires.repeat import Repeat
from smallfires.stores.ledger import Ledger


class Repeats(Protocol):
    """What was asked for under keys. Many may ask at once, in several programs."""

    def claim(self, wanted: Repeat, lease: str, kept: str) -> Repeat | None:
        """Begin to do something, unless it was begun already.

        Args:
            wanted: what is to be done, without an answer.
            lease: a try that began before this moment and has no answer counts no longer.
            kept: what began before this moment is forgotten.

        Returns:
            None where it may be done now; else what there is.
        """
        ...

    def done(self, mine: Repeat) -> AbstractContextManager[Answering]:
        """What is written to the ledger inside, and the answer, are kept at once: both, or none of it.

        Raises:
            Late: another try has begun meanwhile.
        """
        ...

    def release(self, mine: Repeat) -> None:
        """It came to nothing: it may be asked for again, as if it never had been."""
        ...


class Answering(Protocol):
    """Keeps the answer to what is being done."""

    def keep(self, answer: str) -> None:
        """Keep it."""
        ...


class Late(NotYet):
    """Another try of the same has begun meanwhile: this one does nothing."""


def late() -> Late:
    """What is said to whoever comes too late."""
    return Late("The same is being done already.", "Ask again in a moment for its answer.")


def repeats_of(ledger: Ledger) -> Repeats:
    """Those that stand in the same database as a ledger; in memory, where that is where the ledger is."""
    from smallfires.stores.database import DatabaseLedger

    if isinstance(ledger, DatabaseLedger):
        from smallfires.stores.database_repeats import DatabaseRepeats

        return DatabaseRepeats(ledger.opened)
    from smallfires.stores.memory_repeats import MemoryRepeats

    return MemoryRepeats()
