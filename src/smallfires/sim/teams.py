"""A pilot whose effect is known: fourteen teams that answer calls, week by week, two of which got a new script by lot."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TEAMS = (
    "Bridge", "Canal", "Castle", "Chapel", "Corner", "Ferry", "Garden", "Harbour", "Market", "Mill", "North", "Orchard",
    "Quarry", "Station",
)  # fmt: skip
LIT = ("Harbour", "North")
WEEKS, BEFORE = 52, 38
FIRST = date(2024, 1, 1)
EFFECT = -0.07
"""The share of a call's minutes that the new script saves, once it is known."""
LEARNING = 3
"""Weeks in which it is learned, evenly."""


@dataclass(frozen=True)
class Teams:
    """What was measured, and what is true.

    Attributes:
        minutes: (teams, weeks) a call's mean minutes.
        calls: (teams, weeks) how many there were.
        without: (teams, weeks) the minutes that it would have been without the script.
    """

    minutes: Floats
    calls: Floats
    without: Floats

    @property
    def weeks(self) -> tuple[str, ...]:
        """The Mondays."""
        return tuple(str(FIRST + timedelta(weeks=week)) for week in range(WEEKS))

    @property
    def since(self) -> str:
        """The first Monday with the script."""
        return self.weeks[BEFORE]

    @property
    def effect(self) -> float:
        """The true effect, in minutes: its mean over the lit teams and weeks."""
        rows = [TEAMS.index(team) for team in LIT]
        return float((self.minutes - self.without)[rows, BEFORE:].mean())

    def write(self, path: Path, before: date | None = None) -> Path:
        """A CSV file with a row a team and week, of the weeks before a date where one is given."""
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("week", "team", "minutes", "calls"))
            for at, week in enumerate(self.weeks):
                if before is not None and date.fromisoformat(week) >= before:
                    break
                for team, minutes, calls in zip(TEAMS, self.minutes[:, at], self.calls[:, at], strict=True):
                    rows.writerow((week, team, f"{minutes:.2f}", int(calls)))
        return path


def teams(seed: int = 7) -> Teams:
    """A year of calls: levels and sizes of their own, a common season and common ups and downs, chance of their own.

    Args:
        seed: of all chance; the effect stays the same.
    """
    rng = np.random.default_rng(seed)
    week = np.arange(WEEKS)
    size = rng.uniform(120, 420, (len(TEAMS), 1))
    calls = rng.poisson(size * (1 + 0.12 * np.cos(2 * np.pi * week / WEEKS))).astype(np.float64)
    common = 0.03 * np.cos(2 * np.pi * (week + 4) / WEEKS) + _wander(rng, (1, WEEKS), 0.7, 0.012)
    own = _wander(rng, calls.shape, 0.5, 0.012)
    level = rng.uniform(6.2, 9.4, (len(TEAMS), 1))
    moves = 1 + rng.uniform(0.6, 1.4, (len(TEAMS), 1)) * common + own
    without = level * moves + rng.normal(size=calls.shape) * 3 / np.sqrt(calls)
    script = np.zeros(calls.shape)
    rows = [TEAMS.index(team) for team in LIT]
    script[rows, BEFORE:] = EFFECT * np.minimum(1.0, np.arange(1, WEEKS - BEFORE + 1) / LEARNING)
    return Teams(without * (1 + script), calls, without)


def _wander(rng: np.random.Generator, shape: tuple[int, int], keeps: float, spread: float) -> Floats:
    """Series that keep so much of each week's deviation in the next."""
    out = rng.normal(size=shape) * spread
    for week in range(1, shape[1]):
        out[:, week] += keeps * out[:, week - 1]
    return out
