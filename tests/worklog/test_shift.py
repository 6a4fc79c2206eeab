"""What counts as another way, and the sums by group, cluster and way."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import activities, measured

from smallfires.worklog import shift, ways


def laid(scratch, paths: list[str], people: str = ""):
    """One case a path of letters, an activity each; the first resources are ``people``, in turn."""
    rows = [
        Row(f"c{at:03d}", letter, place, resource=people[(at + place) % len(people)] if people else None)
        for at, path in enumerate(paths)
        for place, letter in enumerate(path)
    ]
    found = lay(rows, scratch)
    cases = measured(found)
    return found, cases, ways.find(found.engine, activities(found).size, cases)


def test_a_set_of_activities_is_beside_its_neighbours(tmp_path):
    """The set stands between the path, which is finer, and the set of main activities, which is coarser."""
    paths = ["ABC"] * 12 + ["ABBC"] * 6 + ["AC"] * 6 + ["ABCX"]
    found, cases, own = laid(tmp_path, paths)
    own_set, path, main = shift.by_activities(found.engine, cases, own, np.zeros(25, dtype=np.int64), activities(found))
    assert [len(set(each.way.tolist())) for each in (path, own_set, main)] == [4, 3, 2]
    assert (own_set.way == own.of_set).all()
    assert (path.above[path.way] == own_set.way).all()
    assert main.way[0] == main.way[24]
    assert [own_set.label(int(own_set.way[at])) for at in (0, 18, 24)] == ["A, B, C", "without B", "with X"]
    assert [path.label(int(path.way[at])) for at in (0, 12)] == ["A → B → C", "A → B → B → C"]
    assert [main.label(int(main.way[at])) for at in (0, 18)] == ["A, B, C", "without B"]
    by_path = shift.by_path(found.engine, cases, own, np.zeros(25, dtype=np.int64), activities(found))
    assert [each.words for each in by_path] == ["path", "set of activities", "set of main activities"]


def test_what_is_usual_in_the_pilot_is_a_main_activity(tmp_path):
    """An activity that few cases of the log have, and many of the pilot's, counts."""
    found, cases, own = laid(tmp_path, ["AB"] * 60 + ["ANB"] * 3)
    group = np.r_[np.zeros(60, dtype=np.int64), np.ones(3, dtype=np.int64)]
    main = shift.by_activities(found.engine, cases, own, group, activities(found))[2]
    assert main.way[0] != main.way[60]


@settings(max_examples=40, deadline=None)
@given(
    pairs=st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 4)), st.integers(1, 9), max_size=30),
)
def test_values_of_a_case_are_a_set(pairs):
    """Cases have the same way exactly if they have the same set of values; the most frequent one leads, ties by name."""
    keys = sorted(pairs)
    case, value = (np.array([key[at] for key in keys], dtype=np.int64) for at in (0, 1))
    names = np.array([f"v{code}" for code in range(5)], dtype=object)
    values = shift.Values(case, value, np.array([pairs[key] for key in keys], dtype=np.int64), names)
    of, first = values.sets(9)
    for own in range(9):
        has = {code: count for (at, code), count in pairs.items() if at == own}
        assert values.of(int(first[of[own]])) == tuple(sorted(has))
        assert values.label(own) == (", ".join(f"v{code}" for code in sorted(has)) or "nothing named")
        assert values.most(9)[own] == (min(has, key=lambda code: (-has[code], code)) if has else 5)
    assert len({values.of(int(case)) for case in first}) == first.size


def test_who_worked_a_case_is_its_way(tmp_path):
    """By resource: all who worked a case, that with its activities, and who did most steps."""
    found, cases, own = laid(tmp_path, ["AAB", "AB", "AB", "B"], people="xy")
    values = shift.resources(found.engine, cases, found.made.names["resources"])
    who, finer, most = shift.by_value("resource", values, cases, own)
    assert [who.label(int(way)) for way in who.way] == ["x, y", "x, y", "x, y", "y"]
    assert [most.label(int(way)) for way in most.way] == ["x", "x", "x", "y"]
    assert finer.label(int(finer.way[0])).startswith("x, y, activities")
    assert (finer.above[finer.way] == who.way).all()


def test_a_column_of_the_source_is_a_way(tmp_path):
    """A column's values by case; a case that names none has none."""
    found, cases, _ = laid(tmp_path, ["A", "A", "A"])
    select = (
        "select 'c000' as \"case\", 'Scanner' as type union all select 'c001', 'Fax' union all select 'c001', 'Fax' "
    )
    select += "union all select 'c002', null"
    values = shift.column(found.engine, select, cases)
    assert [values.label(case) for case in range(3)] == ["Scanner", "Fax", "nothing named"]
    assert values.count.tolist() == [1, 2]


def test_sums_are_those_of_the_cases():
    """Each row the cases of a group, cluster and way; nothing is lost, and ways are numbered without gaps."""
    rng = np.random.default_rng(0)
    way = rng.integers(0, 9, 300) * 3
    definition = shift.Definition("path", way, np.arange(27) // 7, str)
    rows = np.flatnonzero(rng.random(300) < 0.7)
    group, cluster, y = rng.integers(0, 4, rows.size), rng.integers(0, 5, rows.size), rng.random(rows.size)
    found = shift.sums(definition, rows, group, cluster, y, y / 2)
    assert shift.codes(definition, rows).tolist() == sorted(set(way[rows].tolist()))
    counted = Counter(zip(group.tolist(), cluster.tolist(), way[rows].tolist(), strict=True))
    own = shift.codes(definition, rows)[found.way]
    assert (
        dict(zip(zip(found.group.tolist(), found.cluster.tolist(), own.tolist(), strict=True), found.n, strict=True))
        == counted
    )
    assert found.y.sum() == pytest.approx(y.sum())
    assert found.rework.sum() == pytest.approx(y.sum() / 2)
    assert found.above.tolist() == np.unique(own_above(definition, rows), return_inverse=True)[1].tolist()


def own_above(definition, rows):
    return definition.above[shift.codes(definition, rows)]
