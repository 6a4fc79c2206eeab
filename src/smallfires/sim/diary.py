"""One person's diary: hours of undisturbed work, day by day. Reading mail at set times only changes nothing in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST = date(2026, 2, 2)
WEEKS = 21
LEVEL, SPREAD, KEEPS = 3.1, 0.55, 0.25
"""Hours, their standard deviation, and how much of a day's deviation is still there on the next."""
EFFECT = 0.0
"""The hours that reading mail twice a day brings: none. That is what a reading has to find out."""


@dataclass(frozen=True)
class Diary:
    """What was noted.

    Attributes:
        days: working days, in order.
        hours: (days,) of undisturbed work.
    """

    days: tuple[date, ...]
    hours: Floats

    def write(self, path: Path, before: date | None = None) -> Path:
        """A CSV file with a row a day, of the days before a date where one is given."""
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("day", "undisturbed hours"))
            for day, hours in zip(self.days, self.hours, strict=True):
                if before is None or day < before:
                    rows.writerow((day, f"{hours:.2f}"))
        return path


def diary(seed: int = 7) -> Diary:
    """A diary of ``WEEKS`` weeks.

    Args:
        seed: of all chance.
    """
    days = tuple(_working_days())
    rng = np.random.default_rng((seed, 1))
    noise = rng.normal(size=len(days)) * SPREAD * np.sqrt(1 - KEEPS**2)
    for at in range(1, len(days)):
        noise[at] += KEEPS * noise[at - 1]
    weekday = np.array([day.weekday() for day in days])
    hours = LEVEL + 0.2 * (weekday == 4) - 0.3 * (weekday == 0) + noise + EFFECT
    return Diary(days, np.maximum(0.0, hours))


def _working_days() -> Iterator[date]:
    for day in range(7 * WEEKS):
        if (FIRST + timedelta(days=day)).weekday() < 5:
            yield FIRST + timedelta(days=day)
