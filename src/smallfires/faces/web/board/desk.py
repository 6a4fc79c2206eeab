"""Desks of the board: one that reads each entry of the ledger once, and one that knows what its page has seen."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from threading import Lock

from smallfires.errors import Stale
from smallfires.fires import acts
from smallfires.fires.acts import Fact
from smallfires.fires.entry import EMPTY, Entry, Head
from smallfires.fires.fire import Fire, Noted, fold
from smallfires.verbs.desk import Desk

AGAIN = "Look at what has changed, and send it again if it still holds."


class Known:
    """The fires as far as they were read. Only fires with new entries are read again.

    Of a reading only its verdict is kept: all figures of all readings would be most of the ledger. The others are a look into
    the ledger away.
    """

    def __init__(self) -> None:
        self._reading = Lock()
        self._last = EMPTY
        self._fires: dict[str, Fire] = {}

    def of(self, desk: Desk) -> dict[str, Fire]:
        """All fires as they are now, by slug."""
        with self._reading:
            for slug in self._changed(desk):
                self._fires |= {name: _slim(fire) for name, fire in fold(desk.ledger.entries(slug)).items()}
            return dict(self._fires)

    def head(self, desk: Desk) -> Head:
        """The last entry there is now."""
        self.of(desk)
        return self._last

    def _changed(self, desk: Desk) -> list[str]:
        """The fires with new entries; all of them, where the ledger is no longer the one that was looked at."""
        found = desk.ledger.entries(after=max(0, self._last.number - 1))
        if self._last.number:
            before = next(found, None)
            if before is None or before.hash != self._last.hash:
                self._last, self._fires = EMPTY, {}
                found = desk.ledger.entries()
        changed: dict[str, None] = {}
        for entry in found:
            changed[entry.fire] = None
            self._last = Head(entry.number, entry.hash)
        return list(changed)


def _slim(fire: Fire) -> Fire:
    """The same fire, of whose readings only the verdicts are kept."""
    return replace(fire, diary=tuple(map(_verdict_only, fire.diary)))


def _verdict_only(noted: Noted) -> Noted:
    if not isinstance(noted.fact, acts.Read):
        return noted
    told = {name: part for name, part in noted.fact.lesson.items() if name == "verdict"}
    return replace(noted, fact=replace(noted.fact, asked={}, lesson=told))


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
    """A desk at which somebody acts by what they looked at a while ago: a page, or an answer.

    Attributes:
        seen: the number of the fire's last entry that they have seen; None where it does not matter.
    """

    seen: int | None = None

    def fire(self, slug: str) -> Fire:
        """As ``Desk.fire``: whoever acts on a fire has all of it, its readings with every figure, too."""
        return Desk.fire(self, slug)

    def note(self, fire: Fire, *facts: Fact, head: int | None = None) -> tuple[Entry, ...]:
        """As ``Desk.note``, by what the page has shown.

        Raises:
            Stale: the fire has changed since the page was opened.
        """
        if self.seen is not None and fire.last != self.seen:
            raise Stale("The fire has changed since you opened this page, and nothing was noted.", AGAIN)
        return super().note(fire, *facts, head=head)


def standing(desk: Desk) -> Standing:
    """The same desk, to stay open."""
    return Standing(**{each.name: getattr(desk, each.name) for each in fields(Desk)})


def looked(desk: Standing, seen: int | None = None) -> Looked:
    """The same desk for somebody who acts, and has seen so much of a fire."""
    return Looked(**{each.name: getattr(desk, each.name) for each in fields(Standing)}, seen=seen)
