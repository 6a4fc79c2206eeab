"""The verb ``momentum``: how many fires were lit, read and decided, how fast lessons come, and how much worked."""

from __future__ import annotations

from smallfires.fires import momentum as record
from smallfires.fires.load import loads
from smallfires.fires.momentum import Momentum
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk


def momentum(desk: Desk) -> Momentum:
    """The momentum of a workspace as of today."""
    fires, today = tuple(desk.outlines().values()), desk.today
    return record.momentum(desk.workspace.name, fires, loads(fires, today, desk.workspace.limits), today, VERSION)
