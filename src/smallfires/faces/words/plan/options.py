"""The pilots that could be lit, side by side: what each would tell, and what it asks of people."""

from __future__ import annotations

from collections.abc import Iterable

from smallfires.faces.words.choices import CALLED, MEANS
from smallfires.faces.words.measured import plural
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.plan.terms import Terms, often
from smallfires.fires.plan import Candidate
from smallfires.fires.quantity import many

NONE = "–"


def section(say: Terms) -> Section | None:
    """All that were tried."""
    tried = say.plan.candidates
    if len(tried) < 2:
        return None
    return Section(
        key="options",
        title="What other pilots could tell",
        sentences=(_count(say), _costs(say)),
        table=table(say, tried),
        items=tuple(text for design, text in MEANS.items() if design in {one.design for one in tried}),
        spoken=True,
    )


def table(say: Terms, tried: Iterable[Candidate]) -> Table:
    """Pilots beside each other."""
    return Table("The pilots that were tried", _columns(say), tuple(_row(say, one) for one in tried))


def cost(say: Terms) -> str:
    """What is counted as cost: ``site-weeks``."""
    return plural(say.period) if say.alone else f"{say.unit}-{plural(say.period)}"


def _columns(say: Terms) -> tuple[Column, ...]:
    worth = say.plan.wanted.worthwhile
    told = () if worth is None else (Column(f"tells {say.size(worth)}"),)
    return (
        Column("pilot", "text"),
        Column("how", "text"),
        Column("detects"),
        *told,
        Column(cost(say)),
        Column("cries wolf", least=80),
        Column("evidence", "text", least=96),
    )


def _row(say: Terms, one: Candidate) -> tuple[str, ...]:
    told = () if say.plan.wanted.worthwhile is None else (_percent(one.power.share) if one.power else NONE,)
    mark = " (this plan)" if one == say.plan.chosen else ""
    return (
        f"{say.short(one)}{mark}",
        how(say, one),
        say.size(one.detectable.effect) if one.detectable else NONE,
        *told,
        f"{one.cost:,}",
        _percent(one.alarms.share),
        one.evidence,
    )


def _percent(share: float) -> str:
    """A rate in whole percent: ``84 %``; never certain, never nothing."""
    return "over 99 %" if share > 0.99 else "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def how(say: Terms, one: Candidate) -> str:
    """``in 3 steps``, ``on and off by 2 weeks``."""
    if one.steps is not None and one.steps > 1:
        return f"in {min(one.steps, one.periods)} steps"
    if one.block is not None and one.block > 1:
        return f"on and off by {say.periods(one.block)}"
    return CALLED.get(one.design, one.design)


def _count(say: Terms) -> str:
    """How many reach what is wanted."""
    plan = say.plan
    lead = f"{many(len(plan.candidates), 'pilot')} {'was' if len(plan.candidates) == 1 else 'were'} tried on the past."
    worth = plan.wanted.worthwhile
    if worth is None:
        return lead
    reaching = len(plan.reaching)
    whom = {0: "None of them tells", 1: "One of them tells", len(plan.candidates): "All of them tell"}.get(
        reaching, f"{reaching:,} of them tell"
    )
    aim = f"{say.worthwhile} {often(plan.wanted.power)}"
    return f"{lead} {whom} {aim}{', the cheapest first' if reaching > 1 else ''}."


def _costs(say: Terms) -> str:
    if say.alone:
        return f"A pilot costs as many {plural(say.period)} as the change is on."
    each = f"one {say.unit} working the new way for one {say.period}"
    return f"What a pilot asks of people is counted in {cost(say)}: {each}. More of either tells smaller effects."
