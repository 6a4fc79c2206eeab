"""Asking ``learn`` as a user would, on tables made here. For tests only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from smallfires.fires.reading import Reading
from smallfires.verbs.bench import bench
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.learn import learn

WEEKS = [str(np.datetime64("2025-01-06") + np.timedelta64(7 * week, "D")) for week in range(40)]
SITES = [f"Site {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:24]]
START = 30


def learned(source: object, **settings: Any) -> Reading:
    """The reading of a source."""
    with bench(threads=1) as ground:
        return learn(source, Inquiry(**settings), ground)


def figures(seed: int = 1, effect: float = 0.0, lit: int = 2) -> np.ndarray:
    """(sites, weeks) levels, a common season, ups and downs; the first sites are lit from the start on."""
    rng = np.random.default_rng(seed)
    common = 3 * np.sin(np.arange(len(WEEKS)) / 5)
    y = rng.uniform(80, 120, (len(SITES), 1)) + common + rng.normal(size=(len(SITES), len(WEEKS)))
    y[:lit, START:] += effect
    return y.round(4)


def rows(y: np.ndarray) -> list[list[str]]:
    """One row a week and site: week, site, cost."""
    return [[WEEKS[at], site, repr(float(y[row, at]))] for at in range(y.shape[1]) for row, site in enumerate(SITES)]


def table(folder: Path, cells: list[list[str]], head: str = "week,site,cost", name: str = "weekly.csv") -> Path:
    """A CSV file of these rows."""
    path = folder / name
    path.write_text("\n".join([head, *(",".join(row) for row in cells)]) + "\n", encoding="utf-8")
    return path


def usual(folder: Path, effect: float = -8.0) -> Path:
    """Two of twenty-four sites changed in week 30."""
    return table(folder, rows(figures(effect=effect)))


PILOT = {"treated": ("Site A", "Site B"), "since": WEEKS[START]}
