"""The verb ``override``: someone lets a fire be lit below the clarity that it declares, and says why."""

from __future__ import annotations

from smallfires.errors import NotYet
from smallfires.fires.acts import Overridden
from smallfires.fires.clarity import clarity, unmet
from smallfires.fires.fire import Fire, Stage
from smallfires.verbs.allowed import because, unfinished
from smallfires.verbs.desk import Desk


def override(desk: Desk, slug: str, reason: str) -> Fire:
    """Take it on oneself that a fire is lit before it is clear to those asked. The ledger keeps the reason.

    Args:
        desk: where the fire is worked on; who acts is who takes it on.
        slug: its name.
        reason: why; every reading repeats it.

    Raises:
        UsageError: there is no such fire, or no reason.
        NotYet: the fire is lit or over, or nothing is missing.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = unfinished(desk.fire(slug), "override")
    why = because(reason, "--override")
    if fire.stage is Stage.LIT:
        raise NotYet(f'"{slug}" is lit already.', command=f"Ask again with: smallfires brief {slug} --ask-again")
    missing = unmet(clarity(fire), fire.charter.threshold)
    if not missing:
        raise NotYet(
            f'"{slug}" is clear enough: there is nothing to override.',
            command=f"Light it with: smallfires light {slug}",
        )
    desk.note(fire, Overridden(fire.charter.seal(), why, missing))
    return desk.fire(slug)
