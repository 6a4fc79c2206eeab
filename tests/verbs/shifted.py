"""Asking for the shift, adoption and the right way, on logs made here. For tests only."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from smallfires.verbs.bench import bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.panels import open_measures

FIRST, SINCE = date(2025, 1, 6), date(2025, 3, 3)
WEEKS = 16


def table(steps: list[dict[str, Any]]) -> pa.Table:
    """A log as a table; moments are hours since the first Monday."""
    moments = {"start", "end"}
    begin = datetime(FIRST.year, FIRST.month, FIRST.day)
    names = list(steps[0])
    return pa.table(
        {
            name: [begin + timedelta(hours=step[name]) if name in moments else step[name] for step in steps]
            for name in names
        }
    )


def clinic() -> pa.Table:
    """Two sites, ten cases each a week. From the ninth week on North triages most cases by phone, and scans with the tool."""
    steps: list[dict[str, Any]] = []
    for week in range(WEEKS):
        for case in range(20):
            site = ("North", "South")[case % 2]
            new = week >= 8 and site == "North" and case % 10 != 0
            first = "Phone triage" if new else "Visit"
            hours, repeats = (10 if new else 30) + case % 7, case % 4 == 0 and not new
            path = [first, "Check", *["Check"] * repeats, "Close"]
            for place, activity in enumerate(path):
                end = week * 168 + 4 * case + 1 + hours * place / (len(path) - 1)
                step = {"case": f"c{week:02d}-{case:02d}", "activity": activity, "start": end - 0.5, "end": end}
                tool = "Scanner" if new and place == 1 else "Paper"
                steps.append(step | {"site": site, "employee": f"p{(case + place) % 3}", "tool": tool})
    return table(steps)


@contextmanager
def asking(source: object, **told: Any):
    """What every question needs: the opened source, what is told of it, and the bench."""
    with bench(threads=1) as ground:
        measuring = Measuring(**told)
        yield open_measures(source, measuring, ground), measuring, ground
