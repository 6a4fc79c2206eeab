"""Why a charter cannot be lit: its single fields, what they say together, and what the workspace knows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from smallfires.errors import Refusal
from smallfires.fires.charter import Charter
from smallfires.fires.charters import alone, together, workspace
from smallfires.fires.charters.known import NOTHING, Known


def refusals(
    charter: Charter, known: Known = NOTHING, *, skip: Callable[[str], bool] = lambda _: False
) -> tuple[Refusal, ...]:
    """Every reason why a charter cannot be lit.

    Args:
        charter: as it was read, filled in or made in Python.
        known: what the workspace knows; without it only what the charter itself can tell.
        skip: tells of a field whether its value is not to be judged, because it could not be read.

    Returns:
        One refusal for each reason.
    """
    asked = (
        rule
        for rule in chain(alone.RULES, together.RULES, workspace.RULES)
        if not any(skip(need) for need in rule.needs)
    )
    found = chain.from_iterable(rule.judge(charter, known) for rule in asked)
    return tuple(refusal for refusal in found if not skip(refusal.field))
