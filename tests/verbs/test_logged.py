"""The beginning and the end of a log: only periods in which every case could be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smallfires.verbs.bench import bench
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.panels import open_measures, panel_of


def log(weeks: int, slow: int) -> pd.DataFrame:
    """Two sites, a case a day at each; every second one takes a day, the others so many days; nothing ever changes."""
    first = pd.Timestamp("2026-01-05 09:00")
    rows = []
    for day in range(7 * weeks):
        for site in ("North", "South"):
            begun, name = first + pd.Timedelta(days=day), f"{site}-{day}"
            over = begun + pd.Timedelta(days=slow if day % 2 else 1)
            rows += [(name, "ask", begun, site), (name, "answer", over, site)]
    table = pd.DataFrame(rows, columns=["case", "activity", "end", "site"])
    return table[table["end"] < first + pd.Timedelta(weeks=weeks)]


def tabled(frame: pd.DataFrame, **settings: str):
    told = Inquiry(
        case="case", activity="activity", end="end", unit="site", ends=("answer",), period="week", **settings
    )
    with bench() as ground:
        return panel_of(open_measures(frame, told, ground), told, ground)


def test_the_beginning_in_which_only_fast_cases_can_be_is_left_out():
    """A log that begins with new cases has none but fast ones in its first weeks: these are no history, and a note says so."""
    found = tabled(log(weeks=20, slow=14))
    assert found.panel.periods[0] == "2026-W05"
    assert np.ptp(found.panel.y) < 3 * 86400
    assert any("Periods that begin before 2026-01-19 are left out" in note for note in found.notes)


def test_a_short_log_keeps_its_beginning():
    """Where that were more than a quarter of the log, it stays: there would be too little left to compare with."""
    found = tabled(log(weeks=7, slow=14))
    assert found.panel.periods[0] == "2026-W03"
    assert not any("left out: the log's first cases" in note for note in found.notes)


def test_cases_dated_by_their_start_have_no_such_beginning():
    """Where a case counts in the period in which it began, the first weeks are as full as the others."""
    assert tabled(log(weeks=20, slow=14), dated="start").panel.periods[0] == "2026-W02"
