"""Ways: two cases have the same number exactly if they went the same way."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import measured

from smallfires.worklog import ways


def laid_ways(paths: list[str]):
    rows = [Row(f"c{i:03d}", a, place) for i, path in enumerate(paths) for place, a in enumerate(path)]
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        found = ways.find(laid.engine, laid.made.names["activities"].size, measured(laid))
        names = laid.made.names["activities"]
        back = ["".join(names[a] for a in ways.path_of(laid.engine, case)) for case in range(len(paths))]
        laid.engine.close()
    return found, back


def numbered(keys: list) -> list[int]:
    """Numbers by frequency, the most frequent first, ties by the first that has it."""
    counts = Counter(keys)
    order = sorted(counts, key=lambda key: (-counts[key], keys.index(key)))
    return [order.index(key) for key in keys]


@pytest.mark.parametrize("chunk", [250_000, 3])
@settings(max_examples=40, deadline=None)
@given(paths=st.lists(st.text("ABC", min_size=1, max_size=6), min_size=1, max_size=25))
def test_ways_are_tuples_and_sets_of_activities(chunk, paths):
    """Numbered exactly as tuples and sets of activities are, also where the log is looked at in parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "CHUNK", chunk)
        found, back = laid_ways(paths)
    assert found.path.tolist() == numbered(paths)
    assert found.of_set.tolist() == numbered([frozenset(path) for path in paths])
    assert (found.paths, found.sets) == (len(set(paths)), len({frozenset(path) for path in paths}))
    assert back == paths


def test_order_and_repeats_tell_paths_apart_and_sets_not():
    """ABC, ACB and ABBC are three paths, and one set of activities."""
    found, _ = laid_ways(["ABC", "ACB", "ABBC"])
    assert np.unique(found.path).size == 3
    assert np.unique(found.of_set).size == 1
