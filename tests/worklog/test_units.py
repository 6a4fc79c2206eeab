"""Whose case it is."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import measured

from smallfires.worklog.units import of_first_resource, of_log


@st.composite
def logs(draw) -> list[Row]:
    size = draw(st.integers(1, 15))
    row = st.builds(
        Row, st.sampled_from("xyz"), st.sampled_from("AB"), st.integers(0, 20),
        resource=st.sampled_from([None, "Ann", "Bo", "Cy"]), unit=st.sampled_from([None, "North", "South", "West"]),
    )  # fmt: skip
    rows = draw(st.lists(row, min_size=size, max_size=size))
    return [*rows, Row("x", "A", 99, resource="Cy", unit="West")]


@settings(max_examples=25, deadline=None)
@given(rows=logs())
def test_a_case_belongs_to_most_of_its_steps_or_to_who_took_it_up(rows):
    """The unit with most steps (ties: the first by name), the first person named, and how many cases are mixed."""
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        cases = measured(laid).code
        units, mixed = of_log(laid.engine, cases)
        people = of_first_resource(laid.engine, cases, laid.made.names["resources"].size)
        laid.engine.close()
    known = {role: [*laid.made.names[role].tolist(), None] for role in ("units", "resources")}
    names = sorted({row.case for row in rows})
    own = [
        [row for _, row in sorted(enumerate(rows), key=lambda p: (p[1].end, p[0])) if row.case == case]
        for case in names
    ]
    counts = [Counter(row.unit for row in case if row.unit) for case in own]
    most = [min(count, key=lambda unit, c=count: (-c[unit], unit)) if count else None for count in counts]
    first = [next((row.resource for row in case if row.resource), None) for case in own]
    assert [known["units"][code] for code in units] == most
    assert mixed == sum(len(count) > 1 for count in counts)
    if known["resources"][:-1]:
        assert [known["resources"][code] for code in people] == first
