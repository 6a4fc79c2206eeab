"""Desks for tests: a workspace, a ledger in memory, and fires at any stage of their life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed

from smallfires.fires import acts
from smallfires.fires.acts import Drafted, Fact, Lit, Read
from smallfires.fires.charter import Charter
from smallfires.stores.ledger import Ledger, open_ledger
from smallfires.verbs.desk import Desk
from smallfires.verbs.workspace import Workspace

OWNER = "Ruth Adler"
HANDOVER, TRIAGE = OPTIMIZE.slug, TRANSFORM.slug


class Clock:
    """A clock that a test can set; a second passes whenever it is looked at."""

    def __init__(self, at: datetime = datetime(2026, 2, 1, 9, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def on(self, day: str) -> None:
        """Set it to noon of a day."""
        self.at = datetime.fromisoformat(f"{day}T12:00:00+00:00")


def a_desk(ledger: Ledger | None = None, who: str = OWNER, folder: Path = Path()) -> Desk:
    """A desk with nothing on it."""
    now = Clock()
    return Desk(Workspace(folder, "Ward", OWNER), ledger or open_ledger("memory:", now), who, now)


def noted(desk: Desk, slug: str, *facts: Fact) -> None:
    """Write facts, whatever was there."""
    desk.ledger.append([acts.draft(desk.who, slug, fact) for fact in facts])


def drafted(desk: Desk, charter: Charter = OPTIMIZE) -> str:
    """A fire with a charter."""
    noted(desk, charter.slug, Drafted(charter))
    return charter.slug


def lit(desk: Desk, charter: Charter = OPTIMIZE) -> str:
    """A fire that was drafted, briefed, understood and lit."""
    understood = [answered(charter, one.name) for one in charter.people]
    noted(desk, charter.slug, Drafted(charter), briefed(charter), *understood, Lit(charter, charter.seal()))
    return charter.slug


def read(number: int, decision: str, sentence: str = "The minutes fell.") -> Read:
    """A reading, as far as anybody asks for it here."""
    return Read(number, decision, {}, {}, "0.1.0", {"verdict": {"decision": decision, "sentence": sentence}})
