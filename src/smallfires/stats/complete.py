"""A panel with holes, made whole: what is left out, what is filled, and both said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.fires.quantity import many
from smallfires.stats.panel import Panel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SEEN_ENOUGH = 0.5
"""A unit takes part when it is seen in at least this share of the periods before, and of those after."""
MOST_NAMED = 8


@dataclass(frozen=True)
class Whole:
    """A complete panel.

    Attributes:
        panel: without the units and periods that were left out; no cell of it is NaN.
        filled: how many cells were filled.
        notes: what was left out and filled, each as a sentence.
    """

    panel: Panel
    filled: int
    notes: tuple[str, ...]


def whole(panel: Panel) -> Whole:
    """Leave out what cannot be compared, and fill the holes.

    Periods in which no lit or no other unit is seen are left out; so are other units that never change, or that are seen
    too rarely. A hole before the start, or in another unit, takes what its unit and its period would add up to. A hole of a
    lit unit after the start takes that and the unit's mean effect in the periods that are seen, so that an effect still
    shifts every estimate exactly.

    Args:
        panel: a panel in which some units are lit from one start on.

    Raises:
        TooLittleData: a lit unit never changes or is seen too rarely, or no period before or after the start has values of
            lit units and of others; names unit and period.

    Source: the additive fit: Yates (1933), Empire Journal of Experimental Agriculture 1: 129-142.
    """
    kept, notes = _without_empty_periods(panel)
    if not kept.start:
        side = "before the start in" if kept.start == 0 else "from the start on in"
        raise TooLittleData(
            f"There is no period {side} {panel.periods[panel.start or 0]} with a value of a lit unit and of another one.",
            "Give values for both.",
        )
    kept, more = _without_poor_units(kept)
    y, filled = _filled(kept)
    if filled:
        more += (f"Filled by what unit and period add up to, having no value: {many(filled, 'cell')} of {y.size:,}.",)
    return Whole(Panel(y, np.maximum(kept.n, 1), kept.lit, kept.units, kept.periods), filled, notes + more)


def _without_empty_periods(panel: Panel) -> tuple[Panel, tuple[str, ...]]:
    seen, lit = ~np.isnan(panel.y), panel.ever_lit
    both: Bools = np.asarray(seen[lit].any(axis=0) & seen[~lit].any(axis=0))
    if both.all():
        return panel, ()
    if not both.any():
        empty = named(panel.units, lit) if not seen[lit].any() else "any unit but the lit ones"
        raise TooLittleData(f"There is no period with a value of {empty} and of another unit.", "Give values for both.")
    gone = named(panel.periods, ~both)
    return panel.only(slice(None), both), (f"Left out, since lit units or all others have no value there: {gone}.",)


def _without_poor_units(panel: Panel) -> tuple[Panel, tuple[str, ...]]:
    start, lit = panel.start or 0, panel.ever_lit
    seen = ~np.isnan(panel.y)
    shares = np.minimum(seen[:, :start].mean(axis=1), seen[:, start:].mean(axis=1))
    rare, flat = shares < SEEN_ENOUGH, panel.constant
    for at in np.flatnonzero(lit & (rare | flat)):
        raise TooLittleData(_refusal(panel, int(at), bool(rare[at])), "Leave it out, or complete its values.")
    notes = []
    if (rare & ~lit).any():
        notes.append(f"Left out, since they have no value in over half of the periods: {named(panel.units, rare)}.")
    if (flat & ~rare & ~lit).any():
        notes.append(f"Left out, since they have the same value throughout: {named(panel.units, flat & ~rare)}.")
    return (panel.only(~(rare | flat)) if notes else panel), tuple(notes)


def _refusal(panel: Panel, at: int, rare: bool) -> str:
    """What is wrong with a lit unit; says the period from which it counts."""
    unit, start = panel.units[at], panel.periods[panel.start or 0]
    if rare:
        return f"{unit}, lit from {start} on, has no value in over half of the periods before or after."
    return f"{unit}, lit from {start} on, has the same value in every period from {panel.periods[0]} on."


def named(labels: tuple[str, ...], which: Bools) -> str:
    """The labels of these, the first few."""
    names = [labels[at] for at in np.flatnonzero(which)]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _filled(panel: Panel) -> tuple[Floats, int]:
    holes = np.isnan(panel.y)
    if not holes.any():
        return panel.y, 0
    y, used = panel.y.copy(), ~holes & ~panel.lit
    expected = additive(np.where(used, y, 0.0), used)
    lit_seen = panel.lit & ~holes
    beyond = np.where(lit_seen, np.where(holes, 0.0, y) - expected, 0.0).sum(axis=1) / np.maximum(
        lit_seen.sum(axis=1), 1
    )
    y[holes] = (expected + panel.lit * beyond[:, None])[holes]
    return y, int(holes.sum())


def additive(y: Floats, used: Bools) -> Floats:
    """(units, periods) level of the unit plus level of the period, by least squares over the cells used."""
    units, periods = y.shape
    normal = np.zeros((units + periods, units + periods))
    normal[np.arange(units), np.arange(units)] = used.sum(axis=1)
    normal[units + np.arange(periods), units + np.arange(periods)] = used.sum(axis=0)
    normal[:units, units:] = used
    normal[units:, :units] = used.T
    totals = np.concatenate([y.sum(axis=1), y.sum(axis=0)])
    levels = np.linalg.lstsq(normal, totals, rcond=None)[0]
    return np.asarray(levels[:units, None] + levels[units:])
