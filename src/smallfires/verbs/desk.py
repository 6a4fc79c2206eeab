"""Where a fire is worked on: the workspace, its ledger, who acts, and when."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from smallfires.errors import NotThere, UsageError
from smallfires.fires import acts
from smallfires.fires.acts import Fact
from smallfires.fires.entry import Entry
from smallfires.fires.fire import Fire, fold
from smallfires.fires.outline import Outline, outline
from smallfires.fires.overview import Glance, glance, in_order
from smallfires.stores.ledger import Ledger
from smallfires.verbs.library import Stock, read_for
from smallfires.verbs.workspace import Workspace, open_workspace, with_variables

Clock = Callable[[], datetime]


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """What a verb works on that acts on fires.

    Attributes:
        workspace: whose fires they are.
        ledger: in which everything is noted.
        who: the person who acts.
        now: the clock.
    """

    workspace: Workspace
    ledger: Ledger
    who: str
    now: Clock = clock

    @property
    def today(self) -> date:
        """The day, as the clock of this machine has it."""
        return self.now().astimezone().date()

    def fires(self) -> dict[str, Fire]:
        """All fires, by slug."""
        return fold(self.ledger.entries())

    def outlines(self) -> Mapping[str, Outline]:
        """All fires in outline, by slug, as far as whoever acts may see them."""
        return {slug: outline(fire) for slug, fire in self.fires().items()}

    def every(self) -> Mapping[str, Outline]:
        """The same of all there are: for rules that hold for everybody, such as that two fires do not disturb each other."""
        return self.outlines()

    def glances(self) -> tuple[Glance, ...]:
        """All fires at a glance, as of today, in the order in which they need somebody's eyes."""
        today = self.today
        return in_order(glance(one, today) for one in self.outlines().values())

    def entries(self, fire: str = "", after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Entries of the ledger in order, as far as whoever acts may see their fires.

        Args:
            fire: only those of this fire; all where it is empty, those of no fire, too.
            after: those with a higher number only.
            until: those with no higher number than this; all where None.
        """
        return self.ledger.entries(fire or None, after, until)

    def stock(self, stems: tuple[str, ...]) -> Stock:
        """What can be searched for these words."""
        return read_for(self.ledger.entries(), stems)

    def fire(self, slug: str) -> Fire:
        """One fire.

        Raises:
            NotThere: there is none of this name.
        """
        return self.find(slug) or self._unknown(slug)

    def find(self, slug: str) -> Fire | None:
        """One fire; None where there is none of this name."""
        return fold(self.ledger.entries(slug)).get(slug)

    def _unknown(self, slug: str) -> Fire:
        known = list(self.outlines())
        near = difflib.get_close_matches(slug, known, 1)
        hint = f'Did you mean "{near[0]}"?' if near else ""
        raise NotThere(f'There is no fire "{slug}".', hint, command="" if near else "See them with: smallfires list")

    def note(self, fire: Fire, *facts: Fact, head: int | None = None) -> tuple[Entry, ...]:
        """Write what was done to a fire, all or nothing.

        Args:
            fire: as it was looked at.
            facts: what was done.
            head: the number of the ledger's last entry that was seen, where other fires matter, too.

        Raises:
            Stale: it has changed since it was looked at.
        """
        return self.ledger.append([acts.draft(self.who, fire.slug, fact) for fact in facts], after=fire.last, head=head)


@contextmanager
def desk(folder: Path, who: str = "", now: Clock = clock, *, acting: bool = True) -> Iterator[Desk]:
    """A desk in the workspace of this folder, or one above it.

    Args:
        folder: in which to look.
        who: acts; the workspace's owner unless said.
        now: the clock.
        acting: whether anything will be done; to look, nobody has to be named.

    Raises:
        UsageError: there is no workspace, or it is not said who acts.
        EngineError: the ledger cannot be opened.
    """
    from smallfires.stores import open_ledger

    workspace = open_workspace(folder)
    person = who or workspace.owner
    if acting and not person:
        raise UsageError(
            "It is not said who acts.",
            'Write owner = "Your name" in smallfires.toml.',
            command="Or say it with --as.",
        )
    ledger = open_ledger(ledger_of(workspace), now)
    try:
        yield Desk(workspace, ledger, person, now)
    finally:
        ledger.close()


def ledger_of(workspace: Workspace) -> str | Path:
    """Where the ledger of a workspace is.

    Raises:
        UsageError: a variable of the environment is not set.
    """
    told = with_variables(workspace.ledger, "The ledger")
    return told if "://" in told else workspace.folder / told
