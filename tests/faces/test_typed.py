from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.faces import typed


def test_lists_of_names():
    """Names are parted by commas; quotation marks keep a comma; several flags add up."""
    assert typed.names(["Paid, Cancelled", '"Sent, late"']) == ("Paid", "Cancelled", "Sent, late")
    assert typed.names([]) == ()
    with pytest.raises(UsageError):
        typed.names(["Paid,,Sent"])


def test_working_times_as_typed():
    """Working times are read as low, usual and high; one alone stands for all; the name may hold an equals sign."""
    assert typed.touch(["Approve=5m,10m,30m", "a=b=1h"]) == {"Approve": (300, 600, 1800), "a=b": (3600, 3600, 3600)}
    assert typed.touch_of({"Approve": ("5 min", "10 min", 1800)}) == {"Approve": (300, 600, 1800)}
    assert typed.touch_of({"Approve": "5m,10m,30m", "Check": 60}) == {
        "Approve": (300, 600, 1800),
        "Check": (60, 60, 60),
    }


@pytest.mark.parametrize(
    "text", ["Approve", "=5m,6m,7m", "Approve=5m,6m", "Approve=30m,10m,5m", "Approve=5,6,7", "Approve="]
)
def test_working_times_that_make_no_sense(text):
    """Working times without a name, a unit, or an order are refused."""
    with pytest.raises(UsageError):
        typed.touch([text])
