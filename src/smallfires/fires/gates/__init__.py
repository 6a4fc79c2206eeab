"""The gates, one an intent: what they need to know of a fire, and what they say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smallfires.fires.charter import Charter, Intent
from smallfires.fires.gates import optimize, transform
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.verdict import Verdict

Gate = Callable[[Charter, Evidence], Verdict]

GATES: Mapping[Intent, Gate] = MappingProxyType({Intent.OPTIMIZE: optimize.judge, Intent.TRANSFORM: transform.judge})
"""By intent."""


def judge(charter: Charter, evidence: Evidence) -> Verdict:
    """What the gate of the charter's intent says.

    Args:
        charter: in force.
        evidence: what is known of the fire at this moment.
    """
    return GATES[charter.intent](charter, evidence)
