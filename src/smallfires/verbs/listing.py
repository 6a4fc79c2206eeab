"""The verb ``list``: all fires by stage, how long they have burnt, and what is due."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.fires.fire import Stage
from smallfires.fires.overview import Glance, Overview, glance
from smallfires.fires.wanted import Wanted
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk


def overview(desk: Desk, stages: tuple[Stage, ...] = ()) -> Overview:
    """All fires at a glance.

    Args:
        desk: of the workspace.
        stages: only fires that have come so far; all where none is named.
    """
    found = desk.glances()
    shown = tuple(one for one in found if one.stage in stages) if stages else found
    return Overview(desk.workspace.name, desk.today, shown, VERSION)


def glances(desk: Desk, wanted: Wanted, after: int = 0) -> Iterator[tuple[int, Glance]]:
    """Fires at a glance in the order in which they began, each with its place in it: new ones only continue it.

    Args:
        desk: of the workspace.
        wanted: which.
        after: only those behind this place.
    """
    today = desk.today
    for fire in sorted(desk.outlines().values(), key=lambda fire: fire.begun):
        if fire.begun > after and wanted.fits(fire):
            yield fire.begun, glance(fire, today)
