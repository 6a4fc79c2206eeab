"""Complete cases are those whose last activity is an end; ends are found as they are defined."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import activities, measured

from smallfires.errors import UsageError
from smallfires.worklog.completeness import code_of, find, transition_of

NAMES = np.array(["Approve  it", "pay", "Ünïcode"], dtype=object)


@st.composite
def logs(draw) -> list[Row]:
    rows = []
    for case in range(draw(st.integers(1, 25))):
        end = draw(st.integers(0, 400))
        for _ in range(draw(st.integers(1, 3))):
            end += draw(st.integers(0, 20))
            rows.append(Row(f"c{case:02d}", draw(st.sampled_from("ABCD")), end, end - draw(st.integers(0, 3))))
    return rows


def plain(rows: list[Row]) -> tuple[set[str], float]:
    """Ends and idle time, by their definition."""
    cases: dict[str, list[Row]] = {}
    for _, row in sorted(enumerate(rows), key=lambda pair: (pair[1].end, pair[1].start, pair[0])):
        cases.setdefault(row.case, []).append(row)
    gaps = sorted(max(b.start - a.end, 0) for own in cases.values() for a, b in itertools.pairwise(own))
    idle = gaps[int(np.ceil(0.99 * len(gaps) - 1e-9)) - 1] if gaps else 0
    now = max(row.end for row in rows)
    endings = [own[-1].activity for own in cases.values() if now - own[-1].end > idle]
    endings = endings or [own[-1].activity for own in cases.values()]
    ends: set[str] = set()
    for name, _ in sorted(Counter(endings).items(), key=lambda pair: (-pair[1], pair[0])):
        if sum(each in ends for each in endings) < 0.95 * len(endings):
            ends.add(name)
    return ends, idle


@settings(max_examples=25, deadline=None)
@given(rows=logs())
def test_ends_and_idle_time_are_as_defined(rows):
    """The smallest set of last activities that covers 95 % of the cases idle for longer than the 99th of gaps."""
    rows = [*rows, Row("c00", "A", 500, 495)]
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        cases = measured(laid)
        done = find(laid.engine, cases, activities(laid), ())
        laid.engine.close()
    ends, idle = plain(rows)
    names = activities(laid)
    assert {names[code] for code in done.ends} == ends
    assert done.idle_after == idle
    assert done.complete.tolist() == [names[code] in ends for code in cases.ending]
    assert not done.declared


def test_declared_ends_are_taken_as_they_are(tmp_path):
    """Whoever names the ends decides, whatever the log looks like."""
    laid = lay([Row("x", "Close", 5), Row("y", "Start", 9)], tmp_path)
    done = find(laid.engine, measured(laid), activities(laid), (" start ",))
    assert done.declared
    assert done.complete.tolist() == [False, True]


def test_a_case_that_goes_on_is_open(tmp_path):
    """Of many finished cases and one that has just begun, the one is open, and its last step is no end."""
    rows = [
        row for i in range(40) for row in (Row(f"c{i:02d}", "Begin", i * 100), Row(f"c{i:02d}", "Close", i * 100 + 9))
    ]
    laid = lay([*rows, Row("late", "Begin", 4000)], tmp_path)
    done = find(laid.engine, measured(laid), activities(laid), ())
    assert [activities(laid)[code] for code in done.ends] == ["Close"]
    assert done.complete.tolist() == [True] * 40 + [False]


def test_names_are_found_whatever_their_case_and_blanks():
    """People type names loosely; the code is found all the same, and for transitions too."""
    assert code_of("approve it ", NAMES, "--ends") == 0
    assert transition_of("PAY->  ünïcode", NAMES, "--hard") == (1, 2)


def test_unknown_names_are_refused_with_those_there_are():
    """An unknown activity is refused, with the flag and the known ones; so is a transition without an arrow."""
    with pytest.raises(UsageError, match=r'--ends names "post".*"pay"'):
        code_of(" post", NAMES, "--ends")
    with pytest.raises(UsageError, match="->"):
        transition_of("pay", NAMES, "--hard")
