"""A verdict in plain words: the decision, both axes, every condition with its figures, doubts, and what comes next.

A fire's page is built from these parts; alone they are a page of reasons.
"""

from __future__ import annotations

from smallfires.faces.words.page import Section
from smallfires.faces.words.verdict import axes, conditions, decision
from smallfires.faces.words.verdict.decision import GLOSS, said
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.verdict import Verdict

__all__ = ["GLOSS", "said", "sections"]


def sections(verdict: Verdict, evidence: Evidence) -> tuple[Section, ...]:
    """What stands behind a verdict, in the order of a page; its doubts are ``verdict.doubts``.

    Args:
        verdict: the gate's.
        evidence: the facts that it judged.
    """
    every = (
        axes.section(verdict),
        conditions.section(verdict, evidence),
        decision.relabelled(verdict),
        decision.ahead(verdict),
    )
    return tuple(one for one in every if one is not None)
