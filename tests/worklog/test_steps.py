"""``steps``: the one derived table holds what its description promises."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay, plain_steps

from smallfires.errors import EmptyData

CHECKED = ("a", "e", "s", "r", "pa", "pe", "en", "ea", "er", "n", "w", "b", "f", "x")


@st.composite
def logs(draw, starts: bool) -> list[Row]:
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        end = draw(st.integers(0, 30))
        start = end - draw(st.integers(0, 8)) if starts else None
        person = draw(st.sampled_from(["Ann", "Bo", None]))
        rows.append(Row(draw(st.sampled_from("xyz")), draw(st.sampled_from("ABCD")), end, start, person))
    return rows


@pytest.mark.parametrize("starts", [True, False])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_every_column_is_what_a_plain_reading_gives(data, starts):
    """Order, predecessors, enabling, passes, waits, busy time and ping-pongs agree with the slow and obvious version."""
    rows = data.draw(logs(starts))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        names = laid.made.names["activities"]
        concurrent = {(names[a], names[b]) for a, b in laid.made.concurrent}
        found = laid.steps()
        laid.engine.close()
    expected = plain_steps(rows, concurrent)
    assert [{name: row[name] for name in CHECKED} for row in found] == [
        {name: row[name] for name in CHECKED} for row in expected
    ]
    assert [row["i"] for row in found] == list(range(len(rows)))


def test_busy_time_adds_up_to_the_union_of_busy_intervals(tmp_path):
    """Two hours side by side and one hour apart are counted once each."""
    laid = lay([Row("x", "A", 7200, 0), Row("x", "B", 7200, 3600), Row("x", "C", 14400, 10800)], tmp_path)
    assert sum(row["b"] for row in laid.steps()) == 3 * 3600


def test_a_repeat_counts_no_first_pass(tmp_path):
    """Of three passes of an activity the first alone is first-pass work, and the passes are numbered."""
    laid = lay([Row("x", "A", 10, 0), Row("x", "A", 30, 20), Row("x", "A", 50, 40)], tmp_path)
    assert [(row["n"], row["f"]) for row in laid.steps()] == [(1, 10), (2, 0), (3, 0)]


def test_life_cycle_rows_are_paired_first_in_first_out(tmp_path):
    """Two starts before two completes give two steps, the first start with the first complete."""
    rows = [
        Row("x", "A", 0, lifecycle="start"), Row("x", "A", 5, lifecycle="start"),
        Row("x", "A", 20, lifecycle="complete"), Row("x", "A", 30, lifecycle="complete"),
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    assert [(row["s"], row["e"]) for row in laid.steps()] == [(0, 20), (5, 30)]


def test_a_complete_without_start_does_not_shift_the_pairs_after_it(tmp_path):
    """A stray complete is a moment, and the next start keeps its own complete."""
    rows = [
        Row("x", "A", 3, lifecycle="complete"), Row("x", "A", 10, lifecycle="start"),
        Row("x", "A", 14, lifecycle="complete"),
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    assert [(row["s"], row["e"]) for row in laid.steps()] == [(3, 3), (10, 14)]
    assert (laid.made.completed_only, laid.made.started_only) == (1, 0)


def test_a_start_that_never_completes_is_counted_and_left_out(tmp_path):
    """It is no step, and the count says so."""
    rows = [
        Row("x", "A", 0, lifecycle="start"), Row("x", "A", 9, lifecycle="complete"), Row("x", "B", 9, lifecycle="start"),
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    assert [row["a"] for row in laid.steps()] == ["A"]
    assert laid.made.started_only == 1


def test_instances_are_paired_by_their_name(tmp_path):
    """Where rows name the instance, a start waits for its own complete."""
    rows = [
        Row("x", "A", 0, lifecycle="start", instance="1"), Row("x", "A", 1, lifecycle="start", instance="2"),
        Row("x", "A", 5, lifecycle="complete", instance="2"), Row("x", "A", 9, lifecycle="complete", instance="1"),
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    assert [(row["s"], row["e"]) for row in laid.steps()] == [(1, 5), (0, 9)]


def test_only_starts_are_no_log(tmp_path):
    """Life-cycle rows of which none completes end in an error that says so."""
    with pytest.raises(EmptyData, match="ever completed"):
        lay([Row("x", "A", 0, lifecycle="start"), Row("x", "B", 9, lifecycle="start")], tmp_path)


def test_starts_that_equal_ends_tell_nothing(tmp_path):
    """A log in which no step lasts has no starts: touch is unknown, and never zero."""
    laid = lay([Row("x", "A", 5, 5), Row("x", "B", 9, 9)], tmp_path)
    assert not laid.made.starts
    assert [(row["s"], row["b"], row["w"]) for row in laid.steps()] == [(None, None, 0), (None, None, 4)]


def test_exact_repeats_are_counted(tmp_path):
    """A row that is there twice is counted twice, and told."""
    laid = lay([Row("x", "A", 5, 1, "Ann"), Row("x", "A", 5, 1, "Ann"), Row("x", "B", 9, 6, "Bo")], tmp_path)
    assert laid.made.duplicates == 1
    assert len(laid.steps()) == 3
