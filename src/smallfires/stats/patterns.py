"""Where the fire burnt: what designs ask of the pattern first, and why they refuse some, in the same words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.panel import Panel

Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]


def first_lit(panel: Panel) -> Codes:
    """(units,) the first lit period of each unit; the number of periods for those never lit."""
    lit = panel.lit
    first: Codes = np.where(lit.any(axis=1), lit.argmax(axis=1), lit.shape[1])
    return first


def nothing_lit(panel: Panel) -> str | None:
    """Why a panel without any lit cell says nothing; None where there is one."""
    return None if panel.lit.any() else "No unit was lit in any period: say which units changed, and since when."


def lit_throughout(panel: Panel) -> tuple[str, ...]:
    """Labels of the units that were lit from the first period on: nothing is known of them before."""
    return tuple(panel.units[at] for at in np.flatnonzero(panel.lit[:, 0]))


def only_throughout(panel: Panel) -> str | None:
    """Why there is no time before, where all lit units burnt from the first period on; None where one did not."""
    names = lit_throughout(panel)
    if not names or len(names) < int(panel.ever_lit.sum()):
        return None
    return (
        f"{', '.join(names[:3])} burnt from the first period, {panel.periods[0]}, on: give at least one period before."
    )


def went_back(panel: Panel) -> str | None:
    """Which unit went back to the old way, and when; None where none did."""
    back = ~panel.lit & (np.arange(panel.lit.shape[1]) > first_lit(panel)[:, None])
    if not back.any():
        return None
    unit, period = (int(at[0]) for at in np.nonzero(back))
    return (
        f"{panel.units[unit]} went back to the old way in {panel.periods[period]}. "
        "Where the change is turned on and off by a lot, use the design switchback."
    )


def no_block(panel: Panel, *, before: bool = True) -> str | None:
    """Why the lit cells are not those of some units from one start on to the end; None where they are.

    Args:
        panel: with its pattern.
        before: whether there has to be a period before the start.
    """
    start = panel.start
    if start is None:
        return nothing_lit(panel)
    periods = panel.periods
    for at in np.flatnonzero(panel.ever_lit):
        unit, row = panel.units[at], panel.lit[at]
        first = int(row.argmax())
        if before and first == 0:
            return f"{unit} is lit from the first period, {periods[0]}: nothing is known of it before."
        if not row[first:].all():
            out = first + int(row[first:].argmin())
            return f"{unit} is lit in {periods[first]} and not in {periods[out]}. Use the design switchback."
        if first > start:
            return f"{unit} is lit from {periods[first]}, others from {periods[start]}. Use the design rollout."
    return None


def drawn_block(history: Panel, size: int, horizon: int, rng: np.random.Generator) -> Bools:
    """(units, periods) of the history: so many units drawn by lot, lit in so many of its last periods."""
    lit = np.zeros(history.y.shape, dtype=np.bool_)
    lit[rng.choice(len(history.units), size, replace=False), len(history.periods) - horizon :] = True
    return lit
