"""What the plan rests on, in words: the past on which pilots were simulated, and what has to be true."""

from __future__ import annotations

from smallfires.faces.words.measured import plural
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Section
from smallfires.faces.words.plan.terms import Terms
from smallfires.fires.quantity import many, say_share


def section(say: Terms) -> Section:
    """The simulation."""
    return Section(
        key="rests", title="Where these figures come from", sentences=(_past(say), _simulated(say), _seen(say))
    )


def _past(say: Terms) -> str:
    history = say.plan.history
    units = "" if say.alone else f" of {say.units(history.units)}"
    first, last = name(history.first, 30), name(history.last, 30)
    return f"The past{units}: {say.periods(history.periods)}, {first} to {last}, before anything was lit."


def _simulated(say: Terms) -> str:
    plan = say.plan
    if not plan.pilots:
        return ""
    return (
        f"In it {many(plan.pilots, 'pilot')} were lit that never were, in {many(plan.windows, 'window')} of {_length(say)}, and "
        "read by the very method that will read the true one. How often each effect would be told was counted."
    )


def _length(say: Terms) -> str:
    """As in ``2 to 8 weeks``."""
    lengths = sorted({one.periods for one in say.plan.candidates})
    if len(lengths) == 1:
        return say.periods(lengths[0])
    return f"{lengths[0]:,} to {lengths[-1]:,} {plural(say.period)}"


def _seen(say: Terms) -> str:
    unseen = say.plan.history.unseen
    return f"{say_share(unseen)} of its figures are missing." if unseen else ""


def assumed(say: Terms) -> Section | None:
    """What has to be true, and what was done."""
    items = (*say.plan.assumptions, *say.plan.notes)
    if not items:
        return None
    lead = "No data can show these; whoever knows the work can judge them."
    return Section("assumed", "What has to be true", sentences=(lead,) if say.plan.assumptions else (), items=items)
