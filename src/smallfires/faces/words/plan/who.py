"""Who works the new way, and when: the lot, in words."""

from __future__ import annotations

from smallfires.faces.words.measured import plural
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.plan.terms import Terms, stretches
from smallfires.fires.plan import Candidate, Draw, Turn
from smallfires.fires.quantity import many
from smallfires.fires.wording import capital, listed

_NAMED, _OTHERS = 4, 12
_BY_ITSELF = ("switchback", "before-after")
"""Designs that compare with nobody else."""


def lit(say: Terms) -> str:
    """Who and when in one sentence; empty where there is no lot."""
    draw, chosen = say.plan.draw, say.plan.chosen
    if draw is None or chosen is None:
        return ""
    one = len(draw.turns) == 1
    who, work = _whom(say, draw), "works" if one else "work"
    if chosen.block is not None:
        return f"{who} {work} the new way by turns, {_turned(say, draw)}."
    if len({turn.lit[0] for turn in draw.turns}) > 1:
        group = "" if len({turn.lit[0] for turn in draw.turns}) == len(draw.turns) else "group "
        return f"{who} start one {group}after the other; the pilot runs {say.span()}."
    return f"{who} {work} the new way {say.span()}."


def _whom(say: Terms, draw: Draw) -> str:
    """``The lot fell on North and East: they``, ``North and East``; ``Everyone`` where there is one unit only."""
    if say.alone:
        return "Everyone"
    labels = [name(turn.unit, 40) for turn in draw.turns]
    shown = listed(labels) if len(labels) <= _NAMED else f"{', '.join(labels[:3])} and {len(labels) - 3} others"
    named = say.plan.chosen is not None and say.plan.chosen.units
    if not draw.by_lot or named:
        return shown
    return f"The lot fell on {shown}: {'they' if len(labels) > 1 else 'it'}"


def _turned(say: Terms, draw: Draw) -> str:
    """When, where there is one unit; else from when to when."""
    if len(draw.turns) == 1 and len(stretches(draw.turns[0].lit)) <= _NAMED:
        return f"in {say.dates(draw.turns[0].lit)}"
    return f"{say.span()}, as the lot fell for each {say.period}"


def section(say: Terms) -> Section | None:
    """Every lit unit with its periods, and the others; nothing where no pilot can be trusted."""
    draw, chosen = say.plan.draw, say.plan.chosen
    if draw is None or chosen is None or not say.trusted(chosen):
        return None
    items = (_others(say, draw, chosen), _again(say, draw), _later(say), _stay(say, chosen))
    return Section(
        key="who",
        title="Who works the new way, and when",
        sentences=(lit(say),),
        table=Table("Who works the new way, and when", _columns(say), tuple(_row(say, turn) for turn in draw.turns)),
        items=tuple(filter(None, items)),
        spoken=True,
    )


def _columns(say: Terms) -> tuple[Column, ...]:
    return Column(say.unit, "name"), Column("works the new way", "text"), Column(plural(say.period))


def _row(say: Terms, turn: Turn) -> tuple[str, ...]:
    return label(say, turn), say.dates(turn.lit), f"{len(turn.lit):,}"


def label(say: Terms, turn: Turn) -> str:
    """The unit's name; ``everyone`` where there is one series only."""
    return "everyone" if say.alone and not say.plan.per else name(turn.unit)


def _others(say: Terms, draw: Draw, chosen: Candidate) -> str:
    """Who goes on as before."""
    others = [name(label, 40) for label in draw.others]
    if not others:
        return ""
    shown = (
        listed(others) if len(others) <= _OTHERS else f"{', '.join(others[:_OTHERS])} and {len(others) - _OTHERS} more"
    )
    lead = f"{many(len(others), 'other')} {'goes' if len(others) == 1 else 'go'} on as before"
    if chosen.design in _BY_ITSELF:
        return f"{lead}: {shown}."
    return f"{lead} and {'is' if len(others) == 1 else 'are'} compared with: {shown}."


def _again(say: Terms, draw: Draw) -> str:
    """That anyone can draw the lot again."""
    if say.alone and not draw.by_lot:
        return ""
    if not draw.by_lot:
        return "No lot was drawn: you named who works the new way. That is weaker ground than a lot."
    return f"Anyone can draw this lot again: the same data, the same settings, --seed {draw.seed}. Draw it once, and keep to it."


def _later(say: Terms) -> str:
    """What if the start moves."""
    if say.numbered:
        return f"The {plural(say.period)} are counted from the first one of the pilot."
    follows = f"{capital(say.moment(1))} follows on the last {say.period} of the data"
    return f"{follows}. If you start later, keep the length and the order."


def _stay(say: Terms, chosen: Candidate) -> str:
    """Why turns are kept."""
    if chosen.block is None:
        return ""
    return f"Keep to the turns, of {say.periods(chosen.block)} or more: who picks the {say.period} by feel picks the result."
