"""Steps that change nothing are found where planted, and no needed step is called so."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import activities, keep_today, measured

from smallfires.worklog import optional

CASES = 2000


def house(seed: int, effect: float = 0.0, lasting: int = 60, share: float = 0.5, kinds: bool = False):
    """Cases A, perhaps an extra check, B; the check adds ``lasting`` seconds and ``effect`` to the value."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(CASES):
        kind = "hard" if kinds and i % 2 else "easy"
        checked = rng.random() < (0.8 if kinds and kind == "hard" else 0.2 if kinds else share)
        value = 100 + 10 * rng.standard_normal() + effect * checked + (50 if kind == "hard" else 0)
        at = i * 10_000
        name, long = f"c{i:04d}", int(rng.integers(50, 150))
        rows.append(Row(name, "A", at + 10, at, type=kind, value=value))
        end = at + 10
        if checked:
            rows.append(Row(name, "Check", end + lasting, end, type=kind, value=value))
            end += lasting
        rows.append(Row(name, "B", end + long + 10, end + long, type=kind, value=value))
    return rows


def idle(rows: list[Row], tmp_path):
    laid = lay(rows, tmp_path)
    cases = keep_today(laid, measured(laid))
    return optional.find(laid.engine, cases.code, cases.type, cases.value, cases.cycle), laid, cases


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_check_that_changes_nothing_is_found(tmp_path, seed):
    """It is named alone, with how many cases have it and what it adds; its own seconds are those of the check."""
    found, laid, cases = idle(house(seed), tmp_path)
    assert [activities(laid)[each.activity] for each in found] == ["Check"]
    has_it = cases.steps == 3
    assert found[0].share == pytest.approx(has_it.mean())
    assert found[0].adds == pytest.approx(60, abs=12)
    assert found[0].seconds.tolist() == (60.0 * has_it).tolist()


@pytest.mark.parametrize("effect", [-8.0, 8.0])
def test_a_check_that_changes_the_outcome_is_needed(tmp_path, effect):
    """Where the outcome differs, better or worse, the step is not called idle."""
    assert idle(house(1, effect=effect), tmp_path)[0] == ()


def test_a_check_that_takes_no_time_is_no_waste(tmp_path):
    """Nothing is gained by leaving out what adds nothing."""
    assert idle(house(2, lasting=0), tmp_path)[0] == ()


@pytest.mark.parametrize("share", [0.04, 0.97])
def test_a_step_of_nearly_all_or_hardly_any_case_is_not_optional(tmp_path, share):
    """Exceptions and regular steps cannot be compared."""
    assert idle(house(3, share=share), tmp_path)[0] == ()


def test_cases_are_compared_with_their_own_kind(tmp_path):
    """Hard cases are worth more and are checked more often: within a kind the check still changes nothing."""
    found, laid, _ = idle(house(4, kinds=True), tmp_path)
    assert [activities(laid)[each.activity] for each in found] == ["Check"]


def test_an_outcome_that_never_differs_says_nothing(tmp_path):
    """Without any variety in what comes out, no step can be shown to change nothing."""
    rows = [Row(row.case, row.activity, row.end, row.start, value=1.0) for row in house(5)]
    assert idle(rows, tmp_path)[0] == ()
