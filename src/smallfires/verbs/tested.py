"""The verb ``test``: a riskiest assumption was put to its test."""

from __future__ import annotations

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.quantity import many
from smallfires.verbs.allowed import burning, told
from smallfires.verbs.desk import Desk


def tested(desk: Desk, slug: str, risk: int, because: str, *, holds: bool) -> Fire:
    """Note what the test of an assumption showed. The last test of it counts.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        risk: the assumption's place in the charter, 1 for the first.
        because: what was seen.
        holds: whether the assumption does.

    Raises:
        NotYet: the fire is not lit, or over.
        UsageError: there is no such fire or assumption, or it is not said what was seen.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = burning(desk.fire(slug), "test what it rests on")
    _known(fire, risk)
    seen = told(because, "What was seen", "Say in a sentence what the test showed.", 'As in: --because "..."')
    desk.note(fire, acts.Tested(risk, holds, seen))
    return desk.fire(slug)


def _known(fire: Fire, risk: int) -> None:
    risks = fire.charter.risks
    if 1 <= risk <= len(risks):
        return
    there = "; ".join(f"{place}: {one.assumption}" for place, one in enumerate(risks, 1))
    raise UsageError(
        f'The charter of "{fire.slug}" has no assumption {risk}: it has {many(len(risks), "assumption")}.',
        f"They are {there}." if risks else "Name the riskiest ones in the charter.",
        command="" if risks else "Amend it with: smallfires amend",
    )
