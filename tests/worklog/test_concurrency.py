"""Concurrent pairs, and the enabling that rests on them, against published figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.worklog.reference import enabled, follows_and_loops, microseconds, steps_of

from smallfires.worklog.concurrency import concurrent_pairs

LOG = ("case_id", "Activity", "start_time", "end_time", "Resource")
PURCHASING = ("case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource")
HOUR = 3_600_000_000


def pairs_of(traces: list[str], **options: float) -> set[str]:
    case = np.repeat(np.arange(len(traces)), [len(trace) for trace in traces])
    names = sorted(set("".join(traces)))
    activity = np.array([names.index(letter) for letter in "".join(traces)])
    pairs = concurrent_pairs(*follows_and_loops(case, activity), len(names), **options)
    return {names[a] + names[b] for a, b in pairs}


def mined(steps):
    return concurrent_pairs(*follows_and_loops(steps.case, steps.activity), len(steps.activities))


def waiting(steps, pairs) -> float:
    when, by = enabled(steps.case, steps.activity, steps.start, steps.end, pairs)
    return float((steps.start - when)[by >= 0].sum()) / HOUR


def test_both_orders_are_concurrent():
    """Activities seen in both orders, neither clearly more often, are concurrent; both orders of the pair are given."""
    assert pairs_of(["abcd"] * 5 + ["acbd"] * 5) == {"bc", "cb"}


def test_a_clear_order_is_not_concurrent():
    """One order far more often than the other is an order, with the other as noise."""
    assert pairs_of(["abcd"] * 40 + ["acbd"]) == set()
    assert pairs_of(["abcd"] * 40 + ["acbd"], threshold=0.95) == {"bc", "cb"}


def test_a_loop_of_length_two_is_not_concurrent():
    """Activities that alternate in one case (b c b) are a loop once seen often enough."""
    assert pairs_of(["abcbd"] * 9) == set()
    assert pairs_of(["abcbd"] * 8) == {"bc", "cb"}


def test_repetition_hides_a_loop():
    """Where an activity mostly follows itself, its alternations do not count as loops."""
    assert pairs_of(["abcbd"] * 9 + ["abbbbbbbbbbd"]) == {"bc", "cb"}


def test_nothing_follows_anything():
    """A log of single steps has no concurrent pairs."""
    empty = (np.array([], dtype=np.int64),) * 3
    assert concurrent_pairs(empty, empty, 3) == frozenset()


def test_handoff_log_has_four_concurrent_steps(shared_data):
    """The published handoff log: B, C, D and E run side by side, A and F do not."""
    steps = steps_of(shared_data / "logs/waiting_causes/handoff-test.csv", *LOG)
    pairs = {steps.activities[a] + steps.activities[b] for a, b in mined(steps)}
    assert pairs == {a + b for a in "BCDE" for b in "BCDE" if a != b}


@pytest.mark.parametrize("log", ["Production", "Loan_Application"])
def test_published_enabling_times(shared_data, log):
    """Every published enabling time is met, given the pairs that its file's order shows."""
    raw = {"Production": "Production", "Loan_Application": "Loan_Application_batched"}[log]
    steps = steps_of(shared_data / f"logs/{raw}.csv.gz", *LOG, sort=False)
    pairs = {(steps.activities[a], steps.activities[b]) for a, b in mined(steps)}
    steps = steps_of(shared_data / f"logs/{raw}.csv.gz", *LOG)
    codes = {name: code for code, name in enumerate(steps.activities)}
    concurrent = {(codes[a], codes[b]) for a, b in pairs}
    when, by = enabled(steps.case, steps.activity, steps.start, steps.end, concurrent)
    first = pd.Series(steps.start).groupby(steps.case).transform("min").to_numpy()
    ours = np.column_stack((steps.case, steps.activity, steps.start, steps.end, np.where(by >= 0, when, first)))
    published = _published(shared_data / f"logs/{log}_WTs_expected.csv.gz", steps.activities)
    ours[:, 2:] //= 1_000_000
    assert np.array_equal(_sorted(ours), _sorted(published))


def _published(path, activities):
    table = pd.read_csv(path, low_memory=False)
    case = pd.factorize(table["case_id"], sort=True)[0]
    codes = {_plain(name): code for code, name in enumerate(activities)}
    activity = table["Activity"].map(lambda name: codes[_plain(name)]).to_numpy()
    times = [microseconds(table[name]) // 1_000_000 for name in ("start_time", "end_time", "enabled_time")]
    return np.column_stack((case, activity, *times))


def _plain(name):
    return " ".join(name.split())


def _sorted(rows):
    return rows[np.lexsort(rows.T[::-1])]


def test_the_choice_of_enabling_moves_the_waiting(shared_data):
    """On the public production log, minding concurrency moves total waiting from 113 000 to 181 000 hours."""
    steps = steps_of(shared_data / "logs/Production.csv.gz", *LOG)
    assert waiting(steps, frozenset()) == pytest.approx(112_966, abs=1)
    assert waiting(steps, mined(steps)) == pytest.approx(181_072, abs=1)


def test_purchasing_has_one_pair(shared_data):
    """The purchasing log: amending and analysing a requisition are the only concurrent pair."""
    steps = steps_of(shared_data / "logs/PurchasingExample.csv.gz", *PURCHASING)
    pairs = {frozenset((steps.activities[a], steps.activities[b])) for a, b in mined(steps)}
    assert pairs == {frozenset(("Amend Purchase Requisition", "Analyze Purchase Requisition"))}
    assert waiting(steps, mined(steps)) == pytest.approx(296_040.18, abs=0.01)
