"""The verdict: spread, keep burning, put out, or too early, with its reasons and on both axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Decision(StrEnum):
    """What the gate of the charter's intent says."""

    SPREAD = "spread"
    KEEP = "keep burning"
    PUT_OUT = "put out"
    EARLY = "too early"


@dataclass(frozen=True)
class Condition:
    """One condition of a gate, and whether it is met.

    Attributes:
        name: which it is: ``worthwhile``, ``guardrail: complaints``, ``done``, ``budget``, ``risk 1``, ``slope``, ...
        leads_to: what follows where it is met, alone or with others.
        met: whether it is; None where that cannot be known.
        value: the figure it was judged by; None where there is none.
        limit: what that was held against; None likewise.
        sentence: both in plain words.
    """

    name: str
    leads_to: Decision
    met: bool | None
    value: float | None
    limit: float | None
    sentence: str


@dataclass(frozen=True)
class Axis:
    """One of the two axes.

    Attributes:
        better: whether it got better; False where it got worse, None where that cannot be told.
        sentence: what is known of it, in plain words.
    """

    better: bool | None
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What the gate says of a fire at one moment.

    Attributes:
        decision: what it says.
        sentence: the decision and what carries it, in plain words.
        conditions: every condition of the gate, those that decided first.
        right_way: is the work done the right way: rules kept, efficiency.
        right_thing: does it bring the outcome.
        named: what both axes together are called, as a sentence: bureaucracy, outcome by breaking rules; empty otherwise.
        relabel: where the shift contradicts the declared intent: what it would have to be called, and why; empty otherwise.
        doubts: what stands beside it whatever the figures say, each a sentence.
        answer_by: when an answer is expected, where it keeps burning or it is too early; None otherwise.
    """

    decision: Decision
    sentence: str
    conditions: tuple[Condition, ...]
    right_way: Axis
    right_thing: Axis
    named: str
    relabel: str
    doubts: tuple[str, ...]
    answer_by: date | None
