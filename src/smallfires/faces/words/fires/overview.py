"""All fires at a glance, in words."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.fire import Stage
from smallfires.fires.overview import Glance, Overview
from smallfires.fires.quantity import many, say_count
from smallfires.fires.wording import listed

GLOSS = "A fire is one pilot: a small, bounded change to a process, a tool or a role."
STAGES = {
    Stage.LIT: "Burning",
    Stage.BRIEFED: "Briefed, to be lit",
    Stage.DRAFTED: "Drafted, to be briefed",
    Stage.SPREAD: "Spread",
    Stage.PUT_OUT: "Put out",
}
"""Their headings, in the order in which they are listed."""
KEYS = {stage: title.partition(",")[0].lower().replace(" ", "-") for stage, title in STAGES.items()}
"""The keys of their sections: ``burning``, ``briefed``, ``drafted``, ``spread``, ``put-out``."""
_ENDS = (Stage.SPREAD, Stage.PUT_OUT)
_NAMES = (Column("fire", "name"), Column("called", "name", least=96), Column("to", "text"))
_ALIVE = (*_NAMES, Column("burning", "text"), Column("next", "text"), Column("last verdict", "text"))
_UNLIT = (*_NAMES, Column("next", "text"))
_OVER = (*_NAMES, Column("burnt", "text"), Column("last verdict", "text"), Column("on", "text"))


def page(record: Overview) -> Page:
    """The fires by stage."""
    return made(
        title=f"The fires of {name(record.workspace)}",
        said=verdict(record),
        gloss=GLOSS,
        doubts=tuple(_late(one) for one in record.fires if one.late),
        sections=[_section(record, stage) for stage in STAGES],
        footer=footer(record),
    )


def footer(record: Overview) -> str:
    """By which version, and when."""
    return f"Smallfires {record.version}, {record.today}."


def verdict(record: Overview) -> Verdict:
    """How many burn, are to be lit, and are over."""
    burn, wait, over = (
        sum(one.stage in stages for one in record.fires)
        for stages in ((Stage.LIT,), (Stage.BRIEFED, Stage.DRAFTED), _ENDS)
    )
    if not record.fires:
        start = "Write a charter with: smallfires add fire --subject process --intent optimize"
        return Verdict("No fire has been drafted yet.", (), "", (start,))
    told = [f"{say_count(burn) if burn else 'none'} {'burns' if burn < 2 else 'burn'}"]
    told += [f"{say_count(wait)} to be lit"] if wait else []
    told += [f"{say_count(over)} over"] if over else []
    return Verdict(f"{many(len(record.fires), 'fire')}: {listed(told)}.", (), "")


def _late(one: Glance) -> str:
    return f"{name(one.slug)} is late since {one.due}: {one.what}."


def _section(record: Overview, stage: Stage) -> Section | None:
    found = [one for one in record.fires if one.stage is stage]
    if not found:
        return None
    columns, cells = _SHOWN[stage]
    rows = tuple((name(one.slug, 40), name(one.title), str(one.intent), *cells(one)) for one in found)
    return Section(KEYS[stage], STAGES[stage], table=Table(f"Fires: {STAGES[stage].lower()}", columns, rows))


def _alive(one: Glance) -> tuple[str, ...]:
    return burnt(one), due(one), _verdict(one)


def _unlit(one: Glance) -> tuple[str, ...]:
    return (due(one),)


def _over(one: Glance) -> tuple[str, ...]:
    return burnt(one), _verdict(one), str(one.last)


_SHOWN = {
    Stage.LIT: (_ALIVE, _alive),
    Stage.BRIEFED: (_UNLIT, _unlit),
    Stage.DRAFTED: (_UNLIT, _unlit),
    Stage.SPREAD: (_OVER, _over),
    Stage.PUT_OUT: (_OVER, _over),
}


def burnt(one: Glance) -> str:
    """For how long it has burnt: ``17 days``; ``not yet`` before its start, ``never`` where it was not lit."""
    if one.days is None:
        return "never"
    return many(one.days, "day") if one.days else "not yet"


def due(one: Glance) -> str:
    """What is due next: ``2026-06-26: decide``."""
    if one.due is None:
        return ""
    return f"{one.due}: {one.what}" + (" (late)" if one.late else "")


def _verdict(one: Glance) -> str:
    if not one.decision:
        return one.verdict or ("never read" if one.stage in _ENDS else "not read yet")
    against = ", against it" if one.against else ""
    return f"{one.verdict or 'none'}; decided: {one.decision}{against}"
