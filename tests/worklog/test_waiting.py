"""Waiting by cause: it adds up, case by case and transition by transition, and hard waits are no waste."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import activities, keep_today, measured, pairs
from tests.worklog.test_measures import HARD, logs

from smallfires.worklog import flow, waiting
from smallfires.worklog.calendars import Calendars

ALWAYS = Calendars.parse("Mon-Sun 0:00-24:00", zone="UTC")
HOUR = 3600


def found_in(laid, hard: tuple[str, ...] = (), given_hours: Calendars | None = ALWAYS):
    cases = keep_today(laid, measured(laid, hard=hard))
    flows = flow.transitions(laid.engine)
    rng = np.random.default_rng(0)
    return waiting.find(laid.engine, flows, cases, pairs(laid, hard), given_hours, rng), flows, cases


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_causes_add_up_to_the_wait_exactly(data):
    """By transition to its wait, by case to what of its wait is not hard, in all to all; and no cause is negative."""
    rows = [*data.draw(logs(starts=True)), Row("x", "B", 60, 55, "Ann")]
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        hard = tuple(text for text in HARD if all(part in activities(laid) for part in text.split(" -> ")))
        waits, flows, cases = found_in(laid, hard)
        laid.engine.close()
    assert waits.by_transition.sum(axis=1) == pytest.approx(flows.wait, abs=1e-6)
    assert waits.by_case.sum(axis=1) == pytest.approx(cases.wait - cases.hard, abs=1e-6)
    assert waits.spared.sum() == pytest.approx(cases.hard.sum(), abs=1e-6)
    assert waits.total.sum() == pytest.approx(cases.wait.sum(), abs=1e-6)
    assert min(waits.by_transition.min(), waits.by_case.min(), waits.spared.min()) >= -1e-6
    assert (waits.low <= waits.total + 1e-9).all()
    assert (waits.total <= waits.high + 1e-9).all()


def test_a_wait_for_nobody_is_unexplained(tmp_path):
    """Where no resource is named for a step, its wait has no cause in the house, by transition and by case."""
    laid = lay([Row("x", "A", HOUR, 0, "Ann"), Row("x", "B", 4 * HOUR, 3 * HOUR)], tmp_path)
    waits, _, _ = found_in(laid)
    assert waits.by_case.tolist() == [[0, 0, 0, 0, 2 * HOUR]]
    assert waits.by_transition.tolist() == [[0, 0, 0, 0, 2 * HOUR]]


def test_a_hard_wait_is_spared_by_its_own_cause(tmp_path):
    """A hard wait that falls on a busy resource is spared from contention, and leaves the other causes as they are."""
    rows = [
        Row("x", "A", HOUR, 0, "Bo"), Row("x", "B", 5 * HOUR, 4 * HOUR, "Ann"),
        Row("y", "C", 4 * HOUR, 0, "Ann"), Row("y", "D", 9 * HOUR, 6 * HOUR, "Cy"),
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    waits, _, cases = found_in(laid, ("A -> B",))
    assert cases.hard.tolist() == [3 * HOUR, 0]
    assert waits.spared.tolist() == [0, 3 * HOUR, 0, 0, 0]
    assert waits.by_case.tolist() == [[0, 0, 0, 0, 0], [0, 0, 0, 0, 2 * HOUR]]


def test_a_repeat_of_a_hard_transition_is_not_spared(tmp_path):
    """Only the first pass of a hard wait is spared: without rework there would be no second."""
    times = {"A": (0, 1), "B": (5, 6), "C": (6, 7)}
    rows = [Row("x", name, end, start, "Bo") for name, (start, end) in times.items()]
    rows += [Row("x", "A", 8, 7, "Bo"), Row("x", "B", 20, 19, "Ann")]
    laid = lay(rows, tmp_path)
    waits, _, cases = found_in(laid, ("A -> B",))
    assert cases.hard.tolist() == [4]
    assert waits.by_case.sum() == cases.wait.sum() - 4


def busy_house(cases: int, seed: int) -> list[Row]:
    """Many cases of three steps in one queue for four people."""
    rng = np.random.default_rng(seed)
    rows, free = [], dict.fromkeys("abcd", 0)
    for case in range(cases):
        at = case * 600
        for activity in "ABC":
            who = "abcd"[rng.integers(4)]
            start = max(at, free[who]) + int(rng.integers(0, 300)) * int(rng.integers(0, 2))
            at = free[who] = start + int(rng.integers(60, 700))
            rows.append(Row(f"c{case:05d}", activity, at, start, who))
    return rows


def test_a_sample_of_resources_gives_the_same_causes(tmp_path, monkeypatch):
    """Above the limit causes are estimated; the totals stay exact, and each cause lies near the whole count."""
    rows = busy_house(1500, seed=3)
    laid = lay(rows, tmp_path)
    exact, flows, cases = found_in(laid)
    monkeypatch.setattr(waiting, "EXACT_UP_TO", 100)
    sampled, _, _ = found_in(laid)
    assert exact.sampled is None
    assert sampled.sampled
    assert sampled.total.sum() == pytest.approx(flows.wait.sum())
    assert sampled.by_case.sum(axis=1) == pytest.approx(cases.wait)
    assert sampled.total / flows.wait.sum() == pytest.approx(exact.total / flows.wait.sum(), abs=0.1)


def test_calendars_that_are_given_are_not_called_mined(tmp_path):
    """The reader is told whether working hours come from the log itself."""
    laid = lay(busy_house(40, seed=1), tmp_path)
    assert not found_in(laid)[0].mined
    assert found_in(laid, given_hours=None)[0].mined
