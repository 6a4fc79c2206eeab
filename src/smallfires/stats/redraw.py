"""The lot drawn again over units: what every assignment would have shown, out of sums over units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Redrawn:
    """Figures of assignments, the true one first.

    Attributes:
        figures: (assignments, looks) the difference that each shows.
        slopes: (assignments, looks) by how much each falls when an effect of one is taken out of the lit units.
    """

    figures: Floats
    slopes: Floats


def redrawn(y: Floats, x: Floats, weights: Floats, groups: Bools, adjust: str) -> Redrawn:
    """The difference between arms, for each way in which the lot could have fallen.

    Args:
        y: (units, looks) each unit's mean up to each look; NaN where it was not seen by then.
        x: (units,) what was known of it before the start.
        weights: (units,) how much it counts.
        groups: (assignments, units) the units that each lights, the true one first.
        adjust: ``none``, ``cuped`` or ``lin``, as in ``difference.by_cluster``.

    An assignment with an empty side at a look counts as no less extreme than the true one; a look at which the true one has
    an empty side shows nothing.
    """
    both = [_at_look(column, x, weights, groups, adjust) for column in y.T]
    figures, slopes = (np.stack(part, axis=1) for part in zip(*both, strict=True))
    empty = np.isnan(figures)
    true = np.broadcast_to(figures[0], figures.shape)
    return Redrawn(np.where(empty, true, figures), np.where(empty, 1.0, slopes))


def turned(y: Floats, x: Floats, weights: Floats, groups: Bools, adjust: str, rows: int) -> tuple[Floats, Floats]:
    """Figures of assignments, of which each of the first is taken as the true one in turn.

    Args:
        y: (units,) each unit's mean; NaN where it was not seen.
        x, weights, adjust: as in ``redrawn``.
        groups: (assignments, units) the units that each lights; those with an empty side are left out.
        rows: how many of them are taken as the true one.

    Returns:
        (assignments,) figures, and (rows, assignments) by how much each falls when an effect of one is taken out of the lit
        units of the first, second, ...
    """
    seen = ~np.isnan(y)
    chosen = groups[:, seen].astype(np.float64)
    chosen = chosen[(chosen.any(axis=1)) & (chosen < 1).any(axis=1)]
    count, known, arms = weights[seen], x[seen] - x[seen].mean(), (chosen, 1 - chosen)
    figures = _difference(y[seen] - y[seen].mean(), known, count, arms, adjust)
    return figures, np.stack([_difference(lit, known, count, arms, adjust) for lit in chosen[:rows]])


def _at_look(y: Floats, x: Floats, weights: Floats, groups: Bools, adjust: str) -> tuple[Floats, Floats]:
    """(assignments,) figures and slopes, out of the units that were seen."""
    seen = ~np.isnan(y)
    chosen = groups[:, seen].astype(np.float64)
    if not 0 < chosen[0].sum() < seen.sum():
        return np.zeros(len(groups)), np.zeros(len(groups))
    count, known, value = weights[seen], x[seen] - x[seen].mean(), y[seen] - y[seen].mean()
    arms = chosen, 1 - chosen
    with np.errstate(divide="ignore", invalid="ignore"):
        figures, slopes = (_difference(part, known, count, arms, adjust) for part in (value, chosen[0]))
    return figures, slopes


def _difference(y: Floats, x: Floats, count: Floats, arms: tuple[Floats, Floats], adjust: str) -> Floats:
    """(assignments,) the adjusted difference of the first arm less the other; NaN where one is empty."""
    n, mean_y, mean_x, own_xy, own_xx = zip(*(_moments(arm, y, x, count) for arm in arms), strict=True)
    if adjust == "none":
        return np.asarray(mean_y[0] - mean_y[1])
    if adjust == "cuped":
        slope = _ratio(own_xy[0] + own_xy[1], own_xx[0] + own_xx[1])
        return np.asarray(mean_y[0] - mean_y[1] - slope * (mean_x[0] - mean_x[1]))
    middle = (n[0] * mean_x[0] + n[1] * mean_x[1]) / (n[0] + n[1])
    first, other = (mean_y[at] - _ratio(own_xy[at], own_xx[at]) * (mean_x[at] - middle) for at in (0, 1))
    return np.asarray(first - other)


def _moments(arm: Floats, y: Floats, x: Floats, count: Floats) -> tuple[Floats, ...]:
    """(assignments,) weight, means of y and x, Σxy and Σx² about these, of the units in an arm (assignments, units)."""
    n, total_y, total_x = arm @ count, arm @ (count * y), arm @ (count * x)
    mean_y, mean_x = total_y / n, total_x / n
    return n, mean_y, mean_x, arm @ (count * x * y) - total_x * mean_y, arm @ (count * x * x) - total_x * mean_x


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.where(under > 0, over / under, 0.0)
