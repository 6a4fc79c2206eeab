"""Sentences that say what the new way is, and the cases that are worked so."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worklog.laying import Row, lay

from smallfires.errors import RuleError
from smallfires.worklog import adoption
from smallfires.worklog.adoption import Holds
from smallfires.worklog.declare import Absence, Existence


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ('activity is "Phone triage"', Holds("activity", "Phone triage", some=True)),
        ("tool is 'Scanner'.", Holds("tool", "Scanner", some=True)),
        ("tool is “Scanner  2”", Holds("tool", "Scanner 2", some=True)),
        ('  "Used tool" IS NOT "Fax" ', Holds("Used tool", "Fax", some=False)),
        ('activity is never "Fax"', Holds("activity", "Fax", some=False)),
        ("Payment is followed by Close", None),
        ('"Payment" is followed by "Close"', None),
        ("never Fax", None),
        ("tool is Scanner", None),
    ],
)
def test_sentences_of_a_column(sentence, told):
    """A column, is or is not, a value in quotes; everything else is a business rule."""
    assert adoption.holds(sentence) == told


def test_an_activity_that_occurred_is_a_rule():
    """It occurred, or never did; what the log has not is nothing yet, and what it nearly has is refused."""
    names = ["Visit", "Phone triage"]
    assert adoption.of_activity(Holds("activity", "phone Triage", some=True), "", names) == Existence(1, 1)
    assert adoption.of_activity(Holds("activity", "Visit", some=False), "", names) == Absence(0, 0)
    assert adoption.of_activity(Holds("activity", "Home", some=True), "", names) is None
    with pytest.raises(RuleError, match="Did you mean"):
        adoption.of_activity(Holds("activity", "Visitt", some=True), 'activity is "Visitt"', names)


@pytest.fixture
def engine(tmp_path):
    paths = ["AB", "AB", "A", "B", "AB"]
    rows = [Row(f"c{at}", letter, place) for at, path in enumerate(paths) for place, letter in enumerate(path)]
    return lay(rows, tmp_path).engine


def test_cases_are_counted_by_cell(engine):
    """Kept and asked by group, cluster and period; cases outside the pilot do not count, and those who break it are named."""
    sql, names = adoption.rules_sql(("A is followed by B", "never B"), ["A", "B"])
    pilot = {"c": [0, 1, 2, 3], "g": [0, 1, 1, 1], "k": [0, 1, 1, 1], "p": [0, 1, 1, 2]}
    found = adoption.count(engine, sql, 2, {name: np.array(column) for name, column in pilot.items()}, 1)
    assert names == ("Response", "Absence")
    assert found.group.tolist() == [0, 1, 1]
    assert found.period.tolist() == [0, 1, 2]
    assert found.cases.tolist() == [1, 2, 1]
    assert found.kept.tolist() == [[1, 0], [1, 1], [0, 0]]
    assert found.asked.tolist() == [[1, 1], [2, 2], [0, 1]]
    assert found.examples == (("c2",), ("c1", "c3"))


@pytest.mark.parametrize(
    ("names", "some", "did"), [(["O'Hara"], True, 2), (["O'Hara"], False, 3), ([], True, 0), ([], False, 5)]
)
def test_a_value_is_looked_for_in_the_source(engine, names, some, did):
    """Cases with some row of that value, or with none; quotes in names are no trouble."""
    select = "select 'c0' as \"case\", 'O''Hara' as type union all select 'c0', 'Bob' union all select 'c3', 'O''Hara'"
    assert sorted(engine.columns(adoption.values_sql(select))["name"]) == ["Bob", "O'Hara"]
    pilot = {name: np.zeros(5, dtype=np.int64) for name in ("g", "k", "p")} | {"c": np.arange(5)}
    found = adoption.count(engine, adoption.column_sql(select, names, some=some), 1, pilot, 0)
    assert (found.kept.sum(), found.asked.sum()) == (did, 5)
