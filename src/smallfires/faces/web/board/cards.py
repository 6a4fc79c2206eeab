"""Fires at a glance, each as a card, by stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smallfires.faces.words.fires.overview import KEYS, STAGES
from smallfires.faces.words.fires.overview import burnt as said
from smallfires.fires.fire import OVER, Stage
from smallfires.fires.outline import Outline
from smallfires.fires.overview import Glance
from smallfires.fires.quantity import many
from smallfires.fires.wording import capital, say_day

FEW: Mapping[Stage, int] = {Stage.LIT: 12}
"""Cards of a stage on the board; the others are a page away."""
ELSE = 6
"""The same of the other stages."""


@dataclass(frozen=True)
class Card:
    """One fire.

    Attributes:
        fire: at a glance.
        time: how long it burns: ``Day 17 of 117``; empty where it was never lit and is not over.
        share: of its time that is gone, from 0 to 1; None where it does not burn.
        verdict: what was last said of it; empty before it is lit.
        due: what is due; empty where nothing is.
        since: the day of that; empty likewise.
    """

    fire: Glance
    time: str
    share: float | None
    verdict: str
    due: str
    since: str


@dataclass(frozen=True)
class Row:
    """The first fires of one stage.

    Attributes:
        key, title: of the stage.
        cards: the first of them.
        many: how many there are.
    """

    key: str
    title: str
    cards: tuple[Card, ...]
    many: int


def rows(glances: Iterable[Glance], outlines: Mapping[str, Outline]) -> list[Row]:
    """All stages that have fires, in the order in which they need somebody's eyes."""
    here: dict[Stage, list[Glance]] = {stage: [] for stage in STAGES}
    for one in glances:
        here[one.stage].append(one)
    return [
        Row(KEYS[stage], STAGES[stage], cards(in_order(found)[: FEW.get(stage, ELSE)], outlines), len(found))
        for stage, found in here.items()
        if found
    ]


def in_order(found: Sequence[Glance]) -> list[Glance]:
    """Those that are late first, by the day; those that are over last, the newest first."""
    return sorted(found, key=_place)


def _place(one: Glance) -> tuple[bool, int]:
    over = one.stage in OVER
    return over, -one.last.toordinal() if over else (one.due or date.max).toordinal()


def cards(found: Iterable[Glance], outlines: Mapping[str, Outline]) -> tuple[Card, ...]:
    """A card each."""
    return tuple(card(one, outlines[one.slug]) for one in found)


def card(one: Glance, told: Outline) -> Card:
    """One fire's card."""
    share = min(1.0, (one.days or 0) / _whole(told)) if told.burning else None
    return Card(one, _time(one, told), share, _verdict(one), _due(one), say_day(one.due) if one.due else "")


def _whole(told: Outline) -> int:
    return (told.end - told.start).days + 1


def _time(one: Glance, told: Outline) -> str:
    if one.stage in OVER:
        end = f"{capital(one.stage)} on {say_day(one.last)}"
        return f"{end}, after {said(one)}" if one.days else f"{end}, never lit" if one.days is None else end
    if one.days is None:
        return ""
    if not one.days:
        return f"Burns from {say_day(told.start)} on"
    whole = _whole(told)
    return f"Day {one.days} of {whole}" if one.days <= whole else f"{many(one.days - whole, 'day')} past its time"


def _verdict(one: Glance) -> str:
    """The last verdict in a word, and what was decided where that is another one."""
    if one.days is None:
        return ""
    told = f"Last verdict: {one.verdict}" if one.verdict else "Never read" if one.stage in OVER else "Not read yet"
    if one.against:
        return f"{told}; decided against it"
    return f"{told}; decided: {one.decision}" if one.decision and one.stage is Stage.LIT else told


def _due(one: Glance) -> str:
    if one.due is None:
        return ""
    lead = "Late since" if one.late else "Next,"
    return f"{lead} {say_day(one.due)}: {one.what}"
