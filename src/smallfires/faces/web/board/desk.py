"""Desks of the board: one that reads each entry of the ledger once, and one that knows what its page has seen."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from threading import Lock

from smallfires.errors import Stale
from smallfires.fires.acts import Fact
from smallfires.fires.entry import EMPTY, Entry, Head
from smallfires.fires.fire import Fire, fold
from smallfires.verbs.desk import Desk

AGAIN = "Look at what has changed, and send it again if it still holds."


class Known:
    """The fires as far as they were read. Only fires with new entries are read again."""

    def __init__(self) -> None:
        self._reading = Lock()
        self._last = EMPTY
        self._fires: dict[str, Fire] = {}

    def of(self, desk: Desk) -> dict[str, Fire]:
        """All fires as they are now, by slug."""
        with self._reading:
            new = self._new(desk)
            if new:
                self._last = Head(new[-1].number, new[-1].hash)
            for slug in dict.fromkeys(entry.fire for entry in new):
                self._fires |= fold(desk.ledger.entries(slug))
            return dict(self._fires)

    def _new(self, desk: Desk) -> list[Entry]:
        """What was written since the last look; everything, where the ledger is no longer the one that was looked at."""
        seen = self._last.number
        found = list(desk.ledger.entries(after=max(0, seen - 1)))
        if not seen:
            return found
        if found and found[0].hash == self._last.hash:
            return found[1:]
        self._last, self._fires = EMPTY, {}
        return list(desk.ledger.entries())


@dataclass(frozen=True)
class Standing(Desk):
    """A desk that stays open for long.

    Attributes:
        known: what it has read.
    """

    known: Known = field(default_factory=Known)

    def fires(self) -> dict[str, Fire]:
        """All fires, by slug."""
        return self.known.of(self)

    def fire(self, slug: str) -> Fire:
        """One fire.

        Raises:
            UsageError: there is none of this name.
        """
        found = self.fires()
        return found[slug] if slug in found else self._unknown(slug)


@dataclass(frozen=True)
class Looked(Standing):
    """A desk at which somebody acts by a page that they opened a while ago.

    Attributes:
        seen: the number of the fire's last entry that the page has shown.
    """

    seen: int = 0

    def note(self, fire: Fire, *facts: Fact) -> tuple[Entry, ...]:
        """As ``Desk.note``, by what the page has shown.

        Raises:
            Stale: the fire has changed since the page was opened.
        """
        if fire.last != self.seen:
            raise Stale("The fire has changed since you opened this page, and nothing was noted.", AGAIN)
        return super().note(fire, *facts)


def standing(desk: Desk) -> Standing:
    """The same desk, to stay open."""
    return Standing(**{each.name: getattr(desk, each.name) for each in fields(Desk)})


def looked(desk: Standing, seen: int) -> Looked:
    """The same desk for somebody who has seen so much of a fire."""
    return Looked(**{each.name: getattr(desk, each.name) for each in fields(Standing)}, seen=seen)
