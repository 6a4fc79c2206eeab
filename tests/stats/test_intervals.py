"""Searches over many intervals at once, against plain loops."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smallfires.stats.intervals import before, first_above, last_from, running_maximum, spread, starts_of

VALUES = st.lists(st.integers(-5, 5), min_size=1, max_size=40)


@given(VALUES, st.lists(st.tuples(st.integers(0, 41), st.integers(-7, 7)), min_size=1, max_size=20))
def test_first_above(values, queries):
    """The first place from a place on whose value is above a limit; one past the end if none."""
    since = [min(place, len(values)) for place, _ in queries]
    expected = [
        next((k for k in range(place, len(values)) if values[k] > limit), len(values))
        for place, (_, limit) in zip(since, queries, strict=True)
    ]
    limits = np.array([limit for _, limit in queries])
    assert first_above(np.array(values), np.array(since), limits).tolist() == expected


@given(VALUES, st.lists(st.tuples(st.integers(-1, 40), st.integers(-7, 7)), min_size=1, max_size=20))
def test_last_from(values, queries):
    """The last place up to a place whose value is at least a limit; -1 if none."""
    until = [min(place, len(values) - 1) for place, _ in queries]
    expected = [
        next((k for k in range(place, -1, -1) if values[k] >= limit), -1)
        for place, (_, limit) in zip(until, queries, strict=True)
    ]
    limits = np.array([limit for _, limit in queries])
    assert last_from(np.array(values), np.array(until), limits).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 5)), max_size=40))
def test_running_maximum(rows):
    """The largest value so far, anew in each group."""
    group = np.array(sorted(g for g, _ in rows), dtype=np.int64)
    values = np.array([v for _, v in rows], dtype=np.int64)
    expected = [max(v for g, v in zip(group[: i + 1], values, strict=False) if g == group[i]) for i in range(len(rows))]
    assert running_maximum(group, values).tolist() == expected


def test_groups():
    """First places of groups, what came before within them, and counting within runs."""
    first = starts_of(np.array([1, 1, 1, 2, 2]), np.array([7, 7, 8, 8, 8]))
    assert first.tolist() == [True, False, True, True, False]
    assert before(np.array([5, 6, 7, 8, 9]), first, np.zeros(5, dtype=np.int64)).tolist() == [0, 5, 0, 0, 8]
    assert spread(np.array([2, 0, 3])).tolist() == [0, 1, 0, 1, 2]
    assert spread(np.array([], dtype=np.int64)).size == 0
