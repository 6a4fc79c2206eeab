"""Panels with holes, made whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smallfires.errors import TooLittleData
from smallfires.stats.complete import MOST_NAMED, additive, named, whole
from smallfires.stats.panel import Panel


def made(units=6, periods=12, lit=2, start=8):
    """Levels of units and of periods that add up, and nothing else."""
    y = np.arange(1.0, units + 1)[:, None] * 10 + np.sqrt(np.arange(periods))
    cells = np.zeros(y.shape, dtype=bool)
    cells[:lit, start:] = True
    labels = tuple(f"u{at}" for at in range(units)), tuple(f"{at:02}" for at in range(periods))
    return Panel(y, np.full(y.shape, 3.0), cells, *labels)


def torn(panel, *cells):
    y = panel.y.copy()
    for cell in cells:
        y[cell] = np.nan
    return replace(panel, y=y)


def test_a_whole_panel_stays_as_it_is():
    """Without holes nothing is filled, left out or said."""
    panel = made()
    found = whole(panel)
    assert (found.panel.y == panel.y).all()
    assert (found.filled, found.notes) == (0, ())


def test_holes_take_what_unit_and_period_add_up_to():
    """Where levels add up, every hole before the start or in another unit gets the very value that was there."""
    panel = made()
    found = whole(torn(panel, (0, 2), (3, 5), (5, 11)))
    assert found.panel.y == pytest.approx(panel.y)
    assert found.filled == 3
    assert "3 cells of 72" in found.notes[0]


def test_a_hole_of_a_lit_unit_takes_its_effect():
    """A hole after the start has the unit's mean effect in it, so that filling it neither adds to the effect nor takes away."""
    panel = made()
    raised = replace(panel, y=panel.y + np.where(panel.lit, [[4.0], [7.0], [0], [0], [0], [0]], 0.0))
    found = whole(torn(raised, (0, 9), (1, 10)))
    assert found.panel.y == pytest.approx(raised.y)


def test_periods_without_lit_units_or_without_others_are_left_out():
    """A period in which one side is not seen at all is left out by name."""
    found = whole(torn(made(), (slice(0, 2), 3), (slice(2, 6), 10)))
    assert found.panel.periods == ("00", "01", "02", "04", "05", "06", "07", "08", "09", "11")
    assert found.notes == ("Left out, since lit units or all others have no value there: 03, 10.",)


def test_other_units_that_are_rare_or_flat_are_left_out():
    """Others seen in less than half of the periods before, or after, and others that never change, are left out by name."""
    panel = torn(made(), (3, slice(0, 5)), (4, slice(8, 11)))
    panel.y[5] = 2.0
    found = whole(panel)
    assert found.panel.units == ("u0", "u1", "u2")
    assert "over half of the periods: u3, u4." in found.notes[0]
    assert "the same value throughout: u5." in found.notes[1]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([(slice(0, 2), slice(0, 8))], "no period before the start in 08"),
        ([(slice(0, 2), slice(8, 12))], "no period from the start on in 08"),
        ([(1, slice(0, 5))], "u1, lit from 08 on, has no value in over half"),
    ],
)
def test_what_cannot_be_mended(cells, said):
    """A lit unit that is hardly seen, or no time with both sides, is refused by name."""
    with pytest.raises(TooLittleData, match=said):
        whole(torn(made(), *cells))


def test_a_lit_unit_that_never_changes():
    """A lit unit that has the same value throughout is refused by name."""
    panel = made()
    panel.y[1] = 5.0
    with pytest.raises(TooLittleData, match="u1, lit from 08 on, has the same value in every period from 00 on"):
        whole(panel)


def test_cases_of_filled_cells():
    """A cell that was filled counts as one case, so that it stays seen."""
    found = whole(torn(made(), (3, 5)))
    assert found.panel.n[3, 5] >= 1
    assert np.isfinite(found.panel.y).all()


def test_least_squares_of_an_unbalanced_table():
    """Levels of units and periods are those of least squares over the cells used, as dummies give them."""
    rng = np.random.default_rng(1)
    y, used = rng.normal(size=(5, 7)), rng.random((5, 7)) < 0.7
    unit, period = np.nonzero(used)
    dummies = np.c_[np.eye(5)[unit], np.eye(7)[period]]
    fitted = dummies @ np.linalg.lstsq(dummies, y[used], rcond=None)[0]
    assert additive(np.where(used, y, 0.0), used)[used] == pytest.approx(fitted)


def test_long_lists_of_names_end():
    """The first few labels are named, and how many more there are."""
    labels = tuple(f"u{at}" for at in range(MOST_NAMED + 3))
    assert named(labels, np.ones(len(labels), dtype=bool)).endswith("u7 and 3 more")
    assert named(labels, np.arange(len(labels)) < 2) == "u0, u1"
