"""What is due on a fire, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM, fire

from smallfires.fires import acts
from smallfires.fires.agenda import agenda, days_burning, next_due
from smallfires.fires.charter import Horizon

LIT = (acts.Drafted(TRANSFORM), acts.Lit(TRANSFORM, TRANSFORM.seal()))


def test_a_draft_waits_to_be_lit():
    """Before it is lit one thing is due, and stays due when its day has passed."""
    draft = fire(acts.Drafted(OPTIMIZE))
    due = next_due(draft, date(2026, 5, 1))
    assert (due.on, due.what) == (OPTIMIZE.horizon.start, "light it")
    assert days_burning(draft, date(2026, 5, 1)) is None


def test_the_dates_of_a_transformation_come_in_order():
    """Tests, the end of the dip, the milestone, and the decision at the end."""
    assert [(due.on.isoformat(), due.what) for due in agenda(fire(*LIT))] == [
        ("2026-03-20", "test assumption 1"),
        ("2026-05-01", "end of the dip"),
        ("2026-05-01", "milestone of adoption"),
        ("2026-06-26", "decide"),
    ]


@pytest.mark.parametrize(
    ("today", "facts", "what"),
    [
        (date(2026, 3, 1), (), "test assumption 1"),
        (date(2026, 4, 1), (), "test assumption 1"),
        (date(2026, 4, 1), (acts.Tested(1, True, "yes"),), "end of the dip"),
        (date(2026, 5, 2), (acts.Tested(1, True, "yes"),), "decide"),
        (date(2026, 8, 1), (acts.Tested(1, True, "yes"),), "decide"),
    ],
)
def test_what_somebody_has_to_do_stays_due(today, facts, what):
    """A test that nobody made, and a decision that nobody took, stay due; a date that only passes does not."""
    assert next_due(fire(*LIT, *facts), today).what == what


def test_success_by_an_earlier_day_is_a_date_of_its_own():
    """Where success has to show before the end, that day is on the agenda."""
    charter = replace(OPTIMIZE, success=replace(OPTIMIZE.success, by=date(2026, 5, 1)))
    found = agenda(fire(acts.Drafted(charter), acts.Lit(charter, charter.seal())))
    assert [due.what for due in found] == ["success has to show", "decide"]


def test_days_are_counted_from_the_start_to_the_end():
    """A fire burns from its horizon's start, also where it was lit late, until it is over."""
    burning = fire(*LIT)
    assert days_burning(burning, date(2026, 2, 20)) == 0
    assert days_burning(burning, date(2026, 3, 2)) == 1
    late = replace(TRANSFORM, horizon=Horizon(start=date(2026, 1, 5), end=date(2026, 6, 26)))
    assert days_burning(fire(acts.Drafted(late), acts.Lit(late, late.seal())), date(2026, 2, 3)) == 30
    over = fire(*LIT, acts.PutOut("x"))
    assert days_burning(over, date(2027, 1, 1)) == 0
    assert agenda(over) == ()
    assert next_due(over, date(2026, 2, 2)) is None
