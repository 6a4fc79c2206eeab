"""The verb ``put-out``: a fire ends, whether it was lit or never came to that."""

from __future__ import annotations

from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.verdict import Decision
from smallfires.verbs.allowed import because, unfinished
from smallfires.verbs.decide import decide
from smallfires.verbs.desk import Desk


def put_out(desk: Desk, slug: str, reason: str) -> Fire:
    """Put a fire out. Of one that burns this is a decision; a draft is given up.

    Raises:
        NotYet: it is over already.
        UsageError: there is no such fire, or no reason.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = unfinished(desk.fire(slug), "put out")
    if fire.burning:
        return decide(desk, slug, Decision.PUT_OUT, reason)
    desk.note(fire, acts.PutOut(because(reason)))
    return desk.fire(slug)
