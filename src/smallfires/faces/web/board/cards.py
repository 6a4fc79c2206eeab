"""Fires at a glance, each as a card."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.faces.words.fires.overview import KEYS, STAGES, burnt
from smallfires.fires.fire import OVER, Fire, Stage
from smallfires.fires.overview import Glance, Overview
from smallfires.fires.quantity import many
from smallfires.fires.wording import capital, say_day


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
    """The fires of one stage.

    Attributes:
        key, title: of the stage.
        cards: the late ones first; of those that are over, the last ones.
        over: whether these fires are over.
    """

    key: str
    title: str
    cards: tuple[Card, ...]
    over: bool


def rows(record: Overview, fires: dict[str, Fire]) -> list[Row]:
    """All stages that have fires, in the order in which they need somebody's eyes."""
    found = []
    for stage, title in STAGES.items():
        here = [one for one in record.fires if one.stage is stage]
        here.sort(key=lambda one: -one.last.toordinal() if stage in OVER else not one.late)
        if here:
            found.append(Row(KEYS[stage], title, tuple(card(one, fires[one.slug]) for one in here), stage in OVER))
    return found


def card(one: Glance, fire: Fire) -> Card:
    """One fire's card."""
    share = None
    if fire.burning:
        share = min(1.0, (one.days or 0) / _whole(fire))
    return Card(one, _time(one, fire), share, _verdict(one), _due(one), say_day(one.due) if one.due else "")


def _whole(fire: Fire) -> int:
    return (fire.charter.horizon.end - fire.charter.horizon.start).days + 1


def _time(one: Glance, fire: Fire) -> str:
    if one.stage in OVER:
        end = f"{capital(one.stage)} on {say_day(one.last)}"
        return f"{end}, after {burnt(one)}" if one.days else f"{end}, never lit" if one.days is None else end
    if one.days is None:
        return ""
    if not one.days:
        return f"Burns from {say_day(fire.charter.horizon.start)} on"
    whole = _whole(fire)
    return f"Day {one.days} of {whole}" if one.days <= whole else f"{many(one.days - whole, 'day')} past its time"


def _verdict(one: Glance) -> str:
    """The last verdict in a word, and what was decided where that is another one."""
    if one.days is None:
        return ""
    said = f"Last verdict: {one.verdict}" if one.verdict else "Never read" if one.stage in OVER else "Not read yet"
    if one.against:
        return f"{said}; decided against it"
    return f"{said}; decided: {one.decision}" if one.decision and one.stage is Stage.LIT else said


def _due(one: Glance) -> str:
    if one.due is None:
        return ""
    lead = "Late since" if one.late else "Next,"
    return f"{lead} {say_day(one.due)}: {one.what}"
