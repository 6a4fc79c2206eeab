"""Every waste is what it says, and no case loses more than it has."""

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

from smallfires.worklog import flow, waiting, waste
from smallfires.worklog.calendars import Calendars

ALWAYS = Calendars.parse("Mon-Sun 0:00-24:00", zone="UTC")


def mean(values: np.ndarray) -> float:
    return float(values.mean())


def every_saving(laid, hard: tuple[str, ...] = ()):
    cases = keep_today(laid, measured(laid, hard=hard))
    flows = flow.transitions(laid.engine)
    waits = None
    if laid.made.names["resources"].size and flows.count.size:
        waits = waiting.find(laid.engine, flows, cases, pairs(laid, hard), ALWAYS, np.random.default_rng(0))
    savings = [*waste.waiting(cases, waits), waste.rework(cases), waste.ping_pong(cases)]
    return [*savings, waste.handoffs(laid.engine, flows, cases, pairs(laid, hard))], cases


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_saving_is_more_than_the_time_that_is_there(data):
    """Rows are sorted, shares are of all cycle time, and what a case would drop to is recomputed case by case."""
    rows = data.draw(logs(starts=True))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        hard = tuple(text for text in HARD if all(part in activities(laid) for part in text.split(" -> ")))
        savings, cases = every_saving(laid, hard)
        laid.engine.close()
    by_cause = sum((saving.seconds for saving in savings if saving.kind == "waiting"), np.zeros(len(cases)))
    assert (by_cause <= cases.cycle - cases.touch + 1e-6).all()
    assert (by_cause <= cases.wait - cases.hard + 1e-6).all()
    for saving in savings:
        assert (saving.seconds >= -1e-6).all()
        assert (saving.seconds <= cases.cycle + 1e-6).all()
    table = waste.table(cases, iter(savings), mean)
    assert [row.share for row in table] == sorted((row.share for row in table), reverse=True)
    for row in table:
        own = next(saving for saving in savings if saving.name == row.name)
        assert row.total == pytest.approx(own.seconds.sum(), abs=1e-5)
        assert row.share == pytest.approx(row.total / cases.cycle.sum(), abs=1e-9)
        assert row.drops_to == pytest.approx(mean(cases.cycle - own.seconds), abs=1e-5)
        assert row.low is None or row.low - 1e-9 <= row.share <= row.high + 1e-9


def test_rework_is_the_work_of_repeats_and_the_waits_before_them(tmp_path):
    """Twelve seconds of a second pass and the three before it are rework; the first pass is none."""
    rows = [Row("x", "A", 10, 0), Row("x", "B", 15, 12), Row("x", "C", 20, 15), Row("x", "A", 35, 23)]
    cases = measured(lay(rows, tmp_path))
    saving = waste.rework(cases)
    assert saving.seconds.tolist() == [12 + 3]
    assert "100%" in saving.detail


def test_waiting_that_lies_side_by_side_counts_once(tmp_path):
    """Two steps that wait for the same hour cannot save two hours."""
    rows = [Row("x", "A", 10, 0), Row("x", "B", 110, 100), Row("x", "C", 112, 100)]
    laid = lay(rows, tmp_path)
    cases = keep_today(laid, measured(laid))
    (saving,) = waste.waiting(cases, None)
    assert cases.wait.tolist() == [180]
    assert saving.seconds == pytest.approx([90])


def change_of_hands() -> list[Row]:
    """Ten passages in one hand that wait 10 s, ten that change hands and wait 30 or 50 s."""
    rows = []
    for i in range(20):
        at, wait, who = i * 1000, (10 if i < 10 else 30 + 20 * (i % 2)), ("Ann" if i < 10 else "Bo")
        rows += [Row(f"c{i:02d}", "A", at + 5, at, "Ann"), Row(f"c{i:02d}", "B", at + 10 + wait, at + 5 + wait, who)]
    return rows


def test_handoffs_cost_the_difference_of_the_means(tmp_path):
    """The excess is the mean wait after a change of hands less the mean wait without one, times the changes."""
    laid = lay(change_of_hands(), tmp_path)
    cases = keep_today(laid, measured(laid))
    saving = waste.handoffs(laid.engine, flow.transitions(laid.engine), cases, ())
    assert saving.seconds.sum() == pytest.approx(10 * (40 - 10))
    assert (saving.seconds[:10] == 0).all()


def test_a_hard_handoff_is_no_waste(tmp_path):
    """Where the wait is hard, who waits for it changes nothing."""
    laid = lay(change_of_hands(), tmp_path)
    cases = keep_today(laid, measured(laid, hard=("A -> B",)))
    saving = waste.handoffs(laid.engine, flow.transitions(laid.engine), cases, pairs(laid, ("A -> B",)))
    assert not saving.seconds.any()


def test_handoffs_that_wait_no_longer_cost_nothing(tmp_path):
    """Where waits with and without a change of hands come from the same law, nothing is made out of chance."""
    rng = np.random.default_rng(5)
    rows = []
    for i in range(400):
        at, wait = i * 1000, int(rng.exponential(100))
        start = at + 5 + wait
        rows += [
            Row(f"c{i:03d}", "A", at + 5, at, "Ann"),
            Row(f"c{i:03d}", "B", start + 5, start, "AnnBo"[3 * (i % 2) :][:3]),
        ]
    laid = lay(rows, tmp_path)
    cases = keep_today(laid, measured(laid))
    saving = waste.handoffs(laid.engine, flow.transitions(laid.engine), cases, ())
    assert saving.seconds.sum() < 0.2 * cases.wait.sum()


def test_abandoned_effort_is_the_work_on_cases_without_value(tmp_path):
    """Work on what was abandoned counts, its waiting does not."""
    laid = lay([Row("x", "A", 10, 0), Row("x", "B", 30, 25), Row("y", "A", 7, 0)], tmp_path)
    saving = waste.abandoned(measured(laid), np.array([True, False]))
    assert saving.seconds.tolist() == [15, 0]


def test_a_waste_that_is_not_there_has_no_row(tmp_path):
    """A table shows what there is, and an empty saving is left out."""
    laid = lay([Row("x", "A", 10, 0), Row("y", "A", 7, 0)], tmp_path)
    cases = measured(laid)
    assert waste.table(cases, iter([waste.rework(cases)]), mean) == ()
