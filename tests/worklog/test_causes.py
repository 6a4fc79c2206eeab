"""Waiting by cause, against published cells, known delays, and a slow and obvious version."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.reference import enabled, follows_and_loops, microseconds, split, steps_of

from smallfires.worklog import contention
from smallfires.worklog.calendars import Calendars
from smallfires.worklog.causes import Causes, Work, causes, pairs_needed
from smallfires.worklog.concurrency import concurrent_pairs

PUBLISHED = ("case_id", "Activity", "start_time", "end_time", "Resource")
DELAYS = ("case_id", "activity", "start_time", "end_time", "resource")
HOUR = 3_600_000_000
NAMES = ("batching", "contention", "prioritisation", "unavailability", "unexplained")
BY = ["source_activity", "source_resource", "target_activity", "target_resource"]
HOURS = dict.fromkeys(("Anya", "Dom", "Carmine", "Cole"), "Mon-Fri 10-20") | {"Marcus": "Mon-Fri 10-12, 12:30-20"}


def five(found: Causes) -> np.ndarray:
    return np.column_stack([getattr(found, name) for name in NAMES])


def work_of(path: Path, columns: tuple[str, ...]):
    """A log's steps as work, its steps with their names, and which step enabled each."""
    steps = steps_of(path, *columns)
    pairs = concurrent_pairs(*follows_and_loops(steps.case, steps.activity), len(steps.activities))
    when, by = enabled(steps.case, steps.activity, steps.start, steps.end, pairs)
    return Work(steps.resource, steps.activity, when, steps.start, steps.end), steps, by


def by_transition(work, steps, by, found: Causes) -> pd.DataFrame:
    activity, resource = np.array(steps.activities), np.array(steps.resources)
    names = (
        activity[steps.activity[by]],
        resource[steps.resource[by]],
        activity[steps.activity],
        resource[steps.resource],
    )
    table = pd.DataFrame(dict(zip(BY, names, strict=True)))
    table["frequency"], table["total"] = 1, work.start - work.since
    table[list(NAMES)] = five(found)
    return table[by >= 0].groupby(BY).sum().reset_index()


@pytest.mark.parametrize("log", ["handoff-test", "manual_log_1", "manual_log_2", "manual_log_3"])
def test_every_published_cell(shared_data, log):
    """Every published cell of waiting by cause and transition is met exactly, with the calendars used there."""
    folder = shared_data / "logs/waiting_causes"
    work, steps, by = work_of(folder / f"{log}.csv", PUBLISHED)
    given_hours = {name: text for name, text in HOURS.items() if name in steps.resources}
    calendars = Calendars.by_resource(given_hours, steps.resources)
    if log == "handoff-test":
        calendars = Calendars.mine(work.resource, work.start, work.end)
    found = by_transition(work, steps, by, causes(work, calendars))
    expected = pd.read_csv(folder / f"{log}_expected.csv").sort_values(BY, ignore_index=True)
    assert found[BY].to_numpy().tolist() == expected[BY].to_numpy().tolist()
    assert found["frequency"].tolist() == expected["frequency"].tolist()
    theirs = ["total", "batching", "contention", "prioritization", "unavailability", "extraneous"]
    for ours, column in zip(("total", *NAMES), theirs, strict=True):
        microseconds_ = pd.to_timedelta(expected[f"wt_{column}"]).dt.total_seconds() * 1_000_000
        assert found[ours].tolist() == microseconds_.tolist(), column


@pytest.mark.parametrize(
    ("log", "hours"),
    [
        ("resource_contention", (0, 2.5, 0)),
        ("prioritization", (0, 0, 1.5)),
        ("prioritization_and_contention", (0, 1, 1.5)),
        ("undifferentiated_pool", (0, 0, 0)),
    ],
)
def test_first_come_first_served(shared_data, log, hours):
    """Work that was enabled before is contention, work that came later prioritisation, others' work is neither."""
    table = pd.read_csv(shared_data / f"logs/waiting_causes/{log}.csv")
    resource = pd.factorize(table["org:resource"])[0].astype(np.int64)
    activity = pd.factorize(table["concept:name"])[0].astype(np.int64)
    times = (microseconds(table[name]) for name in ("enabled_timestamp", "start_timestamp", "time:timestamp"))
    found = five(causes(Work(resource, activity, *times), None))[-1]
    assert found[:3].tolist() == [part * HOUR for part in hours]
    assert found.sum() == 3 * HOUR


@pytest.mark.parametrize(
    ("log", "truth", "low", "high"),
    [
        ("Loan_Application", 0.0, 0.0, 7602.2),
        ("Loan_Application_5_timers", 3281.4, 700.8, 8645.0),
        ("Pharmacy", 0.0, 0.0, 20.0),
        ("Pharmacy_5_timers", 286.4, 163.7, 309.4),
    ],
)
def test_known_delays(shared_data, log, truth, low, high):
    """The interval of unexplained waiting holds the true delays; where there are none, none is found at any step."""
    path = shared_data / f"logs/extraneous/{log}.csv.gz"
    work, _, _ = work_of(path, DELAYS)
    calendars = Calendars.mine(work.resource, work.start, work.end)
    usual = causes(work, calendars).unexplained
    opposite = causes(work, calendars, order="opposite").unexplained
    known = pd.read_csv(path)["extraneous_delay"].sum() / 3600
    assert known == pytest.approx(truth, abs=0.1)
    assert (usual.sum() / HOUR, opposite.sum() / HOUR) == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))
    assert usual.sum() / HOUR <= known <= opposite.sum() / HOUR
    assert (usual > 0).any() == (truth > 0)


@st.composite
def works(draw):
    """A few resources, known or not, with overlapping steps at small whole-number times."""
    size = draw(st.integers(1, 14))
    column = lambda low, high: np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)))  # noqa: E731
    resource, activity, start = column(-1, 1), column(0, 1), column(0, 30)
    enabled_ = np.where(column(0, 5) > 0, np.maximum(start - column(0, 15), 0), -1)
    return Work(resource, activity, enabled_, start, start + column(0, 8))


@settings(max_examples=300, deadline=None)
@given(works())
def test_the_same_moment_by_moment(work):
    """The fast split is what going through every wait moment by moment gives, in both orders, and adds up."""
    for order in ("usual", "opposite"):
        found = five(causes(work, None, order=order))
        columns = (work.resource, work.activity, work.enabled, work.start, work.end)
        assert np.array_equal(found, split(*columns, opposite=order == "opposite"))
        assert np.array_equal(found.sum(axis=1), work.start - work.since)


@settings(max_examples=100, deadline=None)
@given(works())
def test_calendars_moment_by_moment(work):
    """With working hours too, the split is what going through every wait hour by hour gives."""
    hours = Work(work.resource, work.activity, _hours(work.enabled), _hours(work.start), _hours(work.end))
    calendars = Calendars.by_resource({"one": "daily 9-12, 13-17", "two": "Thu 6-20"}, ["one", "two"])

    def closed(resource: int, hour: int) -> bool:
        of_day, thursday = hour % 24, hour < 24
        return not (of_day in (9, 10, 11, 13, 14, 15, 16) if resource == 0 else thursday and 6 <= of_day < 20)

    columns = (work.resource, work.activity, work.enabled, work.start, work.end)
    for order in ("usual", "opposite"):
        expected = split(*columns, closed, opposite=order == "opposite")
        assert np.array_equal(five(causes(hours, calendars, order=order)), expected * HOUR)


def _hours(times: np.ndarray) -> np.ndarray:
    return np.where(times >= 0, times * HOUR, -1)


@settings(max_examples=50, deadline=None)
@given(works(), st.data())
def test_a_part_of_the_steps(work, data):
    """Asking about some steps gives their rows of the whole, by place or by mask, and in chunks of any size."""
    size = work.start.size
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    whole = five(causes(work, None))
    assert np.array_equal(five(causes(work, None, only=mask)), whole[mask])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contention, "CHUNK", 2)
        assert np.array_equal(five(causes(work, None, only=np.flatnonzero(mask))), whole[mask])


def test_pairs_only_where_both_came():
    """Steps are looked at one by one only for a wait that saw a later comer, and after it an earlier one."""
    start, enabled_ = np.array([0, 10, 20, 30]), np.array([0, 10, 0, 0])
    work = Work(np.zeros(4, dtype=np.int64), np.arange(4), enabled_, start, start + 10)
    assert pairs_needed(work).tolist() == [0, 0, 0, 2]
    assert causes(work, None).contention.tolist() == [0, 0, 10, 20]
    assert causes(work, None).prioritisation.tolist() == [0, 0, 10, 10]


def test_nobody_known():
    """A step of an unknown resource waits unexplained, and one that nothing enabled does not wait."""
    work = Work(*(np.array(column) for column in ([-1, -1], [0, 0], [5, -1], [9, 9], [12, 12])))
    assert five(causes(work, Calendars.parse("Mon 9-10"))).tolist() == [[0, 0, 0, 0, 4], [0, 0, 0, 0, 0]]


def test_no_steps():
    """Nothing waits where there are no steps."""
    empty = np.array([], dtype=np.int64)
    assert five(causes(Work(*(empty,) * 5), Calendars.mine(empty, empty, empty))).shape == (0, 5)
