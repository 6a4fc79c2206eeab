"""Small logs measured case by case. For tests only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.worklog.laying import Laid

from smallfires.worklog import completeness, measures
from smallfires.worklog.measures import Cases


def measured(laid: Laid, cost: bool = False, hard: tuple[str, ...] = ()) -> Cases:
    """The cases of a laid log; ``hard`` as people write it, ``A -> B``."""
    return measures.measure(laid.engine, laid.made.starts, cost, bool(_hard(laid, hard)), activities(laid).size)


def activities(laid: Laid) -> np.ndarray:
    """Their names, by code."""
    return laid.made.names["activities"]


def code(laid: Laid, activity: str) -> int:
    """The code of an activity."""
    return activities(laid).tolist().index(activity)


def pairs(laid: Laid, hard: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Hard transitions as codes."""
    return tuple(completeness.transition_of(text, activities(laid), "--hard") for text in hard)


def _hard(laid: Laid, hard: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    found = pairs(laid, hard)
    if found:
        columns = np.array(found, dtype=np.int32)
        laid.engine.upload("hard", {"ea": columns[:, 0], "a": columns[:, 1]})
    return found


def keep_today(laid: Laid, cases: Cases, chosen: np.ndarray | None = None, unit: np.ndarray | None = None) -> Cases:
    """Keep the table ``today`` of the chosen cases, all by default, and return them."""
    chosen = np.ones(len(cases), dtype=bool) if chosen is None else chosen
    today = Cases(**{name: column[chosen] for name, column in vars(cases).items()})
    today = today if unit is None else replace(today, unit=unit[chosen])
    mix = np.unique(today.type, return_inverse=True)[1].astype(np.int64)
    laid.engine.upload("today", {"c": today.code, "u": today.unit, "t": mix})
    return today
