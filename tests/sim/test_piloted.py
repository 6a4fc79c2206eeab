"""The demo's organization in which some sites try the new way, and a log as it stood on a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from smallfires.sim import Run, demo
from smallfires.sim.demo import PILOT_WEEKS, piloted

UNITS = ("Elm", "Maple", "Willow")
START = date(2026, 7, 6)


@pytest.fixture(scope="module")
def run() -> Run:
    return piloted(UNITS).run()


def columns(run: Run) -> dict[str, np.ndarray]:
    return {name: np.asarray(run.log[name]) for name in run.log.column_names}


def test_only_its_sites_work_the_new_way_and_only_since_the_start(run):
    """Nobody else triages by phone, and nobody does before."""
    log = columns(run)
    phone = log["activity"] == "Triage by phone"
    assert set(log["site"][phone]) == set(UNITS)
    assert log["start"][phone].min() >= np.datetime64(START)
    assert run.organization.more == PILOT_WEEKS


def test_the_half_year_before_is_that_of_the_demo(run):
    """Step by step: what was over before the start is the same whoever tries it later."""
    before, old = run.until(START).log, demo().run().log
    past = {name: np.asarray(old[name]) for name in ("case", "activity", "end")}
    kept = past["end"] < np.datetime64(START)
    told = columns(run.until(START))
    assert set(zip(told["case"], told["activity"], told["end"], strict=True)) == set(
        zip(past["case"][kept], past["activity"][kept], past["end"][kept], strict=True)
    )
    assert before.num_rows == kept.sum()


def test_a_log_holds_what_was_over_by_then(run):
    """No step that ended later, and no value of a case that went on; the log of a later day holds all of an earlier one."""
    early, late = columns(run.until(date(2026, 8, 3))), columns(run.until(date(2026, 9, 7)))
    assert early["end"].max() < np.datetime64("2026-08-03") <= late["end"].max()
    everything = columns(run)
    later = set(everything["case"][everything["end"] >= np.datetime64("2026-08-03")])
    going_on = np.isin(early["case"], list(later))
    assert going_on.any()
    assert all(value is None or value != value for value in early["value"][going_on])
    keys = [set(zip(log["case"], log["activity"], log["start"], strict=True)) for log in (early, late)]
    assert keys[0] < keys[1]


def test_nothing_was_over_before_the_first_day(run):
    """A log without a row still has its columns."""
    log = run.until(date(2020, 1, 1)).log
    assert log.num_rows == 0
    assert log.schema == run.log.schema


def test_in_the_end_it_is_far_shorter(run):
    """After the new way was learned, cases of its sites take a fifth less time at the least than before the pilot."""
    cases = {name: np.asarray(run.truth.cases[name]) for name in ("case", "cycle", "open")}
    log = columns(run)
    first = {}
    for case, site, start in zip(log["case"], log["site"], log["start"], strict=True):
        first[case] = min(first.get(case, (start, site)), (start, site))
    weeks = {"before": ("2026-04-06", "2026-06-08"), "end": ("2026-09-07", "2026-10-26")}
    means = {}
    for name, (since, to) in weeks.items():
        rows = [
            cycle
            for case, cycle, is_open in zip(cases["case"], cases["cycle"], cases["open"], strict=True)
            if case in first
            and not is_open
            and first[case][1] in UNITS
            and np.datetime64(since) <= first[case][0] < np.datetime64(to)
        ]
        means[name] = np.mean(rows) / 86_400
    assert means["end"] < 0.8 * means["before"]
