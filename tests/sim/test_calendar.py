"""A working week."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.errors import UsageError
from smallfires.sim.calendar import DAY, FIELD, HOUR, LONG_DAYS, MORNINGS, OFFICE, WEEK, Week

WEEKS = [FIELD, LONG_DAYS, MORNINGS, OFFICE, Week(((0, WEEK),)), Week(((5, 6), (WEEK - 1, WEEK)))]


def test_work_pauses_off_duty():
    """Six hours begun on Friday at 15:00 are done on Monday at noon, over the weekend."""
    friday = 4 * DAY + 15 * HOUR
    assert OFFICE.finish(friday, 2 * HOUR) == 4 * DAY + 17 * HOUR
    assert OFFICE.finish(friday, 6 * HOUR) == WEEK + 12 * HOUR
    assert OFFICE.next_open(4 * DAY + 17 * HOUR) == WEEK + 8 * HOUR
    assert not OFFICE.open_at(12 * HOUR)
    assert OFFICE.hours == 40


@pytest.mark.parametrize("week", WEEKS)
@given(moment=st.integers(0, 3 * WEEK), work=st.integers(1, 2 * WEEK))
def test_what_is_worked_until_the_finish_is_the_work(week: Week, moment: int, work: int):
    """Between the start and the finish lie exactly the seconds of work, and the last of them is on duty."""
    end = week.finish(moment, work)
    assert week.worked(end) - week.worked(moment) == work
    assert week.open_at(end - 1)
    assert week.open_at(week.next_open(moment))
    assert week.worked(week.next_open(moment)) == week.worked(moment)


def test_no_work_takes_no_time():
    """Nothing to do is done at once, on duty or not."""
    assert OFFICE.finish(0, 0) == 0


@pytest.mark.parametrize("shifts", [(), ((5, 5),), ((10, 20), (15, 30)), ((-1, 4),), ((0, WEEK + 1),)])
def test_shifts_that_cannot_be_are_refused(shifts):
    """Shifts that are empty, overlap or leave the week are an error."""
    with pytest.raises(UsageError, match="not in order inside one week"):
        Week(shifts)
