"""What every reading of a fire repeats: what was done to it that a reader of the figures has to know."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.quantity import many


def repeated(fire: Fire) -> Iterator[str]:
    """What every reading of a fire repeats."""
    if fire.lit and fire.lit.late:
        yield (
            f"It was lit {many(fire.lit.late, 'day')} after it began: its charter was frozen when results could already be seen."
        )
    for noted in fire.diary:
        if isinstance(noted.fact, acts.Overridden):
            missing = " ".join(noted.fact.unmet)
            yield f"{noted.who} let it be lit before it was clear to all. What was missing: {missing} Why: {noted.fact.reason}"
        if isinstance(noted.fact, acts.Amended):
            changed = ", ".join(change.field for change in noted.fact.changes)
            yield f"Amended by {noted.who} on {noted.at[:10]} ({changed}). Why: {noted.fact.reason}"
