"""What is measured per case agrees with a plain reading of the same rows."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay, plain_steps
from tests.worklog.measuring import measured

from smallfires.worklog.measures import FEWEST_FOR_PACE, declared_touch

HARD = ("A -> B", "C -> A")


@st.composite
def logs(draw, starts: bool) -> list[Row]:
    rows = []
    for _ in range(draw(st.integers(1, 16))):
        end = draw(st.integers(0, 40))
        start = end - draw(st.integers(0, 9)) if starts else None
        person, cost = draw(st.sampled_from(["Ann", "Bo", None])), draw(st.sampled_from([None, 2.5, 7.0, 40.0]))
        rows.append(Row(draw(st.sampled_from("xyz")), draw(st.sampled_from("ABCD")), end, start, person, cost=cost))
    return [*rows, Row("x", "A", 50, 45 if starts else None, "Ann", cost=1.0)]


def union(rows: list[Row]) -> int:
    return len({second for row in rows for second in range(row.start, row.end)})


def pace(figures: list[float]) -> float:
    """A tenth of them are at least as fast."""
    return sorted(figures)[math.ceil(0.1 * len(figures) - 1e-9) - 1]


def total(figures: list[float | None]) -> float:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else math.nan


def plain(rows: list[Row], concurrent: set[tuple[str, str]], starts: bool) -> list[dict]:
    """Every figure of every case, worked out row by row."""
    steps = plain_steps(rows, concurrent)
    ordered = sorted(enumerate(rows), key=lambda p: (p[1].case, p[1].end, begun(p[1]), p[0]))
    paired = [(row, step) for (_, row), step in zip(ordered, steps, strict=True)]
    first = [(row, step) for row, step in paired if step["n"] == 1]
    names = {row.activity for row in rows}
    touch = {a: pace([r.end - r.start for r, _ in first if r.activity == a]) for a in names} if starts else {}
    cost = {
        a: pace(known) for a in names
        if (known := [r.cost for r, _ in first if r.activity == a and r.cost is not None])
    }  # fmt: skip
    cases = [[pair for pair in paired if pair[0].case == case] for case in sorted({row.case for row in rows})]
    return [_case(own, touch, cost, starts) for own in cases]


def begun(row: Row) -> int:
    return row.end if row.start is None else row.start


def _case(own: list, touch: dict, cost: dict, starts: bool) -> dict:
    rows, steps = [row for row, _ in own], [step for _, step in own]
    first = [(row, step) for row, step in own if step["n"] == 1]
    fast = (
        sum(s["f"] * min(1.0, touch[r.activity] / (r.end - r.start)) for r, s in first if s["f"])
        if starts
        else math.nan
    )
    is_hard = [step["n"] == 1 and f"{step['ea']} -> {step['a']}" in HARD for step in steps]
    return {
        "steps": len(rows),
        "ending": steps[-1]["a"],
        "cycle": max(row.end for row in rows) - min(begun(row) for row in rows),
        "touch": union(rows) if starts else math.nan,
        "first_touch": union([row for row, _ in first]) if starts else math.nan,
        "floor_touch": fast,
        "wait": sum(step["w"] for step in steps),
        "hard": sum(step["w"] for step, hard in zip(steps, is_hard, strict=True) if hard),
        "rework_wait": sum(step["w"] for step in steps if step["n"] > 1),
        "ping_pong_wait": sum(step["w"] for step, hard in zip(steps, is_hard, strict=True) if step["x"] and not hard),
        "repeats": sum(step["n"] > 1 for step in steps),
        "handoffs": sum(bool(s["er"] and s["r"] and s["er"] != s["r"]) for s in steps),
        "cost": total([row.cost for row in rows]),
        "first_cost": total([row.cost for row, _ in first]),
        "floor_cost": total([None if row.cost is None else min(row.cost, cost[row.activity]) for row, _ in first]),
    }


@pytest.mark.parametrize("starts", [True, False])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_every_figure_is_what_a_plain_reading_gives(data, starts):
    """Cycle, unions of touch, waits, hard waits, repeats, handoffs, costs and the floor agree with the slow version."""
    rows = data.draw(logs(starts))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        names = laid.made.names["activities"]
        concurrent = {(names[a], names[b]) for a, b in laid.made.concurrent}
        usable = {text for text in HARD if all(part in names for part in text.split(" -> "))}
        found = measured(laid, cost=True, hard=tuple(sorted(usable)))
        laid.engine.close()
    for place, expected in enumerate(plain(rows, concurrent, starts)):
        ending = expected.pop("ending")
        assert names[found.ending[place]] == ending
        for name, figure in expected.items():
            assert getattr(found, name)[place] == pytest.approx(figure, nan_ok=True), name


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_no_case_is_faster_than_its_floor(data):
    """Case by case, the cycle holds the work of first passes, and that holds the same work at the best pace."""
    rows = data.draw(logs(starts=True))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        found = measured(laid)
        laid.engine.close()
    assert (found.cycle >= found.touch).all()
    assert (found.touch >= found.first_touch).all()
    assert (found.first_touch >= found.floor_touch - 1e-9).all()


def paced(kinds: dict[str, list[int]]) -> list[Row]:
    """One step a case, of these lengths by case type."""
    every = [(kind, length) for kind, lengths in kinds.items() for length in lengths]
    return [Row(f"c{i:03d}", "A", i * 1000 + length, i * 1000, type=kind) for i, (kind, length) in enumerate(every)]


def test_a_case_type_has_its_own_pace_where_it_has_cases_enough(tmp_path):
    """With twenty first passes a type is held to its own best tenth; with fewer to the whole activity's."""
    enough = FEWEST_FOR_PACE
    kinds = {"big": [100 + i for i in range(enough)], "few": [500 + i for i in range(enough - 1)]}
    laid = lay(paced(kinds), tmp_path)
    found = measured(laid)
    own, whole = pace(kinds["big"]), pace(kinds["big"] + kinds["few"])
    assert own != whole
    expected = [min(length, own) for length in kinds["big"]] + [min(length, whole) for length in kinds["few"]]
    assert found.floor_touch == pytest.approx(expected)


def test_declared_touch_counts_first_passes_only(tmp_path):
    """What people declare is added up over a case's different activities, and nothing for the rest."""
    rows = [Row("x", "A", 0), Row("x", "B", 5), Row("x", "A", 9), Row("y", "C", 3)]
    laid = lay(rows, tmp_path)
    found = declared_touch(laid.engine, {0: (1.0, 2.0, 3.0), 1: (10.0, 20.0, 30.0)}, np.array([0, 1]))
    assert found.tolist() == [[11.0, 0.0], [22.0, 0.0], [33.0, 0.0]]


def test_values_and_types_stand_beside_their_cases(tmp_path):
    """A case's value is its greatest, its type its own; unknown ones are NaN and −1."""
    rows = [Row("x", "A", 0, value=3.0, type="t"), Row("x", "B", 1, value=5.0, type="t"), Row("y", "A", 0)]
    found = measured(lay(rows, tmp_path))
    assert found.value[0] == 5.0
    assert np.isnan(found.value[1])
    assert found.type.tolist() == [0, -1]
