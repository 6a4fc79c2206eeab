from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.fires.sized import sized


@pytest.mark.parametrize(
    ("text", "once", "half", "twice"),
    [
        ("10%", "10 %", "5 %", "20 %"),
        ("-8 %", "8 %", "4 %", "16 %"),
        ("2 points", "2 points", "1 point", "4 points"),
        ("0.5", "0.5", "0.25", "1"),
        ("1.5 days", "1.5 days", "18 h", "3 days"),
        ("+200 EUR", "200 EUR", "100 EUR", "400 EUR"),
        ("€ 1200", "€ 1,200", "€ 600", "€ 2,400"),
    ],
)
def test_an_amount_is_said_as_people_wrote_it(text, once, half, twice):
    """An amount keeps its unit, loses its sign, and can be said half and twice."""
    amount = sized(text)
    assert (amount.say(), amount.say(0.5), amount.say(2)) == (once, half, twice)


@pytest.mark.parametrize("text", ["", "a lot", "%", "ten percent"])
def test_what_is_no_amount_is_refused(text):
    """Words without a figure are refused, with a way out."""
    with pytest.raises(UsageError) as refused:
        sized(text)
    assert refused.value.way_out
