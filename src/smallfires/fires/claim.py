"""What fires claimed at the start, and what their last readings verified: in percent, the larger the better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import hypot
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.charter import Success
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import parse_number


@dataclass(frozen=True)
class Claim:
    """One fire.

    Attributes:
        claimed: the effect that its charter calls worthwhile, in percent of what would have been.
        shown: the effect that its last reading shows, likewise, with its interval; below zero where things got worse.
        level: of the interval, 0.95 for 95 %.
    """

    claimed: float
    shown: Figure
    level: float


@dataclass(frozen=True)
class Verified:
    """Several fires together.

    Attributes:
        fires: how many.
        claimed: what they claimed, in percent; their mean.
        shown: what their last readings show, likewise, with its interval.
        kept: how many show at least what they claimed.
        level: of the interval, 0.95 for 95 %.
    """

    fires: int
    claimed: float
    shown: Figure
    kept: int
    level: float


def claim(success: Success, lesson: Mapping[str, Any]) -> Claim | None:
    """What a fire claimed, and what a reading shows; None where it cannot be told in percent.

    Args:
        success: of the charter in force.
        lesson: the reading as the ledger keeps it. Of one with a dip what counts is what came after it.
    """
    reading = lesson.get("end") or lesson.get("reading")
    effect = (reading.get("effect") or {}) if reading else {}
    percent, level = effect.get("percent"), effect.get("level")
    if not percent or not level:
        return None
    claimed = _claimed(success.worthwhile, effect)
    if claimed is None:
        return None
    value, low, high = (float(percent[name]) for name in ("value", "low", "high"))
    better = Figure(-value, -high, -low) if success.less_is_better else Figure(value, low, high)
    return Claim(claimed, better, float(level))


def _claimed(worthwhile: str, effect: Mapping[str, Any]) -> float | None:
    """A figure in the measure's own unit is held against what would have been."""
    if worthwhile.rstrip().endswith("%"):
        with suppress(UsageError):  # of a charter that was declared when other words were understood
            return 100 * parse_number(worthwhile)
    unit, percent, figure = (effect.get(name) for name in ("unit", "percent", "worthwhile"))
    if figure is None or not unit or not percent or not float(unit["value"]):
        return None
    return abs(float(figure) * float(percent["value"]) / float(unit["value"]))


def verified(claims: Sequence[Claim]) -> Verified | None:
    """What several fires claimed and showed, on average; None where there are none.

    Source: Zou and Donner (2008), "Construction of confidence limits about effect measures: a general approach", for the
    interval of a mean of independent figures out of the intervals of each.
    """
    if not claims:
        return None
    many = len(claims)
    mean = sum(one.shown.value for one in claims) / many
    below = hypot(*(one.shown.value - one.shown.low for one in claims)) / many
    above = hypot(*(one.shown.high - one.shown.value for one in claims)) / many
    return Verified(
        fires=many,
        claimed=sum(one.claimed for one in claims) / many,
        shown=Figure(mean, mean - below, mean + above),
        kept=sum(one.shown.value >= one.claimed for one in claims),
        level=min(one.level for one in claims),
    )
