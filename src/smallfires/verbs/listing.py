"""The verb ``list``: all fires by stage, how long they have burnt, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smallfires.fires.agenda import days_burning, next_due
from smallfires.fires.fire import Fire, Stage
from smallfires.fires.folded import folded, stem, words
from smallfires.fires.overview import Glance, Overview
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk

ORDER = (Stage.LIT, Stage.BRIEFED, Stage.DRAFTED, Stage.SPREAD, Stage.PUT_OUT)
"""What needs somebody's eyes first."""


def overview(desk: Desk, stages: tuple[Stage, ...] = ()) -> Overview:
    """All fires at a glance.

    Args:
        desk: of the workspace.
        stages: only fires that have come so far; all where none is named.
    """
    today = desk.today
    found = [glance(fire, today) for fire in desk.fires().values() if not stages or fire.stage in stages]
    return Overview(desk.workspace.name, today, tuple(sorted(found, key=_place)), VERSION)


def _place(one: Glance) -> tuple[int, date, str]:
    return ORDER.index(one.stage), one.due or date.max, one.slug


def glance(fire: Fire, today: date) -> Glance:
    """One fire at a glance, as of this day."""
    charter, due, read = fire.charter, next_due(fire, today), fire.last_read
    return Glance(
        slug=fire.slug,
        title=charter.title,
        owner=charter.owner,
        stage=fire.stage,
        intent=charter.intent,
        subject=charter.subject,
        of=charter.of,
        days=days_burning(fire, today),
        due=due.on if due else None,
        what=due.what if due else "",
        late=due is not None and due.on < today,
        verdict=read.decision if read else "",
        decision=fire.decided.decision if fire.decided else "",
        against=fire.decided is not None and fire.decided.against,
        last=date.fromisoformat(fire.diary[-1].at[:10]),
    )


@dataclass(frozen=True)
class Wanted:
    """Which fires are looked for; what is empty does not matter.

    Attributes:
        stage, intent, owner: theirs.
        words: that stand in what it is called, in its slug, or in what is changed.
    """

    stage: str = ""
    intent: str = ""
    owner: str = ""
    words: str = ""

    def fits(self, fire: Fire) -> bool:
        """Whether a fire is one of them."""
        charter = fire.charter
        told = (self.stage, fire.stage), (self.intent, charter.intent), (folded(self.owner), folded(charter.owner))
        text = folded(f"{charter.title} {fire.slug} {charter.of}")
        return all(not one or one == other for one, other in told) and all(
            stem(word) in text for word in words(self.words)
        )


def begun(fire: Fire) -> int:
    """The number of the entry with which a fire began: its place among all that ever were."""
    return fire.diary[0].number


def glances(desk: Desk, wanted: Wanted, after: int = 0) -> Iterator[tuple[int, Glance]]:
    """Fires at a glance in the order in which they began, each with its place in it: new ones only continue it.

    Args:
        desk: of the workspace.
        wanted: which.
        after: only those behind this place.
    """
    today = desk.today
    for fire in sorted(desk.fires().values(), key=begun):
        if begun(fire) > after and wanted.fits(fire):
            yield begun(fire), glance(fire, today)
