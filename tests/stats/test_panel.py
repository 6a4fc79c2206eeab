"""A measure by unit and period."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.errors import DataError, EmptyData, UnreadableValue, UsageError
from smallfires.stats.panel import Panel

ROWS = {"unit": ["b", "a", "a", "b"], "time": [2, 1, 2, 1], "measure": [4.0, 1.0, None, 3.0]}


def test_rows_in_any_order():
    """Units and periods are sorted; a cell without a value is NaN and has no cases."""
    panel = Panel.from_rows(**ROWS, treated=["b"], since=2)
    assert (panel.units, panel.periods) == (("a", "b"), ("1", "2"))
    assert panel.y == pytest.approx(np.array([[1.0, np.nan], [3.0, 4.0]]), nan_ok=True)
    assert panel.lit.tolist() == [[False, False], [False, True]]
    assert (panel.start, panel.ever_lit.tolist()) == (1, [False, True])


def test_missing_rows_are_unseen():
    """A unit and period without a row has no value and no cases."""
    panel = Panel.from_rows(["a", "b"], [1, 2], [1.0, 2.0])
    assert np.isnan(panel.y[0, 1])
    assert panel.n.tolist() == [[1, 0], [0, 1]]
    assert panel.start is None


def test_lit_by_row_and_cases():
    """What was lit, and the cases behind a cell, may stand in the rows; a cell without cases is unseen."""
    panel = Panel.from_rows(**ROWS, lit=[True, False, False, False], n=[9, 8, 7, 0])
    assert panel.lit.tolist() == [[False, False], [False, True]]
    assert np.isnan(panel.y[1, 0])


def test_two_rows_for_a_cell_are_named():
    """Two rows for a unit and period are refused; the message names both, and the row as a spreadsheet counts."""
    with pytest.raises(DataError, match="row 4: There are two rows for a in 1") as caught:
        Panel.from_rows(["a", "b", "a"], [1, 1, 1], [1.0, 2.0, 3.0])
    assert caught.value.row == 4


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_named(value):
    """An infinite value is refused; the message names unit and period."""
    with pytest.raises(UnreadableValue, match="inf for b in 2"):
        Panel.from_rows(["a", "b"], [1, 2], [1.0, value])


def test_what_is_no_number_is_named():
    """A measure that is no number is refused with its row."""
    with pytest.raises(UnreadableValue, match='row 3: "n/a" is not a number'):
        Panel.from_rows(["a", "b"], [1, 2], [1.0, "n/a"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"treated": ["c"], "since": 2}, 'no unit "c"'),
        ({"treated": ["a"], "since": 3}, "Nothing was measured from 3 on"),
        ({"treated": ["a"]}, "since when"),
        ({"n": [1]}, "different lengths"),
    ],
)
def test_what_is_asked_for_must_be_there(arguments, said):
    """A lit unit or start that the rows do not have is refused by name."""
    with pytest.raises(UsageError, match=said):
        Panel.from_rows(**ROWS, **arguments)


def test_empty_units_and_mixed_kinds():
    """A row without unit, and a column of numbers and text, are refused."""
    with pytest.raises(UnreadableValue, match='row 3, column "unit"'):
        Panel.from_rows(["a", None], [1, 2], [1.0, 2.0])
    with pytest.raises(UnreadableValue, match='column "time"'):
        Panel.from_rows(["a", "a"], [1, "2"], [1.0, 2.0])


def test_labels_and_shapes_fit():
    """Labels that stand twice, shapes that do not fit and panels without any value are refused."""
    y, lit = np.ones((2, 2)), np.zeros((2, 2), dtype=bool)
    with pytest.raises(DataError, match='unit "a" stands in the panel twice'):
        Panel(y, y, lit, ("a", "a"), ("1", "2"))
    with pytest.raises(UsageError, match=r"n has the shape \(1, 2\)"):
        Panel(y, y[:1], lit, ("a", "b"), ("1", "2"))
    with pytest.raises(UnreadableValue, match=r"-1\.0 for a in 1"):
        Panel(y, -y, lit, ("a", "b"), ("1", "2"))
    with pytest.raises(EmptyData, match="No unit has a value"):
        Panel(y * np.nan, y, lit, ("a", "b"), ("1", "2"))
    with pytest.raises(EmptyData, match="no units"):
        Panel(y[:0], y[:0], lit[:0], (), ("1", "2"))


def test_parts_and_pretend_pilots():
    """Parts keep their labels; a pretend pilot has the same measure and another pattern."""
    panel = Panel.from_rows(**ROWS, treated=["b"], since=2)
    part = panel.only(np.array([1]), np.array([True, False]))
    assert (part.units, part.periods, part.y.tolist()) == (("b",), ("1",), [[3.0]])
    assert panel.burning(~panel.lit).lit.tolist() == [[True, True], [True, False]]
    assert panel.constant.tolist() == [True, False]
