"""All fires at a glance: the record that ``list`` gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from smallfires.fires.charter import Intent, Subject
from smallfires.fires.fire import Stage
from smallfires.fires.outline import Outline

ORDER = (Stage.LIT, Stage.BRIEFED, Stage.DRAFTED, Stage.SPREAD, Stage.PUT_OUT)
"""What needs somebody's eyes first."""


@dataclass(frozen=True)
class Glance:
    """One fire at a glance.

    Attributes:
        slug, title: its short name, and what it is called.
        owner: who decides.
        stage: how far it has come.
        intent: what is expected.
        subject, of: what is changed, and which.
        days: days that it has burnt; None where it was never lit.
        due: the day of what is due next; None where nothing is.
        what: what is due then; empty where nothing is.
        late: whether that day has passed.
        verdict: what its last reading says; empty before the first.
        decision: what was decided last; empty where nothing was.
        against: whether that was against the verdict.
        last: the day of its last entry.
    """

    slug: str
    title: str
    owner: str
    stage: Stage
    intent: Intent
    subject: Subject
    of: str
    days: int | None
    due: date | None
    what: str
    late: bool
    verdict: str
    decision: str
    against: bool
    last: date


@dataclass(frozen=True)
class Overview:
    """All fires of a workspace.

    Attributes:
        workspace: its name.
        today: the day.
        fires: those that burn first, then those that are to be lit, then those that are over; in each the earliest due first.
        version: of the software.
    """

    workspace: str
    today: date
    fires: tuple[Glance, ...]
    version: str


def in_order(found: Iterable[Glance]) -> tuple[Glance, ...]:
    """Those that burn first, then those that are to be lit, then those that are over; in each the earliest due first."""
    return tuple(sorted(found, key=_place))


def _place(one: Glance) -> tuple[int, date, str]:
    return ORDER.index(one.stage), one.due or date.max, one.slug


def glance(one: Outline, today: date) -> Glance:
    """One fire at a glance, as of this day."""
    due = one.due(today)
    return Glance(
        slug=one.slug,
        title=one.title,
        owner=one.owner,
        stage=one.stage,
        intent=one.intent,
        subject=one.subject,
        of=one.of,
        days=one.days(today),
        due=due.on if due else None,
        what=due.what if due else "",
        late=due is not None and due.on < today,
        verdict=one.verdict,
        decision=one.decision,
        against=one.against,
        last=one.last,
    )
