"""What belongs beside the answer of a plan, each doubt a sentence or two."""

from __future__ import annotations

from math import isfinite

from smallfires.faces.words.plan.terms import Terms
from smallfires.fires.quantity import many

FEW = 4
"""Windows of the past below which little is known of how often an effect is told."""


def doubts(say: Terms) -> tuple[str, ...]:
    """Warnings first, then what is the chosen pilot's own, each once."""
    plan = say.plan
    own = plan.chosen.notes if plan.chosen else ()
    return tuple(dict.fromkeys(filter(None, (*plan.warnings, *own, _windows(say), _unbounded(say)))))


def _windows(say: Terms) -> str:
    """Where the past is too short to say much."""
    windows = say.plan.windows
    if not say.plan.candidates or windows >= FEW or say.plan.warnings:
        return ""
    return f"The past has room for {many(windows, 'window')} only, so what can be told is known roughly. A longer one would help."


def _unbounded(say: Terms) -> str:
    chosen = say.plan.chosen
    found = chosen.detectable if chosen and say.trusted(chosen) else None
    if found is None or isfinite(found.most):
        return ""
    return "The past is too short to say how large an effect would surely be told: take the figure as the least that it takes."
