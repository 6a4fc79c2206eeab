"""Desks of the board: one that stays open, and one that knows what its page has seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from smallfires.errors import Stale
from smallfires.faces.web.board.sight import Sight
from smallfires.fires.acts import Fact
from smallfires.fires.entry import Entry
from smallfires.fires.fire import Fire
from smallfires.fires.outline import Outline
from smallfires.fires.overview import Glance
from smallfires.stores.shelf import Shelf, Unfit
from smallfires.verbs.desk import Desk
from smallfires.verbs.glances import Glances
from smallfires.verbs.library import Stock
from smallfires.verbs.survey import Survey, key
from smallfires.verbs.workspace import OWN

AGAIN = "Look at what has changed, and send it again if it still holds."


@dataclass(frozen=True, kw_only=True)
class Standing(Desk):
    """A desk that stays open for long.

    Attributes:
        survey: of all fires, kept up with the ledger.
        views: of all fires at a glance.
        sight: who sees which fires.
        hidden: slugs of the fires that whoever acts may not see.
    """

    survey: Survey
    views: Glances = field(default_factory=Glances)
    sight: Sight = field(default_factory=Sight)
    hidden: frozenset[str] = frozenset()

    def of(self, who: str, *, everything: bool) -> Standing:
        """The same desk for somebody.

        Args:
            who: acts.
            everything: whether they see every fire, as admins do.
        """
        hidden = frozenset() if everything else self.sight.hidden(self.every(), who)
        return replace(self, who=who, hidden=hidden)

    def entries(self, fire: str = "", after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """As ``Desk.entries``."""
        found = super().entries(fire, after, until)
        return (entry for entry in found if entry.fire not in self.hidden) if self.hidden else found

    def outlines(self) -> Mapping[str, Outline]:
        """As ``Desk.outlines``."""
        every = self.every()
        return {slug: one for slug, one in every.items() if slug not in self.hidden} if self.hidden else every

    def every(self) -> Mapping[str, Outline]:
        """As ``Desk.every``."""
        return self.survey.seen().outlines

    def glances(self) -> tuple[Glance, ...]:
        """As ``Desk.glances``: the same list, as long as nothing has changed."""
        return self.views.of(self.every(), self.today, self.hidden)

    def stock(self, stems: tuple[str, ...]) -> Stock:
        """As ``Desk.stock``."""
        seen, library = self.survey.library()
        allowed = self.outlines().keys() if self.hidden else None

        def title(fire: str) -> str:
            return seen.outlines[fire].title if fire in seen.outlines else fire

        return Stock(library, seen.head.number, title, allowed)

    def fires(self) -> dict[str, Fire]:
        """As ``Desk.fires``."""
        return {slug: fire for slug in self.outlines() if (fire := self.find(slug))}

    def find(self, slug: str) -> Fire | None:
        """As ``Desk.find``; of its readings only the verdicts are there."""
        return None if slug in self.hidden else self.survey.fire(slug)


@dataclass(frozen=True, kw_only=True)
class Looked(Standing):
    """A desk at which somebody acts by what they looked at a while ago: a page, or an answer.

    Attributes:
        seen: the number of the fire's last entry that they have seen; None where it does not matter.
    """

    seen: int | None = None

    def find(self, slug: str) -> Fire | None:
        """As ``Desk.find``: whoever acts on a fire has all of it, its readings with every figure, too."""
        return None if slug in self.hidden else Desk.find(self, slug)

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
    told = {each.name: getattr(desk, each.name) for each in fields(Desk)}
    return Standing(**told, survey=Survey(desk.ledger, shelf_of(desk)))


def shelf_of(desk: Desk) -> Shelf:
    """Where outlines are kept: beside the ledger's file, or in the workspace of one that is elsewhere; else in memory."""
    try:
        return Shelf(_beside(desk), key())
    except Unfit:  # nothing can be written there
        return Shelf(None, key())


def _beside(desk: Desk) -> Path | None:
    from smallfires.stores.database import DatabaseLedger

    if not isinstance(desk.ledger, DatabaseLedger):
        return None
    file = desk.ledger.file
    return file.with_name(f"{file.name}-board") if file else desk.workspace.folder / OWN / "board"


def looked(desk: Standing, seen: int | None = None) -> Looked:
    """The same desk for somebody who acts, and has seen so much of a fire."""
    return Looked(**{each.name: getattr(desk, each.name) for each in fields(Standing)}, seen=seen)
