"""Which design reads a pilot, with which settings: as the user asks, or as the pattern shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from smallfires.errors import Unclear, UsageError
from smallfires.fires.quantity import parse_number
from smallfires.stats.design import Design
from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel
from smallfires.verbs.inquiry import Inquiry

MANY = 10
"""Lit units, and others, from which on a lot over units is read by its means."""
MANY_UNITS, ASSIGNED, FEWEST = 300, 150_000, 100
"""With more units than these, so many assigned units are enough: each of them is weighted anew in every assignment."""
OWN: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "estimator": ("decider", ("parallel",)),
        "studentised": ("studentised", ("parallel", "rollout")),
        "compare": ("compare", ("rollout",)),
        "block": ("block", ("switchback",)),
        "carry": ("carry", ("switchback",)),
        "adjust": ("adjust", ("randomised",)),
        "share": ("share", ("randomised",)),
    }
)
"""Settings that only some designs have: their names there, and which designs."""
_DIRECTION = "Say --less-is-better or --more-is-better."
_EITHER: dict[str, Any] = {"setting": "more_is_better", "options": ("no", "yes")}


def suits(panel: Panel, picked: str | None) -> tuple[str, str]:
    """The design that the pattern shows, and why, as a sentence."""
    lit, ever = panel.lit, panel.ever_lit
    ours, others = int(ever.sum()), int((~ever).sum())
    first = np.where(ever, lit.argmax(axis=1), lit.shape[1])
    if (~lit & (np.arange(lit.shape[1]) > first[:, None])).any():
        return "switchback", "The new way was turned on and off again."
    if np.unique(first[ever]).size > 1:
        return "rollout", f"{ours} units began to work the new way at different times."
    if not others:
        return "before-after", "There is nothing to compare with but the past."
    if picked == "lot" and min(ours, others) >= MANY:
        return "randomised", f"A lot put {ours} units on the new way, and {others} on the old one."
    return "parallel", f"{ours} unit{'' if ours == 1 else 's'} changed at once, {others} did not."


def designed(name: str, inquiry: Inquiry, less: bool | None, level: float, units: int = 1) -> Design:
    """The design with the settings that were asked for.

    Args:
        name: in the registry.
        inquiry: what is asked.
        less: whether less of the measure is better; None where that is not known.
        level: the usual level of the measure, for what is worthwhile in percent.
        units: how many there are: of very many, fewer assignments are tried unless the user says how many.

    Raises:
        UsageError: there is no such design, or it has no such setting.
        Unclear: the better direction matters, and is not known.
    """
    if name not in DESIGNS:
        raise UsageError(f'"{name}" is no design.', f"The designs are {', '.join(DESIGNS)}.")
    if less is None and inquiry.picked in ("worst", "best"):
        raise Unclear(f"Were the {inquiry.picked} units those with the most, or with the least?", _DIRECTION, **_EITHER)
    own = _own(name, inquiry)
    if inquiry.permutations is not None:
        own["permutations"] = inquiry.permutations
    elif name == "parallel" and units > MANY_UNITS:
        own["permutations"] = max(FEWEST, ASSIGNED // units)
    return DESIGNS[name](
        level=inquiry.level, worthwhile=worthwhile(inquiry.worthwhile, less, level), less_is_better=less is not False,
        percent=inquiry.percent, picked=inquiry.picked, weigh=inquiry.weigh, season=inquiry.season, looks=inquiry.looks,
        seed=inquiry.seed, **own,
    )  # fmt: skip


def _own(name: str, inquiry: Inquiry) -> dict[str, Any]:
    """The settings that not every design has."""
    found = {}
    for here, (there, designs) in OWN.items():
        value = getattr(inquiry, here)
        if value is None or value is False:
            continue
        if name not in designs:
            whose = f"the design {designs[0]}" if len(designs) == 1 else f"the designs {' and '.join(designs)}"
            raise UsageError(f"--{here} is for {whose}, and this one is {name}.", "Leave it out.")
        found[there] = value
    return found


def worthwhile(told: str | float | None, less: bool | None, level: float) -> float | None:
    """The effect that would be worthwhile, in the measure's unit and with its sign.

    Args:
        told: ``5%`` of the usual level, or a figure in the measure's unit; without a sign it is in the better direction.
        less: whether less is better; None where that is not known.
        level: the usual level.

    Raises:
        Unclear: it has no sign, and the better direction is not known.
        UsageError: it is no figure, or a percentage of a level that is not above zero.
    """
    if told is None:
        return None
    text = str(told).strip()
    value = parse_number(text.rstrip("% ").lstrip("+"))
    if text.endswith("%"):
        if not level > 0:
            raise UsageError(
                f"{text} of {level:g} is no effect: percentages are of a level above zero.",
                "Give what is worthwhile in the measure's unit.",
            )
        value *= level / 100
    if text[0] in "+-":
        if value and less is not None and (value < 0) is not less:
            raise UsageError(
                f"{text} would be worse, since {'less' if less else 'more'} is better: that is not worthwhile.",
                "Leave the sign out, or turn the better direction round.",
            )
        return value
    if less is None:
        raise Unclear(f"Is an effect of {text} worthwhile upwards or downwards?", _DIRECTION, **_EITHER)
    return -value if less else value
