"""Momentum: whether an organization learns from small fires, how fast, and how much of what it tries works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from smallfires.fires.claim import Verified, verified
from smallfires.fires.load import Load
from smallfires.fires.outline import ENDS, Outline
from smallfires.fires.verdict import Decision


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year.

    Attributes:
        year, quarter: which: 2026 and 1 for its first.
        lit: fires that were lit in it.
        read: fires that were read in it, each once.
        decided: fires that were decided in it, for good.
    """

    year: int
    quarter: int
    lit: int
    read: int
    decided: int


@dataclass(frozen=True)
class Pace:
    """From an idea to its lesson: from the first draft to the first decision for good that rests on a reading.

    Attributes:
        fires: how many have come so far.
        days: the median of their days; None where there are none.
        shortest, longest: the days of the quickest and of the slowest; None likewise.
    """

    fires: int
    days: float | None
    shortest: int | None
    longest: int | None


@dataclass(frozen=True)
class Momentum:
    """The momentum of a workspace.

    Attributes:
        workspace: its name.
        today: the day.
        fires: how many there ever were.
        lit, read, decided: how many of them were lit, read, and decided for good.
        spread: how many of those decided were decided to be spread: they worked.
        verified: what those spread claimed at the start, and what their last readings showed; None where that cannot be told.
        quarters: one after the other from the first in which something was done to this one.
        pace: from idea to lesson.
        carrying: people who carry change now.
        over: how many of them carry too much.
        version: of the software.
    """

    workspace: str
    today: date
    fires: int
    lit: int
    read: int
    decided: int
    spread: int
    verified: Verified | None
    quarters: tuple[Quarter, ...]
    pace: Pace
    carrying: int
    over: int
    version: str


def momentum(workspace: str, fires: Sequence[Outline], people: Sequence[Load], today: date, version: str) -> Momentum:
    """The momentum as of a day.

    Args:
        workspace: its name.
        fires: all fires.
        people: who carries how much.
        today: the day.
        version: of the software.
    """
    decided = [fire for fire in fires if fire.decision in ENDS]
    return Momentum(
        workspace=workspace,
        today=today,
        fires=len(fires),
        lit=sum(fire.lit is not None for fire in fires),
        read=sum(bool(fire.reads) for fire in fires),
        decided=len(decided),
        spread=sum(fire.decision == Decision.SPREAD for fire in decided),
        verified=verified([fire.claim for fire in decided if fire.decision == Decision.SPREAD and fire.claim]),
        quarters=_quarters(fires, today),
        pace=pace(fires),
        carrying=sum(bool(one.fires) for one in people),
        over=sum(one.over for one in people),
        version=version,
    )


def pace(fires: Iterable[Outline]) -> Pace:
    """How long it takes from idea to lesson."""
    days = [(fire.learnt - fire.drafted).days for fire in fires if fire.learnt]
    if not days:
        return Pace(0, None, None, None)
    return Pace(len(days), float(median(days)), min(days), max(days))


def _quarters(fires: Iterable[Outline], today: date) -> tuple[Quarter, ...]:
    counts: dict[int, list[int]] = {}
    for fire in fires:
        lit = [fire.lit] if fire.lit else []
        decided = [fire.decided] if fire.decided and fire.decision in ENDS else []
        for which, days in enumerate((lit, fire.reads, decided)):
            for quarter in {_quarter(day) for day in days}:
                counts.setdefault(quarter, [0, 0, 0])[which] += 1
    last = max([_quarter(today), *counts])
    return tuple(
        Quarter(at // 4, at % 4 + 1, *counts.get(at, (0, 0, 0))) for at in range(min(counts, default=last), last + 1)
    )


def _quarter(day: date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3
