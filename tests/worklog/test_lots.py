"""Cases of a lot, added up where they stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.engines.embedded import Embedded
from smallfires.errors import EmptyData, UnreadableValue, UsageError
from smallfires.stats import sums
from smallfires.stats.designs.randomised import Randomised
from smallfires.worklog import lots

ALL = "select * from told"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = Embedded(Path(tmp_path_factory.mktemp("lots")))
    yield made
    made.close()


def put(engine, rows):
    """Rows of arm, y, x, cluster and stratum, as a table."""
    engine.keep(
        "told",
        "select cast(null as bigint) as arm, 0.0::double as y, 0.0::double as x, '' as cluster, '' as stratum limit 0",
    )
    if rows:
        engine.connection.executemany("insert into told values (?, ?, ?, ?, ?)", rows)


def cases(size=3000, seed=0, level=0.0):
    rng = np.random.default_rng(seed)
    x = level + rng.lognormal(2, 1.5, size)
    y = x + rng.normal(size=size)
    return y, rng.integers(0, 2, size), x, rng.integers(0, 3, size), rng.integers(0, 12, size)


def rows_of(y, arm, x, stratum, cluster=None):
    names = [None] * y.size if cluster is None else [f"c{code:02}" for code in cluster]
    return list(zip(arm.tolist(), y.tolist(), x.tolist(), names, [f"s{code}" for code in stratum], strict=True))


def numbers(found):
    """Deviations as one array (sums, cells), and what they are measured by."""
    moments = sums.about_means(found)
    return np.array([moments.n, moments.y, moments.yy, moments.x, moments.xy, moments.xx])


def assert_same(one, other):
    """The same to twelve digits, of what a cell's values vary by."""
    for name in ("arm", "stratum", "cluster", "n"):
        assert (getattr(one, name) == getattr(other, name)).all()
    ours, theirs = numbers(one), numbers(other)
    n, _, yy, _, _, xx = theirs
    size = np.array([n, np.sqrt(n * yy), yy, np.sqrt(n * xx), np.sqrt(xx * yy), xx])
    assert (np.abs(ours - theirs) <= 1e-12 * size).all()


@pytest.mark.parametrize("level", [0.0, -70.0, 1e9])
def test_sums_are_those_of_the_cases(engine, level):
    """Sums that the engine made are the exact ones to twelve digits, however far from zero the values lie."""
    y, arm, x, stratum, cluster = cases(level=level)
    put(engine, rows_of(y, arm, x, stratum))
    found = lots.add_up(engine, ALL)
    assert found.strata == ("s0", "s1", "s2")
    assert_same(found.sums, sums.add_up(y, arm, x=x, stratum=stratum))
    whole = (cluster % 2).astype(np.int64)
    put(engine, rows_of(y, whole, x, stratum, cluster))
    found = lots.add_up(engine, ALL)
    assert found.clusters == tuple(f"c{code:02}" for code in range(12))
    assert_same(found.sums, sums.add_up(y, whole, x=x, stratum=stratum, cluster=cluster))


def test_the_order_does_not_matter(engine):
    """Rows in another order, and on several threads, give the same sums to the last bit."""
    y, arm, x, stratum, _ = cases(60_000)
    rng = np.random.default_rng(1)
    found = []
    for _ in range(3):
        order = rng.permutation(y.size)
        columns = {"arm": arm, "y": y, "x": x, "stratum": np.array(["a", "b", "c"])[stratum]}
        engine.upload("told", {name: values[order] for name, values in columns.items()})
        found.append(lots.add_up(engine, "select *, cast(null as varchar) as cluster from told").sums)
    for other in found[1:]:
        assert (other.n == found[0].n).all()
        for name in ("y", "yy", "x", "xy", "xx"):
            assert (getattr(other, name).floats() == getattr(found[0], name).floats()).all()


def test_outliers_and_rare_events(engine):
    """One value of a trillion among small ones, and a measure of zeros with a rare one, lose no digit."""
    y, arm, x, stratum, _ = cases(2000)
    y[5], x[9] = 1e12, -3e11
    put(engine, rows_of(y, arm, x, stratum))
    assert_same(lots.add_up(engine, ALL).sums, sums.add_up(y, arm, x=x, stratum=stratum))
    rare = (np.arange(2000) % 700 == 0).astype(np.float64)
    put(engine, rows_of(rare, arm, x, stratum))
    assert_same(lots.add_up(engine, ALL).sums, sums.add_up(rare, arm, x=x, stratum=stratum))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.floats(-1e6, 1e6), st.floats(-1e-3, 1e3)), min_size=1, max_size=12))
def test_any_figures(engine, told):
    """Whatever the figures, the plain sums are those of the cases."""
    put(engine, [(*each, None, None) for each in told])
    arm, y, x = (np.array(column) for column in zip(*told, strict=True))
    ours, theirs = lots.add_up(engine, ALL).sums, sums.add_up(y, arm, x=x)
    assert (ours.n == theirs.n).all()
    for name, values in (("y", y), ("x", x), ("yy", y * y), ("xx", x * x), ("xy", x * y)):
        sizes = np.bincount(arm, np.abs(values), 2)[theirs.arm]
        spread = float(np.abs(y).max() + np.abs(x).max() + 1)
        assert getattr(ours, name).floats() == pytest.approx(
            getattr(theirs, name).floats(), abs=1e-12 * float(sizes.max()) + 1e-13 * spread**2
        )


def test_what_is_missing_is_counted(engine):
    """Cases without a measure are left out, a value before that is missing is average, and both are said."""
    y, arm, x, stratum, _ = cases(400)
    rows = rows_of(y, arm, x, stratum)
    rows += [(1, None, 3.0, None, "s0"), (0, float("nan"), float("inf"), None, None), (0, 5.0, None, None, "s1")]
    put(engine, rows)
    found = lots.add_up(engine, ALL)
    assert (found.unmeasured, found.unknown, found.before) == (2, 1, True)
    assert ["2 cases" in found.notes[0], "1 case" in found.notes[1]] == [True, True]
    filled = [np.append(y, 5.0), np.append(arm, 0), np.append(x, x.mean()), np.append(stratum, 1)]
    assert_same(found.sums, sums.add_up(filled[0], filled[1], x=filled[2], stratum=filled[3]))


def test_nothing_known_before(engine):
    """Without values before, the plain difference comes out; without strata there is one."""
    y, arm, *_ = cases(300)
    put(engine, [(a, v, None, None, None) for a, v in zip(arm.tolist(), y.tolist(), strict=True)])
    found = lots.add_up(engine, ALL)
    assert (found.before, found.unknown, found.strata, found.clusters) == (False, 0, ("",), ())
    ours, theirs = (Randomised().estimate_cases(each) for each in (found.sums, sums.add_up(y, arm)))
    assert ours.unit.value == pytest.approx(theirs.unit.value, rel=1e-12)
    assert ours.p == pytest.approx(theirs.p, rel=1e-10)
    assert ours.method == "difference in means"


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        ((1, float("inf"), 1.0, "c7", "s1"), UnreadableValue, r"measure of a case of the new way, cluster c7, stratum s1 is inf"),
        ((0, 1.0, float("-inf"), "c8", None), UnreadableValue, r"value before of a case of the old way, cluster c8 is -inf"),
        ((0, -1e200, 1.0, "c8", None), UnreadableValue, r"is -1e\+200"),
        ((2, 1.0, 1.0, "c8", None), UsageError, r"1 cases went neither"),
        ((None, 1.0, 1.0, "c8", None), UsageError, r"1 cases went neither"),
        ((0, 1.0, 1.0, None, None), UsageError, r"1 of 5 cases do not say"),
        ((0, 1.0, 1.0, "c2", None), UsageError, r'"c2" has cases both ways'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(engine, row, kind, words):
    """Infinite values, arms that are none and clusters that do not hold are named, never summed."""
    put(engine, [(code % 2, float(code), 1.0, f"c{code}", None) for code in (1, 2, 3, 4)] + [row])
    if row[3] == "c2":
        put(engine, [(1, 1.0, 1.0, "c2", None), row])
    with pytest.raises(kind, match=words):
        lots.add_up(engine, ALL)


def test_nothing_to_add_up(engine):
    """No case, or none with a measure, is an error that says so."""
    for rows in ([], [(1, None, 2.0, None, None)]):
        put(engine, rows)
        with pytest.raises(EmptyData, match="No case has a measure"):
            lots.add_up(engine, ALL)
