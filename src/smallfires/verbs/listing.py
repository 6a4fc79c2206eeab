"""The verb ``list``: all fires by stage, how long they have burnt, and what is due."""

from __future__ import annotations

from datetime import date

from smallfires.fires.agenda import days_burning, next_due
from smallfires.fires.fire import Fire, Stage
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
